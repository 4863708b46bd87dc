"""Years that do not come out: 从2019年起连续4年 told in 2023; and a year's plan for what is more than done already. Both are asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from titian.base.periods import Period, PeriodError
from titian.base.quantities import Operator
from titian.figures.catalogue import packaged
from titian.reader.values import FoundCheck, FoundFigure

_RUNNING = re.compile(
    r"((?:19|20)\d{2})年(?:度)?(?:起|开始|以来|至今)[，,、]?[^。；;，,\n]{0,6}?(?:已|已经)?连续(\d{1,2}|[两二三四五六七八九十])年"
)
_NUMERALS = {"两": 2} | {digit: value for value, digit in enumerate("一二三四五六七八九十", 1)}


def years(text: str, figures: Sequence[FoundFigure], period: Period | None) -> Iterator[FoundCheck]:
    """`period` is the paper's own; without it nothing can be said."""
    if period is not None:
        yield from _running(text, period.last_year)
        yield from _overtaken(figures, period)


def _running(text: str, year: int) -> Iterator[FoundCheck]:
    """The year the paper tells of is the last of a run; one that ended a year before is asked, for the paper may count what is over."""
    for match in _RUNNING.finditer(text):
        first, said = int(match[1]), int(_NUMERALS.get(match[2], 0) or match[2])
        counted = year - first + 1
        if counted < 1:
            continue
        last = f"{first}年起连续{said}年到{first + said - 1}年"
        if said == counted:
            yield FoundCheck("span", True, (match.start(2),), f"{last}，与本文年度一致")
        else:
            yield FoundCheck("span", None, (match.start(2),), f"{last}；到{year}年应是第{counted}年，请确认是否少算或已中断")


def _overtaken(figures: Sequence[FoundFigure], period: Period) -> Iterator[FoundCheck]:
    """获批6项 and, in the plan for the same year, 争取获批5项: which period is the plan for?"""
    known = packaged()
    done = {
        figure.code: figure
        for figure in figures
        if figure.status != "target" and figure.period == period.text and not _parted(figure)
    }
    for figure in figures:
        first, entry = done.get(figure.code), known.get(figure.code)
        if figure.status != "target" or first is None or entry is None or entry.kind != "flow" or _parted(figure):
            continue
        if figure.qualifier is Operator.AT_MOST or not _is_within(period, figure.period) or first.value <= figure.value:
            continue
        message = f"已完成{first.number_text}，多于计划的{figure.number_text}，请确认计划的期间（全年还是下半年）或调高目标"
        yield FoundCheck("plan", None, (figure.offset, first.offset), message)


def _parted(figure: FoundFigure) -> bool:
    return bool(figure.scope or figure.level or figure.calibre)


def _is_within(period: Period, planned: str) -> bool:
    """Is the plan for a year or half the paper's period lies in?"""
    try:
        return period != Period.parse(planned) and period in Period.parse(planned)
    except PeriodError:
        return False
