"""Data of the targets board, the figures list and the neighbours table: queries and pure arithmetic put together for pages and commands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.urls import reverse

from titian.accounts.models import User
from titian.base.periods import Period
from titian.base.quantities import Quantity, rounded
from titian.figures.asked import counted_address
from titian.figures.books import Books
from titian.figures.checks import Conflict, Statement
from titian.figures.computed import RowBooks
from titian.figures.key import FigureKey
from titian.figures.models import ColourSetting, Figure, PeriodApproval, SentFigure, Target, TargetLeg, indicators
from titian.figures.outgoing import ROWS, STATED, Outgoing, Prefer
from titian.figures.progress import Colour, ColourRule, Known, Leg, Measure, Progress, leg_progress, progress
from titian.places.models import Region

POINTS = "个百分点"  # what lies between two rates


@dataclass(frozen=True)
class ShareRow:
    """A town's part: what it was asked, what it reached (None unknown), its share of completion in per cent; `counted` from rows."""

    town: Region
    amount: Decimal
    reached: Decimal | None
    percent: Decimal | None
    counted: bool = False


@dataclass(frozen=True)
class LegRow:
    """A leg with its progress; `asked` is what it amounts to (a flow's growth as an amount), `contradicted` that the books disagree.

    `beside` is what was stated of it and what rows count of the same key and day; None where nothing was stated, or nobody asked.
    """

    leg: TargetLeg
    key: FigureKey
    asked: Leg
    known: Known
    contradicted: bool
    share: Fraction | None
    percent: Decimal | None
    reached: Quantity | None
    gap: Quantity | None
    forecast: Quantity | None
    forecast_method: str
    shares: tuple[ShareRow, ...]
    beside: Outgoing | None = None

    @property
    def source(self) -> str:
        """台账 or 认定; "" without a value."""
        return "" if self.known.value is None else ROWS if self.known.counted else STATED

    @property
    def url(self) -> str:
        """Where the value comes from: the rows, or the statement."""
        key, day = self.key, self.known.as_of
        if self.known.counted and day:
            return counted_address(key, day)
        return reverse("figures:figure", args=[self.known.figure]) if self.known.figure else ""

    @property
    def beside_url(self) -> str:
        """Where what differs stands side by side."""
        tally = self.beside.tally if self.beside else None
        return counted_address(tally.key, tally.day) if tally else ""


@dataclass(frozen=True)
class TargetRow:
    """A target with all a board shows of it."""

    target: Target
    progress: Progress
    legs: tuple[LegRow, ...]

    @property
    def percent(self) -> Decimal | None:
        return _percent(self.progress.completion)

    @property
    def elapsed_percent(self) -> Decimal:
        return _percent(self.progress.elapsed) or Decimal(0)

    @property
    def colour(self) -> Colour:
        return self.progress.colour


@dataclass(frozen=True)
class FigureRow:
    """A figure in a list: the statement that counts (None while it is contradicted), all statements, what was last sent."""

    key: FigureKey
    name: str
    unit: str
    area_label: str
    current: Statement | None
    statements: tuple[Statement, ...]
    contradicted: bool
    sent: SentFigure | None
    changed_since_approved: bool

    @property
    def quantity(self) -> Quantity | None:
        return Quantity(self.current.value, self.unit, self.current.operator) if self.current else None


def target_rows(*, user: User, region: Region, year: int, day: date, beside: bool = False) -> list[TargetRow]:
    """The board of a year as of `day`, from rows where the registers count it; a fixed number of queries.

    `beside`: what was stated of the same is counted again as of its own day, so that a difference shows.
    """
    targets = list(Target.objects.visible_to(user).of(region_id=region.pk, year=year).with_parts())
    towns = {share.town_id for target in targets for leg in target.legs.all() for share in leg.shares.all()}
    rows = RowBooks(user=user, day=day)
    books = Books.open(user=user, region_ids={region.pk, *towns}, until=day, rows=rows, prefer=Prefer.ROWS)
    rule = ColourSetting.in_force()
    return [_target_row(target, books, day, rule, only_town=user.own_town_id, beside=beside) for target in targets]


def _target_row(target: Target, books: Books, day: date, rule: ColourRule, *, only_town: int | None, beside: bool) -> TargetRow:
    """`only_town`: a town clerk sees the own town's share of a leg and no other."""
    period, region = Period(target.period), target.region.key
    pairs = [(leg, books.known(leg, period=period, region=region)) for leg in target.legs.all()]
    whole = progress([(leg.as_leg(), known) for leg, known in pairs], join=target.join, period=period, day=day, rule=rule)
    rows = tuple(_leg_row(leg, known, whole, books, period, beside=beside) for leg, known in pairs)
    return TargetRow(target, whole, rows if only_town is None else tuple(_of_town(row, only_town) for row in rows))


def _of_town(row: LegRow, town_id: int) -> LegRow:
    return replace(row, shares=tuple(share for share in row.shares if share.town.pk == town_id))


def _leg_row(leg: TargetLeg, known: Known, whole: Progress, books: Books, period: Period, *, beside: bool) -> LegRow:
    key, kind = leg.key(period=period, region=leg.target.region.key), leg.as_leg().kind
    part = leg_progress(leg.as_leg(), known, whole.elapsed)
    unit = "%" if part.leg.measure is Measure.GROWTH else leg.unit
    return LegRow(
        leg=leg,
        key=key,
        asked=part.leg,
        known=known,
        contradicted=books.is_disputed(key),
        share=part.completion,
        percent=_percent(part.completion),
        reached=_quantity(part.reached, unit),
        gap=_quantity(part.gap, POINTS if unit == "%" else unit),
        forecast=_quantity(_whole(part.forecast.value, unit), unit),
        forecast_method=part.forecast.method.label,
        shares=tuple(_share_row(leg, share.town, share.amount, books, period) for share in leg.shares.all()),
        beside=books.beside(key, kind=kind, unit=leg.unit) if beside else None,
    )


def _share_row(leg: TargetLeg, town: Region, amount: Decimal, books: Books, period: Period) -> ShareRow:
    form = leg.as_leg()
    found = books.reached_in(leg.key(period=period, region=town.key), kind=form.kind)
    part = leg_progress(Leg(form.indicator, amount, form.kind), Known(found.value if found else None), period.elapsed(period.since))
    return ShareRow(town, amount, part.reached, _percent(part.completion), bool(found and found.counted))


def figure_rows(*, user: User, regions: Iterable[Region], periods: Sequence[Period] | None = None) -> list[FigureRow]:
    """Every figure of these regions (and periods), in the catalogue's order; a fixed number of queries."""
    region_ids = [region.pk for region in regions]
    books, known = Books.open(user=user, region_ids=region_ids), indicators()
    order = {code: place for place, code in enumerate(known)}
    sent = SentFigure.objects.latest_by_identity()
    corrected = _corrected_after_approval(region_ids)
    rows = []
    for key, statements in books.by_key.items():
        if periods is not None and key.period not in periods:
            continue
        entry, current = known.get(key.indicator), books.value(key)
        rows.append(
            FigureRow(
                key=key,
                name=entry.name if entry else key.indicator,
                unit=entry.unit if entry else "",
                area_label=entry.area_label if entry else "",
                current=current,
                statements=tuple(statements),
                contradicted=books.is_contradicted(key),
                sent=sent.get(key.text),
                changed_since_approved=bool(current and current.id in corrected),
            )
        )
    return sorted(rows, key=lambda row: (order.get(row.key.indicator, len(order)), row.key.period, row.key.text))


def conflict_list(*, user: User, regions: Iterable[Region]) -> list[Conflict]:
    """Every unresolved conflict of these regions."""
    return Books.open(user=user, region_ids=[region.pk for region in regions]).conflicts()


def approval_of(region: Region, period: Period) -> PeriodApproval | None:
    return PeriodApproval.in_force(region_id=region.pk, period=period.text)


def _corrected_after_approval(region_ids: Sequence[int]) -> set[int]:
    """Corrections of an approved figure that are not approved themselves."""
    rows = Figure.objects.filter(region__in=region_ids, corrects__approved_at__isnull=False, approved_at=None)
    return set(rows.values_list("pk", flat=True))


def _percent(share: Fraction | None) -> Decimal | None:
    """A Fraction as per cent with one decimal."""
    if share is None:
        return None
    return (Decimal(share.numerator) * 100 / share.denominator).quantize(Decimal("0.1"))


def _whole(value: Decimal | None, unit: str) -> Decimal | None:
    """A forecast is no more exact than it can be: whole things, hundreds of yuan (two decimals of 万元), two decimals of a rate."""
    if value is None:
        return None
    if unit == "元":
        return rounded(value / 100, 0) * 100
    return rounded(value, 2 if unit in {"%", "平方米"} else 0)


def _quantity(value: Decimal | None, unit: str) -> Quantity | None:
    return None if value is None else Quantity(value, unit)
