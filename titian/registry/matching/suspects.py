"""Names that look like one firm entered twice. Pure Python."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz, process

from titian.registry.matching.telling import Telling, could_be_one, might_be_one
from titian.registry.names import core, folded

ALIKE = 88  # from here on two names are looked at more closely
_SHORTEST_STEM = 2
_MANY = 8


@dataclass(frozen=True)
class Registered:
    """What tells whether two rows are one firm. `former` are names it had, `marks` numbers nobody else has (certificates, patents)."""

    organisation: int
    name: str
    uscc: str = ""
    town: int | None = None
    former: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pair:
    """Two that may be one, the smaller key first, and why."""

    first: int
    second: int
    reason: str
    confidence: int


SAME_CODE, SAME_NAME, SAME_MARK, SAME_CORE, SAME_STEM, WAS_CALLED, ALIKE_NAMES = (
    "主体标识码相同",
    "名称相同",
    "持有同一编号的证书或知识产权",
    "除地名和企业类型外同名",
    "只差「科技」「实业」一类的字",
    "是对方的曾用名",
    "名称相近",
)
_COMMON = re.compile("科技|实业|发展|工贸|商贸|技术|股份|集团|工程|设备|制造")


class _Parts(dict[int, Telling]):
    """Names taken apart when they are asked for."""

    def __init__(self, known: Mapping[int, Registered], places: Collection[str]) -> None:
        super().__init__()
        self.known, self.places = known, places

    def __missing__(self, organisation: int) -> Telling:
        self[organisation] = Telling.of(self.known[organisation].name, self.places)
        return self[organisation]


def _beginnings(rows: Collection[Registered]) -> set[str]:
    """Two letters with which very many names begin are a place (长兴华亚化工), whether our regions know it or not."""
    counts = Counter(core(row.name)[:2] for row in rows)
    return {start for start, count in counts.items() if count >= max(_MANY, len(rows) // 100)}


def suspects(rows: Iterable[Registered], places: Collection[str] = ()) -> list[Pair]:
    """Pairs that look like one firm, the likeliest first; each pair once, with its strongest reason.

    Two whose codes say they are two legal persons are asked about only where a name or a number of theirs is the very same.
    `places` as `Telling.of` wants them.
    """
    known = {row.organisation: row for row in rows}
    every, parts = known.values(), _Parts(known, {*places, *_beginnings(known.values())})
    found: dict[tuple[int, int], Pair] = {}
    for reason, confidence, strong, keyed in (
        (SAME_NAME, 100, True, ((folded(row.name), row.organisation) for row in every)),
        (SAME_CODE, 99, True, ((_subject(row), row.organisation) for row in every)),
        (WAS_CALLED, 98, True, ((folded(name), row.organisation) for row in every for name in (row.name, *row.former))),
        (SAME_MARK, 97, True, ((mark, row.organisation) for row in every for mark in row.marks)),
        (SAME_CORE, 95, False, ((core(row.name), row.organisation) for row in every)),
        (SAME_STEM, 93, False, ((_stem(row.name), row.organisation) for row in every)),
    ):
        for first, second in _pairs(keyed):
            if strong or (not _two_persons(known[first], known[second]) and could_be_one(parts[first], parts[second])):
                found.setdefault((first, second), Pair(first, second, reason, confidence))
    for first, second, score in _alike(known):
        if (first, second) in found or not might_be_one(parts[first], parts[second]):
            continue
        found.setdefault((first, second), Pair(first, second, ALIKE_NAMES, score))
    return sorted(found.values(), key=lambda pair: (-pair.confidence, pair.first, pair.second))


_MOST_IN_A_GROUP = 20


def _pairs(keyed: Iterable[tuple[str, int]]) -> Iterator[tuple[int, int]]:
    """Every two rows of one key. A key that very many share says nothing."""
    groups: dict[str, set[int]] = defaultdict(set)
    for key, row in keyed:
        groups[key].add(row)
    for key, group in groups.items():
        if key and len(group) <= _MOST_IN_A_GROUP:
            yield from combinations(sorted(group), 2)


def _stem(name: str) -> str:
    """The core without words that half of all firms have; what is left must still tell one from another."""
    stem = _COMMON.sub("", core(name))
    return stem if len(stem) > _SHORTEST_STEM else ""


def _subject(row: Registered) -> str:
    """Characters 9 to 17 of a code name the legal person (主体标识码); the others say who registered it and where."""
    return row.uscc[8:17]


def _two_persons(one: Registered, other: Registered) -> bool:
    return bool(one.uscc and other.uscc and _subject(one) != _subject(other))


def _alike(known: dict[int, Registered]) -> Iterator[tuple[int, int, int]]:
    """Names that differ in a character or so, of which one has no code yet.

    Only firms that may be of one town and whose cores share their beginning or their end are compared: one slip leaves one of both.
    """
    spellings = {row.organisation: folded(row.name) for row in known.values()}
    blocks: dict[tuple[str, int | None], list[int]] = defaultdict(list)
    for row in known.values():
        for key in _ends(row):
            blocks[key, row.town].append(row.organisation)
    towns = {row.town for row in known.values()}
    for row in known.values():
        if row.uscc:
            continue
        near_by = towns if row.town is None else {row.town, None}
        others = {other for key in _ends(row) for town in near_by for other in blocks.get((key, town), ())}
        own = spellings[row.organisation]
        choices = {other: spellings[other] for other in others if spellings[other] != own}
        for _, score, other in process.extract(own, choices, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None):
            yield min(row.organisation, other), max(row.organisation, other), round(score)


def _ends(row: Registered) -> tuple[str, str]:
    text = core(row.name)
    return f"{text[:2]}…", f"…{text[-3:]}"
