"""Glyphs of PDF pages → lines → paragraphs: lines a page broke are joined again, page numbers and running heads are dropped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from titian.reader.text.flow import tidy
from titian.reader.text.pdfium import Glyph

_PAGE_NUMBER = re.compile(
    r"[-—–―─·.\s]*(?:第\s*)?(?:\d{1,4}|[ivxlc]{1,6})\s*页?[-—–―─·.\s]*|第?\s*\d{1,4}\s*页?\s*[/,\uff0c]?\s*(?:共\s*)?\d{1,4}\s*页?",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"第[一二三四五六七八九十百]+[章节条]|[一二三四五六七八九十]+、|[(\uff08][一二三四五六七八九十\d]+[)\uff09]|\d{1,2}[.、\uff0e](?!\d)|附件|[①-⑳]"
)
_SENTENCE_END = ("。", "!", "?", ";", ":", "\uff01", "\uff1f", "\uff1b", "\uff1a")
_WIDE = re.compile(r"[⺀-鿿豈-﫿\u3000-〿\uff00-\uffef“”‘’…—]")
_PIECE = re.compile(r"(?:[!-~]+|.)[\u3001\u3002\uff0c\uff1b\uff1a\uff01\uff1f\uff09\u300b\u201d]*")


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
    """Glyphs in the file's order → lines in the same order; pieces that stand side by side are one line."""
    pieces: list[list[Glyph]] = [[]]
    for glyph in glyphs:
        if glyph.char in "\r\n":
            pieces.append([])
        else:
            pieces[-1].append(glyph)
    rows: list[list[Glyph]] = []
    for piece in pieces:
        ink = [glyph for glyph in piece if not glyph.char.isspace()]
        if ink and rows and _beside(rows[-1], ink):
            rows[-1] += piece
        elif ink:
            rows.append(list(piece))
    return [_printed(row, page) for row in rows]


def _beside(row: list[Glyph], piece: list[Glyph]) -> bool:
    last = next(glyph for glyph in reversed(row) if not glyph.char.isspace())
    first = piece[0]
    overlap = min(last.top, first.top) - max(last.bottom, first.bottom)
    return overlap > 0.6 * min(last.size, first.size) and first.left >= last.right - 0.3 * last.size


def _printed(row: list[Glyph], page: int) -> Printed:
    ink = [glyph for glyph in row if not glyph.char.isspace()]
    size = median(glyph.size for glyph in ink)
    box = min(g.left for g in ink), max(g.right for g in ink), min(g.bottom for g in ink), max(g.top for g in ink)
    return Printed(tidy(line_text(row)), page, *box, size)


def line_text(row: Sequence[Glyph]) -> str:
    """The text of a line. Between Chinese and digits a PDF leaves a sliver that is no space; a gap of half a character is one."""
    text, previous, spaced = "", None, False
    for glyph in row:
        if glyph.char.isspace():
            spaced = True
            continue
        if previous is not None:
            chinese = _WIDE.match(previous.char) or _WIDE.match(glyph.char)
            wide = glyph.left - previous.right > 0.6 * min(previous.size, glyph.size)
            text += " " if wide or (spaced and not chinese) else ""
        text, previous, spaced = text + glyph.char, glyph, False
    return text


def cell_text(glyphs: Iterable[Glyph]) -> str:
    """The text of a table cell: its full lines run on, a short one ends a paragraph."""
    lines = printed_lines(glyphs, 0)
    edge = max((line.right for line in lines), default=0.0)
    text, previous = "", None
    for line in lines:
        ended = previous is not None and previous.right < edge - 1.5 * previous.size
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
    """Left and right edge of the text on a page, and whether paragraphs show by their indent."""

    left: float
    right: float
    indented: bool


def _margins(lines: Sequence[Printed], widths: Sequence[float]) -> dict[int, _Margins]:
    by_page: dict[int, list[Printed]] = {}
    for line in lines:
        by_page.setdefault(line.page, []).append(line)
    return {page: _margins_of(found, widths[page - 1]) for page, found in by_page.items()}


def _margins_of(lines: Sequence[Printed], width: float) -> _Margins:
    # A page of short lines only shows no right edge; no office leaves more than a quarter of the page blank there.
    right = max(*(line.right for line in lines), 0.75 * width)
    full = [line for line in lines if line.right > right - 2 * line.size] or list(lines)
    left = min(line.left for line in full)
    indented = sum(1.2 * line.size < line.left - left < 4 * line.size for line in full)
    return _Margins(left, right, indented > 0)


def _goes_on(previous: Printed, line: Printed, margins: dict[int, _Margins]) -> bool:
    """Is `line` the same paragraph? The line above must be full, and nothing may mark a beginning."""
    before, here = margins[previous.page], margins[line.page]
    # Short means that the next line's first piece, which cannot be broken, would still have fitted.
    short = previous.right + _first_piece(line.text) * previous.size < before.right - previous.size
    other_size = abs(previous.size - line.size) > 0.15 * max(previous.size, line.size)
    indented = line.left - here.left > 1.2 * line.size
    apart = previous.page == line.page and previous.bottom - line.top > 1.6 * line.size
    if short or other_size or indented or apart:
        return False
    begins = bool(_HEADING.match(line.text)) and previous.text.endswith(_SENTENCE_END)
    return not begins and (before.indented or not previous.text.endswith(_SENTENCE_END))


def _first_piece(text: str) -> float:
    """Width, in characters, of what a line break cannot divide: a number or word, or one han, with the mark that sticks to it."""
    piece = _PIECE.match(text)
    return sum(1.0 if _WIDE.match(char) else 0.55 for char in piece[0]) if piece else 1.0
