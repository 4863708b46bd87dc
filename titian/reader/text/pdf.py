"""PDF files with a text layer → lines: wrapped lines joined, page numbers and running heads dropped, drawn tables as rows of cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from titian.reader.text.guards import protected, truncated
from titian.reader.text.paragraphs import Printed, cell_text, paragraphs, printed_lines, without_furniture
from titian.reader.text.pdfium import Glyph, Page, PdfBrokenError, PdfLockedError, read_pages
from titian.reader.text.ruled import Ruled, find_tables
from titian.reader.text.tables import row_line, with_single_header
from titian.reader.text.values import Extracted, Limits, Line, UnreadableFile, joined

_LENGTH = re.compile(rb"/Linearized\b.{0,200}?/L\s+(\d+)", re.DOTALL)
_NO_OCR = "本机没有安装文字识别（OCR）组件。请改用原来的 Word 或 WPS 文档，或先用扫描软件识别成可复制文字的 PDF"
# Some programs write a few han as radicals that look the same (⽂ for 文).
_RADICALS = re.compile("[\u2e80-\u2fdf]")


def extract_pdf(data: bytes, name: str, limits: Limits) -> Extracted:
    """Raises UnreadableFile: damaged, cut off, protected, or a scan without text."""
    _refuse_cut(data, name)
    try:
        pages = read_pages(data, limit=limits.pages + 1)
    except PdfLockedError as locked:
        raise protected(name) from locked
    except PdfBrokenError as broken:
        raise truncated(name, "已损坏或不完整") from broken
    if len(pages) > limits.pages:
        raise UnreadableFile(name, f"超过 {limits.pages} 页", "请拆成几个文件后再试")
    empty = [number for number, page in enumerate(pages, 1) if _is_scan(page)]
    _refuse_unreadable(pages, empty, name)
    shown = "、".join(map(str, empty[:10])) + ("等" if len(empty) > 10 else "")
    notices = [f"第 {shown} 页是扫描图片，没有文字层，未读"] if empty else []
    return joined(_lines(pages), "pdf", notices=notices)


def _refuse_cut(data: bytes, name: str) -> None:
    """PDFium mends a file that was cut off and shows what is left; a report with its end missing must not pass for whole."""
    stated = _LENGTH.search(data[:2048])
    if b"%%EOF" not in data or (stated is not None and int(stated[1]) > len(data)):
        raise truncated(name)


def _is_scan(page: Page) -> bool:
    return page.pictured > 0.5 and sum(not glyph.char.isspace() for glyph in page.glyphs) < 20


def _refuse_unreadable(pages: Sequence[Page], empty: Sequence[int], name: str) -> None:
    text = "".join(glyph.char for page in pages for glyph in page.glyphs if not glyph.char.isspace())
    if empty and len(empty) == sum(bool(page.glyphs) or page.pictured > 0 for page in pages):
        raise UnreadableFile(name, "是扫描件（整页图片），没有文字层", _NO_OCR)
    lost = sum("\ue000" <= char <= "\uf8ff" or char == "\ufffd" or char < " " for char in text)
    if lost * 5 > len(text):
        raise UnreadableFile(name, "的文字层用了不公开的编码，复制出来是乱码", "请向来文单位要 Word 或 WPS 原文，或重新导出 PDF")


@dataclass(frozen=True)
class _Content:
    """A page taken apart: lines and tables in reading order."""

    number: int
    height: float
    parts: list[Printed | list[str]]

    def lines(self) -> list[Printed]:
        return [part for part in self.parts if isinstance(part, Printed)]


def _lines(pages: Sequence[Page]) -> Iterator[Line]:
    contents = [_taken_apart(number, page) for number, page in enumerate(pages, 1)]
    kept = without_furniture([content.lines() for content in contents], [content.height for content in contents])
    keep = {id(line) for page in kept for line in page}
    widths = [page.width for page in pages]
    run: list[Printed] = []
    for content in contents:
        for part in content.parts:
            if isinstance(part, Printed):
                run += [part] if id(part) in keep else []
                continue
            yield from _flushed(run, widths)
            run = []
            yield from (Line(row, f"第{content.number}页") for row in part)
    yield from _flushed(run, widths)


def _flushed(run: Sequence[Printed], widths: Sequence[float]) -> Iterator[Line]:
    return (Line(_plain_han(text), f"第{page}页") for page, text in paragraphs(run, widths))


def _plain_han(text: str) -> str:
    return _RADICALS.sub(lambda match: normalize("NFKC", match[0]), text)


def _taken_apart(number: int, page: Page) -> _Content:
    """Glyphs in a drawn table go to its cells; its rows stand where its first glyph stood in the file."""
    tables = find_tables(page.rules)
    cells: list[dict[tuple[int, int], list[Glyph]]] = [{} for _ in tables]
    parts, run = list[Printed | int](), list[Glyph]()
    for glyph in page.glyphs:
        which, cell = next(((which, cell) for which, table in enumerate(tables) if (cell := table.cell(glyph))), (0, None))
        if cell is None:
            run.append(glyph)
            continue
        if not cells[which]:
            parts += [*printed_lines(run, number), which]
            run = []
        cells[which].setdefault(cell, []).append(glyph)
    parts += printed_lines(run, number)
    return _Content(number, page.height, [_rows(tables[part], cells[part]) if isinstance(part, int) else part for part in parts])


def _rows(table: Ruled, cells: dict[tuple[int, int], list[Glyph]]) -> list[str]:
    texts = {cell: _plain_han(cell_text(glyphs)) for cell, glyphs in cells.items()}
    return [row_line(row) for row in with_single_header(table.rows(texts), table.corners)]
