"""Which period a number belongs to: the year in its own phrase, else in its column, its sentence, its heading, else the paper's own."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from titian.base.periods import Period
from titian.reader.clauses.phrases import Layout, Phrase
from titian.reader.roles.times import FUTURE, PAST, SAME, THIS, WHOLE, Calendar, Time

_BASE_BEFORE = re.compile(r"(?:[比较]|与|同|相比|对比)$")
_FROM = re.compile(r"[由从](?:原来的|原先的|上年的|去年的)?[^,。;、]{0,12}$")
_TO = re.compile(r"(?:提高|增加|增长|上升|扩大|提升|攀升|抬升|抬高|下降|降低|扩充|扩|增|升|涨|做大|跃升|减少|变|上调|下调|核减|更正|调整|修订|恢复|回升)?[^,。;、]{0,3}[到至为成]")
_GROWTH = re.compile(r"增|提高|提升|多|少|降|高|低|净|扩|抬|回落|上升")


@dataclass(frozen=True)
class Times:
    """The expressions of time of a paper, findable by place."""

    found: tuple[Time, ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, found: Sequence[Time]) -> Times:
        return cls(tuple(found), tuple(time.start for time in found))

    def between(self, start: int, end: int) -> tuple[Time, ...]:
        low, high = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return self.found[low:high]


def own_time(page: Layout, phrase: Phrase, times: Times) -> Time | None:
    """The time in the number's own phrase; the base of a comparison (较上年增长8%) is none."""
    number = phrase.number
    before = [time for time in times.between(phrase.left, number.offset) if not _is_base(page, time, number.offset)]
    if before:
        return before[-1]
    after = [time for time in times.between(number.end, phrase.right) if time.kind not in (THIS, WHOLE)]
    return after[0] if after else None


def titled_time(phrase: Phrase, times: Times) -> Time | None:
    """The time in the titles above a cell, or in its row's label."""
    if phrase.cell is None:
        return None
    spans = [*reversed(phrase.cell.titles), *([phrase.cell.label] if phrase.cell.label else [])]
    return next((found[-1] for start, end in spans if (found := times.between(start, end))), None)


def sticky_time(page: Layout, phrase: Phrase, times: Times) -> Time | None:
    """The last time earlier in the sentence that reaches on: none in brackets, none that is only compared with."""
    for time in reversed(times.between(phrase.sentence, phrase.left)):
        bracket = page.bracket(time.start)
        if bracket is not None and bracket != phrase.bracket:
            continue
        if time.kind == SAME or _is_compared(page, time):
            continue
        return time
    return None


def is_start_of_change(page: Layout, phrase: Phrase) -> bool:
    """由53家增至94家: the 53 is the state before."""
    number = phrase.number
    before = page.masked[phrase.left : number.offset]
    return bool(_FROM.search(before)) and bool(_TO.match(page.masked, number.end))


def _is_base(page: Layout, time: Time, number: int) -> bool:
    """较上年增长: compared with, and the number is the difference."""
    return bool(_BASE_BEFORE.search(page.plain, max(0, time.start - 2), time.start)) and bool(_GROWTH.search(page.plain, time.end, number))


def _is_compared(page: Layout, time: Time) -> bool:
    return bool(re.search(r"[比较与同由从]$", page.plain[max(0, time.start - 1) : time.start]))


@dataclass(frozen=True)
class Dated:
    """A period with the reason in Chinese."""

    period: Period
    why: str


def dated(
    *, own: Time | None, titled: Time | None, sticky: Time | None, planned: bool, heading: Time | None, latest_future: Time | None,
    changed: bool, calendar: Calendar, next_year: bool,
) -> Dated:
    """Choose among the times found, the nearest first. `heading` is the time its plan's heading names, `latest_future` the last coming
    year named earlier in that plan, `next_year` says an undated plan of this paper is for the year after.
    """
    if changed and (own is None or own.kind in (THIS, WHOLE)) :
        return Dated(calendar.period.previous_year if own is None else calendar.period, "变化前的数")
    coming = heading if heading and heading.kind == FUTURE else latest_future
    for time, why in ((own, "数所在短语"), (titled, "列名或行名"), (sticky, "本句前文")):
        if time is not None:
            return Dated(_settled(time, planned, coming, calendar), f"{why}写明「{time.period.label}」")
    if planned:
        return _planned(coming, heading, calendar, next_year)
    return Dated(calendar.period, "文中未写,按本文期间")


def _settled(time: Time, planned: bool, coming: Time | None, calendar: Calendar) -> Period:
    """全年 and 今年 in a plan mean the plan's year; a plan without a part of the year named is for the whole year."""
    if planned and time.kind in (THIS, WHOLE):
        return coming.period if coming else calendar.whole
    return time.period


def _planned(coming: Time | None, heading: Time | None, calendar: Calendar, next_year: bool) -> Dated:
    if coming or heading:
        time = coming or heading
        assert time is not None
        return Dated(time.period.whole_year if time.period.kind == "half" else time.period, f"计划的期间「{time.period.label}」")
    year = Period.of_year(calendar.year + 1) if next_year else calendar.whole
    return Dated(year, "计划未写年份,按" + ("下一年" if next_year else "本年"))


__all__ = ["FUTURE", "PAST", "Dated", "Times", "dated", "is_start_of_change", "own_time", "sticky_time", "titled_time"]
