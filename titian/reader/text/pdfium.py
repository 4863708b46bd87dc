"""The one door to PDFium: a PDF's pages as glyphs with boxes and ruled lines. Coordinates in points, y rising, rotation undone.

PDFium is not safe to call from two threads at once; everything here runs under one lock.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2
from pypdfium2 import raw

_LOCK = threading.Lock()
_THIN = 3.0  # a filled rectangle no thicker than this is a drawn line
_NOT_TEXT = frozenset({0x00, 0xFFFE, 0xFFFF})


class PdfLockedError(ValueError):
    """The file asks for a password."""


class PdfBrokenError(ValueError):
    """PDFium cannot make sense of the file."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and the box of its font around it. `generated`: PDFium put it in (a gap, a line end), it is not in the file."""

    char: str
    left: float
    right: float
    bottom: float
    top: float
    generated: bool = False

    @property
    def size(self) -> float:
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line, horizontal or vertical: `at` is its y or x, from `since` to `until` along it."""

    horizontal: bool
    at: float
    since: float
    until: float


@dataclass(frozen=True)
class Page:
    """What stands on a page, glyphs in the file's order. `pictured` is the largest share of the page one picture covers."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    pictured: float


def read_pages(data: bytes, *, limit: int) -> list[Page]:
    """The first `limit` pages. Raises PdfLockedError, PdfBrokenError."""
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as problem:
            locked = problem.err_code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
            raise (PdfLockedError if locked else PdfBrokenError)(str(problem)) from problem
        try:
            return [_page(document, number) for number in range(min(len(document), limit))]
        except pypdfium2.PdfiumError as problem:
            raise PdfBrokenError(str(problem)) from problem
        finally:
            document.close()


def _page(document: pypdfium2.PdfDocument, number: int) -> Page:
    page = document[number]
    try:
        left, bottom, right, top = page.get_cropbox()
        turn = _Turn(page.get_rotation() // 90 % 4, left, bottom, right, top)
        objects = list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE], max_depth=4))
        rules = [rule for entry in objects if entry.type == raw.FPDF_PAGEOBJ_PATH for rule in _rules(entry, turn)]
        pictured = max((_share(entry, turn) for entry in objects if entry.type == raw.FPDF_PAGEOBJ_IMAGE), default=0.0)
        return Page(turn.width, turn.height, tuple(_glyphs(page, turn)), tuple(rules), pictured)
    finally:
        page.close()


@dataclass(frozen=True)
class _Turn:
    """From the file's coordinates to the page as it is looked at, lower left corner 0, 0."""

    quarters: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.top - self.bottom if self.quarters % 2 else self.right - self.left

    @property
    def height(self) -> float:
        return self.right - self.left if self.quarters % 2 else self.top - self.bottom

    def point(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self.left, y - self.bottom
        return ((x, y), (y, self.height - x), (self.width - x, self.height - y), (self.width - y, x))[self.quarters]

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        (x0, y0), (x1, y1) = self.point(left, bottom), self.point(right, top)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _glyphs(page: pypdfium2.PdfPage, turn: _Turn) -> Iterator[Glyph]:
    textpage = page.get_textpage()
    try:
        box, high = raw.FS_RECTF(), 0
        for at in range(textpage.count_chars()):
            code = raw.FPDFText_GetUnicode(textpage.raw, at)
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            if 0xDC00 <= code < 0xE000:
                code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0
            if code in _NOT_TEXT:
                continue
            raw.FPDFText_GetLooseCharBox(textpage.raw, at, ctypes.byref(box))
            left, bottom, right, top = turn.box(box.left, box.bottom, box.right, box.top)
            # 2 marks a hyphen at a line's end.
            yield Glyph("-" if code == 2 else chr(code), left, right, bottom, top, raw.FPDFText_IsGenerated(textpage.raw, at) == 1)
    finally:
        textpage.close()


def _rules(path: pypdfium2.PdfObject, turn: _Turn) -> Iterator[Rule]:
    """The straight edges of a path. A thin filled rectangle gives its two long edges, which later count as one line."""
    matrix, points = path.get_matrix(), list[tuple[float, float]]()
    x, y = ctypes.c_float(), ctypes.c_float()
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path.raw, ctypes.byref(filled), ctypes.byref(stroked))
    for at in range(min(raw.FPDFPath_CountSegments(path.raw), 20_000)):
        segment = raw.FPDFPath_GetPathSegment(path.raw, at)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = turn.point(*matrix.on_point(x.value, y.value))
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            yield from _edges(points, closed=bool(filled.value), stroked=bool(stroked.value))
            points = []
        points.append(point)
    yield from _edges(points, closed=bool(filled.value), stroked=bool(stroked.value))


def _edges(points: list[tuple[float, float]], *, closed: bool, stroked: bool) -> Iterator[Rule]:
    if len(points) < 2:
        return
    wide = max(x for x, _ in points) - min(x for x, _ in points)
    high = max(y for _, y in points) - min(y for _, y in points)
    if not stroked and min(wide, high) > _THIN:
        return  # a shaded area, not a line
    ring = [*points, points[0]] if closed or len(points) >= 4 else points
    for (x0, y0), (x1, y1) in pairwise(ring):
        if abs(y0 - y1) <= 0.5 < abs(x0 - x1):
            yield Rule(True, y0, min(x0, x1), max(x0, x1))
        elif abs(x0 - x1) <= 0.5 < abs(y0 - y1):
            yield Rule(False, x0, min(y0, y1), max(y0, y1))


def _share(image: pypdfium2.PdfObject, turn: _Turn) -> float:
    left, bottom, right, top = turn.box(*image.get_bounds())
    return (right - left) * (top - bottom) / max(1.0, turn.width * turn.height)
