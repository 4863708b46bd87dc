"""Lists of names with a count: A、B、C 3家, 8座,即A、B……, 2家(A、B). The names are counted; 等 means the list is not complete."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from titian.reader.checks.passage import Part, Passage, Sentence
from titian.reader.values import FoundCheck

# A name: no digits, no quantity, no clause in it. Brackets inside a name (某某(集团)公司) are blanked first, length kept.
_NAME = r"[^,;:。、()\d“”\s|]{2,24}"
_LIST = rf"(?P<names>{_NAME}(?:、{_NAME})*)"
_INNER_BRACKET = re.compile(r"(?<=[^\s,;:。、\d家个名项位所座])\([^()、,\d]{1,12}\)")
_AHEAD = re.compile(rf"(?:^|[^、]){_LIST} ?$")
_EXPLAINED = re.compile(
    rf"^[^,;:。、()\d]{{0,8}}[,:—]*(?:分别是|分别为|即|具体是|具体为|包括|名单为|是|为|有|:|——){_LIST}(?:[,;。)]|$)"
)
_BRACKETED = re.compile(rf"^\((?:即|分别是|分别为|包括|具体为)?:?{_LIST}\)")
_TITLED = re.compile(rf"^\)(?::|——|—) ?{_LIST}(?:[,;。)]|$)")
_CARRIED = re.compile(rf"^(?:依托|由){_LIST}(?:建设|承建|牵头|承担|组建|共建|设立|实施)")
_JOINED = re.compile(r"(?<=..)(?:以及|和|与|及)(?=..)")
_AND_OTHERS = "等"
_LONG_NAME, _MANY = 3, 40
_REACH = 600  # characters a list may run


@dataclass(frozen=True)
class _Names:
    """Names with their offsets; `open_end`: 等 follows; `sure`: things by name, not classes of things."""

    names: tuple[tuple[int, str], ...]
    open_end: bool
    sure: bool

    @property
    def counts(self) -> set[int]:
        """How many they may be: a last 和 joins two names or belongs to one."""
        return {len(self.names), len(self.names) + len(_JOINED.findall(self.names[-1][1]))}


def lists(passage: Passage) -> Iterator[FoundCheck]:
    """List checks in text order; a list that misses its count by one is wrong, by more it is some other list."""
    words = _Words(tuple(map(str, passage.words["common_names"])), tuple(map(str, passage.words["predicates"])))
    counted = set(map(str, passage.words["named_by"]))
    for sentence in passage.sentences:
        for index, part in enumerate(sentence.parts):
            if part.exact and part.unit in counted and 0 < part.value <= _MANY:
                yield from _judged(part, words.after(sentence, part) or words.ahead(part, first=index == 0), words.common)


@dataclass(frozen=True)
class _Words:
    common: tuple[str, ...]
    predicates: tuple[str, ...]

    def after(self, sentence: Sentence, part: Part) -> _Names | None:
        """Names that follow their count."""
        at = part.found.end - sentence.start
        rest = _blanked(sentence.text[at : at + _REACH])
        for pattern, least in ((_BRACKETED, _LONG_NAME), (_EXPLAINED, 1), (_TITLED, 1), (_CARRIED, 1)):
            match = pattern.match(rest)
            if match is not None and (pattern is _BRACKETED or "、" in match["names"]):
                return self._found(match["names"], part.found.end + match.start("names"), least)
        return None

    def ahead(self, part: Part, *, first: bool) -> _Names | None:
        """Names that stand before their count; what follows another number directly is that number's noun, no name."""
        gap = part.gap[-_REACH:]
        match = _AHEAD.search(_blanked(gap))
        if match is None or "、" not in match["names"] or (match.start("names") == 0 and not first):
            return None
        names = match["names"]
        found = self._found(names, part.offset - len(gap) + match.start("names"), _LONG_NAME)
        last = names.rpartition("、")[2]
        return None if not found.open_end and any(word in last for word in self.predicates) else found

    def _found(self, names: str, start: int, least: int) -> _Names:
        open_end = names.endswith(_AND_OTHERS)
        found, at = [], start
        for name in names.removesuffix(_AND_OTHERS).split("、"):
            found.append((at, name))
            at += len(name) + 1
        sure = all(len(name) >= least and not any(word in name for word in self.common) for _, name in found)
        return _Names(tuple(found), open_end, sure)


def _blanked(text: str) -> str:
    return _INNER_BRACKET.sub(lambda match: "·" * len(match.group()), text)


def _judged(part: Part, found: _Names | None, common: tuple[str, ...]) -> list[FoundCheck]:
    if found is None:
        return []
    stated, offsets = int(part.value), (part.offset, *(offset for offset, _ in found.names))
    listed = "、".join(name for _, name in found.names)
    if stated in found.counts:
        return [FoundCheck("list", True, offsets, f"名单列出{stated}个({listed}),与{part.printed}一致")]
    if len(found.names) < 2 or (found.open_end and max(found.counts) < stated):
        return []
    sure = found.sure and not any(word in part.tail for word in common)
    nearest = min(found.counts, key=lambda count: abs(count - stated))
    if abs(nearest - stated) != 1:
        return []
    return [FoundCheck("list", False if sure else None, offsets, f"写明{part.printed},名单却列出{nearest}个:{listed},请核对")]
