"""Changes, shares and rates whose numbers stand beside each other: 由53家增至94家,净增41家; 办结171件,办结率90.5%.

A statement that comes out within the rounding of its printed numbers is confirmed. One that does not is called wrong only in a strict
form, where nothing else can be meant: the two numbers directly before, joined by words of comparison.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from titian.base.quantities import plain, rounded
from titian.reader.checks.passage import Part, Passage, Sentence, shown
from titian.reader.checks.wording import wording
from titian.reader.values import FoundCheck

_HUNDRED = Decimal(100)
_REACH = 6  # quantities back in which a confirming pair is looked for
_POINTS = "百分点"
_SHARE_OFF = Decimal("0.1")  # further off, what is left is left of something else
_SHARE_OF = re.compile(r"^[^,;。\d]{0,8}的$")
_PLANNED = re.compile(r"目标|任务|计划|预算|盘子|军令状")
_SHARE = re.compile(r"^[^;。:]{0,12}[,、(]?(?:占比?|占总数的?|比重|比例)(?:为|达到?|升至|约|超过?|近)?$")
_WITHIN = re.compile(r"[里中内]|当中|有|其中")
_TARGET = re.compile(r"^\([^,;)]{0,6}(?:目标|计划|任务|预算)[^,;)\d]{0,4}$")
_RATE = re.compile(r"(?P<stem>[\u4e00-\u9fff]{1,4})率(?:为|达到?|约|超过?|近|仅)?$")
_COMPARED = re.compile(r"^[^,]{0,4},?(?:比(?!例|重)|较(?![大多高少快为])|与[^,]{1,8}相比)")
_FULFILLED = re.compile(r"(?:完成|占|为|是|达|相当于|实现)")


@dataclass(frozen=True)
class _Claim:
    """A stated result and the two numbers it follows from; `strict` when the text joins exactly these."""

    result: Part
    first: Part
    second: Part
    strict: bool
    planned: bool = False  # the second is a target, exact as printed


class Relations:
    """The statements of one passage, with its vocabulary's comparing words."""

    def __init__(self, passage: Passage) -> None:
        self._passage = passage
        self._words = wording(passage.extra)

    def checks(self) -> Iterator[FoundCheck]:
        for sentence in self._passage.sentences:
            for index in range(len(sentence.parts)):
                yield from self._of(sentence, index)

    def _of(self, sentence: Sentence, index: int) -> Iterator[FoundCheck]:
        part = sentence.parts[index]
        # 增至94家 is a level, 年均增长 no change between the two numbers
        change = not (self._words.becoming.search(part.label) or self._words.averaged.search(part.label))
        if change and part.exact and self._words.loose_change.search(part.label):
            yield from self._difference(sentence.parts, index)
        if part.unit == "%":
            if change and self._words.growth.search(part.label):
                yield from self._growing(sentence.parts, index)
            yield from self._share(sentence.parts, index)

    def _difference(self, parts: Sequence[Part], index: int) -> Iterator[FoundCheck]:
        """净增41家, 提高0.21个百分点, 尚差2家."""
        result = parts[index]
        pairs = [(a, b) for a, b in _pairs(parts, index) if _subtractable(result, a, b)]
        for new, old in pairs:
            if abs(new.value - old.value) == abs(result.value):
                yield _difference_holds(result, new, old)
                return
        compared = self._compared(parts, index) if self._words.change.search(result.label) else self._remaining(parts, index)
        if compared is not None and _subtractable(result, *compared):
            yield _difference_fails(result, *compared, holds=None if _rounds_away(result, *compared) else False)

    def _remaining(self, parts: Sequence[Part], index: int) -> tuple[Part, Part] | None:
        """应补41户,实补38户,余下3户: the only two numbers of that unit before what is left, the larger first."""
        result = parts[index]
        before = [part for part in parts[max(0, index - _REACH) : index] if part.unit == result.unit]
        if len(before) != 2 or not self._words.remainder.search(result.label) or ";" in result.gap:
            return None
        whole, done = before
        left = whole.value - done.value
        near = abs(left - result.value) <= max(Decimal(2), whole.value * _SHARE_OFF)
        return (whole, done) if whole.exact and done.exact and left > 0 and near else None

    def _growing(self, parts: Sequence[Part], index: int) -> Iterator[FoundCheck]:
        """较上年的4.94亿元增长38.5%."""
        result = parts[index]
        sign = -1 if self._words.falling.search(result.label) and result.value > 0 else 1
        for new, old in _pairs(parts, index):
            if not new.is_rate and new.unit == old.unit and old.value and _grown(result, new, old, sign):
                yield _growth_holds(result, new, old)
                return
        compared = self._compared(parts, index)
        if compared is not None and compared[0].unit == compared[1].unit and not compared[0].is_rate and compared[1].value:
            other_basis = self._words.other_basis.search(result.gap + compared[0].gap + compared[1].gap)
            asked = other_basis or _grown(result, *compared, sign, widely=True)
            yield _growth_fails(result, *compared, holds=None if asked else False)

    def _compared(self, parts: Sequence[Part], index: int) -> tuple[Part, Part] | None:
        """The two numbers directly before the result, new and old, where the words say which is which; exact numbers only."""
        if index < 2:
            return None
        result, second, first = parts[index], parts[index - 1], parts[index - 2]
        joined = ";" not in result.gap + second.gap and len(result.gap) <= 14 and len(second.gap) <= 24
        if not (joined and first.exact and second.exact and first.depth == second.depth == result.depth):
            return None
        if self._words.loose_change.search(second.label):
            return None  # itself a change: 比预算多420万元,较上年增长14.8%
        if self._words.becoming.search(second.label) and re.search(r"[由从]", first.label):
            return second, first
        return (first, second) if self._words.earlier.search(second.label) or _COMPARED.match(second.gap) else None

    def _share(self, parts: Sequence[Part], index: int) -> Iterator[FoundCheck]:
        """53.4% of something: the form that fits first decides."""
        result = parts[index]
        claims = [claim for form in _FORMS if (claim := form(parts, index)) is not None]
        for claim in claims:
            if _in_proportion(claim):
                yield _ratio_holds(claim)
                return
        strict = next((claim for claim in claims if claim.strict), None)
        if strict is not None and result.exact:
            yield _ratio_fails(strict, holds=None if _in_proportion(strict, widely=True) else False)


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


def _in_proportion(claim: _Claim, *, widely: bool = False) -> bool:
    """Could the printed share be that of the printed numbers? `widely` lets whole numbers (16亿元) be rounded ones too."""
    part, whole, result = claim.first, claim.second, claim.result
    off, base = (part.slack, whole.slack) if widely and not claim.planned else (part.least_slack, whole.least_slack)
    if whole.value <= base:
        return False
    low = (part.value - off) / (whole.value + base) * _HUNDRED
    high = (part.value + off) / (whole.value - base) * _HUNDRED
    reach = result.slack if result.exact else 1 + result.slack
    return low - reach <= result.value <= high + reach


def _like(part: Part, whole: Part) -> bool:
    return part.unit == whole.unit and not part.is_rate and part.exact and whole.exact


def _of_target(parts: Sequence[Part], index: int) -> _Claim | None:
    """完成全年10户任务的120%: the whole stands right before, the part before it."""
    if index < 2 or not _SHARE_OF.match(parts[index].gap):
        return None
    whole, part = parts[index - 1], parts[index - 2]
    strict = bool(_FULFILLED.search(whole.gap)) and len(whole.gap) <= 16
    planned = bool(_PLANNED.search(whole.gap + parts[index].gap))
    return _Claim(parts[index], part, whole, strict, planned) if _like(part, whole) else None


def _target_in_brackets(parts: Sequence[Part], index: int) -> _Claim | None:
    """是目标数的112.5%(目标16亿元)."""
    if index < 1 or index + 1 >= len(parts) or not _TARGET.match(parts[index + 1].gap):
        return None
    part, whole = parts[index - 1], parts[index + 1]
    return _Claim(parts[index], part, whole, strict=True) if _like(part, whole) else None


def _share_within(parts: Sequence[Part], index: int) -> _Claim | None:
    """148家里有研发活动的79家,占53.4%."""
    if index < 2 or not _SHARE.match(parts[index].gap):
        return None
    part, whole = parts[index - 1], parts[index - 2]
    strict = bool(_WITHIN.search(part.gap)) and part.value <= whole.value and ";" not in part.gap
    return _Claim(parts[index], part, whole, strict) if _like(part, whole) else None


def _named_rate(parts: Sequence[Part], index: int) -> _Claim | None:
    """收集189件,办结171件、办结率90.5%: the rate bears the name of the part."""
    match = _RATE.search(parts[index].label)
    if match is None or index < 2:
        return None
    part, whole = parts[index - 1], parts[index - 2]
    if not _like(part, whole) or match["stem"][-2:] not in f"{part.label}{part.tail}":
        return None
    beside = len(parts[index].gap) <= 10 and len(part.gap) <= 14 and ";" not in part.gap + parts[index].gap
    counted = part.unit != "元"  # a rate of money is mostly reckoned on a base the sentence doesn't name (代偿率)
    return _Claim(parts[index], part, whole, strict=beside and counted and part.value <= whole.value)


def _any_before(parts: Sequence[Part], index: int) -> _Claim | None:
    """A share of some total named earlier: confirmed when one fits, never condemned."""
    if not re.search(r"占|率|比重|比例|完成", parts[index].label) or index < 1:
        return None
    part = parts[index - 1]
    wholes = [entry for entry in reversed(parts[max(0, index - _REACH) : index - 1]) if _like(part, entry)]
    claims = (_Claim(parts[index], part, whole, strict=False) for whole in wholes)
    return next((claim for claim in claims if _in_proportion(claim)), None)


_FORMS: tuple[Callable[[Sequence[Part], int], _Claim | None], ...] = (
    _of_target,
    _target_in_brackets,
    _share_within,
    _named_rate,
    _any_before,
)


def _offsets(*parts: Part) -> tuple[int, ...]:
    return tuple(part.offset for part in parts)


def _difference_holds(result: Part, new: Part, old: Part) -> FoundCheck:
    larger, smaller = (new, old) if new.value >= old.value else (old, new)
    message = f"{larger.printed}-{smaller.printed}与{result.printed}一致"
    return FoundCheck("difference", True, _offsets(result, new, old), message)


def _difference_fails(result: Part, new: Part, old: Part, *, holds: bool | None) -> FoundCheck:
    gap = abs(new.value - old.value)
    unit = f"{plain(gap)}{result.unit}" if _POINTS in result.unit else shown(gap, result)
    message = f"写明{result.printed},但{new.printed}与{old.printed}相差{unit},请核对"
    return FoundCheck("difference", holds, _offsets(result, new, old), message)


def _growth_holds(result: Part, new: Part, old: Part) -> FoundCheck:
    return FoundCheck("growth", True, _offsets(result, new, old), f"{old.printed}到{new.printed}的增幅与{result.printed}一致")


def _growth_fails(result: Part, new: Part, old: Part, *, holds: bool | None) -> FoundCheck:
    """Wrong, or to be asked where the growth may be reckoned on another basis (可比价)."""
    actual = rounded((new.value / old.value - 1) * _HUNDRED, 2)
    message = f"写明{result.printed},但由{old.printed}到{new.printed}的增幅为{plain(actual)}%,请核对"
    return FoundCheck("growth", holds, _offsets(result, new, old), message)


def _ratio_holds(claim: _Claim) -> FoundCheck:
    message = f"{claim.first.printed}占{claim.second.printed}的比例与{claim.result.printed}一致"
    return FoundCheck("ratio", True, _offsets(claim.result, claim.first, claim.second), message)


def _ratio_fails(claim: _Claim, *, holds: bool | None) -> FoundCheck:
    actual = rounded(claim.first.value / claim.second.value * _HUNDRED, 2) if claim.second.value else Decimal(0)
    message = f"写明{claim.result.printed},但{claim.first.printed}占{claim.second.printed}的{plain(actual)}%,请核对"
    return FoundCheck("ratio", holds, _offsets(claim.result, claim.first, claim.second), message)
