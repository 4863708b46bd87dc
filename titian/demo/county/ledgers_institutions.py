"""研发机构 of the firms (what they are and since when), and stations with their experts: 院士, 博士, 研究生."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from titian.demo.county.books import Book, Row, of
from titian.demo.county.chance import Dice
from titian.demo.county.halves import makers, of_kind
from titian.demo.county.ledgers_platforms import OLD, UPGRADED, Platform, platforms
from titian.demo.county.rows import Firm

# Institutions of the register at the end of 2024 that are no platform and no station: kind → how many, level.
BASE = {
    "technology_centre": (9, "city"),
    "rd_centre": (16, "city"),
    "hnte_centre": (6, "province"),
    "academy": (1, "city"),
    "other": (1, "county"),
}
WORDS = {
    "technology_centre": "企业技术中心",
    "rd_centre": "企业技术研发中心",
    "hnte_centre": "高新技术企业研发中心",
    "academy": "企业研究院",
    "other": "研发实验室",
}
GONE = (date(2023, 12, 15), date(2024, 9, 27))  # two were struck off before the first period
NEW_CENTRES = (date(2025, 3, 21), date(2026, 4, 10))
CLEARED = "铎衡中药饮片"  # above 3亿元 and without an institution until then
# Stations: kind, level, applied, established, until; 院士 and 博士 stations are institutions of the register, 研究生 stations are not.
STATIONS = (
    ("academician", "province", date(2022, 3, 7), date(2022, 8, 19), date(2026, 8, 18)),
    ("academician", "province", date(2025, 4, 28), date(2025, 9, 5), date(2028, 9, 4)),
    ("doctor", "city", date(2022, 4, 11), date(2022, 6, 24), date(2026, 6, 23)),
    ("doctor", "city", date(2023, 4, 17), date(2023, 7, 7), date(2026, 7, 6)),
    ("doctor", "province", date(2023, 9, 11), date(2023, 12, 22), date(2026, 12, 21)),
    ("doctor", "city", date(2024, 4, 15), date(2024, 6, 28), date(2027, 6, 27)),
    ("doctor", "city", date(2025, 3, 17), date(2025, 5, 16), date(2028, 5, 15)),
    ("doctor", "city", date(2025, 7, 14), date(2025, 9, 26), date(2028, 9, 25)),
    ("doctor", "province", date(2025, 8, 11), date(2025, 11, 21), date(2028, 11, 20)),
    ("doctor", "city", date(2026, 1, 19), date(2026, 3, 20), date(2029, 3, 19)),
    ("doctor", "city", date(2026, 2, 9), date(2026, 4, 24), date(2029, 4, 23)),
    *(
        ("graduate", "province", day, None, None)
        for day in (date(2025, 5, 12), date(2025, 5, 14), date(2025, 9, 8), date(2025, 9, 10))
    ),
    *(("graduate", "province", day, None, None) for day in (date(2026, 5, 11), date(2026, 5, 12), date(2026, 5, 13))),
    ("society", "national", date(2024, 9, 9), date(2024, 10, 18), date(2026, 5, 15)),
)
NAMES = {"academician": "院士工作站", "doctor": "博士创新站", "graduate": "研究生工作站", "society": "学会服务站"}
FIRST_BATCH, TOP = {4, 6, 8}, {2, 3, 4, 6, 7, 8}  # two labels that overlap
GRANTED = {date(2025, 5, 12): date(2025, 8, 29), date(2025, 5, 14): date(2025, 8, 29)}


@dataclass(frozen=True)
class Station:
    firm: Firm
    kind: str
    level: str
    applied: date
    established: date | None
    until: date | None

    @property
    def title(self) -> str:
        return f"{called(self.firm)}{NAMES[self.kind]}"


def called(firm: Firm) -> str:
    """A firm without its county: 示范县甲电机有限公司 and 甲（示范县）电机有限公司 are 甲电机有限公司."""
    return firm.short or firm.name.removeprefix("示范县").replace("（示范县）", "")


@cache
def _free() -> Sequence[Firm]:
    """Makers without a platform."""
    taken = {platform.firm for platform in platforms()}
    free = [firm for firm in makers(Dice("institutions")) if firm not in taken and firm.founded_by(2019)]
    # The newest centre goes to a firm of the clearing list, so that the list burns down as the section's paper says.
    newest = len(STATIONS) + sum(count for count, _ in BASE.values()) + len(GONE) + len(NEW_CENTRES) - 1
    cleared = next(place for place, firm in enumerate(free) if CLEARED in firm.name)
    free[newest], free[cleared] = free[cleared], free[newest]
    return free


@cache
def stations() -> Sequence[Station]:
    firms = _free()[: len(STATIONS)]
    return [Station(firm, *course) for firm, course in zip(firms, STATIONS, strict=True)]


def _station_rows() -> Iterator[Row]:
    experts = of_kind("expert")
    for place, station in enumerate(stations()):
        expert, granted = experts[place * 3], GRANTED.get(station.applied, station.established)
        labels = [word for word, places in (("市级第一批", FIRST_BATCH), ("全省百强（Top200）", TOP)) if place in places]
        yield {
            **of(station.firm),
            "title": station.title,
            "kind": station.kind,
            "level": station.level,
            "expert": expert.name,
            "expert_home": expert.firm.name if expert.firm else expert.employer,
            "day": station.applied,
            "batch": f"{station.applied.year}年第一批" if station.kind == "doctor" else None,
            "labels": "、".join(labels) or None,
            "due": station.until,
            "state": "established" if granted else "applied",
            "on_applied": station.applied,
            "on_established": granted,
            "responsible": "研发与项目股经办",
        }


@dataclass(frozen=True)
class Institution:
    """One institution of the register; `gone`: the day it was struck off."""

    firm: Firm
    kind: str
    title: str
    level: str
    since: date
    change: str = "base"
    gone: date | None = None

    @property
    def row(self) -> Row:
        dice = Dice(f"institution {self.title}")
        said = {"title": self.title, "kind": self.kind, "level": self.level, "day": self.since, "change": self.change}
        course = {"closed_on": self.gone, "state": "removed" if self.gone else "held"}
        return {**of(self.firm), **said, **course, "people": dice.whole(6, 32), "area": dice.whole(3, 24) * 100}


def _institutions() -> Iterator[Row]:
    yield from (one.row for one in _bases())
    for place, platform in enumerate(platforms()):
        if platform.approved and platform.kind in {"etrc", "keylab", "tic", "new_rd", "postdoc"}:
            yield _of_platform(platform, place - len(OLD))
    for station in stations():
        if station.kind in {"academician", "doctor"} and station.established:
            change = "new" if station.established.year > 2024 else "base"
            yield Institution(station.firm, station.kind, station.title, station.level, station.established, change).row


def _bases() -> Iterator[Institution]:
    """What is neither platform nor station: those of before, those that are gone, two new ones."""
    dice, firms = Dice("institutions of old"), iter(_free()[len(STATIONS) :])
    for kind, (count, level) in BASE.items():
        for _ in range(count):
            firm = next(firms)
            yield Institution(firm, kind, _called(firm, kind), level, dice.day(date(2019, 3, 4), date(2024, 11, 29)))
    for gone in GONE:
        firm, since = next(firms), dice.day(date(2018, 3, 5), date(2021, 6, 25))
        yield Institution(firm, "rd_centre", _called(firm, "rd_centre"), "county", since, gone=gone)
    for day in NEW_CENTRES:
        firm = next(firms)
        yield Institution(firm, "technology_centre", _called(firm, "technology_centre"), "city", day, "new")


def _called(firm: Firm, kind: str) -> str:
    return f"{called(firm)}{WORDS[kind]}"


def _of_platform(platform: Platform, place: int) -> Row:
    """`place` among those of the three periods; negative: of before. The upgraded one stood in the register already."""
    assert platform.approved is not None
    since, change = (platform.approved, "new") if place >= 0 else (platform.approved, "base")
    note = None
    if place == UPGRADED:
        since, change, note = date(2019, 6, 14), "base", "由企业技术研发中心升级为工程技术研究中心"
    row = Institution(platform.firm, platform.kind, platform.title, platform.level, since, change).row
    return {**row, "parent": platform.title, "due": platform.due, "note": note}


def books() -> Sequence[Book]:
    return [
        Book("rd_institutions", "研发机构", list(_institutions()), by="research"),
        Book("stations", "院士站、博士站与服务站", list(_station_rows()), by="research"),
    ]
