"""What naming stands on: the page, the table, the numbers already read, and questions about a number's surroundings."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import merge
from typing import NamedTuple

from titian.reader.clauses.phrases import Layout, Phrase, Words
from titian.reader.clauses.tables import Span
from titian.reader.clauses.tokens import MASK, Token
from titian.reader.clauses.words import KIND, PART
from titian.reader.naming.frames import Frames
from titian.reader.values import FoundQuantity

_OPENS_LIST = re.compile(r"\x00:")
_LINE_END = re.compile(r"\n")
_ITEM_BORDER = re.compile(r"[,;。\n\x00、]")
_PARTITIVE = re.compile(r"[^,。;、]{0,12}(?:之中|当中|里头|里面|中|里)(?:也?[有仅只]|$|,)|(?:中|里)")


class Named(NamedTuple):
    """What a number before was found to be."""

    topic: str
    aspect: str
    code: str | None


@dataclass(frozen=True)
class Ground:
    """A page being read, number by number.

    `place` finds names of places that are parts of the paper's region; `named` holds what numbers were found to be, `said` the aspects in
    their own words, the nearest first; `latest` the last number of each topic that has a code.
    """

    page: Layout
    frames: Frames
    place: re.Pattern[str] | None
    named: dict[int, Named] = field(default_factory=dict)
    said: dict[int, tuple[str, ...]] = field(default_factory=dict)
    latest: dict[str, Named] = field(default_factory=dict)
    _by_text: dict[tuple[int, str], int] = field(default_factory=dict)
    _by_bracket: dict[Span | None, list[int]] = field(default_factory=dict)
    _contexts: dict[frozenset[str], Words] = field(default_factory=dict)
    _sentences: dict[int, int] = field(default_factory=dict)

    def remember(self, phrase: Phrase, named: Named) -> None:
        """Note what a number was found to be, so that later ones find it without going back number by number."""
        self.named[phrase.index] = named
        self._by_text[self.page.sentence_firsts[phrase.index], phrase.number.number_text] = phrase.index
        self._by_bracket.setdefault(phrase.bracket, []).append(phrase.index)
        if named.code is not None:
            self.latest[named.topic] = named

    def same_number(self, phrase: Phrase) -> Named | None:
        """What the last number of the sentence written like this one was found to be."""
        index = self._by_text.get((self.page.sentence_firsts[phrase.index], phrase.number.number_text))
        return None if index is None else self.named[index]

    def named_before(self, phrase: Phrase) -> Iterator[Phrase]:
        """The numbers named so far that stand in no bracket but this number's, backwards."""
        outside = reversed(self._by_bracket.get(None, ()))
        inside = reversed(self._by_bracket.get(phrase.bracket, ()))
        found = outside if phrase.bracket is None else merge(outside, inside, reverse=True)
        return (self.page.phrases[index] for index in found)

    def topical(self, start: int, end: int, phrase: Phrase | None = None) -> Sequence[Token]:
        """Tokens with topics in a span; those in other brackets than the number's are left out."""
        low, high = self.page.topical.span(start, end)
        found = self.page.topical.tokens[low:high]
        if not found or phrase is None or not self.page.brackets:
            return found
        around = self._brackets[low:high]
        return [token for token, bracket in zip(found, around, strict=True) if bracket is None or bracket == phrase.bracket]

    @cached_property
    def _brackets(self) -> list[Span | None]:
        """The bracket around each topical word of the page."""
        return [self.page.bracket(start) for start in self.page.topical.starts]

    def sentence_before(self, phrase: Phrase) -> int:
        """Where the sentence before begins, in the same paragraph and cell."""
        known = self._sentences.get(phrase.sentence)
        if known is None:
            known = self._sentences[phrase.sentence] = self._sentence_before(phrase)
        return known

    def _sentence_before(self, phrase: Phrase) -> int:
        first = phrase.cell.start if phrase.cell else self.paragraph(phrase)
        stop = self.page.masked.rfind("。", first, max(phrase.sentence - 1, first))
        while stop > first and self.page.masked.startswith("其中", stop + 1):
            stop = self.page.masked.rfind("。", first, stop)
        return min(max(first, stop + 1), phrase.sentence)

    def paragraph(self, phrase: Phrase) -> int:
        at = bisect_left(self._line_ends, phrase.sentence)
        return self._line_ends[at - 1] + 1 if at else 0

    @cached_property
    def _line_ends(self) -> list[int]:
        return [match.start() for match in _LINE_END.finditer(self.page.masked)]

    def item(self, offset: int) -> int:
        """Where the item of a list or clause that an offset stands in begins: behind the last mark or number before it."""
        at = bisect_left(self._item_borders, offset)
        return self._item_borders[at - 1] + 1 if at else 0

    @cached_property
    def _item_borders(self) -> list[int]:
        return [match.start() for match in _ITEM_BORDER.finditer(self.page.masked)]

    def is_shared(self, phrase: Phrase) -> bool:
        """Do the words after the number lead on to the next number?"""
        return self.page.masked[phrase.right : phrase.right + 1] == MASK

    def residue(self, phrase: Phrase) -> int:
        """How many characters of the number's own words no known word explains."""
        left = self.page.unexplained(phrase.left, phrase.number.offset)
        return left + (0 if self.is_shared(phrase) else self.page.unexplained(phrase.number.end, phrase.right))

    def in_context(self, phrase: Phrase, wanted: frozenset[str]) -> bool:
        """Does one of these topics or aspects stand in the paragraph up to the sentence's end, in a heading or in the row's label?"""
        start = phrase.cell.start if phrase.cell else self.paragraph(phrase)
        spans = [(start, phrase.sentence_end)]
        spans += [(section.start, section.body) for section in self.page.path(phrase.sentence)]
        spans += [phrase.cell.label] if phrase.cell and phrase.cell.label else []
        words = self._context(wanted)
        return any(words.has_any(start, end) for start, end in spans)

    def _context(self, wanted: frozenset[str]) -> Words:
        known = self._contexts.get(wanted)
        if known is None:
            found = [token for token in self.page.tokens if not wanted.isdisjoint(token.meaning.names)]
            known = self._contexts[wanted] = Words.of(found)
        return known

    def is_mentioned(self, wanted: Collection[str]) -> bool:
        return not self._topics.isdisjoint(wanted)

    @cached_property
    def _topics(self) -> frozenset[str]:
        return frozenset(name for token in self.page.topical.tokens for name in token.meaning.topics)

    def is_understood_only(self, token: Token, number: FoundQuantity) -> bool:
        """Does a token name only topics that make no figure of such a number?"""
        return self.frames.is_understood_only(token.meaning.topics, number)

    def is_elsewhere(self, start: int, end: int) -> bool:
        """Does a span begin with the name of a place inside the region that is no known word?"""
        match = self.place.search(self.page.masked, start, end) if self.place and end - start > 1 else None
        return match is not None and self.page.unexplained(*match.span()) > 1

    def is_part(self, phrase: Phrase) -> bool:
        """Do the number's own words mark it as a part of what was said before (其中, 490名中有)?"""
        after_number = phrase.index and phrase.left == self.page.phrases[phrase.index - 1].number.end
        if after_number and _PARTITIVE.match(self.page.masked, phrase.left, phrase.number.offset):
            return True
        return self._is_marked(phrase, PART)

    def is_kind(self, phrase: Phrase) -> bool:
        """Do they name a level or a kind (省级, 线上)? Of two kinds side by side neither is a part of the other."""
        return self._is_marked(phrase, KIND)

    def _is_marked(self, phrase: Phrase, mark: str) -> bool:
        return self.page.marked(mark).has_any(phrase.left, phrase.number.offset)

    def has_part_mark(self, start: int, end: int) -> bool:
        """Does a list of parts begin in a span: 其中, 分别是, or a colon right after a number?"""
        at = bisect_left(self._lists, start)
        if at < len(self._lists) and self._lists[at] + 2 <= end:
            return True
        return self.page.marked(PART).has_any(start, end)

    @cached_property
    def _lists(self) -> list[int]:
        """Where a colon stands right after a number."""
        return [match.start() for match in _OPENS_LIST.finditer(self.page.masked)]
