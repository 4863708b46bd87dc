"""Reading the books: which value counts for a key, and which figures answer a target. Read-only; loads once, answers many.

With `rows` what the registers count stands beside what was stated; `prefer` says which of the two goes out (`outgoing.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from titian.accounts.models import User
from titian.base.periods import Period
from titian.figures.checks import Conflict, Statement, by_key, conflicts, current
from titian.figures.computed import RowBooks
from titian.figures.key import EXPECTED_STAGES, FigureKey
from titian.figures.models import Figure, TargetLeg
from titian.figures.outgoing import Outgoing, Prefer, Tally, counting_day
from titian.figures.progress import Known, Measure


@dataclass(frozen=True)
class Books:
    """The counting statements of some region, by key, and what `rows` count."""

    by_key: Mapping[FigureKey, Sequence[Statement]]
    rows: RowBooks | None = None
    prefer: Prefer = Prefer.BOOKS

    @classmethod
    def open(
        cls,
        *,
        user: User,
        region_ids: Iterable[int],
        until: date | None = None,
        rows: RowBooks | None = None,
        prefer: Prefer = Prefer.BOOKS,
    ) -> Books:
        """Every counting statement of these regions that `user` may see (as-of days after `until` are left out); one query."""
        visible = Figure.objects.visible_to(user).counting().filter(region__in=list(region_ids))
        known = [row for row in visible.statements() if until is None or row.as_of is None or row.as_of <= until]
        return cls(by_key(known), rows, prefer)

    @cached_property
    def _keys(self) -> Mapping[str, Sequence[FigureKey]]:
        """Indicator → its keys: every question is about one indicator, and the books hold hundreds."""
        grouped: dict[str, list[FigureKey]] = defaultdict(list)
        for key in self.by_key:
            grouped[key.indicator].append(key)
        return grouped

    def _of(self, key: FigureKey) -> Sequence[FigureKey]:
        return self._keys.get(key.indicator, ())

    def value(self, key: FigureKey) -> Statement | None:
        """The statement that counts; None when the books have none or contradict themselves."""
        return current(self.by_key.get(key, ()))

    def conflicts(self) -> list[Conflict]:
        return conflicts(statement for group in self.by_key.values() for statement in group)

    def is_contradicted(self, key: FigureKey) -> bool:
        return bool(conflicts(self.by_key.get(key, ())))

    def is_disputed(self, key: FigureKey) -> bool:
        """Would `key` have an answer, if the statements within its period did not contradict each other?"""
        inside = (known for known in self._of(key) if _answers(known.at(key.period), _bare(key)) and known.period in key.period)
        return any(self.is_contradicted(known) for known in inside)

    def matching(self, key: FigureKey) -> list[FigureKey]:
        """Keys that answer `key`: itself, else (when `key` says no qualifier) the only key that differs in qualifiers alone."""
        if key in self.by_key:
            return [key]
        if key.qualifiers:
            return []
        loose = [known for known in self._of(key) if _answers(known, key)]
        return loose if len(loose) == 1 else []

    def answer(self, key: FigureKey, *, day: date | None = None) -> Statement | None:
        """What goes out for a key: rows (up to `day`) or the statement that answers it, as `prefer` says; the other where the first knows
        nothing."""
        if self.prefer is Prefer.ROWS:
            return self.counted(key, day=day) or self.stated(key)
        return self.stated(key) or (None if self.is_disputed(key) else self.counted(key, day=day))

    def stated(self, key: FigureKey) -> Statement | None:
        """The statement that counts of the key that answers `key`."""
        keys = self.matching(key)
        return self.value(keys[0]) if keys else None

    def reached_in(self, key: FigureKey, *, kind: str) -> Statement | None:
        """The best answer within a period: rows of the whole, or what was stated in it, as `prefer` says."""
        if self.prefer is Prefer.ROWS:
            return self.counted(key) or self.stated_in(key, kind=kind)
        return self.stated_in(key, kind=kind) or (None if self.is_disputed(key) else self.counted(key))

    def stated_in(self, key: FigureKey, *, kind: str) -> Statement | None:
        """What was stated of the whole period, else (flow) of the longest part from its start, (stock, ratio) of the latest."""
        spans = {known.period for known in self._of(key) if known.period in key.period}
        if kind == "flow":
            spans = {span for span in spans if span.since == key.period.since}
        for span in sorted(spans, key=lambda period: (period.until, period.months), reverse=True):
            found = self.stated(key.at(span))
            if found is not None:
                return found
        return None

    def counted(self, key: FigureKey, *, day: date | None = None) -> Statement | None:
        """What rows say of a key, up to `day`; None where they say nothing, or count another calibre."""
        found = self.tally(key, day=day)
        return found.statement if found else None

    def tally(self, key: FigureKey, *, day: date | None = None) -> Tally | None:
        """What rows say of exactly this key, up to `day`, or why they say nothing; None when no register counts it."""
        region = self.rows.region(key.region) if self.rows else None
        if self.rows is None or region is None:
            return None
        found = self.rows.counted(key.indicator, region=region, period=key.period, day=day)
        return found.tally(region) if found and found.key(region) == key else None

    def outgoing(self, key: FigureKey, *, unit: str, day: date | None = None) -> Outgoing:
        """Everything both sources say of a key."""
        return Outgoing(key, unit, self.prefer, self.value(key), self.tally(key, day=day), self.is_contradicted(key))

    def beside(self, key: FigureKey, *, kind: str, unit: str) -> Outgoing | None:
        """What was stated within a period and what rows count of that very key and day; None when nothing was stated."""
        stated = self.stated_in(key, kind=kind)
        return self.outgoing(stated.key, unit=unit, day=stated.as_of) if stated else None

    def known(self, leg: TargetLeg, *, period: Period, region: str) -> Known:
        """What the books know about a target's leg."""
        key, form = leg.key(period=period, region=region), leg.as_leg()
        found = self.reached_in(key, kind=form.kind)
        if found is None:
            return Known(base=self._base(leg, key))
        return Known(
            value=found.value,
            base=self._base(leg, key),
            last_year_same=self._year_before(found, found.key.at(found.key.period.previous_year), _a_year_before(found)),
            last_year_whole=self._year_before(found, _like(found.key, key).at(period.previous_year)),
            as_of=found.as_of,
            counted=found.counted,
            rows=found.rows,
            figure=found.id,
        )

    def before(self, found: Statement) -> Statement | None:
        """The same figure a year before up to the same day, of the same source where that knows it; None where nothing compares."""
        key = found.key.at(found.key.period.previous_year)
        stated, day = self.stated(key), _a_year_before(found)
        if not found.counted:
            return stated or (self.counted(key) if found.as_of is None else None)
        whole = counting_day(key.period, stated.as_of or date.max) if stated else None
        return self.counted(key, day=day) or (stated if whole == day else None)

    def _year_before(self, found: Statement, key: FigureKey, day: date | None = None) -> Decimal | None:
        """Last year's value, of the source this year's comes from: a season is not told from two of them."""
        before = self.counted(key, day=day) if found.counted else self.stated(key)
        return before.value if before else None

    def _base(self, leg: TargetLeg, key: FigureKey) -> Decimal | None:
        """Where an increase or a growth starts: the stated base, else last year's figure."""
        if leg.base is not None or leg.measure == Measure.LEVEL:
            return leg.base
        found = self.answer(key.at(key.period.previous_year))
        return found.value if found else None


def year_before(day: date) -> date:
    """The same day of the year before."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _a_year_before(found: Statement) -> date | None:
    """The same day of the year before of what was counted; None for what was stated, whose period says up to when."""
    return year_before(found.as_of) if found.counted and found.as_of else None


def _answers(known: FigureKey, bare: FigureKey) -> bool:
    """Does a figure differ from one without qualifiers in its qualifiers alone? What is only expected answers nobody unasked."""
    return known.stage not in EXPECTED_STAGES and _bare(known) == bare


def _bare(key: FigureKey) -> FigureKey:
    """A key without its qualifiers."""
    return replace(key, calibre="", level="", stage="", scope="", department="")


def _like(found: FigureKey, asked: FigureKey) -> FigureKey:
    return replace(found, period=asked.period)
