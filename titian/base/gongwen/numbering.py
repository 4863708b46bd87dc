"""Numbers that a paper counts itself: heading levels and 一是/二是/三是. Text, no Word lists: pasting into WPS keeps them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from titian.base.gongwen.blocks import Run, Text, runs
from titian.base.gongwen.numbers import chinese_number

_ORDINAL = re.compile(r"^\s*(?:[一二三四五六七八九十]{1,3}是)?[,，:：;；、\s]*")
_ENDS = "。！？!?"
_PAUSES = "；;，,、"


def heading_label(level: int, number: int) -> str:
    """Level and number → 一、 / （一） / 1. / （1）."""
    return {1: f"{chinese_number(number)}、", 2: f"（{chinese_number(number)}）", 3: f"{number}.", 4: f"（{number}）"}[level]


@dataclass
class HeadingCounter:
    """Counts headings as they come: a higher level starts the lower ones again."""

    _counts: dict[int, int] = field(default_factory=dict)

    def label(self, level: int) -> str:
        """The label of the next heading of this level."""
        self._counts = {known: count for known, count in self._counts.items() if known <= level}
        self._counts[level] = self._counts.get(level, 0) + 1
        return heading_label(level, self._counts[level])

    def restart(self) -> None:
        """An attachment counts from one."""
        self._counts.clear()


def enumerate_points(points: Sequence[str]) -> list[str]:
    """一是…；二是…。 over what is left: an 一是 in the text is taken off first, empty points fall out, one point alone gets none.

    Points without a full stop are parted by ；and the last one ends in 。
    """
    return ["".join(run.text for run in point) for point in enumerate_texts(points)]


def enumerate_texts(points: Sequence[Text]) -> list[tuple[Run, ...]]:
    """`enumerate_points` for texts with runs in them."""
    bare = [stripped for point in points if (stripped := _without_ordinal(runs(point)))]
    closed = [_closed(point, last=index == len(bare)) for index, point in enumerate(bare, 1)]
    if len(closed) < 2:
        return closed
    return [(Run(f"{chinese_number(index)}是"), *point) for index, point in enumerate(closed, 1)]


def _without_ordinal(point: tuple[Run, ...]) -> tuple[Run, ...]:
    if not point:
        return ()
    first = replace(point[0], text=_ORDINAL.sub("", point[0].text, count=1))
    rest = (first, *point[1:]) if first.text else point[1:]
    return rest if any(run.text.strip(_PAUSES + _ENDS + " ") for run in rest) else ()


def _closed(point: tuple[Run, ...], *, last: bool) -> tuple[Run, ...]:
    """End a point in a full stop (the last) or a semicolon, unless it ends in a full stop anyway."""
    text = "".join(run.text for run in point).rstrip()
    if text.rstrip("”’）)")[-1:] in _ENDS:
        return point
    tail = replace(point[-1], text=point[-1].text.rstrip().rstrip(_PAUSES))
    mark = "。" if last else "；"
    return (*point[:-1], replace(tail, text=tail.text + mark)) if not tail.href else (*point[:-1], tail, Run(mark))
