"""Shares and completion rates of the prose: 完成年度任务36亿元的22.9%, 办结227件,办结率88.7%, 占比72.8%(规上工业276家).

Every form names a part, its whole and the printed result. One that comes out is confirmed; of those that don't, only a strict form, in
which the words leave no other part and no other whole, is called wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from titian.base.quantities import plain, rounded
from titian.reader.checks.passage import Part
from titian.reader.checks.wording import Wording
from titian.reader.values import FoundCheck

_HUNDRED = Decimal(100)
_REACH = 6  # quantities back in which a confirming pair is looked for
_SHARE_OF = re.compile(r"^[^,;。\d]{0,8}的$")
_PLANNED = re.compile(r"目标|任务|计划|预算|盘子|军令状|下达|应(?![用急变届对])")
_SHARE = re.compile(
    r"^[^;。:]{0,12}[,、(]?(?:占比?|占总数的?|比重|比例|覆盖率|覆盖面|普及率|参与率)(?:为|达到?|升至|约|超过?|近)?$"
)
_WITHIN = re.compile(r"[里中内]|当中|有|其中")
_SOME_OF = re.compile(r"的(?:只有|仅有?|有)?$")
_TARGET = re.compile(r"^\([^,;)]{0,6}(?:目标|计划|任务|预算)[^,;)\d]{0,4}$")
_BASE = re.compile(r"^\((?!其中|含|较|比|增|新|同比|上年|去年|另)[^,;)\d]{0,14}$")
_RATE = re.compile(r"(?P<stem>[\u4e00-\u9fff]{1,4})率(?:为|达到?|约|超过?|近|仅)?$")
_FULFILLED = re.compile(r"(?:完成|占|为|是|达|相当于|实现)")
_COMPLETION = re.compile(
    r"(?:完成率|完成比例|完成进度|(?:目标|任务|计划)完成|^已?完成"
    r"|^(?:[已占为是]|达到?|实现|相当于)?(?:完成)?了?(?:全年|年度|全年度|年初|当年|既定|预期)?(?:目标|任务|计划)(?:任务|目标|数|值)?)(?:为|达到?|约|的)?$"
)


@dataclass(frozen=True)
class Claim:
    """A stated result and the two numbers it follows from; `strict` when the text joins exactly these, `planned` when the second is a
    target, exact as printed."""

    result: Part
    first: Part
    second: Part
    strict: bool
    planned: bool = False

    def fits(self, *, widely: bool = False) -> bool:
        """Could the printed share be that of the printed numbers? `widely` lets whole numbers (16亿元) be rounded ones too."""
        part, whole, result = self.first, self.second, self.result
        off, base = (part.slack, whole.slack) if widely and not self.planned else (part.least_slack, whole.least_slack)
        base = Decimal(0) if self.planned else base
        if whole.value <= base:
            return False
        low = (part.value - off) / (whole.value + base) * _HUNDRED
        high = (part.value + off) / (whole.value - base) * _HUNDRED
        reach = result.slack if result.exact else 1 + result.slack
        return low - reach <= result.value <= high + reach


def shares(parts: Sequence[Part], index: int, words: Wording) -> Iterator[FoundCheck]:
    """What there is to say of the percentage at `index` of a sentence: the form that fits first decides."""
    result = parts[index]
    claims = [claim for form in _FORMS for claim in form(parts, index, words)]
    strict = next((claim for claim in claims if claim.strict), None)
    fitting = next((claim for claim in claims if claim.fits() and not _only_loosely(claim, strict)), None)
    if fitting is not None:
        yield _holds(fitting)
    elif strict is not None and result.exact:
        yield _fails(strict, holds=None if strict.fits(widely=True) else False)


def _only_loosely(claim: Claim, strict: Claim | None) -> bool:
    """The same two numbers, but with the target taken for a rounded one."""
    same = strict is not None and (claim.first, claim.second) == (strict.first, strict.second)
    return same and strict is not None and strict.planned and not claim.planned


def _like(part: Part, whole: Part) -> bool:
    return part.unit == whole.unit and not part.is_rate and part.exact and whole.exact


def _is_change(part: Part, words: Wording) -> bool:
    """多4家, 净增7家; what is newly won (新增) is no change of another number."""
    return bool(words.loose_change.search(part.label)) and "新增" not in part.label


def _achieved(parts: Sequence[Part], end: int, whole: Part, words: Wording) -> list[Part]:
    """What may have been achieved of `whole`, nearest first: no last year's value, no change, nothing in a bracket of its own."""
    before = [part for part in reversed(parts[max(0, end - _REACH) : end]) if part is not whole]
    told = [part for part in before if part.depth <= min(whole.depth, parts[end].depth) and _like(part, whole)]
    return [part for part in told if not (words.earlier.search(part.label) or _is_change(part, words))]


def _of_target(parts: Sequence[Part], index: int, words: Wording) -> Iterator[Claim]:
    """完成全年15户任务的120%: the whole stands right before, the part before it."""
    if index < 2 or not _SHARE_OF.match(parts[index].gap.removeprefix(")")):
        return
    whole = parts[index - 1]
    found = _achieved(parts, index - 1, whole, words) if whole.depth <= parts[index].depth else []
    if whole.depth > parts[index].depth:  # 完成年度任务(200家)的92%
        found = [part for part in parts[max(0, index - 2) : index - 1] if _like(part, whole)]
    told = bool(_FULFILLED.search(whole.gap)) and len(whole.label) <= 16 and ";" not in whole.gap
    planned = bool(_PLANNED.search(whole.gap + parts[index].gap))
    for part in found:
        between = parts[parts.index(part) + 1 : index - 1]
        beside = part is found[0] and all(entry.is_rate or entry.depth > part.depth for entry in between)
        yield Claim(parts[index], part, whole, told and beside, planned)


def _in_brackets(parts: Sequence[Part], index: int, words: Wording) -> Iterator[Claim]:
    """是目标数的116.7%(目标18亿元), 占比72.8%(规上工业276家), 办结率94.1%(共受理305件)."""
    if index < 1 or index + 1 >= len(parts):
        return
    part, whole = parts[index - 1], parts[index + 1]
    if not _like(part, whole) or (index > 1 and part.depth > parts[index].depth):
        return
    planned = bool(_TARGET.match(whole.gap))
    based = bool(_BASE.match(whole.gap)) and bool(re.search("占|率|比重|比例|面", parts[index].label)) and part.value <= whole.value
    joined = len(parts[index].gap) <= 12 and ";" not in parts[index].gap
    if planned or based:
        yield Claim(parts[index], part, whole, joined or planned)


def _fulfilled(parts: Sequence[Part], index: int, words: Wording) -> Iterator[Claim]:
    """年度目标60家,实际完成51家,完成率85%: of the two numbers of one unit before it, one is planned."""
    if index < 2 or not _COMPLETION.search(parts[index].label) or ";" in parts[index].gap:
        return
    clause = _clause(parts, index)
    near = [part for part in clause if not words.earlier.search(part.label) and not _is_change(part, words)]
    depth = parts[index].depth
    planned = [part for part in near if _PLANNED.search(part.label + part.tail) and part.depth in (depth, depth + 1)]
    done = [part for part in near if part not in planned and part.depth == depth]
    for whole in planned:
        found = [part for part in done if _like(part, whole)]
        for part in found:
            alone = len(planned) == len(found) == 1 and {part.offset, whole.offset} == {entry.offset for entry in near[:2]}
            yield Claim(parts[index], part, whole, alone, planned=True)


def _clause(parts: Sequence[Part], index: int) -> list[Part]:
    """The numbers before `index` back to a semicolon."""
    found: list[Part] = []
    for part in reversed(parts[max(0, index - _REACH) : index]):
        found.append(part)
        if ";" in part.gap:
            break
    return found


def _distributed(parts: Sequence[Part], index: int, words: Wording) -> Iterator[Claim]:
    """24家、130家,分别完成任务30家、160家的80%、81.3%: each result has the whole and the part of its place."""
    first = index
    while first > 0 and parts[first - 1].is_rate and re.fullmatch("[、和,]", parts[first].gap):
        first -= 1
    last = first
    while last + 1 < len(parts) and parts[last + 1].is_rate and re.fullmatch("[、和,]", parts[last + 1].gap):
        last += 1
    count, place = last - first + 1, index - first
    if count < 2 or first < 2 * count or not any("分别" in part.gap for part in parts[first - count : first]):
        return
    whole, part = parts[first - count + place], parts[first - 2 * count + place]
    if _like(part, whole):
        yield Claim(parts[index], part, whole, "的" in parts[first].gap, planned=True)


def _within(parts: Sequence[Part], index: int, words: Wording) -> Iterator[Claim]:
    """184家里有研发活动的103家,占56.0%."""
    if index < 2 or not _SHARE.match(parts[index].gap):
        return
    part, whole = parts[index - 1], parts[index - 2]
    inside = bool(_WITHIN.search(part.gap)) or bool(_SOME_OF.search(part.label))
    strict = inside and part.value <= whole.value and ";" not in part.gap and part.depth == parts[index].depth
    if _like(part, whole):
        yield Claim(parts[index], part, whole, strict)


def _named_rate(parts: Sequence[Part], index: int, words: Wording) -> Iterator[Claim]:
    """受理256件,办结227件、办结率88.7%: the rate bears the name of the part."""
    match = _RATE.search(parts[index].label)
    if match is None or index < 2:
        return
    for part, whole in ((parts[index - 1], parts[index - 2]), _outermost(parts, index)):
        if _like(part, whole) and match["stem"][-2:] in f"{part.label}{part.tail}":
            later = max(part, whole, key=lambda entry: entry.offset)
            beside = len(parts[index].gap) <= 10 and len(later.gap) <= 14 and ";" not in later.gap + parts[index].gap
            counted = part.unit != "元"  # a rate of money is mostly reckoned on a base the sentence doesn't name (代偿率)
            yield Claim(parts[index], part, whole, strict=beside and counted and part.value <= whole.value)


def _outermost(parts: Sequence[Part], index: int) -> tuple[Part, Part]:
    """通过36家(含复审15家),申报52家,通过率69.2%: part and whole in the other order, brackets aside."""
    outer = [part for part in parts[max(0, index - _REACH) : index] if part.depth == parts[index].depth]
    return (outer[-2], outer[-1]) if len(outer) > 1 else (parts[index - 1], parts[index - 2])


def _any_before(parts: Sequence[Part], index: int, words: Wording) -> Iterator[Claim]:
    """A share of some total named earlier: confirmed when one fits, never condemned."""
    if not re.search(r"占|率|比重|比例|完成", parts[index].label) or index < 1:
        return
    part = parts[index - 1]
    wholes = [entry for entry in reversed(parts[max(0, index - _REACH) : index - 1]) if _like(part, entry)]
    yield from (Claim(parts[index], part, whole, strict=False) for whole in wholes)


_FORMS: tuple[Callable[[Sequence[Part], int, Wording], Iterator[Claim]], ...] = (
    _of_target,
    _distributed,
    _in_brackets,
    _fulfilled,
    _within,
    _named_rate,
    _any_before,
)


def _offsets(claim: Claim) -> tuple[int, ...]:
    return (claim.result.offset, claim.first.offset, claim.second.offset)


def _holds(claim: Claim) -> FoundCheck:
    message = f"{claim.first.printed}占{claim.second.printed}的比例与{claim.result.printed}一致"
    return FoundCheck("ratio", True, _offsets(claim), message)


def _fails(claim: Claim, *, holds: bool | None) -> FoundCheck:
    actual = rounded(claim.first.value / claim.second.value * _HUNDRED, 2) if claim.second.value else Decimal(0)
    message = f"写明{claim.result.printed}，但{claim.first.printed}占{claim.second.printed}的{plain(actual)}%，请核对"
    return FoundCheck("ratio", holds, _offsets(claim), message)
