"""Lists of names with a count: A、B、C 3家, 8座,即A、B……, 2家(A、B). The names are counted; 等 means the list is not complete."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from titian.reader.checks.passage import Part, Passage, Sentence
from titian.reader.values import FoundCheck
from titian.reader.vocabulary import words as vocabulary

# A name: no digits, no quantity, no clause in it. Brackets inside a name (某某(集团)公司) are blanked first, length kept.
_NAME = r"[^,;:。、()\d“”\s|—]{2,24}"
_LIST = rf"(?P<names>{_NAME}(?:、{_NAME})*)"
_END = r"(?:[,;。)—]|$)"
_INNER_BRACKET = re.compile(r"(?<=[^\s,;:。、\d家个名项位所座])\([^()、,\d]{1,12}\)")
_AHEAD = re.compile(rf"(?:^|[^、]){_LIST} ?$")
_NOUN = r"[^,;:。、()\d]{0,8}"
_BRACKETED = re.compile(rf"^{_NOUN}\((?:即|分别是|分别为|包括|具体为|名单为)?:?{_LIST}\)")
_TITLED = re.compile(rf"^\)(?::|——|—) ?{_LIST}{_END}")
_CARRIED = re.compile(rf"^(?:依托|由){_LIST}(?:建设|承建|牵头|承担|组建|共建|设立|实施)")
_SURELY_JOINED = re.compile(r"(?<=...)以及(?=...)|^[^和与及]{4,8}[和与及](?=[^和与及]{4,8}$)")
_MAYBE_JOINED = re.compile(r"(?<=..)(?:以及|[和与及])(?=..)")
_CARRYING = re.compile("(?<=...)(?:建设|承建|牵头|承担|组建|共建|设立|实施)$")
_AND_OTHERS = "等"
_LONG_NAME, _MANY = 3, 40
_REACH = 600  # characters a list may run
_OFF, _SHARE_OFF = 2, 4  # an introduced list misses by at most two, and by a quarter


@dataclass(frozen=True)
class _Names:
    """Names with their offsets; `open_end`: 等 follows; `sure`: things by name, not classes of things; `introduced`: 分别为, a bracket."""

    names: tuple[tuple[int, str], ...]
    open_end: bool
    sure: bool
    introduced: bool

    @property
    def counts(self) -> set[int]:
        """How many they may be: 和 joins two names, or belongs to one where a side is short (祥和电子)."""
        sure = len(self.names) + sum(len(_SURELY_JOINED.findall(name)) for _, name in self.names)
        return {sure, *(sure + extra for extra in range(1, self._doubtful + 1))}

    @property
    def _doubtful(self) -> int:
        return sum(len(_MAYBE_JOINED.findall(name)) - len(_SURELY_JOINED.findall(name)) for _, name in self.names)


def lists(passage: Passage) -> Iterator[FoundCheck]:
    """List checks in text order; a list that misses its count by far is some other list."""
    words = _words(passage.extra)
    for sentence in passage.sentences:
        for index, part in enumerate(sentence.parts):
            if part.exact and part.unit in words.counted and 0 < part.value <= _MANY:
                yield from _judged(part, words.after(sentence, part) or words.ahead(part, first=index == 0), words.common)


@dataclass(frozen=True)
class _Words:
    counted: frozenset[str]
    common: tuple[str, ...]
    predicates: tuple[str, ...]
    explained: re.Pattern[str]

    def after(self, sentence: Sentence, part: Part) -> _Names | None:
        """Names that follow their count."""
        at = part.found.end - sentence.start
        rest = _blanked(sentence.text[at : at + _REACH])
        for pattern, least in ((_BRACKETED, _LONG_NAME), (self.explained, 1), (_TITLED, 1), (_CARRIED, 1)):
            match = pattern.match(rest)
            if match is not None and (pattern is _BRACKETED or "、" in match["names"] or "以及" in match["names"]):
                return self._found(match["names"], part.found.end + match.start("names"), least, introduced=True)
        return None

    def ahead(self, part: Part, *, first: bool) -> _Names | None:
        """Names that stand before their count; what follows another number directly is that number's noun, no name."""
        gap = part.gap[-_REACH:]
        match = _AHEAD.search(_blanked(gap))
        if match is None or "、" not in match["names"] or (match.start("names") == 0 and not first):
            return None
        names = match["names"]
        if names.endswith(("和", "与", "及")):
            return None  # 甲大学、乙研究院和3家企业
        found = self._found(names, part.offset - len(gap) + match.start("names"), _LONG_NAME, introduced=False)
        last = names.rpartition("、")[2]
        return None if not found.open_end and any(word in last for word in self.predicates) else found

    def _found(self, names: str, start: int, least: int, *, introduced: bool) -> _Names:
        open_end = names.endswith(_AND_OTHERS)
        found, at = [], start
        for name in _CARRYING.sub("", names.removesuffix(_AND_OTHERS)).split("、"):
            found.append((at, name))
            at += len(name) + 1
        sure = all(len(name) >= least and not any(word in name for word in self.common) for _, name in found)
        return _Names(tuple(found), open_end, sure, introduced)


@cache
def _words(extra: tuple[Path, ...]) -> _Words:
    known = vocabulary("checks", extra)
    opening = "|".join(sorted((re.escape(str(word)) for word in known["list_openings"]), key=len, reverse=True))
    placing = "|".join(sorted((re.escape(str(word)) for word in known["placing"]), key=len, reverse=True))
    explained = rf"^{_NOUN}[,:—(]*(?:(?:{opening}):?|分别(?:{placing})[在于为]?|有|:|——){_LIST}{_END}"
    common, predicates = (tuple(map(str, known[name])) for name in ("common_names", "predicates"))
    return _Words(frozenset(map(str, known["named_by"])), common, predicates, re.compile(explained))


def _blanked(text: str) -> str:
    return text if "(" not in text else _INNER_BRACKET.sub(lambda match: "·" * len(match.group()), text)


def _judged(part: Part, found: _Names | None, common: Sequence[str]) -> list[FoundCheck]:
    if found is None:
        return []
    stated, offsets = int(part.value), (part.offset, *(offset for offset, _ in found.names))
    listed = "、".join(name for _, name in found.names)
    if stated in found.counts:
        return [FoundCheck("list", True, offsets, f"名单列出{stated}个（{listed}），与{part.printed}一致")]
    if max(found.counts) < 2 or (found.open_end and max(found.counts) < stated):
        return []
    sure = found.sure and not any(word in part.tail for word in common)
    nearest = min(found.counts, key=lambda count: abs(count - stated))
    off = abs(nearest - stated)
    if off != 1 and not (found.introduced and found.sure and off <= _OFF and off * _SHARE_OFF <= stated):
        return []
    return [FoundCheck("list", False if sure else None, offsets, f"写明{part.printed}，名单却列出{nearest}个：{listed}，请核对")]
