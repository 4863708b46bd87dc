"""Counting: one query a part, grouped by region and department. The groups never overlap, so every place is a sum of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Count as DatabaseCount
from django.db.models import QuerySet

from titian.accounts.models import Department, User
from titian.base.periods import Period
from titian.figures.computed.declared import Computed, Part, declared
from titian.figures.key import FigureKey, status_of
from titian.figures.outgoing import Tally, counting_day
from titian.places.models import Region

UNSETTLED = "未定"
Place = tuple[int | None, int | None]


@dataclass(frozen=True)
class Amount:
    """A value in the base unit and how many rows are behind it."""

    value: Decimal = Decimal(0)
    rows: int = 0

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.value + other.value, self.rows + other.rows)


@dataclass(frozen=True)
class Counted:
    """A figure counted for one place. `value` None: `why` says what is lacking. `pending` rows would count but cannot yet."""

    computed: Computed
    period: Period
    day: date
    value: Decimal | None
    parts: tuple[Amount, ...] = ()
    pending: int = 0
    why: str = ""

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.parts)

    def key(self, region: Region) -> FigureKey:
        """What was only applied for is 申报 in the books, as papers are read."""
        computed = self.computed
        return FigureKey(computed.code, self.period, region.key, calibre=computed.calibre, status=status_of(computed.code))

    def tally(self, region: Region) -> Tally:
        """The same as what goes out is chosen from."""
        computed = self.computed
        return Tally(
            key=self.key(region),
            day=self.day,
            value=self.value,
            rows=self.rows,
            pending=self.pending,
            pending_reason=computed.pending_reason,
            why=self.why,
            keeper=computed.keeper,
        )


@dataclass(frozen=True)
class Slice:
    """A line of a breakdown: a town (None: 未定) or a department."""

    label: str
    counted: Counted
    key: str = ""


class _Tree:
    """The regions as they hang together; one query."""

    def __init__(self) -> None:
        self.all = {region.pk: region for region in Region.objects.order_by("order", "code")}
        self._children: dict[int | None, list[int]] = defaultdict(list)
        for region in self.all.values():
            self._children[region.parent_id].append(region.pk)

    @cached_property
    def by_key(self) -> dict[str, Region]:
        return {region.key: region for region in self.all.values()}

    def below(self, pk: int) -> set[int]:
        """A region with everything in it."""
        found = {pk}
        for child in self._children[pk]:
            found |= self.below(child)
        return found

    def children(self, region: Region) -> list[Region]:
        return [self.all[pk] for pk in self._children[region.pk]]

    @cached_property
    def home(self) -> Region | None:
        """The county whose registers these are: the installation's, else the one that has towns, else the only one."""
        wanted = {settings.TITIAN.region, settings.TITIAN.county} - {""}
        counties = [region for region in self.all.values() if region.level == "county"]
        named = [region for region in self.all.values() if wanted & {region.code, region.name}]
        return next(iter(named or [county for county in counties if self._children[county.pk]] or counties), None)


class RowBooks:
    """What the registers say, for one person and day; every part is counted at most once a period."""

    def __init__(self, *, user: User, day: date) -> None:
        self.user, self.day = user, day
        self._groups: dict[tuple[str, int, Period, date], Mapping[Place, Amount]] = {}
        self._why: dict[tuple[str, Period, date], str] = {}

    @cached_property
    def declared(self) -> Mapping[str, Computed]:
        return declared()

    @cached_property
    def _tree(self) -> _Tree:
        return _Tree()

    def region(self, key: str) -> Region | None:
        """By what figures name it."""
        return self._tree.by_key.get(key)

    def regions(self) -> list[Region]:
        """What this person can have counted: the county and its towns, or the own town."""
        top = self._tree.all.get(self.user.own_town_id or (self._tree.home.pk if self._tree.home else 0))
        return [top, *self._tree.children(top)] if top else []

    def covers(self, region: Region) -> bool:
        """Do the registers, as far as this person sees them, hold all of a region? They hold the home county alone."""
        seen = self.user.own_town_id or (self._tree.home.pk if self._tree.home else None)
        return seen is not None and region.pk in self._tree.below(seen)

    def counted(self, code: str, *, region: Region, period: Period, day: date | None = None) -> Counted | None:
        """A figure of one region; None when no room counts the code or this person may not see its rows."""
        computed = self.declared.get(code)
        if computed is None or not computed.seen(self.user) or not self.covers(region):
            return None
        if computed.of_books and region != self._tree.home:
            return None
        return self._counted(computed, period, day or self.day, self._inside(region))

    def all(self, *, region: Region, period: Period) -> list[Counted]:
        """Every code that can be counted for a region and period."""
        found = (self.counted(code, region=region, period=period) for code in self.declared)
        return [entry for entry in found if entry is not None]

    def by_town(self, code: str, *, region: Region, period: Period, day: date | None = None) -> list[Slice]:
        """The regions directly below and 未定 (the region itself, or no town known); they add up to the region."""
        whole = self.counted(code, region=region, period=period, day=day)
        if whole is None or whole.computed.of_books:
            return []
        names = [(child.key, str(child)) for child in self._tree.children(region)] + [(UNSETTLED, UNSETTLED)]
        computed, as_of = self.declared[code], day or self.day
        return [Slice(name, self._counted(computed, period, as_of, self.place(key, of=region)), key) for key, name in names]

    def by_department(self, code: str, *, region: Region, period: Period, day: date | None = None) -> list[Slice]:
        """The departments that answer for the rows, and 未定; they add up to the region."""
        whole = self.counted(code, region=region, period=period, day=day)
        if whole is None or not whole.computed.department:
            return []
        inside, names = self._inside(region), {row.pk: row.name for row in Department.objects.all()}
        return [
            Slice(name, self._counted(whole.computed, period, day or self.day, inside, {pk}), name)
            for pk, name in [*names.items(), (None, UNSETTLED)]
        ]

    def rows(self, computed: Computed, part: int, *, region: Region, period: Period, day: date) -> QuerySet[Any]:
        """The rows behind one part of a figure of a region."""
        found = computed.parts[part].rows(self.user, period, day)
        return self.within(found, computed, self._inside(region))

    def names(self, code: str, *, region: Region, period: Period, day: date, most: int) -> Sequence[str]:
        """The first of those a figure of one part counts, by the name papers call them; none where the register names none."""
        counted = self.counted(code, region=region, period=period, day=day)
        if counted is None or not counted.rows or len(counted.parts) > 1:
            return ()
        part = counted.computed.parts[0]
        rows = self.rows(counted.computed, 0, region=region, period=period, day=counted.day)
        return part.names(rows, most) if part.names else ()

    def place(self, key: str, *, of: Region) -> set[int | None]:
        """Where the rows of one line of `by_town` lie: a region below `of` by its key, or 未定; nothing for any other."""
        children = {child.key: self._tree.below(child.pk) for child in self._tree.children(of)}
        if key == UNSETTLED:
            return set(self._inside(of)).difference(*children.values())
        return {*children.get(key, ())}

    @staticmethod
    def within(rows: QuerySet[Any], computed: Computed, inside: Collection[int | None]) -> QuerySet[Any]:
        """Rows that lie in these regions."""
        known = rows.filter(**{f"{computed.where}__in": [pk for pk in inside if pk is not None]})
        return known | rows.filter(**{f"{computed.where}__isnull": True}) if None in inside else known

    def _inside(self, region: Region) -> set[int | None]:
        inside: set[int | None] = set(self._tree.below(region.pk))
        return inside | {None} if region == self._tree.home else inside

    def _counted(
        self,
        computed: Computed,
        period: Period,
        day: date,
        inside: Collection[int | None],
        departments: set[int | None] | None = None,
    ) -> Counted:
        as_of = counting_day(period, day)
        if as_of is None:
            return Counted(computed, period, day, None, why=f"{period.label}还没有开始")
        why = self._lacking(computed, period, as_of)
        if why:
            return Counted(computed, period, as_of, None, why=why)
        parts = tuple(
            _total(self._tally(computed, number, part, period, as_of), inside, departments)
            for number, part in enumerate(computed.parts)
        )
        pending = computed.pending and self._tally(computed, -1, computed.pending, period, as_of)
        waiting = _total(pending, inside, departments).rows if pending else 0
        if waiting and not any(part.rows for part in parts):
            return Counted(computed, period, as_of, None, pending=waiting, why=f"{waiting} 条{computed.pending_reason}")
        if why := _not_stated(computed, parts, period):
            return Counted(computed, period, as_of, None, why=why)
        value = computed.form.of([part.value for part in parts])
        return Counted(computed, period, as_of, value, parts, waiting, "" if value is not None else "没有可作分母的数")

    def _lacking(self, computed: Computed, period: Period, day: date) -> str:
        asked = (computed.code, period, day)
        if asked not in self._why:
            self._why[asked] = computed.lacking(period, day)
        return self._why[asked]

    def _tally(self, computed: Computed, number: int, part: Part, period: Period, day: date) -> Mapping[Place, Amount]:
        asked = (computed.code, number, period, day)
        if asked not in self._groups:
            self._groups[asked] = dict(_grouped(computed, part, part.rows(self.user, period, day)))
        return self._groups[asked]


def _grouped(computed: Computed, part: Part, rows: QuerySet[Any]) -> Iterable[tuple[Place, Amount]]:
    """One query: the rows of a part by the region and department they lie in."""
    paths: Sequence[str] = [computed.where, *filter(None, [computed.department])]
    groups = (
        rows.order_by().values_list(*paths).annotate(_value=part.measure.expression(), _rows=DatabaseCount("pk", distinct=True))
    )
    for *place, raw, count in groups:
        yield (place[0], place[1] if computed.department else None), Amount(part.measure.value(raw), count)


def _not_stated(computed: Computed, parts: Sequence[Amount], period: Period) -> str:
    """Which statements a figure made of them lacks."""
    if not computed.of_books:
        return ""
    missing = [part.label for part, amount in zip(computed.parts, parts, strict=True) if not amount.rows]
    return f"账上没有{period.label}的{'、'.join(missing)}（没有入账、几处不一致，或只是约数）" if missing else ""


def _total(groups: Mapping[Place, Amount], inside: Collection[int | None], departments: set[int | None] | None) -> Amount:
    lying = (
        amount for (town, office), amount in groups.items() if town in inside and (departments is None or office in departments)
    )
    return sum(lying, Amount())
