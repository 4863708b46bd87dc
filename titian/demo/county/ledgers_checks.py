"""Projects looked into, half-year by half-year, and the county's own money for the science and technology services.

Of the check of 2026 the papers state six projects and seven issues; its issues stand one by one in the list of issues (`ledgers_rectification`),
each with the check it comes from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from titian.demo.county.books import Book, Row, of
from titian.demo.county.build import county
from titian.demo.county.chance import Dice
from titian.demo.county.ledger_plan import ENTERPRISE, FUNDS_CHECKED, RESEARCH, by_day, project_looked_into, yuan
from titian.demo.county.ledgers_rectification import LISTS, issues
from titian.demo.county.rows import Firm

# Earlier checks found nothing: batch, day, projects, what was looked into
CLEAN: Final = (
    ("2025年上半年科技计划监督抽查", date(2025, 4, 22), 5, "progress"),
    ("2025年下半年科技计划监督抽查", date(2025, 10, 16), 8, "whole"),
)
LATEST: Final = "2026年项目经费监督抽查"
# Year → applied on, decided on, paid on (None: not yet)
ROUNDS: Final[Mapping[str, tuple[date, date, date | None]]] = {
    "2024": (date(2025, 1, 15), date(2025, 3, 20), date(2025, 5, 16)),
    "2025": (date(2025, 8, 5), date(2025, 10, 24), date(2025, 12, 12)),
    "2026": (date(2026, 2, 10), date(2026, 4, 20), None),
}
DIRECTIONS: Final = (
    ("testing", "检验检测能力建设", 0.2, 50),
    ("design", "研发设计服务平台", 0.2, 40),
    ("digital", "软件和数字服务", 0.15, 30),
    ("scale", "升规入统奖励", 0.0, 10),
)


def books() -> Sequence[Book]:
    return (
        Book("spot_checks", "科技计划监督抽查", by_day([*_clean(), *_latest()]), by="research"),
        Book("service_funds", "科技服务业专项资金", by_day(_funds()), by="enterprise"),
    )


def _clean() -> Iterator[Row]:
    dice, firms = Dice("spot checks"), iter(county().firms[FUNDS_CHECKED:])
    for batch, day, projects, looked_at in CLEAN:
        for _ in range(projects):
            firm = next(firms)
            yield {
                **_check(dice, firm, batch, day, looked_at),
                "questioned": Decimal(0),
                "count": 0,
                "finding": "资料齐全，经费单独核算，未发现问题",
                "state": "clean",
                "closed_on": day + timedelta(days=7),
            }


def _latest() -> Iterator[Row]:
    """Each firm with as many issues as the list of issues has of it; put right where all of them are."""
    dice = Dice("spot checks 2026")
    listed = next(one for one in LISTS if one.batch == LATEST)
    for firm in county().firms[:FUNDS_CHECKED]:
        found = [issue for issue in issues(listed) if issue.get("organisation") == firm.name]
        cleared = all(issue["closed_on"] for issue in found)
        yield {
            **_check(dice, firm, LATEST, listed.day, "funds"),
            "questioned": Decimal(dice.whole(2, 36) * 1_000),
            "count": len(found),
            "finding": "；".join(str(issue["title"]) for issue in found),
            "due": listed.due,
            "done": "已整改到位，佐证齐全" if cleared else None,
            "state": "rectified" if cleared else "rectifying",
            "closed_on": listed.done_by if cleared else None,
        }


def _check(dice: Dice, firm: Firm, batch: str, day: date, looked_at: str) -> dict[str, object]:
    return {
        **of(firm),
        "title": project_looked_into(firm),
        "batch": batch,
        "programme": dice.one(("县域科技成果转化", "重点研发计划", "科技成果转化")),
        "kind": looked_at,
        "drawn": "risk" if looked_at == "funds" else "random",
        "day": day,
        "inspectors": "研发与项目股、财务专家",
        "funding": yuan(dice.one((25, 30, 45, 60))),
        "department": "研发与项目股",
        "responsible": RESEARCH,
    }


def _funds() -> Iterator[Row]:
    """Five firms of the services a year; what a firm put in is paid back in part, up to a ceiling."""
    dice = Dice("money for services")
    firms = [
        firm for firm in county().firms if firm.industry.startswith("M") and firm.kind == "enterprise" and firm.state == "active"
    ]
    for place, (year, days) in enumerate(ROUNDS.items()):
        for number in range(5):
            firm = firms[(place * 3 + number) % len(firms)]
            yield _item(dice, firm, year, days, refused=number == 4)


def _item(dice: Dice, firm: Firm, year: str, days: tuple[date, date, date | None], *, refused: bool) -> Row:
    kind, title, share, ceiling = dice.one(DIRECTIONS)
    applied, decided, paid_on = days
    invested = yuan(dice.whole(60, 320)) if share else None
    given = yuan(ceiling) if invested is None else min(yuan(ceiling), (invested * Decimal(str(share))).quantize(Decimal(1)))
    state = "refused" if refused else "paid" if paid_on else "reviewed"
    return {
        **of(firm),
        "title": title,
        "batch": year,
        "kind": kind,
        "day": applied,
        "invested": invested,
        "asked": yuan(ceiling),
        "amount": None if refused else given,
        "clause": "示政办发〔2024〕18号第六条",
        "document": None if refused or not paid_on else f"示财教〔{paid_on.year}〕{30 + paid_on.month}号",
        "paid": given if state == "paid" else None,
        "use": "设备已到位，资金专账核算" if state == "paid" else None,
        "reason": "主营业务不在支持范围" if refused else None,
        "responsible": ENTERPRISE,
        "state": state,
        "on_reviewed": None if refused else decided,
        "on_paid": paid_on if state == "paid" else None,
    }
