"""Each number in its phrase: the words before it back to the last number or border, the words after it, its sentence and its section."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from titian.reader.clauses.sections import Section, sections
from titian.reader.clauses.tables import Cell, Span, cells
from titian.reader.clauses.tokens import MASK, Token, flattened, masked
from titian.reader.clauses.words import Language
from titian.reader.values import FoundQuantity

_HIDDEN = "\x01"
_BOOK = re.compile(r"《[^《》\n]{1,80}》")
_SENTENCE = re.compile(r"[。!](?!其中)|\n")
_PART = re.compile(r";|[一二三四五六七]是(?=[\u4e00-\u9fff])")
_DASH = r"——|(?<!\d)—(?!\d)|--"
_RIGHT = re.compile(rf"[、,;:。!?()\[\]|\t\n]|{_DASH}| / ")
_BRACKETS = re.compile(r"\([^()\n]*\)|\[[^\[\]\n]*\]")
_RANGE = re.compile(r"\s?(?:——|--|[-—~至到])\s?")
_LANGUAGE = re.compile(r"[\u4e00-\u9fffA-Z]+")
_PARTITIVE = re.compile(r"(?<=\x00)(?:以上|左右)?(?:企业|单位|项目)?(?:中|里|内)|之中|当中|里头|里面")


@dataclass(slots=True)  # one a number: making a frozen one takes three times as long
class Phrase:
    """Where a number stands. All fields are offsets of the text.

    `left`..`number.offset` and `number.end`..`right` are its own words, `reach` the end of the clause when no other number follows in it;
    `part` begins the part of the sentence between semicolons; `bracket` is the bracket it stands in; `opens_range` and `ends_range`
    tell 1—2家.
    """

    index: int
    number: FoundQuantity
    sentence: int
    sentence_end: int
    part: int
    left: int
    right: int
    reach: int
    bracket: Span | None
    cell: Cell | None
    opens_range: bool
    ends_range: bool


@dataclass(frozen=True, slots=True)
class Words:
    """Known words in order, findable by place; none overlaps another."""

    tokens: tuple[Token, ...]
    starts: list[int]

    @classmethod
    def of(cls, tokens: Sequence[Token]) -> Words:
        return cls(tuple(tokens), [token.start for token in tokens])

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in `tokens` the words lie that begin and end inside a span of the text."""
        if start >= end:
            return 0, 0
        low = bisect_left(self.starts, start)
        high = bisect_left(self.starts, end, low)
        if low < high and self.tokens[high - 1].end > end:
            high -= 1
        return low, high

    def between(self, start: int, end: int) -> tuple[Token, ...]:
        """The words that begin and end inside a span, in order."""
        low, high = self.span(start, end)
        return self.tokens[low:high]

    def has_any(self, start: int, end: int) -> bool:
        """Does a word begin and end inside a span?"""
        low, high = self.span(start, end)
        return low < high


@dataclass(frozen=True)
class Layout:
    """A text laid out for reading: known words, phrases of numbers, cells, sections."""

    text: str
    plain: str
    masked: str
    tokens: tuple[Token, ...]
    numbers: tuple[FoundQuantity, ...]
    cells: tuple[Cell, ...]
    sections: tuple[Section, ...]
    brackets: tuple[Span, ...]
    _uncovered: list[int] = field(repr=False)
    _marked: dict[tuple[str, ...], Words] = field(default_factory=dict, repr=False)

    def between(self, start: int, end: int) -> Sequence[Token]:
        """The known words that begin and end inside a span, in order."""
        return self._known.between(start, end)

    @cached_property
    def _known(self) -> Words:
        return Words.of(self.tokens)

    @cached_property
    def topical(self) -> Words:
        """The known words that name topics."""
        return Words.of([token for token in self.tokens if token.meaning.topics])

    @cached_property
    def saying(self) -> Words:
        """The known words that name aspects."""
        return Words.of([token for token in self.tokens if token.meaning.aspects])

    @cached_property
    def sentence_firsts(self) -> list[int]:
        """For each number the index of the first one of its sentence."""
        firsts: list[int] = []
        for index, phrase in enumerate(self.phrases):
            same = index > 0 and self.phrases[index - 1].sentence == phrase.sentence
            firsts.append(firsts[-1] if same else index)
        return firsts

    def marked(self, *marks: str) -> Words:
        """The known words that carry one of these marks."""
        known = self._marked.get(marks)
        if known is None:
            found = [token for token in self._carrying if not token.meaning.marks.isdisjoint(marks)]
            known = self._marked[marks] = Words.of(found)
        return known

    @cached_property
    def _carrying(self) -> list[Token]:
        return [token for token in self.tokens if token.meaning.marks]

    def unexplained(self, start: int, end: int) -> int:
        """How many characters of language in a span belong to no known word."""
        return self._uncovered[max(start, end)] - self._uncovered[start]

    def bracket(self, offset: int) -> Span | None:
        """The bracket an offset stands in."""
        at = bisect_left(self._opened, offset) - 1  # brackets never overlap
        return self.brackets[at] if at >= 0 and offset < self.brackets[at][1] else None

    @cached_property
    def _opened(self) -> list[int]:
        return [start for start, _ in self.brackets]

    def path(self, offset: int) -> list[Section]:
        """The headings an offset stands under, outermost first."""
        return [section for section in self.sections if section.start <= offset < section.end]

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        return tuple(_phrases(self))


def layout(text: str, numbers: Sequence[FoundQuantity], language: Language) -> Layout:
    """Find words, tables and sections around the numbers of a text."""
    plain = flattened(text)
    blank = masked(plain, [(number.offset, number.end) for number in numbers])
    blank = _BOOK.sub(lambda match: _HIDDEN * len(match.group()), blank)
    spans = [match.span() for match in _BRACKETS.finditer(blank)]
    remarks = [span for span in spans if MASK not in blank[span[0] : span[1]]]
    tokens = _outside(language.lexicon.tokens(blank), remarks)
    blank = masked(blank, remarks, _HIDDEN)
    titles = language.titles
    table_cells = cells(plain, titles.is_column, titles.is_label)
    tables = [(cell.titles[0][0] if cell.titles else cell.start, cell.end) for cell in table_cells]
    return Layout(
        text,
        plain,
        blank,
        tokens,
        tuple(numbers),
        tuple(table_cells),
        tuple(sections(plain, titles.opens, tables)),
        tuple(span for span in spans if span not in remarks),
        _uncovered(blank, tokens),
    )


def _outside(tokens: Iterable[Token], remarks: Sequence[Span]) -> tuple[Token, ...]:
    """Tokens that do not lie inside a remark in brackets (a bracket without a number)."""
    if not remarks:
        return tuple(tokens)
    starts = [start for start, _ in remarks]
    kept = []
    for token in tokens:
        at = bisect_right(starts, token.start) - 1
        if at < 0 or token.end > remarks[at][1] or token.start == remarks[at][0]:
            kept.append(token)
    return tuple(kept)


def _uncovered(text: str, tokens: Sequence[Token]) -> list[int]:
    """Running count of language characters outside the tokens; one entry more than the text has characters."""
    counted = bytearray(len(text))
    for match in _LANGUAGE.finditer(text):
        counted[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    for token in tokens:
        counted[token.start : token.end] = bytes(token.end - token.start)
    return [0, *accumulate(counted)]


@dataclass(frozen=True)
class _Borders:
    """Sorted offsets at which something ends or begins."""

    offsets: list[int]

    def last(self, offset: int) -> int:
        """The last border at or before an offset; 0 when there is none."""
        at = bisect_right(self.offsets, offset)
        return self.offsets[at - 1] if at else 0

    def next(self, offset: int, default: int) -> int:
        at = bisect_left(self.offsets, offset)
        return self.offsets[at] if at < len(self.offsets) else default


def _phrases(page: Layout) -> Iterator[Phrase]:
    found = {name: list(pattern.finditer(page.masked)) for name, pattern in _BORDERS.items()}
    found["clause"] = [match for match in found["right"] if match.group() != "、"]
    ends = {name: _Borders([match.end() for match in found[name]]) for name in ("sentence", "part", "clause")}
    stops = {name: _Borders([match.start() for match in found[name]]) for name in ("clause", "right")}
    by_start = [cell.start for cell in page.cells]
    size, before, before_right = len(page.text), 0, 0
    for index, number in enumerate(page.numbers):
        cell = _cell_at(page.cells, by_start, number.offset)
        first, last = (cell.start, cell.end) if cell else (0, size)
        after = page.numbers[index + 1].offset if index + 1 < len(page.numbers) else size
        sentence = max(ends["sentence"].last(number.offset), first)
        sentence_end = min(ends["sentence"].next(number.end, size), last)
        left = max(ends["clause"].last(number.offset), sentence, before)
        if left <= before_right < number.offset and page.masked[before_right] == "、":
            left = before_right + 1
        clause_end = min(stops["clause"].next(number.end, size), sentence_end)
        right = _right(page, number.end, min(stops["right"].next(number.end, size), clause_end, after))
        yield Phrase(
            index=index,
            number=number,
            sentence=sentence,
            sentence_end=sentence_end,
            part=max(ends["part"].last(number.offset), sentence),
            left=left,
            right=right,
            reach=max(clause_end, right) if after >= clause_end else right,
            bracket=page.bracket(number.offset),
            cell=cell,
            opens_range=_joined(page, number.end, after),
            ends_range=index > 0 and _joined(page, before, number.offset),
        )
        before, before_right = number.end, right


def _right(page: Layout, start: int, end: int) -> int:
    """Where a number's own words after it end; what follows 中 or 里 speaks of its parts."""
    parts = _PARTITIVE.search(page.masked, start, end)
    return parts.start() if parts else max(start, end)


_BORDERS = {"sentence": _SENTENCE, "part": _PART, "right": _RIGHT}


def _cell_at(found: Sequence[Cell], starts: list[int], offset: int) -> Cell | None:
    at = bisect_right(starts, offset) - 1
    return found[at] if at >= 0 and found[at].end > offset else None


def _joined(page: Layout, start: int, end: int) -> bool:
    return (
        0 < end - start <= 4
        and end < len(page.masked)
        and page.masked[end] == MASK
        and bool(_RANGE.fullmatch(page.masked, start, end))
    )
