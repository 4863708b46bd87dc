"""What the sample papers state of the ledgers, and the days, people and sections the ledgers' rows share.

`tests/test_ledgers.py` holds the rows against the books. What was done is entered until 20 June in 2025 and until 29 May in 2026: the days to
which the half-year papers speak, so that a half-year counts the same on its paper's day and on its last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from titian.demo.county.books import Row
from titian.demo.county.chance import Dice
from titian.demo.county.rows import Firm
from titian.demo.county.words import TRADES

FIRST, SECOND, THIRD = "2025H1", "2025H2", "2026H1"
SPANS: Final[Mapping[str, tuple[date, date]]] = {
    FIRST: (date(2025, 1, 6), date(2025, 6, 20)),
    SECOND: (date(2025, 7, 1), date(2025, 12, 31)),
    THIRD: (date(2026, 1, 5), date(2026, 5, 29)),
}
DAY: Final = date(2026, 5, 31)

# 入企服务：次, and 家 of 2025H1, of the whole of 2025, of 2026H1.
VISITS: Final[Mapping[str, int]] = {FIRST: 206, SECOND: 438 - 206, THIRD: 197}
VISITED_FIRST, VISITED_2025, VISITED_THIRD = 83, 141, 79
JOINT_THIRD, BANK_THIRD = 6, 14
# 企业问题: solved by period, and what was collected in 2026 by kind.
SOLVED: Final[Mapping[str, int]] = {FIRST: 41, SECOND: 96 - 41, THIRD: 45}
COLLECTED_THIRD: Final[Mapping[str, int]] = {"talent": 19, "finance": 21, "testing": 18}
# 督办 of the county government, 建议提案, 廉政风险点
COUNTY_ITEMS_THIRD = 12
PROPOSALS: Final[Mapping[str, Mapping[str, int]]] = {"2025": {"npc": 5, "cppcc": 7}, "2026": {"npc": 4, "cppcc": 6}}
ANSWERED_THIRD, RISKS_THIRD, SIGNED_THIRD = 7, 21, 15
# 问题清单与整改措施
ISSUES_2025, MEASURES_2025 = 9, 14
STUDY_FIRST, STUDY_FIRST_DONE = 9, 8
STUDY_THIRD, STUDY_MEASURES_THIRD, STUDY_DONE_THIRD = 11, 18, 15
REVISIT_THIRD, REVISIT_CLEARED = 5, 4
FUNDS_CHECKED, FUNDS_ISSUES = 6, 7
HAZARDS, HAZARDS_CLEARED, HAZARD_SITES = 13, 12, 8
# 科技服务业：名录、按月跟踪（含具备条件的 1 家）、专题调度会
SMALL_SERVICES, TRACKED, READY = 31, 6, 1
# 投资与资金，元
INVESTED_2025, INVESTED_THIRD, PLANNED_2026 = 236_000_000, 105_000_000, 280_000_000
ISSUED_PROJECTS: Final[Mapping[str, int]] = {FIRST: 3_860_000, SECOND: 14_865_000 - 3_860_000, THIRD: 2_150_000}

# The log-ins whose names stand in ledgers (`demo.people.CAST`), and their sections.
OFFICE, CHIEF = "办公室文字", "企业股股长"
ENTERPRISE, RESEARCH, TRANSFER = "企业股经办", "研发与项目股经办", "成果与人才股经办"
LEADER, DEPUTY = "局领导", "分管领导"
SECTIONS: Final[Mapping[str, str]] = {
    "办公室": OFFICE,
    "企业股": ENTERPRISE,
    "研发与项目股": RESEARCH,
    "成果与人才股": TRANSFER,
}


def yuan(wan: float | str | Decimal) -> Decimal:
    """万元 as yuan, exact."""
    return Decimal(str(wan)) * 10_000


def product(dice: Dice, firm: Firm) -> str:
    """Something the firm makes or does."""
    trade = TRADES.get(firm.industry)
    return dice.one(trade.products) if trade else "主导产品"


def project_looked_into(firm: Firm) -> str:
    """What the firm's project is called that 科技计划监督抽查 looked into."""
    return f"{product(Dice(f'project of {firm.name}'), firm)}关键技术研究"


def later(day: date, days: int, last: date) -> date:
    """A working day so many days on, never after `last`."""
    found = day + timedelta(days=days)
    found -= timedelta(days=max(0, found.weekday() - 4))
    return min(max(found, day), last)


def by_day(rows: Iterable[Row]) -> list[Row]:
    """As an office keeps them: the earliest first."""
    return sorted(rows, key=lambda row: str(row["day"]))


def month_ends(since: tuple[int, int], until: tuple[int, int]) -> list[date]:
    """The last days of the months from (year, month) to (year, month), both included."""
    found, (year, month) = [], since
    while (year, month) <= until:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        found.append(date(year, month, 1) - timedelta(days=1))
    return found
