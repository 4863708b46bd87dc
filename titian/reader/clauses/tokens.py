"""Known words in a text: the vocabulary compiled once, then found leftmost and longest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from operator import add
from typing import NamedTuple

from titian.reader.quantities.flat import flat

MASK = "\x00"
_SMALL = re.compile("[a-z]+")
_GAP = r"[^\x00、,;:。()|\t\n]{0,8}?"


@lru_cache(maxsize=4)
def flattened(text: str) -> str:
    """The text with full-width letters, digits and punctuation as plain ones, in capitals; as long as before, so offsets stay."""
    return _SMALL.sub(lambda match: match.group().upper(), flat(text))


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

    @cached_property
    def names(self) -> frozenset[str]:
        """The topics and aspects together."""
        return frozenset(self.topics + self.aspects)

    def __or__(self, other: Meaning) -> Meaning:
        return Meaning(
            tuple(dict.fromkeys(self.topics + other.topics)),
            tuple(dict.fromkeys(self.aspects + other.aspects)),
            self.marks | other.marks,
        )


_NOTHING = Meaning()
_NO_WORD = "\uffff"  # stands in no word


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


class _Entries(NamedTuple):
    """Words with one beginning: those with more to check than their letters, and plain ones by how they are written."""

    checked: tuple[_Word, ...]
    plain: Mapping[str, Meaning]
    lengths: tuple[int, ...]  # of the plain ones, the longest first


@dataclass(frozen=True)
class Lexicon:
    """All words by their first two characters; words of one character also apart, for where no longer one begins."""

    pairs: Mapping[str, _Entries]
    singles: Mapping[str, _Entries]

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
        pairs = map(self.pairs.get, map(add, text, text[1:] + _NO_WORD))
        last = 0
        for start, (longer, short) in enumerate(zip(pairs, map(self.singles.get, text), strict=True)):
            entries = longer or short
            if entries is None or start < last:  # most places: no word begins here
                continue
            found = _longest(entries, text, start)
            if found is not None:
                yield found
                last = found.end


def _longest(entries: _Entries, text: str, start: int) -> Token | None:
    """The longest word that stands at `start`; of two as long the plain one."""
    stop, meaning, loose = -1, _NOTHING, False
    for word in entries.checked:
        if (reach := word.end_at(text, start)) > stop:
            stop, meaning, loose = reach, word.meaning, word.pattern is not None
    for length in entries.lengths:
        written = text[start : start + length]
        known = entries.plain.get(written)
        if known is not None:
            reach = start + len(written)
            return Token(start, reach, known) if reach > stop or (loose and reach == stop) else Token(start, stop, meaning)
    return Token(start, stop, meaning) if stop > start else None


def _entries(found: list[_Word]) -> _Entries:
    ordered = sorted(found, key=lambda word: -word.length)
    plain = {word.literal: word.meaning for word in reversed(ordered) if word.is_simple}
    lengths = sorted({len(literal) for literal in plain}, reverse=True)
    return _Entries(tuple(word for word in ordered if not word.is_simple), plain, tuple(lengths))


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
