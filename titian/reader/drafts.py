"""核稿： a draft's figures against the books, what the rows count, and what was last sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from titian.accounts.models import User
from titian.base.clock import today
from titian.base.periods import Period, PeriodError
from titian.base.printing import quantity_text
from titian.base.quantities import Quantity
from titian.figures.asked import counted_address
from titian.figures.books import Books
from titian.figures.checks import Statement, compatible
from titian.figures.computed import Counted, RowBooks
from titian.figures.key import TARGET, FigureKey
from titian.figures.models import SentFigure, Target, TargetLeg, indicators
from titian.figures.outgoing import agrees
from titian.figures.progress import Measure
from titian.places.models import Region
from titian.reader.values import FoundFigure, Reading

SAME, COUNTED, SPLIT, DIFFERS, DISPUTED, ABSENT = "same", "counted", "split", "differs", "disputed", "absent"
WORDS: dict[str, tuple[str, str]] = {
    SAME: ("green", "与账一致"),
    COUNTED: ("green", "与台账一致"),
    SPLIT: ("yellow", "账与台账不同"),
    DIFFERS: ("red", "与账不符"),
    DISPUTED: ("yellow", "账上待认定"),
    ABSENT: ("grey", "账上没有"),
}


@dataclass(frozen=True)
class Finding:
    """One figure of a draft, held against `key`. `booked` is what the books say, `counted` what the rows do, `sent` what was last reported;
    each may be None. `target` is the target that states it, where the books don't."""

    figure: FoundFigure
    name: str
    key: FigureKey
    verdict: str
    booked: Quantity | None = None
    figure_id: int | None = None
    target: Target | None = None
    sent: SentFigure | None = None
    sent_differs: bool = False
    counted: Quantity | None = None
    counted_differs: bool = False
    counted_address: str = ""

    @property
    def colour(self) -> str:
        return WORDS[self.verdict][0]

    @property
    def word(self) -> str:
        return WORDS[self.verdict][1]

    @property
    def is_wrong(self) -> bool:
        return self.verdict == DIFFERS

    @property
    def should(self) -> str:
        """«账上 31 家», what a wrong figure is held against."""
        value = self.booked or self.counted
        return f"{'账上' if self.booked else '台账'} {quantity_text(value)}" if value else ""

    @property
    def said_otherwise(self) -> bool:
        """Is the period it was held against not the one the draft writes?"""
        return self.key.period.text != self.figure.period


def check_draft(reading: Reading, *, region: Region, user: User) -> list[Finding]:
    """Hold every recognised figure against the books of `region`; in the text's order."""
    desk = _Desk.open(reading, region, user)
    return [found for figure in reading.figures if (found := desk.finding(figure))]


@dataclass(frozen=True)
class _Desk:
    """Everything one draft is held against. `own` is the period it tells of."""

    region: Region
    own: Period | None
    headlines: frozenset[int]
    books: Books
    rows: RowBooks
    sent: Mapping[str, SentFigure]
    legs: Mapping[tuple[str, str], Sequence[TargetLeg]]
    names: Mapping[str, str]

    @classmethod
    def open(cls, reading: Reading, region: Region, user: User) -> _Desk:
        legs: dict[tuple[str, str], list[TargetLeg]] = defaultdict(list)
        targets = Target.objects.visible_to(user).filter(region=region, is_dropped=False)
        for leg in TargetLeg.objects.filter(target__in=targets).select_related("target"):
            legs[leg.indicator, leg.target.period].append(leg)
        return cls(
            region=region,
            own=_period(reading.document.period),
            headlines=frozenset(_headlines(reading.figures)),
            books=Books.open(user=user, region_ids=[region.pk]),
            rows=RowBooks(user=user, day=today()),
            sent=SentFigure.objects.latest_by_identity(),
            legs=legs,
            names={code: entry.name for code, entry in indicators().items()},
        )

    def finding(self, figure: FoundFigure) -> Finding | None:
        keys = list(self._keys(figure))
        if not keys:
            return None
        counted = self._counted(keys, figure)
        key, booked, disputed = self._booked(keys, figure, counted)
        if (
            booked and counted and counted[1].computed.calibre and not key.calibre
        ):  # another calibre answers only where nothing else does
            counted = None
        leg = self._leg(key) if booked is None and not disputed else None
        last = self.sent.get(key.text)
        value = counted[1].value if counted else None
        agreed = None if value is None else agrees(value, figure.value, figure.qualifier, figure.unit)
        same = _is_same(figure, key, booked, leg)
        found = Finding(
            figure=figure,
            name=self.names.get(figure.code, figure.code),
            key=counted[0] if counted and same is None else key,
            verdict=_verdict(same, agreed, disputed=disputed),
            booked=Quantity(booked.value, figure.unit, booked.operator) if booked else _asked(leg, figure),
            figure_id=booked.id if booked else None,
            target=leg.target if leg else None,
            sent=last,
            sent_differs=bool(last and last.value != figure.value),
        )
        return _beside_rows(found, counted, differs=not agreed)

    def _keys(self, figure: FoundFigure) -> Iterator[FigureKey]:
        """What the figure may stand under in the books, the written one first.

        A paper on the first half that says 2026年 of something done can mean no more than the half, and a figure of the half may be kept
        as the year's up to a day of it. A scope that was only read from a heading tells figures of one name apart; the headline has none.
        """
        key = _key(figure, self.region)
        if key is None:
            return
        periods = [key.period]
        if self.own and self.own != self.own.whole_year and self.own.since == self.own.whole_year.since and key.status != TARGET:
            periods += [self.own] if key.period == self.own.whole_year else []
            periods += [self.own.whole_year] if key.period == self.own else []
        for period in periods:
            yield key.at(period)
            if key.scope and figure.offset in self.headlines:
                yield replace(key.at(period), scope="")

    def _booked(
        self, keys: Sequence[FigureKey], figure: FoundFigure, counted: tuple[FigureKey, Counted] | None
    ) -> tuple[FigureKey, Statement | None, bool]:
        """The first key the books know, what they say of it and whether they contradict themselves. One of another scope or level answers
        only where rows do not."""
        for asked in keys:
            for key in self.books.matching(asked)[:1]:
                if key != asked and counted is not None:
                    continue
                booked, disputed = self.books.value(key), self.books.is_contradicted(key)
                if booked and asked.period.text != figure.period and not self._reaches(asked, booked):
                    continue
                if booked or disputed:
                    return key, booked, disputed
        return keys[0], None, False

    def _reaches(self, asked: FigureKey, booked: Statement) -> bool:
        """Is a statement of the year, in place of one of the half, of a day within the half?"""
        return self.own is not None and (asked.period == self.own or (booked.as_of is not None and booked.as_of in self.own))

    def _counted(self, keys: Sequence[FigureKey], figure: FoundFigure) -> tuple[FigureKey, Counted] | None:
        """What the rows count of the same figure, as of the day the draft states or the end of its period."""
        if any(key.status == TARGET for key in keys):
            return None
        end = self.own.until - timedelta(days=1) if self.own else self.rows.day
        day = min(_day(figure.as_of) or end, self.rows.day)
        for key in sorted(keys, key=lambda key: key.period != self.own):
            at = day if self.own and key.period in {self.own, self.own.whole_year} else self.rows.day
            found = self.rows.counted(figure.code, region=self.region, period=key.period, day=min(_day(figure.as_of) or at, at))
            if found is None or found.value is None:
                continue
            known = found.key(self.region)
            if key in {known, replace(known, calibre="")}:
                return key, found
        return None

    def _leg(self, key: FigureKey) -> TargetLeg | None:
        """The one target that states this: an increase and a range are no statements of the books."""
        found = self.legs.get((key.indicator, key.period.text), ()) if key.status == TARGET else ()
        amounts = [leg for leg in found if leg.measure != Measure.GROWTH and leg.scope in {"", key.scope}]
        return amounts[0] if len(amounts) == 1 else None


def _headlines(figures: Sequence[FoundFigure]) -> Iterator[int]:
    """Of several figures of one name the largest, where none of them is without a scope."""
    together: dict[tuple[str, str, str], list[FoundFigure]] = defaultdict(list)
    for figure in figures:
        together[figure.code, figure.period, figure.status].append(figure)
    for same in together.values():
        if all(figure.scope for figure in same):
            yield max(same, key=lambda figure: figure.value).offset


def _beside_rows(finding: Finding, counted: tuple[FigureKey, Counted] | None, *, differs: bool) -> Finding:
    if counted is None or counted[1].value is None:
        return finding
    key, found = counted
    value, address = Quantity(counted[1].value, finding.figure.unit), counted_address(key, found.day)
    return replace(finding, counted=value, counted_differs=differs, counted_address=address)


def _is_same(figure: FoundFigure, key: FigureKey, booked: Statement | None, leg: TargetLeg | None) -> bool | None:
    """None where neither books nor targets say anything."""
    if booked is not None:
        return compatible(Statement(-1, key, figure.value, figure.qualifier), booked)
    return figure.value in {leg.low, leg.high} if leg else None


def _asked(leg: TargetLeg | None, figure: FoundFigure) -> Quantity | None:
    """What a target asks for; of a range the end the draft names."""
    if leg is None:
        return None
    return Quantity(figure.value if figure.value == leg.high else leg.low, figure.unit)


def _verdict(same: bool | None, counted: bool | None, *, disputed: bool) -> str:
    """`same` with the books, `counted` with the rows; None where they say nothing."""
    if same is None:
        if disputed:
            return DISPUTED
        return ABSENT if counted is None else COUNTED if counted else DIFFERS
    if counted is None or counted == same:
        return SAME if same else DIFFERS
    return SPLIT


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _period(text: str | None) -> Period | None:
    try:
        return Period.parse(text) if text else None
    except PeriodError:
        return None


def _key(figure: FoundFigure, region: Region) -> FigureKey | None:
    try:
        return FigureKey(
            figure.code,
            Period.parse(figure.period),
            region.key,
            figure.status,
            calibre=figure.calibre or "",
            level=figure.level or "",
            scope=figure.scope or "",
        )
    except (PeriodError, ValueError):
        return None
