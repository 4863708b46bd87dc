"""Glyphs of PDF pages → lines → paragraphs: lines a page broke are joined again, page numbers and running heads are dropped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, median_low

from titian.reader.text.flow import tidy, tidy_line
from titian.reader.text.pdfium import Glyph

_PAGE_NUMBER = re.compile(
    r"[-—–―─·.\s]*(?:第\s*)?(?:\d{1,4}|[ivxlc]{1,6})\s*页?[-—–―─·.\s]*|第?\s*\d{1,4}\s*页?\s*[/,\uff0c]?\s*(?:共\s*)?\d{1,4}\s*页?",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"第[一二三四五六七八九十百]+[章节条]|[一二三四五六七八九十]+、|[(\uff08][一二三四五六七八九十\d]+[)\uff09]|\d{1,2}[.、\uff0e](?!\d)|附件|[①-⑳]"
)
_SENTENCE_END = ("。", "!", "?", ";", ":", "\uff01", "\uff1f", "\uff1b", "\uff1a")
_WIDER = 1.15  # lines further apart than this times the usual pitch belong to two paragraphs
_WIDE = re.compile(r"[⺀-鿿豈-﫿\u3000-〿\uff00-\uffef“”‘’…—]")
_PIECE = re.compile(
    r"[\u201c\u2018\uff08\u300a\u3010\u3014]*(?:[!-~]+|.)[\u3001\u3002\uff0c\uff1b\uff1a\uff01\uff1f\uff09\u300b\u201d]*"
)


@dataclass(frozen=True)
class Printed:
    """A line as printed on a page, with its box; `size` is the usual height of its characters."""

    text: str
    page: int
    left: float
    right: float
    bottom: float
    top: float
    size: float


def printed_lines(glyphs: Iterable[Glyph], page: int) -> list[Printed]:
    """Glyphs in the file's order → lines in the same order. Pieces at one height are one line, whatever the order they were drawn in."""
    pieces: list[list[Glyph]] = [[]]
    for glyph in glyphs:
        if glyph.char in "\r\n":
            pieces.append([])
        else:
            pieces[-1].append(glyph)
    rows: list[list[Glyph]] = []
    for piece in pieces:
        if not any(_is_ink(glyph) for glyph in piece):
            continue
        if rows and _beside(rows[-1], piece):
            rows[-1] += piece
        else:
            rows.append(list(piece))
    return [_printed(sorted(row, key=lambda glyph: glyph.left + glyph.right), page) for row in rows]


def _is_ink(glyph: Glyph) -> bool:
    return not glyph.char.isspace()


def _beside(row: list[Glyph], piece: list[Glyph]) -> bool:
    """At the same height, and not on top of each other: quotation marks in a font of their own are drawn after the line they belong to."""
    bottom, top = _height(row)
    low, high = _height(piece)
    if min(top, high) - max(bottom, low) <= 0.6 * min(top - bottom, high - low):
        return False
    taken = [(glyph.left, glyph.right) for glyph in row if _is_ink(glyph)]
    middles = [(glyph.left + glyph.right) / 2 for glyph in piece if _is_ink(glyph)]
    return not any(left < middle < right for left, right in taken for middle in middles)


def _height(glyphs: list[Glyph]) -> tuple[float, float]:
    ink = [glyph for glyph in glyphs if _is_ink(glyph)]
    return median(glyph.bottom for glyph in ink), median(glyph.top for glyph in ink)


def _printed(row: list[Glyph], page: int) -> Printed:
    ink = [glyph for glyph in row if _is_ink(glyph)]
    size = median(glyph.size for glyph in ink)
    box = min(g.left for g in ink), max(g.right for g in ink), min(g.bottom for g in ink), max(g.top for g in ink)
    return Printed(tidy_line(line_text(row)), page, *box, size)


def line_text(row: Sequence[Glyph]) -> str:
    """The text of a line with its spaces: those of the file, gaps of half a character, and two for a gap that parts columns."""
    text, previous, spaces = "", None, ""
    for glyph in row:
        if glyph.char.isspace():
            spaces += "?" if glyph.generated else " "
            continue
        if previous is not None:
            text += _space(previous, glyph, spaces)
        text, previous, spaces = text + glyph.char, glyph, ""
    return text


def _space(before: Glyph, after: Glyph, spaces: str) -> str:
    """PDFium guesses a space (?) for the sliver a program leaves between Chinese and digits, and in lines stretched to the margin."""
    gap = (after.left - before.right) / min(before.size, after.size)
    sliver = all(_WIDE.match(char) or char.isalnum() or char == "%" for char in (before.char, after.char))
    chinese = _WIDE.match(before.char) or _WIDE.match(after.char)
    if gap > 1.5:
        return "  "
    if gap > 0.25 and before.char.isascii() and after.char.isascii():
        return " "  # two numbers of neighbouring columns must not become one
    guessed = "?" in spaces and not (sliver and chinese)
    return " " if guessed or " " in spaces or gap > 0.6 else ""


def cell_text(glyphs: Iterable[Glyph]) -> str:
    """The text of a table cell: its full lines run on, a short one ends a paragraph."""
    lines = printed_lines(glyphs, 0)
    edge = max((line.right for line in lines), default=0.0)
    text, previous = "", None
    for line in lines:
        ended = previous is not None and previous.right + _first_piece(line.text) * previous.size < edge - 0.5 * previous.size
        text = f"{text} {line.text}" if ended else run_on(text, line.text)
        previous = line
    return tidy(text)


def run_on(text: str, more: str) -> str:
    """Two lines as one: a space only where two words or numbers would grow together."""
    apart = text and more and not _WIDE.match(text[-1]) and not _WIDE.match(more[0])
    return f"{text} {more}" if apart and text[-1].isalnum() and more[0].isalnum() else text + more


def without_furniture(pages: Sequence[list[Printed]], heights: Sequence[float]) -> list[list[Printed]]:
    """The lines of each page without page numbers and heads or feet that several pages repeat."""
    edge = [[line for line in page if _at_edge(line, height)] for page, height in zip(pages, heights, strict=True)]
    seen = Counter(text for page in edge for text in {_countless(line.text) for line in page})
    repeated = {text for text, times in seen.items() if times >= 3 or times == len(pages) == 2}

    def is_furniture(line: Printed) -> bool:
        return bool(_PAGE_NUMBER.fullmatch(line.text)) or _countless(line.text) in repeated

    drop = {id(line) for page in edge for line in page if is_furniture(line)}
    return [[line for line in page if id(line) not in drop] for page in pages]


def _at_edge(line: Printed, height: float) -> bool:
    return line.bottom > 0.9 * height or line.top < 0.1 * height


def _countless(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def paragraphs(lines: Sequence[Printed], widths: Sequence[float]) -> Iterator[tuple[int, str]]:
    """(page, paragraph) from the lines of consecutive pages; `widths` are the pages' widths, page 1 first."""
    margins = _margins(lines, widths)
    text, start, previous = "", 0, None
    for line in lines:
        if previous is not None and _goes_on(previous, line, margins):
            text = run_on(text, line.text)
        else:
            if text:
                yield start, text
            text, start = line.text, line.page
        previous = line
    if text:
        yield start, text


@dataclass(frozen=True)
class _Margins:
    """Left and right edge of the text on a page, how paragraphs show (by an indent, by space between them), and the usual line pitch."""

    left: float
    right: float
    indented: bool
    pitch: float
    spaced: bool


def _margins(lines: Sequence[Printed], widths: Sequence[float]) -> dict[int, _Margins]:
    """Each page's own margins; a page whose lines all begin alike takes them from the pages as wide as itself."""
    found: dict[int, _Margins] = {}
    for width in set(widths):
        alike = [line for line in lines if widths[line.page - 1] == width]
        if not alike:
            continue
        common = _margins_of(alike, width)
        for page in {line.page for line in alike}:
            own = _margins_of([line for line in alike if line.page == page], width)
            found[page] = own if own.indented else common
    return found


def _margins_of(lines: Sequence[Printed], width: float) -> _Margins:
    # A page of short lines only shows no right edge; no office leaves more than a quarter of the page blank there.
    right = max(*(line.right for line in lines), 0.75 * width)
    full = [line for line in lines if line.right > right - 2 * line.size] or list(lines)
    left = min(line.left for line in full)
    indented = sum(1.2 * line.size < line.left - left < 4 * line.size for line in full)
    drops = [
        above.bottom - line.bottom for above, line in pairwise(lines) if above.page == line.page and above.bottom > line.bottom
    ]
    pitch = median_low(drops) if drops else 0.0
    return _Margins(left, right, indented > 0, pitch, any(_WIDER * pitch < drop < 2 * pitch for drop in drops))


def _goes_on(previous: Printed, line: Printed, margins: dict[int, _Margins]) -> bool:
    """Is `line` the same paragraph? The line above must be full, and nothing may mark a beginning."""
    before, here = margins[previous.page], margins[line.page]
    # Short means that the next line's first piece, which cannot be broken, would still have fitted. Where paragraphs are indented, a
    # sentence that stops in the middle goes on even after a line that a program broke early.
    open_end = here.indented and not previous.text.endswith(_SENTENCE_END)
    slack = 0.15 * (before.right - before.left) if open_end else previous.size
    short = previous.right + _first_piece(line.text) * previous.size < before.right - slack
    other_size = abs(previous.size - line.size) > 0.15 * max(previous.size, line.size)
    indented = line.left - here.left > 1.2 * line.size
    apart = previous.page == line.page and previous.bottom - line.top > 1.6 * line.size
    if short or other_size or indented or apart:
        return False
    if not previous.text.endswith(_SENTENCE_END):
        return True
    if before.spaced and previous.page == line.page:
        return previous.bottom - line.bottom <= _WIDER * before.pitch
    return before.indented and not _HEADING.match(line.text)


def _first_piece(text: str) -> float:
    """Width, in characters, of what a line break cannot divide: a number or word, or one han, with the mark that sticks to it."""
    piece = _PIECE.match(text)
    return sum(1.0 if _WIDE.match(char) else 0.55 for char in piece[0]) if piece else 1.0
