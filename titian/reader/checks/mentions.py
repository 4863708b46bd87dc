"""Numbers spoken of again in the text's own words, catalogue figure or not: 征集企业难题96个 … 上半年征集的99个企业难题.

Only what cannot well be two things is called wrong: the same words, the same unit, values a slip apart, and nothing beside either number
(a plan, another year, a place, a class, 未 or 再) that would make it another. Table cells speak by their row's name.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from titian.reader.checks.grid import Grid, grids_of
from titian.reader.checks.passage import Part, Passage, Sentence
from titian.reader.checks.wording import Wording, wording
from titian.reader.quantities.units import UNKNOWN
from titian.reader.values import FoundCheck

_TELLING, _REFERRED = 20, 10  # smaller counts may agree by chance in their words
_SLIP, _WIDE_SLIP = Decimal("0.04"), Decimal("0.1")
_FARTHEST = 100  # mentions back; no paper counts one kind of thing so often
_COMMON = 4  # characters two mentions share at least
_HAN = re.compile(r"[\u4e00-\u9fffA-Za-z]+")
_NOUN_END = re.compile(r"[中里内]|的|已|均|全部|逐|进行|开展|实行|建立")
_REFERS = re.compile(r"(?:的|这|上述|现有|以上|全部|该)$")
_SET_APART = re.compile(r"未|没有|不|拟|再|另|还|其余|其他|剩余|又|新增|净增|累计|其中|重新|首次|同期|去年|上年|年初")
_WHEN = re.compile(r"上半年|下半年|[一二三四1-4]季度|\d{1,2}(?:[-—~至]\d{1,2})?月|(?:19|20)\d{2}年?|当季|本月|前三季度")
_PLACE = re.compile(r"[\u4e00-\u9fff]{2}(?:镇|乡|街道|片区|园区|开发区|高新区)")
_UNIT_OF_NAME = re.compile(r"[(\[][^()\[\]]*[)\]]$")


@dataclass(frozen=True)
class _Mention:
    """A number and the words that say what it counts."""

    part: Part
    place: int  # sentence or cell it stands in
    words: str
    clause: str
    refers: bool = False

    @cached_property
    def pairs(self) -> frozenset[str]:
        return frozenset(self.words[at : at + 2] for at in range(len(self.words) - 1))

    def shares(self, other: _Mention) -> int:
        """How many different characters stand in both, in pairs."""
        return len(set("".join(self.pairs & other.pairs)))


def mentions(passage: Passage) -> Iterator[FoundCheck]:
    """A check for each number that says another value of what was counted before."""
    words = wording(passage.extra)
    said = [*_in_prose(passage, words, _near_others(passage)), *_in_cells(passage, words)]
    said.sort(key=lambda mention: mention.part.offset)
    by_unit: dict[str, list[_Mention]] = {}
    for mention in said:
        by_unit.setdefault(mention.part.unit, []).append(mention)
    for group in by_unit.values():
        yield from _contradictions(group, words)


def _near_others(passage: Passage) -> frozenset[tuple[str, Decimal]]:
    """Units with values that have another value a slip away; most have none, and their words need not be looked at."""
    values: dict[str, set[Decimal]] = {}
    for sentence in passage.sentences:
        for part in sentence.parts:
            if part.value >= _REFERRED and part.exact:
                values.setdefault(part.unit, set()).add(part.value)
    close = (
        (unit, pair)
        for unit, found in values.items()
        for pair in pairwise(sorted(found))
        if pair[1] - pair[0] <= pair[1] * _WIDE_SLIP
    )
    return frozenset((unit, value) for unit, pair in close for value in pair)


def _in_prose(passage: Passage, words: Wording, near: Container[tuple[str, Decimal]]) -> Iterator[_Mention]:
    for sentence in passage.sentences:
        parts = [part for part in sentence.parts if (part.unit, part.value) in near and _is_count(part)]
        if parts and not sentence.in_table and not words.corrections.search(sentence.text):
            yield from (
                mention
                for part in parts
                if (mention := _mention(sentence, part, words)) and (mention.refers or not passage.planned_at(part.offset))
            )


def _is_count(part: Part) -> bool:
    return part.value >= _REFERRED and part.exact and not part.is_rate and part.unit != UNKNOWN and not part.depth


def _mention(sentence: Sentence, part: Part, words: Wording) -> _Mention | None:
    """What the words around a number say, when it states an achieved count."""
    if words.loose_change.search(part.label) or words.becoming.search(part.label):
        return None
    clause = re.split(r"[,;:]", part.gap)[-1] + part.printed + part.tail
    if words.plans(clause):
        return None
    noun = _NOUN_END.split(part.tail)[0]
    said = "".join(_HAN.findall(words.neutral.sub("", part.label.removesuffix("的")) + noun))
    return _Mention(part, sentence.start, said, clause, bool(_REFERS.search(part.label)) and len(noun) > 1)


def _in_cells(passage: Passage, words: Wording) -> Iterator[_Mention]:
    for grid in grids_of(passage):
        column = grid.column(passage.words["actual_columns"], but=passage.words["rate_columns"])
        if column is not None:
            yield from _of_column(grid, column, words)


def _of_column(grid: Grid, column: int, words: Wording) -> Iterator[_Mention]:
    for row in grid.rows:
        part = row.parts.get(column)
        if part is not None and part.exact and not part.is_rate and part.printed.isdigit() and part.value >= _TELLING:
            name = _UNIT_OF_NAME.sub("", row.name)
            yield _Mention(part, part.offset, "".join(_HAN.findall(words.neutral.sub("", name))), name)


def _contradictions(group: Sequence[_Mention], words: Wording) -> Iterator[FoundCheck]:
    told: set[Decimal] = set()
    for at, second in enumerate(group):
        before = group[max(0, at - _FARTHEST) : at]
        earlier = [first for first in before if first.place != second.place and _same_thing(first, second, words)]
        off = [first for first in earlier if first.part.value != second.part.value]
        if off and len(off) == len(earlier) and second.part.value not in told:
            told.add(second.part.value)
            first = off[-1].part
            message = f"前文为{off[-1].words}{first.printed}，后文为{second.words}{second.part.printed}，请核对"
            yield FoundCheck("conflict", False, (first.offset, second.part.offset), message)


def _same_thing(first: _Mention, second: _Mention, words: Wording) -> bool:
    one, other = first.part.value, second.part.value
    referring = second.refers or first.refers
    reach = max(one, other) * (_WIDE_SLIP if referring else _SLIP)
    if abs(one - other) > reach or max(one, other) < (_REFERRED if referring else _TELLING):
        return False
    alike = first.shares(second) >= _COMMON if referring else first.words == second.words and len(first.words) >= _COMMON
    return alike and not _told_apart(first, second, words, referring=referring)


def _told_apart(first: _Mention, second: _Mention, words: Wording, *, referring: bool) -> bool:
    """Does a word beside one of them name another year, place, class or stage?"""
    for pattern in (_SET_APART, _PLACE, words.narrowing):
        if set(pattern.findall(first.clause)) != set(pattern.findall(second.clause)):
            return True
    dates = [set(_WHEN.findall(mention.clause)) for mention in (first, second)]
    if all(dates) and dates[0] != dates[1]:
        return True
    stages = [set(words.stages.findall(mention.clause)) for mention in (first, second)]
    if referring:
        return not (stages[0] <= stages[1] or stages[1] <= stages[0])
    return stages[0] != stages[1]
