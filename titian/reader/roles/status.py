"""Is a number done, or planned? Decided from the nearest word of planning or doing, then the column, then the heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from titian.base.periods import Period
from titian.reader.clauses.phrases import Layout, Phrase
from titian.reader.clauses.tokens import Token
from titian.reader.clauses.words import DONE, DONE_STRONG, PLANNED, PLANNED_AFTER, PLANNED_LOCAL, PLANNED_NOUN, Titles
from titian.reader.roles.times import FUTURE, PAST, SAME, Time

_PROGRAMME = re.compile(r"(?:申报|推荐|上报|报送|征集|遴选|储备|谋划|受理)了?$")
_WORDED = (PLANNED_AFTER, PLANNED, PLANNED_LOCAL, PLANNED_NOUN, DONE, DONE_STRONG)
ACHIEVED, TARGET, SUBMITTED = "achieved", "target", "submitted"


class Standing(NamedTuple):
    """Achieved or target, with the reason in Chinese."""

    status: str
    why: str


def standing(
    page: Layout,
    phrase: Phrase,
    titles: Titles,
    *,
    own: Time | None,
    sticky: Time | None,
    planning: bool,
    over: Period | None = None,
) -> Standing:
    """`own` is the expression of time in the number's own phrase, `sticky` the one it inherits; `planning` says a heading or the whole
    paper announces plans; `over` is the part of the year the paper tells of.
    """
    told = own or sticky
    # Mostly no word of planning or doing is near.
    worded = page.marked(*_WORDED).has_any(min(phrase.part, phrase.left), phrase.right)
    return (
        (_after(page, phrase) if worded else None)
        or (_column(page, phrase, titles) if phrase.cell else None)
        or (_own(page, phrase, own) if worded else None)
        or _by_time(page, own)
        or (_before(page, phrase, told.start if told and told.period == over else 0) if worded else None)
        or (_by_time(page, sticky) if own is None else None)
        or (Standing(TARGET, "所在段落写的是计划") if planning else Standing(ACHIEVED, "没有计划用语，按已完成"))
    )


def _after(page: Layout, phrase: Phrase) -> Standing | None:
    """完成15户任务的120%: the word right after the number makes it a target."""
    found = page.marked(PLANNED_AFTER).between(phrase.number.end, phrase.right)
    return Standing(TARGET, f"数后有「{_text(page, found[0])}」") if found else None


def _column(page: Layout, phrase: Phrase, titles: Titles) -> Standing | None:
    """What the title of a table's column says."""
    for start, end in reversed(phrase.cell.titles if phrase.cell else ()):
        title = page.plain[start:end]
        if _last_end(titles.columns["achieved"], title) > _last_end(titles.columns["target"], title):
            return Standing(ACHIEVED, f"列名「{title}」") if _own(page, phrase, None) is None else None
        if titles.columns["target"].search(title):
            return Standing(TARGET, f"列名「{title}」")
    return None


def _last_end(pattern: re.Pattern[str], title: str) -> int:
    """Where the last such word of a title ends: 目标完成情况 tells what was done, 全年预期 what is to come."""
    return max((match.end() for match in pattern.finditer(title)), default=-1)


def _own(page: Layout, phrase: Phrase, own: Time | None) -> Standing | None:
    """The last word of planning or doing in the number's own phrase."""
    span = phrase.left, phrase.number.offset
    planned = _last(page.marked(PLANNED, PLANNED_LOCAL, PLANNED_NOUN).between(*span))
    done = _last(page.marked(DONE_STRONG).between(*span))
    if planned and (done is None or done.start < planned.start) and not _is_past(own):
        return Standing(TARGET, f"数前有「{_text(page, planned)}」")
    if done:
        return Standing(ACHIEVED, f"数前有「{_text(page, done)}」")
    weak = _last(page.marked(DONE).between(*span)) if _is_past(own) else None
    return Standing(ACHIEVED, f"数前有「{_text(page, weak)}」") if weak else None


def _before(page: Layout, phrase: Phrase, told: int) -> Standing | None:
    """A planning word earlier in this part of the sentence reaches on until something done is told, or from `told` on the paper's own
    half: 全年计划14期,上半年举办7期."""
    since = phrase.bracket[0] if phrase.bracket and phrase.bracket[0] >= phrase.part else max(phrase.part, min(told, phrase.left))
    found = page.marked(PLANNED, PLANNED_LOCAL, DONE_STRONG).between(since, phrase.left)
    last = next((token for token in reversed(found) if page.bracket(token.start) in (None, phrase.bracket)), None)
    if last is None or DONE_STRONG in last.meaning.marks:
        return None
    if PLANNED_LOCAL in last.meaning.marks and "," in page.masked[last.end : phrase.left]:
        return None
    return Standing(TARGET, f"本句前文有「{_text(page, last)}」")


def _by_time(page: Layout, time: Time | None) -> Standing | None:
    """A past period is done, a coming one planned; the year of a programme (申报2025年度项目) says neither."""
    if time is None:
        return None
    if time.kind in (PAST, SAME):
        return Standing(ACHIEVED, "说的是以前的期间")
    if time.kind != FUTURE or _PROGRAMME.search(page.plain, max(0, time.start - 6), time.start):
        return None
    return Standing(TARGET, "说的是以后的期间")


def _is_past(time: Time | None) -> bool:
    return time is not None and time.kind in (PAST, SAME)


def _last(found: Sequence[Token]) -> Token | None:
    return found[-1] if found else None


def _text(page: Layout, token: Token) -> str:
    return page.text[token.start : token.end]
