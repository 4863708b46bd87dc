"""Known words in a text: the vocabulary compiled once, then found leftmost and longest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NamedTuple, TypeAlias

from titian.reader.quantities.flat import flat

MASK = "\x00"
_CAPITALS = {small: small - 32 for small in range(ord("a"), ord("z") + 1)}
_GAP = r"[^\x00、,;:。()|\t\n]{0,8}?"


@lru_cache(maxsize=4)
def flattened(text: str) -> str:
    """The text with full-width letters, digits and punctuation as plain ones, in capitals; as long as before, so offsets stay."""
    return flat(text).translate(_CAPITALS)


def masked(plain: str, spans: Iterable[tuple[int, int]], mask: str = MASK) -> str:
    """The text with every span blanked out, so that neither a number's comma nor its unit is read as language."""
    parts, last = [], 0
    for start, end in spans:
        parts += [plain[last:start], mask * (end - start)]
        last = end
    return "".join([*parts, plain[last:]])


@dataclass(frozen=True)
class Meaning:
    """What one written word may mean: topics and aspects it names, and the marks it carries (planned, done, part, …)."""

    topics: tuple[str, ...] = ()
    aspects: tuple[str, ...] = ()
    marks: frozenset[str] = frozenset()

    def __or__(self, other: Meaning) -> Meaning:
        return Meaning(
            tuple(dict.fromkeys(self.topics + other.topics)),
            tuple(dict.fromkeys(self.aspects + other.aspects)),
            self.marks | other.marks,
        )


_NOTHING = Meaning()


class Token(NamedTuple):
    """A known word at a place of the text."""

    start: int
    end: int
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class _Word:
    literal: str
    length: int
    meaning: Meaning
    pattern: re.Pattern[str] | None
    before_number: bool
    after_number: bool

    @property
    def is_simple(self) -> bool:
        return self.pattern is None and not self.before_number and not self.after_number

    def end_at(self, text: str, start: int) -> int:
        """Where the word ends when it stands at `start`, else -1."""
        if self.pattern is not None:
            found = self.pattern.match(text, start)
            end = found.end() if found else -1
        else:
            end = start + len(self.literal) if text.startswith(self.literal, start) else -1
        if end < 0 or (self.before_number and text[end : end + 1] != MASK):
            return -1
        return -1 if self.after_number and text[start - 1 : start] != MASK else end


_Entry: TypeAlias = tuple[str, int, Meaning, _Word | None]  # literal, its length, meaning; the word when there is more to check


@dataclass(frozen=True)
class Lexicon:
    """All words by their first two characters, the longest first; words of one character also apart, for where no longer one begins."""

    pairs: Mapping[str, tuple[_Entry, ...]]
    singles: Mapping[str, tuple[_Entry, ...]]

    @classmethod
    def of(cls, meanings: Mapping[str, Meaning]) -> Lexicon:
        """From written words to their meanings; `*` is a gap of up to eight characters, `#` at an end touches a number."""
        pairs: dict[str, list[_Word]] = {}
        singles: dict[str, list[_Word]] = {}
        for written, meaning in meanings.items():
            word = _compiled(written, meaning)
            head = word.literal.split("*")[0]
            (pairs if len(head) > 1 else singles).setdefault(head[:2], []).append(word)
        whole = {head: found + singles.get(head[0], []) for head, found in pairs.items()}
        return cls(*({head: _entries(found) for head, found in index.items()} for index in (whole, singles)))

    def tokens(self, text: str) -> Iterator[Token]:
        """The known words of a masked text in order; none overlaps another."""
        pairs, singles, start, end = self.pairs, self.singles, 0, len(text)
        while start < end:
            entries = pairs.get(text[start : start + 2]) or singles.get(text[start])
            if entries is None:  # most places: no word begins here
                start += 1
                continue
            stop, found, loose = -1, _NOTHING, False
            for literal, length, meaning, word in entries:
                if word is not None and (reach := word.end_at(text, start)) > stop:
                    stop, found, loose = reach, meaning, word.pattern is not None
                elif word is None and text.startswith(literal, start):
                    if start + length > stop or (loose and start + length == stop):
                        stop, found = start + length, meaning
                    break
            if stop > start:
                yield Token(start, stop, found)
            start = stop if stop > start else start + 1


def _entries(found: list[_Word]) -> tuple[_Entry, ...]:
    """Words with more to check first, then plain ones, the longest first."""
    ordered = sorted(found, key=lambda word: (word.is_simple, -word.length))
    return tuple((word.literal, len(word.literal), word.meaning, None if word.is_simple else word) for word in ordered)


def _compiled(written: str, meaning: Meaning) -> _Word:
    plain = flattened(written)
    before, after = plain.endswith("#"), plain.startswith("#")
    literal = plain.strip("#")
    pattern = re.compile(_GAP.join(map(re.escape, literal.split("*")))) if "*" in literal else None
    length = len(literal.replace("*", "")) + before + after
    return _Word(literal, length, meaning, pattern, before, after)


def meanings(*groups: Iterable[tuple[str, Meaning]]) -> dict[str, Meaning]:
    """Written word → everything it may mean, from one pair per use."""
    found: dict[str, Meaning] = {}
    for written, meaning in chain.from_iterable(groups):
        found[written] = found[written] | meaning if written in found else meaning
    return found


def marked(words: Iterable[str], mark: str) -> Iterator[tuple[str, Meaning]]:
    """Pairs that give every word one mark."""
    meaning = Meaning(marks=frozenset({mark}))
    return ((str(word), meaning) for word in words)
