"""What a task said of itself on one day and on another. Pure Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from titian.base.periods import Period


@dataclass(frozen=True)
class Report:
    """What was said on a day: the state, the progress in per cent (None: not said) and the texts by key."""

    day: date
    state: str
    progress: int | None = None
    said: Mapping[str, str] = field(default_factory=dict, hash=False)


def as_of(reports: Iterable[Report], day: date) -> Report | None:
    """The last report on or before a day, of several on one day the later one; None: nothing was said by then."""
    found: Report | None = None
    for report in reports:
        if report.day <= day and (found is None or report.day >= found.day):
            found = report
    return found


def month_of(day: date) -> Period:
    return Period.of_month(day.year, day.month)


def month_before(month: Period) -> Period:
    last = month.since - timedelta(days=1)
    return Period.of_month(last.year, last.month)


def last_day(month: Period, day: date) -> date:
    """As of which day a month is told: its last, or `day` where that comes first."""
    return min(month.until - timedelta(days=1), day)


class Move(StrEnum):
    """What became of a task from one month to the next."""

    NEW, AHEAD, STILL, BACK, SILENT = "new", "ahead", "still", "back", "silent"

    @property
    def label(self) -> str:
        return {"new": "本月新增", "ahead": "有推进", "still": "进度未变", "back": "进度回退", "silent": "本月没有更新"}[self.value]


@dataclass(frozen=True)
class Compared:
    """A task at the end of two months following each other."""

    before: Report | None
    now: Report | None
    move: Move

    @property
    def points(self) -> int | None:
        """By how many percentage points it moved; None while one of the two is not said."""
        if self.before is None or self.now is None or self.before.progress is None or self.now.progress is None:
            return None
        return self.now.progress - self.before.progress

    def changed(self, key: str) -> bool:
        """Does a text say something else than the month before?"""
        return self.now is not None and (self.before.said.get(key) if self.before else None) != self.now.said.get(key)


def compared(reports: Sequence[Report], month: Period, day: date) -> Compared:
    """A month (to its last day, or to `day`) against the month before it."""
    before, now = as_of(reports, month.since - timedelta(days=1)), as_of(reports, last_day(month, day))
    return Compared(before, now, _move(before, now, month))


def _move(before: Report | None, now: Report | None, month: Period) -> Move:
    if now is None or now.day < month.since:
        return Move.SILENT
    if before is None:
        return Move.NEW
    if now.progress is None or before.progress is None:
        return Move.STILL if now.said == before.said and now.state == before.state else Move.AHEAD
    if now.progress == before.progress:
        return Move.STILL
    return Move.AHEAD if now.progress > before.progress else Move.BACK
