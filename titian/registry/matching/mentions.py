"""Names in a pasted list or chat text, matched to known names. Pure Python.

directory = Directory([Known(1, "示范县云山智能装备有限公司", "official"), Known(1, "云山装备", "short")])
directory.mentions("小王：云山装备和示范县云山智能设备有限公司明天来")
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from titian.registry.names import core, folded

CERTAIN = 100
PLAUSIBLE = 80  # from here on a name of a list is offered a match
OFFERED = 3
_PARTS = re.compile(r"[\n\r\t、，,。；;|：:！!？?]+")
_NUMBERING = re.compile(r"^\s*[(（]?\d{1,4}[)）.．、]?\s*")
# What a chat says around names.
_BEFORE = re.compile(r"^(请|和|与|及|以及|还有|还|通知|联系|关于|其中|包括|@)+")
_AFTER = re.compile(r"(等|这?[几两三四五]家|的|已|都|明天|今天|参加|过来|来|报名).*$")
_AND = re.compile("以及|和|与|及")
_COMPANY = re.compile(r"公司|厂|集团|合作社|研究院|研究所|中心|学院|大学|医院|银行|经营部|工作室|合伙")
_SHORTEST, _LONGEST = 2, 60


@dataclass(frozen=True)
class Known:
    """A name somebody has: official, short, former, merged."""

    organisation: int
    text: str
    kind: str


@dataclass(frozen=True)
class Candidate:
    known: Known
    confidence: int


@dataclass(frozen=True)
class Mention:
    """A name as it was written, and whose it may be, the likeliest first; none: nobody known."""

    text: str
    candidates: Sequence[Candidate] = ()

    @property
    def best(self) -> Candidate | None:
        return self.candidates[0] if self.candidates else None

    @property
    def is_sure(self) -> bool:
        """One firm, said by a name it has."""
        return bool(self.best and self.best.confidence == CERTAIN and len({one.known.organisation for one in self.candidates}) == 1)


@dataclass
class Directory:
    """Every name, ready to be looked up: by spelling, by how it begins, by what is left without place and legal form."""

    names: Iterable[Known]
    _by_spelling: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    _by_start: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _by_core: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for known in self.names:
            spelling = folded(known.text)
            self._by_spelling[spelling].append(known)
            self._by_core[core(known.text)].append(known)
        for spelling in self._by_spelling:
            if len(spelling) >= _SHORTEST:
                self._by_start[spelling[:_SHORTEST]].append(spelling)
        for spellings in self._by_start.values():
            spellings.sort(key=len, reverse=True)
        self._cores = list(self._by_core)

    def mentions(self, text: str) -> list[Mention]:
        """Every name of a text once, in its order. What looks like a firm and is nobody's comes with what it resembles, or bare."""
        found: dict[str, Mention] = {}
        for part in _PARTS.split(text):
            for mention in self._of_part(_NUMBERING.sub("", part).strip()):
                found.setdefault(folded(mention.text), mention)
        return list(found.values())

    def _of_part(self, part: str) -> Iterator[Mention]:
        """One line of a list, or a sentence with several names in it."""
        spelling = folded(part)
        if len(spelling) < _SHORTEST:
            return
        if spelling in self._by_spelling:
            yield Mention(part, _certain(self._by_spelling[spelling]))
            return
        rest, inside = self._named_inside(spelling)
        yield from inside
        for piece in map(_bare, rest):
            if _SHORTEST < len(piece) <= _LONGEST and (_COMPANY.search(piece) or not inside):
                yield from self._guessed(piece)

    def _guessed(self, piece: str) -> list[Mention]:
        """What it resembles; «甲和乙» is two names only where each of them resembles somebody's more than the whole does."""
        whole = Mention(piece, self._like(piece))
        parts = [Mention(part, self._like(part)) for part in _AND.split(piece) if len(part) > _SHORTEST]
        if len(parts) < 2 or _confidence(whole) >= max(map(_confidence, parts)):
            return [whole]
        return parts

    def _named_inside(self, spelling: str) -> tuple[list[str], list[Mention]]:
        """Known names inside a text, the longest first at each place; and what stands between them."""
        found, rest, start, place = [], [], 0, 0
        while place < len(spelling):
            name = next(
                (one for one in self._by_start.get(spelling[place : place + _SHORTEST], ()) if spelling.startswith(one, place)), ""
            )
            if name and (len(name) > _SHORTEST or name == spelling):
                found.append(Mention(name, _certain(self._by_spelling[name])))
                rest.append(spelling[start:place])
                start = place = place + len(name)
            else:
                place += 1
        return [*rest, spelling[start:]], found

    def _like(self, text: str) -> list[Candidate]:
        """Names that resemble it without place and legal form, one a firm."""
        sought = core(text)
        near = process.extract(sought, self._cores, scorer=fuzz.ratio, score_cutoff=PLAUSIBLE, limit=OFFERED)
        best: dict[int, Candidate] = {}
        for matched, score, _ in near:
            for known in self._by_core[matched]:
                # The same core under another place or legal form is likely, not certain.
                best.setdefault(known.organisation, Candidate(known, min(round(score), CERTAIN - 1)))
        return sorted(best.values(), key=lambda one: -one.confidence)[:OFFERED]


def _bare(piece: str) -> str:
    """Without what a chat says around a name. Where the name says that it is a firm, only what follows that is talk."""
    name = _BEFORE.sub("", piece)
    ends = [found.end() for found in _COMPANY.finditer(name)]
    end = ends[-1] if ends else 0
    return name[:end] + _AFTER.sub("", name[end:])


def _confidence(mention: Mention) -> int:
    return mention.best.confidence if mention.best else 0


def _certain(names: Iterable[Known]) -> list[Candidate]:
    first: dict[int, Known] = {}
    for known in names:
        first.setdefault(known.organisation, known)
    return [Candidate(known, CERTAIN) for known in first.values()]
