"""Totals and their parts: 其中, lists after a colon or in brackets, two complementary parts, parts followed by 合计.

A sum that comes out is confirmed wherever it stands. One that does not is called wrong only where the text itself says that the parts are
the whole (colon, bracket, complementary or exclusive classes, 合计) or where it misses by the hair of a slip; else the parts are a subset.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import takewhile

from titian.reader.checks.passage import Part, Passage, Sentence, shown
from titian.reader.checks.wording import Wording, named_alike, wording
from titian.reader.quantities.units import UNKNOWN
from titian.reader.values import FoundCheck

_LIST = re.compile(r"^[^,;:(]{0,12}(?::|——|—)|^[^,;:(]{0,10}[,(]?(?:分别是|分别为|包括)")
_BRACKET = re.compile(r"^[^,;:]{0,6}\($")
_SORTED_BY = re.compile(r"^(?:其中|论|按|分|从)|[里中看],|原因")
_OPENS_PARTS = re.compile(r"^(?:其中|(?:论|按|分|从)[^,;:]{1,8}[,:])")
_SIBLING = re.compile(r"^[^,;:。]{0,20}[、和与及]")
_DIVIDED = re.compile(r"(?:分|分为|分成|分作|划分为|细分为|共分|涉及|覆盖)$")
_COMPARED = re.compile(r"^[^,;]{0,4},(?:比|较|同比)")
_AIM = re.compile("任务|目标")
_ITEM = re.compile(r"^[^,;]{0,20}[、和]")
_SUB_ITEM, _LISTED = re.compile(r"^[^,;]{0,24}[、和]"), re.compile(r"^[^;]{0,24}[、,和]")
_SLIP, _SHARE, _SMALL = Decimal(2), Decimal("0.1"), Decimal("0.025")
_LARGE_ENOUGH = 10
_BEYOND_CHANCE, _BEYOND_DOUBT = 100, 50
_LONGEST = 30  # parts a total is broken into at most
_FARTHEST = 100  # quantities back in one sentence; none a person wrote has so many
_REACH = 12  # quantities back to look for the total of a list that stands apart from it


def sums(passage: Passage) -> Iterator[FoundCheck]:
    """Sum and subset checks, each total with a set of parts once."""
    known = wording(passage.extra)
    seen: set[tuple[int, ...]] = set()
    previous: Sentence | None = None
    before: list[Part] = []
    for sentence in passage.sentences:
        checks = [*_within(sentence, known), *_across(previous, sentence, known), *_further_back(before, sentence, known)]
        for check in checks:
            if check.offsets not in seen:
                seen.add(check.offsets)
                yield check
        previous = sentence
        before = [*before, *sentence.parts][-_REACH:]


def _within(sentence: Sentence, wording: Wording) -> Iterator[FoundCheck]:
    last = len(sentence.parts) - 1
    for index, total in enumerate(sentence.parts):
        if total.is_rate:
            continue
        if index < last:
            yield from _bracketed(sentence.parts, index, wording)
            yield from _following(sentence.parts, index, wording)
        if index:
            yield from _preceding(sentence.parts, index, wording)


def _across(previous: Sentence | None, sentence: Sentence, wording: Wording) -> Iterator[FoundCheck]:
    """104项。其中……: parts in one sentence, their total in the sentence before."""
    first = sentence.parts[0]
    if previous is None or not _SORTED_BY.search(first.gap) or sentence.start - previous.start - len(previous.text) > 2:
        return
    among = first.among
    for total in reversed(previous.parts):
        parts = _comparable(total, _level(sentence.parts, first.depth), wording, loose=among)
        found = _equal(total, parts)
        if found:
            yield _holds(total, found)
            return
    nearest = next((entry for entry in reversed(previous.parts) if entry.unit == first.unit and entry.depth == 0), None)
    if nearest is not None and _OPENS_PARTS.match(first.gap):
        run = _comparable(nearest, _level(sentence.parts, first.depth), wording, loose=True)
        yield from _judged(nearest, run, wording, among=True)


def _further_back(before: Sequence[Part], sentence: Sentence, wording: Wording) -> Iterator[FoundCheck]:
    """反馈29个问题……办结25个,未办结4个: two halves, or a whole list, whose total stands further back."""
    for index, part in enumerate(sentence.parts[:-1]):
        run = sentence.parts[index : index + 2]
        if not wording.complementary(run):
            begins = index == 0 or ";" in part.gap or ":" in part.gap
            run = tuple(_joined(sentence.parts[index : index + _LONGEST])) if begins else ()
        if len(run) > 2 or wording.complementary(run):
            near = [*before, *sentence.parts[max(0, index - _FARTHEST) : index]]
            earlier = [entry for entry in near if wording.comparable(entry, part, loose=False)]
            total = next((entry for entry in reversed(earlier) if _equal(entry, run) == list(run)), None)
            if total is not None and (total.value >= _LARGE_ENOUGH or len(run) == 2):
                yield _holds(total, run)


def _level(parts: Sequence[Part], depth: int) -> list[Part]:
    """The parts of one bracket level, up to a semicolon."""
    level: list[Part] = []
    for part in parts:
        if part.depth < depth or (level and part.depth == depth and ";" in part.gap):
            break
        if part.depth == depth:
            level.append(part)
    return level


def _comparable(total: Part, parts: Sequence[Part], wording: Wording, *, loose: bool) -> list[Part]:
    return [part for part in parts if wording.comparable(total, part, loose=loose)]


def _bracketed(parts: Sequence[Part], index: int, wording: Wording) -> Iterator[FoundCheck]:
    """75名(法人16名,自然人59名)."""
    total, rest = parts[index], parts[index + 1 : index + 1 + _LONGEST]
    if not rest or rest[0].depth <= total.depth or not _BRACKET.match(rest[0].gap[: rest[0].gap.rfind("(") + 1]):
        return
    inside = _comparable(total, _level(rest, total.depth + 1), wording, loose=True)
    yield from _judged(total, inside, wording, listed=True, among="其中" in rest[0].gap)


def _following(parts: Sequence[Part], index: int, wording: Wording) -> Iterator[FoundCheck]:
    """Parts after their total in the same sentence."""
    total = parts[index]
    rest = _level(parts[index + 1 : index + 1 + _LONGEST], total.depth)
    if len(rest) > 1 and (wording.change.search(rest[0].label) or _COMPARED.match(rest[0].gap)):
        rest = rest[1:]  # 31户,较上年多4户,其中首次19户
    if not rest or ";" in rest[0].gap:
        return
    divided = _divided(total, rest, wording)
    if divided:
        yield from _judged(total, divided, wording, listed=True)
        return
    among = next((at for at, part in enumerate(rest) if part.among), len(rest))
    listed = bool(_LIST.match(rest[0].gap))
    run = _comparable(total, rest, wording, loose=among == 0 or listed)
    sibling = run[:1] == rest[:1] and bool(_SIBLING.match(rest[0].gap))
    yield from _judged(total, run, wording, listed=listed, among=among == 0, sibling=sibling)
    between = rest[:among]
    if 0 < among < len(rest) and not any(part.unit == total.unit for part in between):
        yield from _judged(total, _comparable(total, rest[among:], wording, loose=True), wording, among=True)


def _divided(total: Part, rest: Sequence[Part], wording: Wording) -> list[Part]:
    """100家,分3批,第一批41家、第二批35家、第三批24家: as many parts as the text announces."""
    count = int(rest[0].value) if rest[0].exact and _DIVIDED.search(rest[0].label) and 1 < rest[0].value <= _LONGEST else 0
    parts = _comparable(total, rest[1 : 1 + count], wording, loose=True)
    return parts if count and len(parts) == count and all(part.unit == total.unit for part in parts) else []


def _judged(
    total: Part, run: list[Part], wording: Wording, *, listed: bool = False, among: bool = False, sibling: bool = False
) -> Iterator[FoundCheck]:
    """What to say of a total and the quantities that may be its parts; `listed`, `among`: the text introduces them as such.

    Without such a word only a total too large for chance is confirmed, and none that is itself an item of the list (`sibling`).
    """
    if not run:
        return
    divided = listed or among or wording.complementary(run) or wording.staged(run)
    found = _equal(total, run)
    if found and (divided or (total.value >= _LARGE_ENOUGH and not sibling)):
        yield _holds(total, found)
    elif divided and not found:
        yield from _unequal(total, run, wording, listed=listed, among=among)
    elif not found and not sibling:
        yield from _beside(total, _joined(run), wording)


def _beside(total: Part, parts: Sequence[Part], wording: Wording) -> Iterator[FoundCheck]:
    """Parts that follow a total without a word (在库172人,高校57人、本土98人、返聘16人): a miss by one is too close for chance, so is a
    somewhat larger one where every part names another class (国家级、省级、市级)."""
    if len(parts) < 2 or not all(part.exact and part.unit == total.unit for part in [total, *parts]):
        return
    over = sum((part.value for part in parts), Decimal(0)) - total.value
    classes = len(parts) > 2 and (wording.exclusive(parts) or named_alike(parts))
    if abs(over) != 1 and not (classes and abs(over) <= _nearly(total)):
        return
    if len(parts) > 2 or wording.states.search("".join(part.label for part in parts)):
        check = _fails(total, parts)
        certain = total.value >= (_BEYOND_DOUBT if classes else _BEYOND_CHANCE) or (classes and over > 0)
        yield check if certain else replace(check, holds=None)


def _equal(total: Part, run: Sequence[Part]) -> list[Part]:
    """The shortest beginning of the run, two exact parts or more, that adds up to the total as printed."""
    added = Decimal(0)
    for count, part in enumerate(run if total.exact else (), 1):
        if not part.exact:
            return []
        added += part.value
        if count > 1 and (added == total.value or abs(added - total.value) <= _rounded_off(total, run[:count])):
            return list(run[:count])
    return []


def _rounded_off(total: Part, parts: Sequence[Part]) -> Decimal:
    """What a total printed coarser than its parts may have lost (7.5亿元 of 3.21亿元 and 4.33亿元)."""
    return total.slack if total.slack and total.slack > max(part.slack for part in parts) else Decimal(0)


def _unequal(total: Part, run: Sequence[Part], wording: Wording, *, listed: bool, among: bool) -> Iterator[FoundCheck]:
    """What to say of parts that don't add up to the total."""
    joined = _joined(run)
    groups = [list(run[:2]), joined] if wording.complementary(run) else [joined]
    for parts in groups:
        if _is_off(total, parts, wording, listed=listed):
            yield _fails(total, parts)
            return
    if among and not listed:
        yield from _subset(total, joined)


def _is_off(total: Part, parts: Sequence[Part], wording: Wording, *, listed: bool) -> bool:
    """The parts are the whole, or exclude each other and exceed it, or miss a large total by a hair."""
    if len(parts) < 2 or not total.exact or not all(part.exact for part in parts):
        return False
    added = sum((part.value for part in parts), Decimal(0))
    gap = abs(added - total.value)
    told = "".join(part.label for part in parts)
    if _AIM.search(total.label) or wording.yet_to_come.search(told) or (wording.overlapping.search(told) and not listed):
        return False
    whole = listed or wording.complementary(parts) or wording.staged(parts) or wording.spans_years(total, parts)
    if whole or (added > total.value and wording.exclusive(parts)):
        return gap <= max(_SLIP, abs(total.value) * _SHARE)
    return total.value >= _LARGE_ENOUGH and gap <= _nearly(total)


def _nearly(total: Part) -> Decimal:
    """How far a slip may miss a total that is not said to be the whole of its parts."""
    return max(Decimal(1), abs(total.value) * _SMALL)


def _joined(run: Sequence[Part]) -> list[Part]:
    """The parts of one list: from the first on while the unit stays and nothing but a list mark stands between them."""
    joined = [run[0]]
    for part in run[1:]:
        other = part.unit not in {run[0].unit, UNKNOWN} and run[0].unit != UNKNOWN
        if other or not _LISTED.match(part.gap) or part.among:
            break
        joined.append(part)
    return joined


def _subset(total: Part, run: Sequence[Part]) -> Iterator[FoundCheck]:
    """其中: every part is at most the total; a larger one may belong to another total, so it is asked, not condemned."""
    if total.unit != run[0].unit:
        return
    parts = [run[0], *takewhile(lambda part: _SUB_ITEM.match(part.gap), run[1:])]
    fits, exact = all(part.value <= total.value for part in parts), total.exact and all(part.exact for part in parts)
    offsets, listed = (total.offset, *(part.offset for part in parts)), "、".join(part.printed for part in parts)
    if fits and exact and len(parts) > 1 and sum(part.value for part in parts) > total.value:
        yield FoundCheck("subset", None, offsets, f"其中的{listed}合计大于总数{total.printed}，请核对是否有交叉")
    elif fits:
        yield FoundCheck("subset", True, offsets, f"其中的{listed}不超过总数{total.printed}")
    elif exact:
        yield FoundCheck("subset", None, offsets, f"其中的{listed}大于前面的{total.printed}，请核对是否属于这个总数")


def _preceding(parts: Sequence[Part], index: int, wording: Wording) -> Iterator[FoundCheck]:
    """规上43户、规下17户,合计60户."""
    total = parts[index]
    cue = wording.total_cue(total)
    if cue is None:
        return
    before = []
    first = max(0, index - _LONGEST)
    for part, following in zip(reversed(parts[first:index]), reversed(parts[first + 1 : index + 1]), strict=True):
        if ";" in following.gap:
            break
        before.append(part)
    run = [part for part in before if part.depth == total.depth and wording.comparable(total, part, loose=False)]
    found = _equal(total, run)
    if found:
        yield _holds(total, found[::-1])
        return
    listed = [part for part, kept in zip(before, run, strict=False) if part is kept][::-1]
    gap = abs(sum((part.value for part in listed), Decimal(0)) - total.value)
    stated = len(listed) > 1 and all(part.exact and part.unit == total.unit for part in [*listed, total])
    itemised = total.value >= _LARGE_ENOUGH and all(_ITEM.match(part.gap) for part in listed[1:])
    allowed = max(_SLIP, abs(total.value) * _SHARE) if cue == "sum" else _nearly(total) if itemised else Decimal(0)
    if stated and 0 < gap <= allowed:
        yield _fails(total, listed)


def _holds(total: Part, parts: Sequence[Part]) -> FoundCheck:
    added = "+".join(part.printed for part in parts)
    return FoundCheck("sum", True, (total.offset, *(part.offset for part in parts)), f"{added}与总数{total.printed}一致")


def _fails(total: Part, parts: Sequence[Part]) -> FoundCheck:
    """Wrong; to be asked where the last printed digit may have been rounded."""
    added = sum((part.value for part in parts), Decimal(0))
    gap = abs(added - total.value)
    listed, sum_of, off = "+".join(part.printed for part in parts), shown(added, total), shown(gap, total)
    offsets = (total.offset, *(part.offset for part in parts))
    if gap <= 2 * max(part.slack for part in [total, *parts]):
        return FoundCheck("sum", None, offsets, f"总数{total.printed}与分项之和{sum_of}相差{off}，请确认是否因四舍五入")
    return FoundCheck("sum", False, offsets, f"总数{total.printed}与分项之和不符：{listed}={sum_of}，相差{off}，请核对")
