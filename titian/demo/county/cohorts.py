"""Who plays which part: the cohorts of 高新技术企业, the firms above scale, those that spend on R&D. Picked once for all years."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from titian.demo.county.chance import Dice
from titian.demo.county.plan import (
    ABOVE_SCALE,
    ACTIVE,
    FIRST_2026,
    HNTE_2022,
    HNTE_2023,
    HNTE_2024,
    HNTE_FIRST_2025,
    HNTE_REFUSED_2025,
    IDLE_LARGE,
    PARK,
    POOL_AUTUMN,
    POOL_EARLY,
    POOL_SPRING,
    RENEWED_2025,
    REPORTING,
)
from titian.demo.county.rows import Firm

YEARS = (2023, 2024, 2025)
MOVED_IN_2025, MOVED_IN_2026 = date(2025, 4, 18), date(2026, 3, 12)
HOLDERS_ABOVE_SCALE = 50
SERVICES = 6  # 规上科技服务业: three since 2023, three since 2024
Fits = Callable[[Firm], bool]


@dataclass
class Cohorts:
    """Firms by the part they play. `pool_rest` are those in the 培育库 in June 2025 that were not certified that year."""

    certified: dict[int, list[Firm]] = field(default_factory=dict)
    first_2025: list[Firm] = field(default_factory=list)
    moved_in: list[Firm] = field(default_factory=list)
    refused_2025: list[Firm] = field(default_factory=list)
    first_2026: list[Firm] = field(default_factory=list)
    pool_rest: list[Firm] = field(default_factory=list)
    pool_autumn: list[Firm] = field(default_factory=list)
    pool_spring: list[Firm] = field(default_factory=list)
    above_scale: dict[int, set[Firm]] = field(default_factory=dict)
    active: dict[int, set[Firm]] = field(default_factory=dict)
    idle_large: set[Firm] = field(default_factory=set)
    beginners: set[Firm] = field(default_factory=set)
    reporting: dict[int, set[Firm]] = field(default_factory=dict)

    @property
    def renewed(self) -> list[Firm]:
        return self.certified[2022][:RENEWED_2025]

    @property
    def lapsed(self) -> list[Firm]:
        """The certificate ran out in 2025: one firm had spent too little, the other had moved away."""
        return self.certified[2022][RENEWED_2025:]

    @property
    def holders(self) -> list[Firm]:
        """Valid at the end of 2025, without who moved in later."""
        return [*self.renewed, *self.certified[2023], *self.certified[2024], *self.first_2025, self.moved_in[0]]


class Picker:
    """Gives out firms, none twice."""

    def __init__(self, firms: Iterable[Firm]) -> None:
        self._dice = Dice("cohorts")
        self._left = self._dice.shuffled(firm for firm in firms if firm.state == "active" and firm.kind == "enterprise")

    def take(self, count: int, fits: Fits) -> list[Firm]:
        """So many that fit, manufacturers with room to grow first. Raises AssertionError when there are too few."""
        found = sorted((firm for firm in self._left if fits(firm)), key=lambda firm: not _makes(firm))[:count]
        if len(found) < count:
            raise AssertionError(f"{len(found)} firms where {count} are wanted")
        taken = set(found)
        self._left = [firm for firm in self._left if firm not in taken]
        return found

    def by_town(self, quotas: Mapping[str, int], fits: Fits) -> list[Firm]:
        """Quotas by town. Raises AssertionError."""
        found: list[Firm] = []
        for town, count in quotas.items():
            found += self.take(count, _in_town(town, fits))
        return self._dice.shuffled(found)

    def named(self, firms: Iterable[Firm]) -> None:
        taken = set(firms)
        self._left = [firm for firm in self._left if firm not in taken]


def cohorts(firms: Sequence[Firm], named: Mapping[str, Firm]) -> Cohorts:
    """The parts of all firms; sets `scale`, and what moving in and away changes in the firm itself."""
    picker, parts = Picker(firms), Cohorts()
    _holders(picker, parts, named)
    _pool(picker, parts)
    _scale(picker, parts)
    _reporting(parts)
    return parts


def _in_town(town: str, fits: Fits) -> Fits:
    return lambda firm: firm.town == town and fits(firm)


def _technical(year: int) -> Fits:
    return lambda firm: firm.tech and firm.founded_by(year)


def _holders(picker: Picker, parts: Cohorts, named: Mapping[str, Firm]) -> None:
    """The firms the papers name have their certificates of 2024."""
    picker.named(named.values())
    quotas = dict(HNTE_2024)
    for firm in named.values():
        quotas[firm.town] -= 1
    parts.certified = {
        2022: picker.by_town(HNTE_2022, _technical(2020)),
        2023: picker.by_town(HNTE_2023, _technical(2020)),
        2024: [*named.values(), *picker.by_town(quotas, _technical(2021))],
    }
    parts.first_2025 = picker.by_town(HNTE_FIRST_2025, _technical(2021))
    parts.moved_in = picker.by_town({PARK: 2}, _technical(2019))
    for firm, day, home in zip(parts.moved_in, (MOVED_IN_2025, MOVED_IN_2026), ("东河区", "邻山县"), strict=True):
        firm.since, firm.note, firm.carrier = day, f"由{home}迁入，高新技术企业证书有效期不变", ""
    gone = parts.lapsed[1]
    gone.state, gone.since, gone.note = "moved", date(2025, 9, 18), "已迁往东河区"


def _pool(picker: Picker, parts: Cohorts) -> None:
    parts.refused_2025 = picker.by_town(HNTE_REFUSED_2025, _technical(2021))
    parts.first_2026 = picker.by_town(FIRST_2026, _technical(2022))
    others = POOL_EARLY - len(parts.refused_2025) - len(parts.first_2026)
    parts.pool_rest = [*parts.refused_2025, *parts.first_2026, *picker.take(others, _technical(2022))]
    parts.pool_autumn = picker.take(POOL_AUTUMN, _technical(2023))
    parts.pool_spring = picker.take(POOL_SPRING, _technical(2024))


def _makes(firm: Firm) -> bool:
    return firm.industry.startswith("C") and firm.founded_by(2020) and not firm.carrier


def _scale(picker: Picker, parts: Cohorts) -> None:
    """规上工业 by year. Of the firms with R&D fifty hold a certificate; seven began in 2025, six in 2024."""
    holders = [firm for firm in parts.holders if _makes(firm) and firm is not parts.moved_in[0]][:HOLDERS_ABOVE_SCALE]
    spending = picker.take(ACTIVE[2025] - len(holders), lambda firm: _makes(firm) and firm.tech)
    began_2025, began_2024 = (
        spending[: ACTIVE[2025] - ACTIVE[2024]],
        spending[ACTIVE[2025] - ACTIVE[2024] :][: ACTIVE[2024] - ACTIVE[2023]],
    )
    idle = picker.take(ABOVE_SCALE[2025] - ACTIVE[2025], lambda firm: _makes(firm) and not firm.large)
    dropped, left_2024 = picker.take(6, _makes), picker.take(2, _makes)
    parts.beginners = {*began_2025, *began_2024}
    active = {*holders, *spending}
    parts.active = {2025: active, 2024: active - {*began_2025}, 2023: active - {*began_2025, *began_2024}}
    this_year = active | set(idle)
    before = this_year - set(idle[:3]) | set(dropped)
    parts.above_scale = {2025: this_year, 2024: before, 2023: before - set(idle[3:11]) | set(left_2024)}
    parts.idle_large = {*idle[-IDLE_LARGE[2025] :], *began_2025[: IDLE_LARGE[2024] - IDLE_LARGE[2025]]}
    for firm in {*this_year, *dropped, *left_2024}:
        firm.scale = {year: firm in parts.above_scale[year] for year in YEARS}
    for place, firm in enumerate(picker.take(SERVICES, lambda one: one.industry.startswith("M") and one.founded_by(2020))):
        firm.service_years = YEARS[place // 3 :]


def _reporting(parts: Cohorts) -> None:
    """Who filed R&D: all active above scale, the small holders, some of the pool; who moved in only for the time since."""
    small = [firm for firm in [*parts.holders, parts.lapsed[0]] if firm not in parts.active[2025]]
    newcomer, gone = parts.moved_in[0], parts.lapsed[1]
    for year in YEARS:
        found = (
            {firm for firm in small if year >= 2025 or firm is not newcomer}
            | ({gone} if year < 2025 else set())
            | parts.active[year]
        )
        others = [firm for firm in parts.pool_rest if firm not in found]
        parts.reporting[year] = found | set(others[: REPORTING[year] - len(found)])
