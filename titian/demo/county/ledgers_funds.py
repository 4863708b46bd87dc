"""Money from above, one row an item: applied for, expected, issued by document, arrived, paid out, left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from titian.demo.county.books import Book, Row, of
from titian.demo.county.build import county
from titian.demo.county.chance import Dice
from titian.demo.county.ledger_plan import (
    FIRST,
    ISSUED_PROJECTS,
    RESEARCH,
    SECOND,
    THIRD,
    TRANSFER,
    by_day,
    product,
    yuan,
)
from titian.demo.county.rows import Firm

# Projects as the papers count them: half-year → programme, level, the sums issued in 万元.
ISSUED: Final[Mapping[str, Sequence[tuple[str, str, Sequence[float]]]]] = {
    FIRST: (
        ("县域科技成果转化", "province", (25,) * 5),
        ("科技成果转化", "province", (30,) * 3),
        ("重点研发计划", "province", (57,) * 3),
    ),
    SECOND: (
        ("县域科技成果转化", "province", (25,) * 8),
        ("科技成果转化", "province", (30, 30, 30, 40)),
        ("重点研发计划", "province", (60, 60, 60, 60, 60, 70.5)),
        ("中央引导地方科技发展", "nation", (120, 100, 100, 80)),
    ),
    THIRD: (
        ("县域科技成果转化", "province", (30, 25, 25)),
        ("科技成果转化", "province", (45,)),
        ("重点研发计划", "province", (45, 45)),
    ),
}
ISSUED_ON: Final = {FIRST: date(2025, 5, 20), SECOND: date(2025, 10, 22), THIRD: date(2026, 4, 28)}
APPLIED_ON: Final = {FIRST: date(2025, 1, 15), SECOND: date(2025, 5, 28), THIRD: date(2025, 12, 10)}
# Other money from above: name, level, kind, 万元 asked, expected, issued, issued on, how far it came
MORE: Final[Sequence[tuple[str, str, str, str, float, float | None, float | None, date | None, str]]] = (
    ("2024年度研发费用后补助省级资金", "2025", "province", "enterprise", 260, None, 247.6, date(2025, 4, 10), "settled"),
    ("2025年“三区”科技人才专项", "2025", "nation", "talent", 32, None, 32, date(2025, 5, 30), "paid"),
    ("2025年科技特派员工作经费", "2025", "province", "farming", 60, None, 48, date(2025, 8, 18), "paid"),
    ("2025年科技金融贴息省级补助", "2025", "province", "finance", 40, None, 36, date(2025, 9, 9), "paid"),
    ("2025年大型仪器共享补助", "2025", "city", "platform", 20, 15, None, None, "refused"),
    ("2025年度研发费用后补助省级资金", "2026", "province", "enterprise", 300, None, 291.8, date(2026, 4, 15), "paid"),
    ("2026年“三区”科技人才专项", "2026", "nation", "talent", 32, None, 32, date(2026, 5, 12), "arrived"),
    ("2026年科技特派员工作经费", "2026", "province", "farming", 60, 50, None, None, "expected"),
    ("2026年科技金融贴息省级补助", "2026", "province", "finance", 45, 40, None, None, "expected"),
    ("2026年技术转移机构补助", "2026", "city", "platform", 15, None, None, None, "asked"),
)
PENDING: Final = 12  # applications of 2026 for 中央引导 and 重点研发 that wait


def books() -> Sequence[Book]:
    return (Book("upper_funds", "争取上级资金台账", by_day([*_projects(), *_more(), *_pending()]), by="research"),)


def _technical() -> list[Firm]:
    firms = [firm for firm in county().firms if firm.tech and firm.kind == "enterprise" and firm.state == "active" and firm.uscc]
    return Dice("funded").shuffled(firms)


def _projects() -> Iterator[Row]:
    """As many and as much as the papers state, every one by its document; the last of 2026 not yet paid out."""
    dice, firms = Dice("funds"), iter(_technical())
    for half, programmes in ISSUED.items():
        total = sum(sum(sums) for _, _, sums in programmes)
        if yuan(total) != ISSUED_PROJECTS[half]:
            raise AssertionError(f"{half}: {total}")
        for place, programme in enumerate(programmes):
            for number, issued in enumerate(programme[2]):
                yield _project(dice, next(firms), half, programme[:2], yuan(issued), order=(place, number))


def _project(dice: Dice, firm: Firm, half: str, of_plan: tuple[str, str], issued: Decimal, *, order: tuple[int, int]) -> Row:
    (programme, level), (place, number) = of_plan, order
    day = ISSUED_ON[half] + timedelta(days=place * 3)
    arrived, paid = day + timedelta(days=14), day + timedelta(days=30)
    reached = "issued" if half == THIRD and number == 0 else "arrived" if half == THIRD else "settled" if half == FIRST else "paid"
    done = reached in {"paid", "settled"}
    year = "2026" if half == THIRD else "2025"
    return {
        **of(firm),
        "title": f"{firm.name.removeprefix('示范县')[:2]}{product(dice, firm)}{'成果转化' if '转化' in programme else '关键技术研究'}",
        "batch": year,
        "level": level,
        "kind": "project",
        "programme": programme,
        "day": APPLIED_ON[half],
        "asked": issued * dice.one((10, 12, 14)) / 10,
        "amount": issued,
        "document": f"示财教〔{year}〕{12 + place if half != SECOND else 41 + place}号",
        "arrived": issued if reached != "issued" else None,
        "paid": issued if done else None,
        "left": Decimal(0) if done else None,
        "department": "研发与项目股",
        "responsible": RESEARCH,
        "stuck": None if done or reached == "issued" else "等待企业提供账户和任务书",
        "state": reached,
        "on_issued": day,
        "on_arrived": arrived if reached != "issued" else None,
        "on_paid": paid if done else None,
        "on_settled": date(2025, 12, 15) if reached == "settled" else None,
    }


def _more() -> Iterator[Row]:
    for title, batch, level, kind, asked, expected, issued, day, state in MORE:
        yield {
            "title": title,
            "batch": batch,
            "level": level,
            "kind": kind,
            "day": date(int(batch), 1, 20),
            "asked": yuan(asked),
            "expected": yuan(expected) if expected else None,
            "amount": yuan(issued) if issued else None,
            "document": f"示财教〔{batch}〕{60 + int(asked) % 30}号" if issued else None,
            "arrived": yuan(issued) if issued else None,
            "paid": yuan(issued) if issued and state in {"paid", "settled"} else None,
            "left": Decimal(0) if state in {"paid", "settled"} else None,
            "department": "成果与人才股",
            "responsible": TRANSFER,
            "state": state,
            "on_expected": date(int(batch), 3, 25) if expected else None,
            "on_issued": day,
            "on_arrived": day + timedelta(days=12) if day else None,
            "on_paid": day + timedelta(days=26) if day and state in {"paid", "settled"} else None,
            "on_settled": date(2025, 12, 18) if state == "settled" else None,
        }


def _pending() -> Iterator[Row]:
    """Applied for in 2026, nothing issued: asked and expected never count as money from above."""
    dice, firms = Dice("pending funds"), iter(_technical()[60:])
    for number, firm in zip(range(PENDING), firms, strict=False):
        central = number % 2 == 0
        expected = number % 4 == 1
        yield {
            **of(firm),
            "title": f"{firm.name.removeprefix('示范县')[:2]}{product(dice, firm)}产业化示范",
            "batch": "2026",
            "level": "nation" if central else "province",
            "kind": "project",
            "programme": "中央引导地方科技发展" if central else "重点研发计划",
            "day": date(2026, 3, 12) if central else date(2026, 1, 22),
            "asked": yuan(100 if central else 60),
            "expected": yuan(45) if expected else None,
            "department": "研发与项目股",
            "responsible": RESEARCH,
            "state": "expected" if expected else "asked",
            "on_expected": date(2026, 5, 15) if expected else None,
        }
