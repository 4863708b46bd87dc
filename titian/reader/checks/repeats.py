"""Figures stated more than once: the same again, or another value for the same key (house.md: the key of a figure).

Two values conflict only when indicator, status, period, scope, calibre and level agree, the as-of days do not differ, neither number is a
bound that admits the other, none is a correction, and the words beside them narrow neither. Values far apart, or more than two of them,
speak of different things: that is asked, not condemned.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache

from titian.base.periods import Period, PeriodError
from titian.base.quantities import Operator
from titian.reader.checks.passage import Part, Passage, Sentence
from titian.reader.checks.wording import Wording, wording
from titian.reader.quantities.flat import flat as flattened
from titian.reader.values import FoundCheck, FoundFigure

_Key = tuple[str, str, str | None, str | None, str | None]
_NEAR = Decimal("0.25")  # a slip or a stale number is close; one further away is another population
_FARTHEST = 50  # figures of one key on; no paper states one so often
_TELLING = 20  # as large a count of activities twice is the same count restated; smaller ones may be two activities
_HUNDRED = Decimal(100)
_SAME_TIME = re.compile(r"同期|年初|前年")


def repeats(passage: Passage, figures: Sequence[FoundFigure]) -> Iterator[FoundCheck]:
    """Repeat, conflict and funnel checks, and growth against the year before where both years are figures."""
    places = {part.offset: (sentence, part) for sentence in passage.sentences for part in sentence.parts}
    known = [figure for figure in figures if figure.offset in places]
    groups: dict[_Key, list[FoundFigure]] = defaultdict(list)
    for figure in known:
        scope = _own_scope(figure, places[figure.offset][0])
        groups[figure.code, figure.status, scope, figure.calibre, figure.level].append(figure)
    words = wording(passage.extra)
    for group in groups.values():
        yield from _restated(group, places, words, passage)
    yield from _funnels(known, words)
    yield from _growths(known, places, words)


def _own_scope(figure: FoundFigure, sentence: Sentence) -> str | None:
    """A scope its own sentence names; a heading says where a figure stands, not whose it is."""
    return figure.scope if figure.scope and flattened(figure.scope) in sentence.text else None


_Places = Mapping[int, tuple[Sentence, Part]]


def _one_planned(one: Part, other: Part, passage: Passage) -> bool:
    """One stands among the plans, not as something already counted (已申报的34家)."""
    planned = [passage.planned_at(part.offset) for part in (one, other)]
    return planned[0] != planned[1] and not re.search("的$|这$|上述$|跟进$", (one if planned[0] else other).label)


def _restated(group: Sequence[FoundFigure], places: _Places, words: Wording, passage: Passage) -> Iterator[FoundCheck]:
    compared: set[Decimal] = set()
    for first, second in _pairs(group):
        if not _same_period(first, second) or (first.as_of and second.as_of and first.as_of != second.as_of):
            continue
        one, other = places[first.offset], places[second.offset]
        if one[0] is other[0]:
            continue  # parts, stages or a range of one statement
        if _agree(first, second, one[1], other[1]):
            yield from _repeat(first, second, words)
        elif second.value not in compared and not (_explained(one, other, words) or _one_planned(one[1], other[1], passage)):
            compared |= {first.value, second.value}
            yield from _conflict(first, second, group, words)


def _pairs(group: Sequence[FoundFigure]) -> Iterator[tuple[FoundFigure, FoundFigure]]:
    """Every figure with each of those that follow it, as far as a paper restates one."""
    for at, first in enumerate(group):
        yield from ((first, second) for second in group[at + 1 : at + 1 + _FARTHEST])


def _same_period(first: FoundFigure, second: FoundFigure) -> bool:
    """One period; for applications the year of the programme stands for the half it is reported in."""
    if first.period == second.period:
        return True
    try:
        one, other = Period.parse(first.period), Period.parse(second.period)
    except PeriodError:
        return False
    return first.status == "submitted" and (one in other or other in one)


def _agree(first: FoundFigure, second: FoundFigure, one: Part, other: Part) -> bool:
    """Equal within the rounding of the coarser print, or bounds that admit each other (≥470 and 478)."""
    if abs(first.value - second.value) <= max(one.slack, other.slack):
        return True
    admitted = first.qualifier.admits(first.value, second.value) or second.qualifier.admits(second.value, first.value)
    return admitted and _near(first, second)


def _near(first: FoundFigure, second: FoundFigure) -> bool:
    return abs(first.value - second.value) <= _NEAR * max(abs(first.value), abs(second.value))


def _explained(one: tuple[Sentence, Part], other: tuple[Sentence, Part], words: Wording) -> bool:
    """A correction, or words that narrow only one of them, plan only one, or set only one against another period."""
    if any(words.corrections.search(sentence.text) for sentence, _ in (one, other)):
        return True
    contexts = [_context(*one), _context(*other)]
    if set(words.narrowing.findall(contexts[0])) != set(words.narrowing.findall(contexts[1])):
        return True
    return any(told(contexts[0]) != told(contexts[1]) for told in (words.plans, _same_time))


def _same_time(context: str) -> bool:
    return bool(_SAME_TIME.search(context))


def _context(sentence: Sentence, part: Part) -> str:
    """The clause of a number: from the last comma before its phrase to the next break."""
    return re.split(r"[,;]", part.gap)[-1] + part.tail


def _piecemeal(code: str, words: Wording) -> bool:
    return code.startswith(words.piecemeal)


def _repeat(first: FoundFigure, second: FoundFigure, words: Wording) -> Iterator[FoundCheck]:
    offsets = (first.offset, second.offset)
    telling = first.qualifier is Operator.EXACT and abs(first.value) >= _TELLING
    if not _piecemeal(first.code, words) or (telling and first.value == second.value):
        yield FoundCheck("repeat", True, offsets, f"{first.number_text}与后文{second.number_text}一致")
    elif first.value == second.value:
        yield FoundCheck("repeat", None, offsets, f"{first.number_text}出现两次，请确认没有重复计算")


def _conflict(first: FoundFigure, second: FoundFigure, group: Sequence[FoundFigure], words: Wording) -> Iterator[FoundCheck]:
    if _piecemeal(first.code, words):
        return
    values = {figure.value for figure in group if _same_period(first, figure)}
    exact = first.qualifier is second.qualifier is Operator.EXACT
    message = f"同一指标前后两个数：「{first.quote}」与「{second.quote}」，请核对口径后统一"
    yield FoundCheck(
        "conflict", False if exact and _near(first, second) and len(values) == 2 else None, (first.offset, second.offset), message
    )


def _funnels(figures: Sequence[FoundFigure], words: Wording) -> Iterator[FoundCheck]:
    """发布17→揭榜12→立项4: a later step has no more than the one before; more may come from earlier years, so it is asked."""
    single: dict[tuple[str, str], FoundFigure | None] = {}
    for figure in figures:
        if figure.status != "target":
            key = (figure.code, figure.period)
            single[key] = figure if key not in single else None
    told: dict[str, list[tuple[str, FoundFigure]]] = defaultdict(list)
    for (code, period), figure_once in single.items():
        if figure_once is not None:
            told[code].append((period, figure_once))
    for earlier, later in words.funnels:
        for period, second in told.get(later, ()):
            first = single.get((earlier, period))
            if first is not None and first.unit == second.unit:
                yield _narrowing(first, second)


def _narrowing(first: FoundFigure, second: FoundFigure) -> FoundCheck:
    offsets = (first.offset, second.offset)
    if second.value <= first.value:
        return FoundCheck("subset", True, offsets, f"{second.number_text}不超过前一步的{first.number_text}")
    return FoundCheck("subset", None, offsets, f"{second.number_text}多于前一步的{first.number_text}，请确认是否含往年结转")


def _growths(figures: Sequence[FoundFigure], places: _Places, words: Wording) -> Iterator[FoundCheck]:
    """合同额14.37亿元,同比增长21.37%, where the table gives last year's 11.84."""
    by_key = {(figure.code, figure.period): figure for figure in figures if figure.status == "achieved"}
    for figure in figures:
        sentence, part = places[figure.offset]
        at = bisect_left(sentence.parts, part.offset, key=lambda entry: entry.offset) + 1
        following = sentence.parts[at] if at < len(sentence.parts) else None
        before = by_key.get((figure.code, _year_before(figure.period)))
        if following is None or before is None or not before.value or part.is_rate:
            continue
        if following.unit == "%" and "同比" in following.label and words.growth.search(following.label):
            yield from _grown(part, following, places[before.offset][1], words)


@cache
def _year_before(period: str) -> str:
    try:
        return Period.parse(period).previous_year.text
    except PeriodError:
        return ""


def _grown(value: Part, growth: Part, before: Part, words: Wording) -> Iterator[FoundCheck]:
    """Confirmed where the figures give that growth; else asked, for the base may be another calibre."""
    sign = -1 if words.falling.search(growth.label) and growth.value > 0 else 1
    low = ((value.value - value.slack) / (before.value + before.slack) - 1) * _HUNDRED - growth.slack
    high = ((value.value + value.slack) / (before.value - before.slack) - 1) * _HUNDRED + growth.slack
    offsets = (growth.offset, value.offset, before.offset)
    if low <= sign * growth.value <= high:
        yield FoundCheck("growth", True, offsets, f"{before.printed}到{value.printed}的增幅与{growth.printed}一致")
    elif growth.exact:
        message = f"写明同比{growth.printed}，与文中上年数{before.printed}、本年数{value.printed}算不拢，请核对口径"
        yield FoundCheck("growth", None, offsets, message)
