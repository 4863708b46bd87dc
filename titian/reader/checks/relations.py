"""Changes whose numbers stand beside each other: 由65家增至92家,净增27家; 较上年的6.05亿元增长30.9%. Shares are left to `shares`.

A statement that comes out within the rounding of its printed numbers is confirmed. One that does not is called wrong only in a strict
form, where nothing else can be meant: the two numbers directly before, joined by words of comparison.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from titian.base.quantities import plain, rounded
from titian.reader.checks.passage import Part, Passage, Sentence, shown
from titian.reader.checks.shares import shares
from titian.reader.checks.wording import wording
from titian.reader.values import FoundCheck

_HUNDRED = Decimal(100)
_REACH = 6  # quantities back in which a confirming pair is looked for
_POINTS = "百分点"
_SHARE_OFF = Decimal("0.1")  # further off, what is left is left of something else
_COMPARED = re.compile(r"^[^,]{0,4},?(?:比(?!例|重)|较(?![大多高少快为])|与[^,]{1,8}相比)")


class Relations:
    """The statements of one passage, with its vocabulary's comparing words."""

    def __init__(self, passage: Passage) -> None:
        self._passage = passage
        self._words = wording(passage.extra)

    def checks(self) -> Iterator[FoundCheck]:
        for sentence in self._passage.sentences:
            for index in range(1, len(sentence.parts)):  # the first has nothing before it to be compared with
                yield from self._of(sentence, index)

    def _of(self, sentence: Sentence, index: int) -> Iterator[FoundCheck]:
        part = sentence.parts[index]
        if part.exact and self._words.loose_change.search(part.label) and self._is_change(part):
            yield from self._difference(sentence.parts, index)
        if part.unit == "%":
            if self._words.growth.search(part.label) and self._is_change(part):
                yield from self._growing(sentence.parts, index)
            yield from shares(sentence.parts, index, self._words)

    def _is_change(self, part: Part) -> bool:
        """增至92家 is a level, 年均增长 no change between the two numbers."""
        return not (self._words.becoming.search(part.label) or self._words.averaged.search(part.label))

    def _difference(self, parts: Sequence[Part], index: int) -> Iterator[FoundCheck]:
        """净增27家, 提高0.19个百分点, 尚差3家."""
        result = parts[index]
        pairs = [(a, b) for a, b in _pairs(parts, index) if _subtractable(result, a, b)]
        after = self._base_after(parts, index)
        for new, old in [*pairs, *after]:
            if _subtractable(result, new, old) and abs(new.value - old.value) == abs(result.value):
                yield _difference_holds(result, new, old)
                return
        compared = self._compared(parts, index) if self._words.change.search(result.label) else self._remaining(parts, index)
        compared = compared or next((pair for pair in after if _subtractable(result, *pair)), None)
        if compared is not None and _subtractable(result, *compared):
            yield _difference_fails(result, *compared, holds=None if _rounds_away(result, *compared) else False)

    def _remaining(self, parts: Sequence[Part], index: int) -> tuple[Part, Part] | None:
        """应补57户,实补52户,余下5户: the only two numbers of that unit before what is left, the larger first."""
        result = parts[index]
        before = [part for part in parts[max(0, index - _REACH) : index] if part.unit == result.unit]
        if len(before) != 2 or not self._words.remainder.search(result.label) or ";" in result.gap:
            return None
        whole, done = before
        left = whole.value - done.value
        near = abs(left - result.value) <= max(Decimal(2), whole.value * _SHARE_OFF)
        return (whole, done) if whole.exact and done.exact and left > 0 and near else None

    def _growing(self, parts: Sequence[Part], index: int) -> Iterator[FoundCheck]:
        """较上年的6.05亿元增长30.9%."""
        result = parts[index]
        sign = -1 if self._words.falling.search(result.label) and result.value > 0 else 1
        after = self._base_after(parts, index)
        for new, old in [*after, *_pairs(parts, index)]:
            if not new.is_rate and new.unit == old.unit and old.value and _grown(result, new, old, sign):
                yield _growth_holds(result, new, old)
                return
        compared = self._compared(parts, index) or next(iter(after), None)
        if compared is not None and compared[0].unit == compared[1].unit and not compared[0].is_rate and compared[1].value:
            other_basis = self._words.other_basis.search(result.gap + compared[0].gap + compared[1].gap)
            asked = other_basis or _grown(result, *compared, sign, widely=True)
            yield _growth_fails(result, *compared, holds=None if asked else False)

    def _base_after(self, parts: Sequence[Part], index: int) -> list[tuple[Part, Part]]:
        """同比增加41家,上年同期为227家; 上年17家,净增6家,到23家: new and old where one of them follows the change."""
        if not 0 < index < len(parts) - 1:
            return []
        before, result, after = parts[index - 1 : index + 2]
        joined = len(after.gap) <= 14 and ";" not in after.gap + result.gap and before.exact and after.exact
        if not joined or before.depth != result.depth or self._words.loose_change.search(before.label):
            return []
        if self._words.earlier.search(after.label) and not self._words.earlier.search(before.label):
            alone = not any(part.unit == before.unit for part in parts[: index - 1])
            return [(before, after)] if alone and after.depth >= result.depth and len(result.gap) <= 10 else []
        grew = self._words.becoming.search(after.label) and self._words.change.search(result.label)
        return [(after, before)] if grew and self._words.earlier.search(before.gap[-16:]) and len(result.gap) <= 14 else []

    def _compared(self, parts: Sequence[Part], index: int) -> tuple[Part, Part] | None:
        """The two numbers directly before the result, new and old, where the words say which is which; exact numbers only."""
        if index < 2:
            return None
        result, second, first = parts[index], parts[index - 1], parts[index - 2]
        joined = ";" not in result.gap + second.gap and len(result.gap) <= 14 and len(second.gap) <= 24
        if not (joined and first.exact and second.exact and first.depth == second.depth == result.depth):
            return None
        if self._words.loose_change.search(second.label):
            return None  # itself a change: 比预算多350万元,较上年增长11.6%
        if self._words.becoming.search(second.label) and re.search(r"[由从]", first.label):
            return second, first
        return (first, second) if self._words.earlier.search(second.label) or _COMPARED.match(second.gap) else None


def relations(passage: Passage) -> Iterator[FoundCheck]:
    """Difference, growth and ratio checks of the prose, in text order."""
    yield from Relations(passage).checks()


def _pairs(parts: Sequence[Part], index: int) -> Iterator[tuple[Part, Part]]:
    """Pairs of numbers before the result, nearest first, both orders."""
    before = [part for part in reversed(parts[max(0, index - _REACH) : index]) if part.exact]
    for later in range(len(before)):
        for earlier in range(later + 1, len(before)):
            yield before[earlier], before[later]
            yield before[later], before[earlier]


def _subtractable(result: Part, new: Part, old: Part) -> bool:
    if _POINTS in result.unit:
        return new.unit == old.unit == "%"
    return new.unit == old.unit == result.unit and not result.is_rate


def _rounds_away(result: Part, new: Part, old: Part) -> bool:
    """May the gap be the rounding of the three printed numbers?"""
    gap = abs(abs(new.value - old.value) - abs(result.value))
    return gap <= result.slack + new.slack + old.slack


def _grown(result: Part, new: Part, old: Part, sign: int, *, widely: bool = False) -> bool:
    """Could the printed growth be that of the printed values? `widely` lets whole numbers (16亿元) be rounded ones too."""
    off, base = (new.slack, old.slack) if widely else (new.least_slack, old.least_slack)
    if old.value <= base:
        return False
    low = ((new.value - off) / (old.value + base) - 1) * _HUNDRED
    high = ((new.value + off) / (old.value - base) - 1) * _HUNDRED
    return low - result.slack <= sign * result.value <= high + result.slack


def _offsets(*parts: Part) -> tuple[int, ...]:
    return tuple(part.offset for part in parts)


def _difference_holds(result: Part, new: Part, old: Part) -> FoundCheck:
    larger, smaller = (new, old) if new.value >= old.value else (old, new)
    message = f"{larger.printed}-{smaller.printed}与{result.printed}一致"
    return FoundCheck("difference", True, _offsets(result, new, old), message)


def _difference_fails(result: Part, new: Part, old: Part, *, holds: bool | None) -> FoundCheck:
    gap = abs(new.value - old.value)
    unit = f"{plain(gap)}{result.unit}" if _POINTS in result.unit else shown(gap, result)
    message = f"写明{result.printed}，但{new.printed}与{old.printed}相差{unit}，请核对"
    return FoundCheck("difference", holds, _offsets(result, new, old), message)


def _growth_holds(result: Part, new: Part, old: Part) -> FoundCheck:
    return FoundCheck("growth", True, _offsets(result, new, old), f"{old.printed}到{new.printed}的增幅与{result.printed}一致")


def _growth_fails(result: Part, new: Part, old: Part, *, holds: bool | None) -> FoundCheck:
    """Wrong, or to be asked where the growth may be reckoned on another basis (可比价)."""
    actual = rounded((new.value / old.value - 1) * _HUNDRED, 2)
    message = f"写明{result.printed}，但由{old.printed}到{new.printed}的增幅为{plain(actual)}%，请核对"
    return FoundCheck("growth", holds, _offsets(result, new, old), message)
