"""Research of the county's firms: projects with their cost ledger, the returns of 2025 and of the first quarter of 2026.

A firm's ledger of 2025 adds up to the spending its return states; one firm's does not, so that there is something to ask about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from titian.demo.county.books import Book, Row, of
from titian.demo.county.build import county
from titian.demo.county.chance import Dice
from titian.demo.county.rows import AnnualRow, Firm

YEAR = 2025
LEDGERS, KEY, QUARTERLY = 22, 16, 36
OWN = "示范县重工机械股份有限公司"  # the firm that has a log-in
RETURNED, QUARTER_IN = date(2026, 3, 20), date(2026, 4, 17)
THINGS = (
    *("高强度耐磨铸件", "智能输送装备", "节能型干燥机组", "轻量化农机底盘", "精密减速机", "环保型水性涂料", "高效换热器"),
    *("自动化包装生产线", "新型复合肥料", "食品级包装材料", "粉末冶金齿轮", "光伏支架连接件", "医用无纺材料", "矿用监测终端"),
)
WORK = ("关键工艺研发", "控制系统开发", "可靠性试验研究", "结构优化设计", "中试技术研究", "质量在线检测技术开发")
ACTIVITIES = {"experimental": 6, "applied": 2, "application": 1, "service": 0.5}
# Category, sub-line, weight; what is left after rounding goes to the first.
SHARES = (
    *(("personnel", "wages", 34), ("personnel", "insurance", 9), ("personnel", "welfare", 2), ("direct", "materials", 22)),
    *(("direct", "moulds", 4), ("direct", "maintenance", 2), ("depreciation", "equipment", 8), ("depreciation", "building", 2)),
    *(("amortisation", "software", 1), ("design", "product", 3), ("trial", "commissioning", 3), ("outsourced", "university", 4)),
    *(("other", "travel", 3), ("other", "property", 1), ("other", "review", 1), ("other", "office", 1)),
)
QUARTERS = tuple(date(YEAR, month, day) for month, day in ((3, 31), (6, 30), (9, 30), (12, 31)))


@dataclass(frozen=True)
class Project:
    firm: Firm
    code: str
    name: str
    since: date
    until: date
    activity: str
    share: int


@cache
def returns() -> Sequence[AnnualRow]:
    """The firms' own rows of the year that say what was spent, the largest first."""
    rows = [
        row for row in county().annual if row.year == YEAR and row.source == "return" and row.values.get("rd_expense") is not None
    ]
    return sorted(rows, key=lambda row: (-(row.values["rd_expense"] or 0), row.firm.uscc or ""))


def key_enterprises() -> list[Firm]:
    """The sixteen that spend most."""
    return [row.firm for row in returns()[:KEY]]


@cache
def _kept() -> Sequence[AnnualRow]:
    """Whose ledgers the county has: the firm with a log-in, and every fourth of the others."""
    spending = [row for row in returns() if row.values["rd_expense"]]
    own = [row for row in spending if row.firm.name == OWN]
    return [*own, *[row for row in spending[::4] if row.firm.name != OWN]][:LEDGERS]


@cache
def projects() -> Sequence[Project]:
    found = []
    for row in _kept():
        dice = Dice(f"projects {row.firm.uscc}")
        things = dice.shuffled(THINGS)
        for place in range(dice.whole(2, 3)):
            since = dice.day(date(2024, 1, 8), date(2025, 6, 30))
            found.append(
                Project(
                    row.firm,
                    f"RD{place + 1:02d}",
                    f"{things[place]}{dice.one(WORK)}",
                    since,
                    since + timedelta(days=dice.whole(14, 30) * 30),
                    dice.weighed(ACTIVITIES),
                    dice.whole(2, 6),
                )
            )
    return found


def _projects() -> Iterator[Row]:
    for project in projects():
        dice = Dice(f"project {project.firm.uscc} {project.code}")
        people = dice.whole(3, 14)
        yield {
            **of(project.firm),
            "code": project.code,
            "name": project.name,
            "since": project.since,
            "until": project.until,
            "source": "local" if dice.happens(0.15) else "own",
            "form": dice.weighed({"own": 5, "university": 2, "enterprise": 1}),
            "stage": dice.one(("research", "small", "pilot", "trial")),
            "activity": project.activity,
            "people": people,
            "person_months": people * dice.whole(4, 11),
        }


def _costs() -> Iterator[Row]:
    for place, row in enumerate(_kept()):
        mine = [project for project in projects() if project.firm is row.firm]
        spent = (row.values["rd_expense"] or 0) - (60_000 if place == 3 else 0)
        weights = [(project, share) for project in mine for share in SHARES]
        every = sum(project.share * weight for project, (_, _, weight) in weights)
        amounts = [spent * project.share * weight // every for project, (_, _, weight) in weights]
        amounts[0] += spent - sum(amounts)
        for number, ((project, (category, sub, _)), amount) in enumerate(zip(weights, amounts, strict=True)):
            yield from _entry(project, category, sub, amount, number)
        if place == 1:
            yield from _entry(mine[0], "offset", "sold_materials", spent // 50, 900)


def _entry(project: Project, category: str, sub: str, amount: int, number: int) -> Iterator[Row]:
    if amount:
        day = QUARTERS[number % 4]
        yield {
            **of(project.firm),
            "project": project.code,
            "year": YEAR,
            "day": day,
            "voucher": f"记-{day.month}-{number + 1}",
            "category": category,
            "sub": sub,
            "amount": Decimal(amount),
        }


def _annual() -> Iterator[Row]:
    for row in returns():
        values = {
            name: row.values.get(own)
            for name, own in (("accounting", "rd_expense"), ("domestic", "rd_domestic"), ("revenue", "revenue"))
        }
        dice = Dice(f"return {row.firm.uscc}")
        yield {
            **of(row.firm),
            "period": str(YEAR),
            "source": "return",
            "document": row.document,
            **{name: None if value is None else Decimal(value) for name, value in values.items()},
            "staff": row.values.get("staff"),
            "rd_staff": row.values.get("rd_staff"),
            "handed_by": row.firm.contact or "企业财务",
            "handed_on": dice.day(date(2026, 2, 9), date(2026, 3, 18)),
        }


def _quarterly() -> Iterator[Row]:
    for row in [one for one in returns() if one.values["rd_expense"]][:QUARTERLY]:
        dice = Dice(f"quarter {row.firm.uscc}")
        yield {
            **of(row.firm),
            "period": "2026Q1",
            "source": "return",
            "accounting": Decimal(round((row.values["rd_expense"] or 0) * dice.between(0.18, 0.29) / 100) * 100),
            "handed_by": row.firm.contact or "企业财务",
            "handed_on": dice.day(date(2026, 4, 7), date(2026, 4, 16)),
        }


def books() -> Sequence[Book]:
    """In the order in which they come in; the returns are handed in, accepting them is the office's act."""
    return (
        Book("rnd-projects", "2025年研发项目", list(_projects()), by="research", day=RETURNED),
        Book("rnd-costs", "2025年研发辅助账", list(_costs()), by="research", day=RETURNED),
        Book("rnd-returns", "2025年度研发投入填报", list(_annual()), by="research", day=RETURNED),
        Book("rnd-returns", "2026年一季度研发投入填报", list(_quarterly()), by="research", day=QUARTER_IN),
    )
