"""Platforms on their way from plan to approval, the institutions of the firms, and stations with their experts.

What the papers state: 46 institutions at the end of 2024, 49 in June 2025, 55 at the year's end (two 工程技术研究中心, a 重点实验室, a
技术创新中心, an 院士工作站, three 博士创新站, a 企业技术中心), 58 at the end of May 2026; 3, 5 and 4 applications for 工程技术研究中心, two new
ones in 2025 and one, an upgrade, in 2026.

Planted: the section states four applications of 2026; the rows hold three, the fourth stands at 谋划, its papers were still being argued.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache

from titian.demo.county.books import Book, Row, of
from titian.demo.county.chance import Dice
from titian.demo.county.halves import makers, named
from titian.demo.county.rows import Firm
from titian.demo.county.words import TRADES

RD = "研发与项目股经办"
PROVINCE, CITY, COUNTY = "province", "city", "county"
CENTRE = "工程技术研究中心"


@dataclass(frozen=True)
class Platform:
    """One platform: how it is called behind its firm and trade, and the days of its course."""

    firm: Firm
    kind: str
    word: str
    level: str = PROVINCE
    planned: date | None = None
    applied: date | None = None
    approved: date | None = None
    refused: date | None = None
    due: date | None = None
    more: Mapping[str, object] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return f"示范县{TRADES[self.firm.industry].words[0]}{self.word}（{self.firm.short or self.firm.name[3:7]}）"

    @property
    def row(self) -> Row:
        first = self.planned or self.applied or self.approved
        state = "refused" if self.refused else "approved" if self.approved else "applied" if self.applied else "planned"
        course = {"on_planned": self.planned, "on_applied": self.applied, "on_approved": self.approved}
        facts = {
            "title": self.title,
            "kind": self.kind,
            "level": self.level,
            "day": first,
            "due": self.due,
            "closed_on": self.refused,
        }
        return {**facts, **of(self.firm), "state": state, "responsible": RD, **course, **self.more}


# kind, word, level, applied, approved, next assessment
# Kind, name, level, when it was planned, applied for, approved and refused.
_Course = tuple[str, str, str, date, date | None, date | None, date | None]
OLD = (
    ("etrc", CENTRE, PROVINCE, date(2020, 5, 11), date(2020, 11, 20), date(2026, 11, 20)),
    ("etrc", CENTRE, PROVINCE, date(2021, 5, 17), date(2021, 12, 3), date(2026, 12, 3)),
    ("etrc", CENTRE, PROVINCE, date(2022, 5, 16), date(2022, 11, 25), date(2025, 11, 25)),
    ("etrc", CENTRE, PROVINCE, date(2023, 6, 5), date(2023, 12, 8), date(2026, 12, 8)),
    ("keylab", "重点实验室", CITY, date(2021, 6, 7), date(2021, 10, 15), date(2026, 10, 15)),
    ("new_rd", "产业技术研究院", PROVINCE, date(2022, 3, 14), date(2022, 9, 30), date(2026, 7, 20)),
    ("postdoc", "博士后科研工作站", PROVINCE, date(2023, 4, 10), date(2024, 1, 12), date(2027, 1, 12)),
    ("joint_lab", "校企联合实验室", CITY, date(2021, 9, 6), date(2022, 1, 14), date(2027, 1, 14)),
)
STALLED, RECTIFYING = (
    2,
    7,
)  # places in OLD: nothing was entered of the one since it was approved; the other was told to mend its ways
# What was applied for in the three periods: kind, word, level, planned, applied, approved, refused
COURSE: tuple[_Course, ...] = (
    ("etrc", CENTRE, PROVINCE, date(2024, 11, 4), date(2025, 4, 14), date(2025, 9, 19), None),
    ("etrc", CENTRE, PROVINCE, date(2024, 12, 9), date(2025, 4, 16), date(2025, 9, 19), None),
    ("etrc", CENTRE, PROVINCE, date(2025, 1, 13), date(2025, 4, 18), None, date(2025, 9, 19)),
    ("etrc", CENTRE, PROVINCE, date(2025, 6, 9), date(2025, 9, 25), date(2026, 3, 13), None),
    ("etrc", CENTRE, PROVINCE, date(2025, 7, 7), date(2025, 9, 26), None, date(2026, 3, 13)),
    ("etrc", CENTRE, PROVINCE, date(2026, 1, 12), date(2026, 4, 13), None, None),
    ("etrc", CENTRE, PROVINCE, date(2026, 1, 19), date(2026, 4, 15), None, None),
    ("etrc", CENTRE, PROVINCE, date(2026, 2, 2), date(2026, 4, 17), None, None),
    ("etrc", CENTRE, PROVINCE, date(2026, 3, 9), None, None, None),
    ("keylab", "重点实验室", CITY, date(2025, 3, 3), date(2025, 6, 12), date(2025, 10, 24), None),
    ("keylab", "重点实验室", PROVINCE, date(2025, 12, 1), None, None, None),
    ("tic", "技术创新中心", CITY, date(2024, 9, 2), date(2024, 12, 16), date(2025, 5, 23), None),
    ("tic", "技术创新中心", PROVINCE, date(2025, 11, 10), date(2026, 3, 30), None, None),
    ("postdoc", "博士后科研工作站", PROVINCE, date(2025, 10, 13), date(2026, 5, 11), None, None),
    ("pilot", "中试基地", CITY, date(2025, 8, 18), None, None, None),
    ("new_rd", "产业技术研究院", CITY, date(2025, 2, 10), date(2025, 8, 4), None, date(2025, 12, 12)),
)
NOTES = {
    8: "技术论证5月底刚完成，申报材料尚未提交，预计6月上旬报出",
    10: "省级重点实验室申报材料已完成论证，拟于7月上报",
    14: "用地手续办理中，开工时间由5月推迟到8月",
}
UPGRADED = 3  # of COURSE: was an institution of the register before


@cache
def platforms() -> Sequence[Platform]:
    """The same every time; the old ones first."""
    dice = Dice("platforms")
    firms = iter(makers(dice))
    fixed = named()
    wanted = {STALLED: "云溪新材料", 4: "石桥玻纤", 5: "示范重工"}
    known = set(wanted.values())
    free = (firm for firm in firms if firm.short not in known)
    old = [
        Platform(fixed[wanted[place]] if place in wanted else next(free), kind, word, level, None, applied, approved, due=due)
        for place, (kind, word, level, applied, approved, due) in enumerate(OLD)
    ]
    return [*old, *(_under_way(place, entry, next(free)) for place, entry in enumerate(COURSE))]


def _under_way(place: int, entry: _Course, firm: Firm) -> Platform:
    kind, word, level, planned, applied, approved, refused = entry
    due = date(approved.year + 3, approved.month, approved.day) if approved else None
    more: dict[str, object] = {"note": NOTES[place]} if place in NOTES else {}
    if applied and applied.year > 2024:
        more["batch"] = f"{applied.year}年第{'一' if applied.month < 7 else '二'}批"
    if approved:
        more |= {"approval": f"示科函〔{approved.year}〕{40 + place}号", "amount": Decimal(300_000) if kind == "etrc" else None}
    return Platform(firm, kind, word, level, planned, applied, approved, refused, due=due, more=more)


def _facts(dice: Dice) -> Iterator[Row]:
    """What a platform's page says beside its course."""
    for platform in platforms():
        people, invested = dice.whole(9, 38), dice.whole(12, 96) * 100_000
        said = {"people": people, "invested": Decimal(invested)} if platform.approved else {}
        yield {**platform.row, **said, "field": "、".join(TRADES[platform.firm.industry].products[:2])}


def books() -> Sequence[Book]:
    return [Book("platforms", "创新平台", list(_facts(Dice("platform facts"))), by="research")]
