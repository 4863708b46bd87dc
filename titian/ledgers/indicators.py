"""Figures out of the ledgers: each ledger's definition says what it counts; archived ledgers keep theirs.

A figure that several ledgers feed (`also`) is one query over the one table: an organisation, a person, a problem counts once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial, reduce
from operator import or_

from django.db.models import Exists, Min, OuterRef, Q

from titian.accounts.models import User
from titian.base.periods import Period
from titian.figures.computed import Computed, Count, CountDistinct, Form, Measure, Part, Sum
from titian.ledgers.computing import computing
from titian.ledgers.definition import Figure, Kind, Take
from titian.ledgers.definition.measures import By
from titian.ledgers.listings import behind
from titian.ledgers.models import NO_ROW, Ledger, LedgerRow, LedgerRowQuerySet, LedgerStep
from titian.ledgers.summing import CountDifferent, CountParties, SumOfData

Firsts = Callable[[], Mapping[int, date]]
_PLACES = {Take.FIRMS: "organisation__region", Take.PEOPLE: "party_region", Take.PARTIES: "party_region"}
_OFFICES = {Take.FIRMS: "organisation__officer__department", Take.PEOPLE: "", Take.PARTIES: ""}
_COUNTED: Mapping[Take, Measure] = {
    Take.ROWS: Count(),
    Take.FIRMS: CountDistinct("organisation"),
    Take.PEOPLE: CountParties(),
    Take.PARTIES: CountParties(),
}


@dataclass(frozen=True)
class _Feed:
    """A figure with the ledgers whose rows feed it, the one that defines it first."""

    ledger: Ledger
    figure: Figure
    ledgers: tuple[Ledger, ...]

    @property
    def keys(self) -> list[int]:
        return [ledger.pk for ledger in self.ledgers]


def indicators() -> Iterator[Computed]:
    """Every figure of every ledger; a code defined twice is that of the ledger in use, else of the first."""
    ledgers = {ledger.code: ledger for ledger in Ledger.objects.all()}
    firsts: Firsts = cache(_firsts)
    seen: set[str] = set()
    for ledger in sorted(ledgers.values(), key=lambda one: (one.is_archived, one.order, one.pk)):
        own = {one.code: one for one in computing(ledger.code).indicators(ledgers)}
        for figure in ledger.about.figures:
            if figure.code not in seen:
                seen.add(figure.code)
                found = own.get(figure.code) or _computed(_feed(ledger, figure, ledgers), firsts, ledgers)
                yield replace(found, keeper=found.keeper or ledger.about.department)


def _feed(ledger: Ledger, figure: Figure, ledgers: Mapping[str, Ledger]) -> _Feed:
    return _Feed(ledger, figure, (ledger, *(ledgers[code] for code in figure.also if code in ledgers)))


def _computed(feed: _Feed, firsts: Firsts, ledgers: Mapping[str, Ledger]) -> Computed:
    figure = feed.figure
    parts, form = [_part(feed)], Form.ALONE
    if figure.share_of:
        whole = next(other for other in feed.ledger.about.figures if other.code == figure.share_of)
        parts, form = [*parts, _part(_feed(feed.ledger, whole, ledgers))], Form.SHARE
    elif figure.growth_over:
        parts, form = [_part(feed, key) for key in (figure.sum, figure.growth_over)], Form.GROWTH
    take = Take.FIRMS if figure.take is Take.DIFFERENT and "organisation" in figure.different else figure.take
    return Computed(
        figure.code,
        tuple(parts),
        where=_PLACES.get(take, "region"),
        form=form,
        department=_OFFICES.get(take, "department"),
        calibre=figure.calibre,
        lacking=partial(_lacking, feed, firsts),
        pending=_pending(feed),
        pending_reason="待补，补齐后才能计入",
    )


def _part(feed: _Feed, summed: str = "") -> Part:
    """`summed`: one of the two numbers that are compared."""
    label = feed.ledger.about.label_of(summed) if summed else _said(feed)
    return Part(
        label,
        partial(_rows, feed),
        _sum(feed, summed) if summed else _measure(feed),
        behind(feed.ledger),
        outside=behind(feed.ledger, inside=False),
    )


def _said(feed: _Feed) -> str:
    return "、".join(ledger.label for ledger in feed.ledgers)


def _measure(feed: _Feed) -> Measure:
    figure = feed.figure
    if figure.take in _COUNTED:
        return _COUNTED[figure.take]
    if figure.take is Take.DIFFERENT:
        return CountDifferent(figure.different, "organisation" if "organisation" in figure.different else "")
    return _sum(feed, figure.sum)


def _sum(feed: _Feed, key: str) -> Measure:
    summed = feed.ledger.about.field(key)
    assert summed is not None
    scale = 2 if summed.kind is Kind.MONEY else 0
    return (
        Sum(summed.key, scale=scale)
        if summed.is_shared
        else SumOfData(summed.key, scale=scale, whole=summed.kind in {Kind.MONEY, Kind.INTEGER})
    )


def _rows(feed: _Feed, user: User, period: Period, day: date) -> LedgerRowQuerySet:
    """The rows that count."""
    found = _timed(feed.figure, _narrowed(feed, _seen(feed, user), feed.figure.filled), period, day)
    return _first_of_each(feed, found, period, day) if feed.figure.once else found


def _first_of_each(feed: _Feed, rows: LedgerRowQuerySet, period: Period, day: date) -> LedgerRowQuerySet:
    """Without what was counted already under another row that says the same."""
    all_ = _narrowed(feed, LedgerRow.objects.filter(ledger__in=feed.keys).kept(), feed.figure.filled)
    said = {key: OuterRef(key) for key in feed.figure.once}
    return rows.exclude(Exists(_timed(feed.figure, all_, period, day).filter(pk__lt=OuterRef("pk"), **said)))


def _seen(feed: _Feed, user: User) -> LedgerRowQuerySet:
    rows = LedgerRow.objects.filter(ledger__in=feed.keys).kept()
    if not user.is_inside:
        rows = rows.filter(Q(region=user.own_town_id) | Q(region__parent=user.own_town_id))
    return rows.select_related("ledger", "organisation", "region", "person", "responsible")


def _narrowed(feed: _Feed, rows: LedgerRowQuerySet, filled: Sequence[str]) -> LedgerRowQuerySet:
    """By the figure's conditions; a ledger beside it that has not the field is not asked for it."""
    for key, codes in feed.figure.where.items():
        without = [ledger.pk for ledger in feed.ledgers if ledger.about.field(key) is None]
        rows = rows.filter(_one_of(feed, key, codes) | (Q(ledger__in=without) if without else NO_ROW))
    for key in filled:
        rows = rows.exclude(_empty(feed, key))
    return _counted_once(feed, rows)


def _counted_once(feed: _Feed, rows: LedgerRowQuerySet) -> LedgerRowQuerySet:
    """Without a firm or person nothing distinct can be counted."""
    if feed.figure.take is Take.FIRMS:
        return rows.exclude(organisation=None)
    if feed.figure.take is Take.PARTIES:
        return rows.exclude(person=None, organisation=None).by_party()
    return rows.exclude(person=None).by_party() if feed.figure.take is Take.PEOPLE else rows


def _one_of(feed: _Feed, key: str, codes: Sequence[str]) -> Q:
    one = feed.ledger.about.field(key)
    assert one is not None
    if one.is_shared:
        return Q(**{f"{key}__in": codes})
    if one.kind is Kind.CHOICES:
        # A list of codes in JSON: each stands between quotation marks, which no code holds. SQLite knows no `contains` of lists.
        return reduce(or_, (Q(**{f"data__{key}__icontains": f'"{code}"'}) for code in codes))
    if one.kind is Kind.FLAG:
        return Q(**{f"data__{key}__in": [code in {"true", "True", "是", "1"} for code in codes]})
    found = Q(**{f"data__{key}__in": [code for code in codes if code]})
    return found | Q(**{f"data__{key}__isnull": True}) if "" in codes else found


def _empty(feed: _Feed, key: str) -> Q:
    one = feed.ledger.about.field(key)
    assert one is not None
    if not one.is_shared:
        return Q(**{f"data__{key}__isnull": True})
    return Q(**{key: ""}) if key in {"title", "kind", "level", "batch"} else Q(**{key: None})


def _timed(figure: Figure, rows: LedgerRowQuerySet, period: Period, day: date) -> LedgerRowQuerySet:
    if figure.by is By.CLOSED:
        return rows.within(period, day, "closed_on")
    if figure.by is By.REACHED:
        return rows.filter(reached_first(figure.states, period, day))
    if figure.by is By.DAY:
        return rows.within(period, day)
    rows = rows.standing_on(day) if figure.by is By.STANDING else rows.filter(day__lte=day)
    return rows.filter(_stood(figure, day)) if figure.states else rows


def reached_first(states: Sequence[str], period: Period, day: date) -> Q:
    """One of the states was reached within the period, for the first time: a row is counted in one period only."""
    # Asked of the steps once, not of every row: they are found by state and day.
    steps = LedgerStep.objects.filter(state__in=states)
    reached = steps.filter(day__gte=period.since, day__lt=period.until, day__lte=day)
    return Q(pk__in=reached.values("row")) & ~Q(pk__in=steps.filter(day__lt=period.since).values("row"))


def _stood(figure: Figure, day: date) -> Q:
    """The last step on or before the day led to one of the states."""
    last = LedgerStep.objects.filter(row=OuterRef(OuterRef("pk")), day__lte=day).order_by("-day", "-pk")
    return Q(Exists(LedgerStep.objects.filter(pk=last.values("pk")[:1], state__in=figure.states)))


def _firsts() -> Mapping[int, date]:
    rows = LedgerRow.objects.kept().order_by().values("ledger").annotate(first=Min("day"))
    return {row["ledger"]: row["first"] for row in rows if row["first"]}


def _lacking(feed: _Feed, firsts: Firsts, period: Period, day: date) -> str:
    """A ledger that begins later, or with nothing in it, knows nothing of the period; that is no 0."""
    first = min((firsts()[key] for key in feed.keys if key in firsts()), default=None)
    begun = first is not None and first < period.until and first <= day
    return "" if begun else f"「{_said(feed)}」里没有{day}及以前的记录"


def _pending(feed: _Feed) -> Part | None:
    """Rows that would count but for a field that is still 待补; a ledger beside it holds rows of other kinds too, in which nothing is lacking."""
    asked = () if feed.figure.optional else feed.figure.filled
    if not asked and feed.figure.take in {Take.ROWS, Take.SUM}:
        return None

    def rows(user: User, period: Period, day: date) -> LedgerRowQuerySet:
        lacking = NO_ROW
        for key in asked:
            lacking |= _empty(feed, key)
        if feed.figure.take is Take.FIRMS:
            lacking |= Q(organisation=None)
        if feed.figure.take is Take.PEOPLE:
            lacking |= Q(person=None)
        if feed.figure.take is Take.PARTIES:
            lacking |= Q(person=None, organisation=None)
        found = _seen(feed, user).by_party() if feed.figure.take in {Take.PARTIES, Take.PEOPLE} else _seen(feed, user)
        for key, codes in feed.figure.where.items():
            found = found.filter(_one_of(feed, key, codes))
        return _timed(feed.figure, found.filter(lacking, ledger=feed.ledger), period, day)

    return Part("待补", rows, Count(), behind(feed.ledger), outside=behind(feed.ledger, inside=False))
