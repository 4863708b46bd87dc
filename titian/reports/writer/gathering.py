"""The books of one region as the facts a paper is written from. The only module of the writer that asks the database; few queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.conf import settings

from titian.accounts.models import User
from titian.base.periods import Period
from titian.base.quantities import Operator
from titian.figures.catalogue import Indicator
from titian.figures.computed import RowBooks
from titian.figures.key import TARGET, FigureKey
from titian.figures.models import ColourSetting, Figure, Origin, SentFigure, Target, indicators
from titian.figures.outgoing import Prefer, Tally
from titian.figures.progress import Leg
from titian.places.models import Region
from titian.reports.wording.facts import Fact, Facts, Frame, Goal, Sent

NAMED = 6  # papers name at most five


class _Rows:
    """The registers of one region as `user` sees them. Counted when asked, each figure of a period once (`RowBooks` keeps the groups)."""

    def __init__(self, rows: RowBooks, region: Region) -> None:
        self.rows, self.region = rows, region
        self._tallies: dict[tuple[FigureKey, date], Tally | None] = {}

    def tally(self, key: FigureKey, day: date) -> Tally | None:
        if (key, day) not in self._tallies:
            self._tallies[key, day] = self._counted(key, day)
        return self._tallies[key, day]

    def _counted(self, key: FigureKey, day: date) -> Tally | None:
        if key.region != self.region.key:
            return None
        found = self.rows.counted(key.indicator, region=self.region, period=key.period, day=day)
        return found.tally(self.region) if found and found.key(self.region) == key else None

    def names(self, key: FigureKey, day: date) -> tuple[str, ...]:
        return tuple(self.rows.names(key.indicator, region=self.region, period=key.period, day=day, most=NAMED))

    def keys(self, period: Period) -> Sequence[FigureKey]:
        return [counted.key(self.region) for counted in self.rows.all(region=self.region, period=period)]


def gather(*, region: Region, period: Period, as_of: date, user: User | None = None, prefer: Prefer = Prefer.ROWS) -> Facts:
    """Everything a paper on `period` of `region` may speak of. `user` None is the whole books, without the registers."""
    rows = Figure.objects.all() if user is None else Figure.objects.visible_to(user)
    rows = rows.counting().filter(region=region).select_related("region", "department", "stated_by").prefetch_related("evidence")
    facts = [_fact(row) for row in rows]
    frame = Frame(period, as_of, region.key, region.name_on(as_of), settings.TITIAN.bureau, kind=_kind(region))
    known, rule = indicators(), ColourSetting.in_force()
    goals = [*_goals(region, period, user)]
    goals += _stated_goals(facts, {goal.key.period.year for goal in goals}, known)
    return Facts.of(
        frame,
        known,
        facts,
        goals=goals,
        sent=_sent(region),
        behind_points=rule.behind_points,
        registers=_Rows(RowBooks(user=user, day=as_of), region) if user else None,
        prefer=prefer,
    )


def _kind(region: Region) -> str:
    """As the office set it, for its own place alone."""
    office = settings.TITIAN
    return office.whole_word if (region.code and region.code == office.region) or region.name == office.county else ""


def _fact(row: Figure) -> Fact:
    by = row.stated_by.name if row.stated_by else ""
    documents = [file.name for file in row.evidence.all()]
    own = f"{Origin.LABELS[row.origin]}（{by}）" if by else Origin.LABELS[row.origin]
    return Fact(
        statement=row.as_statement(),
        names=tuple(row.names),
        source="、".join(part for part in (row.document, *documents) if part) or own,
        has_document=bool(row.document or documents),
        department=row.department.name if row.department else "",
        stated_by=by,
    )


def _goals(region: Region, period: Period, user: User | None) -> Iterator[Goal]:
    """Targets of the paper's year and the next, leg by leg."""
    targets = Target.objects.here() if user is None else Target.objects.visible_to(user)
    for year in (period.year, period.year + 1):
        for target in targets.of(region_id=region.pk, year=year).with_parts():
            yield from _legs(target, region)


def _legs(target: Target, region: Region) -> Iterator[Goal]:
    legs = list(target.legs.all())
    for leg in legs:
        yield Goal(
            key=replace(leg.key(period=Period(target.period), region=region.key), status=TARGET),
            leg=leg.as_leg(),
            base=leg.base,
            target=target.pk,
            title=target.title,
            join=target.join,
            others=tuple(other.indicator for other in legs if other is not leg),
            department=target.department.name if target.department else "",
            owner=target.owner.name if target.owner else "",
            source=target.source,
        )


def _stated_goals(facts: Iterable[Fact], set_years: set[int], known: Mapping[str, Indicator]) -> Iterator[Goal]:
    """Targets that papers state, for years whose targets nobody has set: what the board says is never mixed with what was read."""
    for fact in facts:
        key = fact.key
        entry = known.get(key.indicator)
        if key.status == TARGET and key.period.year not in set_years and entry is not None:
            leg = Leg(key.indicator, fact.value, entry.kind, fact.operator)
            yield Goal(key, leg, figure=fact.id, title=entry.name, source=fact.source, department=fact.department)


def _sent(region: Region) -> dict[str, Sent]:
    """What was last reported of a region, stated or not: what rows count may have been sent though nobody stated it."""
    return {
        identity: Sent(row.value, Operator(row.operator), row.printed, row.receiver, row.sent_on, row.paper)
        for identity, row in SentFigure.objects.filter(identity__contains=f"|{region.key}|").latest_by_identity().items()
    }
