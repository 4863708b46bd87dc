"""Averages beside what they are made of: 发放贷款4.62亿元,受益企业132家,户均350万元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from titian.base.quantities import rounded
from titian.reader.checks.passage import Part, Passage, shown
from titian.reader.checks.wording import wording
from titian.reader.values import FoundCheck

_EACH = r"(?:户均|项均|家均|人均|笔均|(?:单笔)?平均(?:每[家户项人笔名个件])?|每[家户项人笔名个件]平均)"
_AVERAGE = re.compile(rf"{_EACH}(?:为|约|达|发放|贷款|资助|补助)?$")
_BESIDE = 2  # numbers back: the sum and the count stand right before, in either order
_REACH = 5
_FAR = Decimal("0.3")


def averages(passage: Passage) -> Iterator[FoundCheck]:
    """Averages in money of a sum of money over a count; wrong only where the two stand right before."""
    countable = wording(passage.extra).units
    for sentence in passage.sentences:
        for index, result in enumerate(sentence.parts):
            if result.unit == "元" and result.exact and _AVERAGE.search(result.label):
                before = sentence.parts[max(0, index - _REACH) : index]
                money = [part for part in before if part.unit == "元" and part.exact]
                counts = [part for part in before if countable.kind(part.unit) == "counts" and part.exact and part.value]
                yield from _judged(result, money, counts, sentence.parts[max(0, index - _BESIDE) : index])


def _judged(result: Part, money: Sequence[Part], counts: Sequence[Part], beside: Sequence[Part]) -> Iterator[FoundCheck]:
    pairs = [(total, count) for total in reversed(money) for count in reversed(counts)]
    fitting = next((pair for pair in pairs if _fits(result, *pair)), None)
    if fitting is not None:
        total, count = fitting
        message = f"{total.printed}除以{count.printed}与平均{result.printed}一致"
        yield FoundCheck("ratio", True, (result.offset, total.offset, count.offset), message)
    elif pairs and {part.offset for part in pairs[0]} == {part.offset for part in beside}:
        yield from _off(result, *pairs[0])


def _fits(result: Part, total: Part, count: Part) -> bool:
    return abs(total.value / count.value - result.value) <= result.slack + total.slack / count.value


def _off(result: Part, total: Part, count: Part) -> Iterator[FoundCheck]:
    """Wrong by little is a slip; by far it is the average of something else."""
    actual = rounded(total.value / count.value, 0)
    if abs(actual - result.value) <= _FAR * result.value:
        message = f"写明平均{result.printed}，但{total.printed}除以{count.printed}为{shown(rounded(actual, 0), result)}，请核对"
        yield FoundCheck("ratio", False, (result.offset, total.offset, count.offset), message)
