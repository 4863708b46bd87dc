"""Which period a number belongs to: the year in its own phrase, else in its column, its sentence, its heading, else the paper's own."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from titian.base.periods import Period
from titian.reader.clauses.phrases import Layout, Phrase
from titian.reader.clauses.tokens import MASK
from titian.reader.roles.times import FUTURE, PART_YEAR, PAST, SAME, THIS, WHOLE, Calendar, Time

_HEAD = re.compile(
    r"(?:^|[,;:。!?()\n\t|、]|[一二三四五六七]是)\s*"
    r"(?:而|但|据[^,。]{0,8}|截[至止]|到|在|从|自|全[市县区省镇]|我[市县区局]|其中|又|再看|说到|\s)*$"
)
_BASE_BEFORE = re.compile(r"(?:[比较]|与|同|相比|对比)$")
_FROM = re.compile(r"[由从](?:原来的|原先的|上年的|去年的)?[^,。;、]{0,12}$")
_TO = re.compile(
    r"(?:提高|增加|增长|上升|扩大|提升|攀升|抬升|抬高|下降|降低|扩充|扩|增|升|涨|做大|跃升|减少|变|上调|下调|核减|更正|调整|修订|恢复|回升)?"
    r"[^,。;、]{0,3}[到至为成]"
)
_PAID = re.compile(r"(?:兑现|拨付|兑付|支付)了?$")
_FARTHEST = 1_000  # characters: no sentence a person wrote reaches so far back
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
        if start >= end:
            return ()
        low = bisect_left(self.starts, start)
        return self.found[low : bisect_left(self.starts, end, low)]


def own_time(page: Layout, phrase: Phrase, times: Times) -> Time | None:
    """The time in the number's own phrase; the base of a comparison (较上年增长8%) is none."""
    number = phrase.number
    said = times.between(phrase.left, number.offset)
    before = [time for time in said if not (_is_base(page, time, number.offset) or _is_paid_for(page, time))]
    if before:
        return before[-1]
    behind = times.between(number.end, phrase.right)
    after = [time for time in behind if time.kind not in (THIS, WHOLE) or _is_bracketed(page, time, number.end)]
    return after[0] if after else None


def _is_bracketed(page: Layout, time: Time, end: int) -> bool:
    """69项(1—5月): the months stand in a bracket right behind the number."""
    return time.cumulative and page.plain[end : time.start] == "("


def titled_time(phrase: Phrase, times: Times) -> Time | None:
    """The time in the titles above a cell, or in its row's label."""
    if phrase.cell is None:
        return None
    spans = [*reversed(phrase.cell.titles), *([phrase.cell.label] if phrase.cell.label else [])]
    return next((found[-1] for start, end in spans if (found := times.between(start, end))), None)


def sticky_time(page: Layout, phrase: Phrase, times: Times) -> Time | None:
    """The last time earlier in the sentence that reaches on to this number; 全年 only where no year is written before it."""
    whole: Time | None = None
    for time in reversed(times.between(max(phrase.sentence, phrase.left - _FARTHEST), phrase.left)):
        bracket = page.bracket(time.start)
        if (bracket is not None and bracket != phrase.bracket) or _is_paid_for(page, time):
            continue
        if time.kind != SAME and not _is_compared(page, time) and _reaches(page, time, phrase):
            if time.kind != WHOLE:
                return whole if whole and time.kind in (THIS, PART_YEAR) else time
            whole = whole or time
    return whole


def framing_time(page: Layout, phrase: Phrase, times: Times) -> Time | None:
    """2022年度,…。…: a past year that frames a paragraph reaches on to its sentences without a time, until another heads one."""
    paragraph = page.masked.rfind("\n", 0, phrase.sentence) + 1
    named = reversed(times.between(paragraph, phrase.sentence))
    last = next((time for time in named if at_head(page, time) and page.bracket(time.start) is None), None)
    framed = last is not None and last.kind == PAST and last.period.kind == "year" and page.plain[last.end : last.end + 1] == ","
    return last if framed else None


def _reaches(page: Layout, time: Time, phrase: Phrase) -> bool:
    """A word like 去年 reaches on only from the head of a clause; over a semicolon only a year does that heads a statement of its own,
    and never 1—5月.
    """
    if time.kind == PAST and not page.plain[time.start].isdigit() and not at_head(page, time):
        return False
    if time.start >= phrase.part:
        return True
    if page.masked[phrase.part - 1 : phrase.part] == "是":  # 二是, 三是: a point of its own
        return False
    is_year = time.period.kind in ("year", "years") and not time.cumulative
    return is_year and at_head(page, time) and not _is_restatement(page, time)


def at_head(page: Layout, time: Time) -> bool:
    return bool(_HEAD.search(page.plain, max(0, time.start - 12), time.start))


def _is_restatement(page: Layout, time: Time) -> bool:
    """2024年为2.31%: nothing but the time before the number."""
    number = page.masked.find(MASK, time.end)
    return number >= 0 and not any(token.meaning.topics for token in page.between(time.end, number))


def is_start_of_change(page: Layout, phrase: Phrase) -> bool:
    """由65家增至92家: the 65 is the state before."""
    number = phrase.number
    before = page.masked[phrase.left : number.offset]
    told = ("由" in before or "从" in before) and _FROM.search(before)
    return bool(told and _TO.match(page.masked, number.end))


def ends_change(page: Layout, phrase: Phrase) -> bool:
    """由65家增至92家: the 92 is the state after."""
    return (
        phrase.index > 0
        and phrase.left >= page.phrases[phrase.index - 1].number.end
        and is_start_of_change(page, page.phrases[phrase.index - 1])
    )


def _is_base(page: Layout, time: Time, number: int) -> bool:
    """较上年增长: compared with, and the number is the difference."""
    return bool(_BASE_BEFORE.search(page.plain, max(0, time.start - 2), time.start)) and bool(
        _GROWTH.search(page.plain, time.end, number)
    )


def _is_paid_for(page: Layout, time: Time) -> bool:
    """兑现上年度奖补资金: the year the money is for, not the one it was paid in."""
    return page.plain.endswith("年度", time.start, time.end) and bool(_PAID.search(page.plain, max(0, time.start - 3), time.start))


def _is_compared(page: Layout, time: Time) -> bool:
    return time.start > 0 and page.plain[time.start - 1] in "比较与同由从对"


class Dated(NamedTuple):
    """A period with the reason in Chinese."""

    period: Period
    why: str


class Found(NamedTuple):
    """What was found about a number's period: the times in its phrase, its titles, its sentence and at its paragraph's head; the time its
    plan's heading names, the last coming year named in that plan; whether the number opens or ends a change; whether an undated plan
    here is for the year after.
    """

    own: Time | None
    titled: Time | None
    sticky: Time | None
    framing: Time | None
    heading: Time | None
    latest_future: Time | None
    opens_change: bool
    ends_change: bool
    next_year: bool


def dated(found: Found, *, planned: bool, calendar: Calendar) -> Dated:
    """Choose among the times found, the nearest first."""
    coming = found.heading if found.heading and found.heading.kind == FUTURE else found.latest_future
    if found.opens_change and found.own is None and (found.sticky is None or found.sticky.kind in (THIS, WHOLE)):
        return Dated(calendar.period.previous_year, "变化前的数，按上一期间")
    for time, why in (
        (_own_or_year(found), "数所在短语"),
        (found.sticky if found.sticky and found.sticky.cumulative else None, "本句前文"),
        (found.titled, "列名或行名"),
        (found.sticky, "本句前文"),
        (found.framing, "本段开头"),
    ):
        if time is not None:
            period = _of_change(time, found) or _settled(time, planned, coming, calendar, is_sticky=time is found.sticky)
            return Dated(period, f"{why}写明「{time.period.label}」")
    if planned:
        return _planned(coming, found, calendar)
    return Dated(calendar.period, "文中未写，按本文期间")


def _own_or_year(found: Found) -> Time | None:
    """2024年,…全年新增25家: the year written earlier in the sentence is the one 全年 means."""
    own, sticky = found.own, found.sticky
    return sticky if own and sticky and own.kind == WHOLE and sticky.period.kind == "year" else own


def _of_change(time: Time, found: Found) -> Period | None:
    """两年间由65家增至92家: from the year before the span to its last."""
    if time.period.kind != "years" or not (found.opens_change or found.ends_change):
        return None
    return Period.of_year(time.period.year - 1 if found.opens_change else time.period.last_year)


def _settled(time: Time, planned: bool, coming: Time | None, calendar: Calendar, *, is_sticky: bool) -> Period:
    """全年 and 今年 in a plan mean the plan's year, and so does the second half in a paper on the first; the paper's own year said of
    something else before does not widen its half.
    """
    if planned and time.kind in (THIS, WHOLE):
        return coming.period if coming else calendar.whole
    if planned and calendar.period.kind == "half" and time.period == Period.of_half(calendar.year, 2):
        return calendar.whole
    if is_sticky and not planned and not time.cumulative and time.period == calendar.whole and calendar.period.kind == "half":
        return calendar.period
    return time.period


def _planned(coming: Time | None, found: Found, calendar: Calendar) -> Dated:
    time = coming or found.heading
    if time is not None:
        return Dated(time.period.whole_year if time.period.kind == "half" else time.period, f"计划的期间「{time.period.label}」")
    if calendar.plan_end is not None:
        return Dated(Period.of_year(calendar.plan_end), "规划的目标年")
    year = Period.of_year(calendar.year + 1) if found.next_year else calendar.whole
    return Dated(year, "计划未写年份，按" + ("下一年" if found.next_year else "本年"))
