"""Excel workbooks (.xlsx) → lines, each number as its cell shows it. Streamed sheet by sheet; only cells that say something are kept."""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from titian.reader.text import cells
from titian.reader.text.flow import tidy
from titian.reader.text.guards import Package, refuse_entities, truncated
from titian.reader.text.ooxml import attribute, child, children, tag, whole
from titian.reader.text.sheets import MERGES, Sheet, extracted
from titian.reader.text.values import Extracted, Limits, UnreadableFile

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


def extract_xlsx(data: bytes, name: str, limits: Limits) -> Extracted:
    """Visible sheets, rows and columns. Raises UnreadableFile: damaged, protected, swollen or too many cells."""
    book = _Workbook(Package(data, name, limits), limits)
    hidden = [sheet_name for sheet_name, _, visible in book.listed if not visible]
    notices = [f"隐藏的工作表「{'」「'.join(hidden)}」未读"] if hidden else []
    sheets = [book.sheet(sheet_name, part) for sheet_name, part, visible in book.listed if visible]
    return extracted(sheets, "xlsx", name, limits, notices)


@dataclass(frozen=True)
class _Cell:
    """A cell as stored: its kind (`n`, `s`, `str`, `inlineStr`, `b`, `e`, `d`), its raw value and its style."""

    kind: str
    raw: str
    style: int
    formula: bool


class _Workbook:
    """Shared strings, formats and the list of sheets as (name, part, visible)."""

    def __init__(self, package: Package, limits: Limits) -> None:
        self._package, self._limits, self._count = package, limits, 0
        root = self._part("xl/workbook.xml")
        self._epoch_1904 = attribute(child(root, "workbookPr"), "date1904") in {"1", "true"}
        relations = {attribute(node, "Id"): attribute(node, "Target") for node in self._part("xl/_rels/workbook.xml.rels")}
        self.listed = [
            (attribute(node, "name"), _path(relations.get(_relation(node), "")), attribute(node, "state") in {"", "visible"})
            for node in children(_needed(child(root, "sheets"), package.name), "sheet")
        ]
        self._formats = self._read_formats()
        self._strings = list(self._read_strings())

    def _part(self, path: str) -> etree._Element:
        if path not in self._package.names():
            raise truncated(self._package.name, f"缺少部件 {path}")
        return self._package.xml(path)

    def _stream(self, path: str, *tags: str) -> Iterator[tuple[str, etree._Element]]:
        """(`start` or `end`, element) of these names, each emptied after its end: a sheet never stands in memory whole."""
        source = io.BytesIO(self._package.read(path, limit=self._limits.sheet_bytes))
        wanted = [f"{{*}}{name}" for name in tags]
        try:
            walk = etree.iterparse(
                source, ("start", "end"), tag=wanted, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
            )
            for number, (event, node) in enumerate(walk):
                if not number:
                    refuse_entities(node, self._package.name)
                yield event, node
                parent = node.getparent()
                if event == "end" and parent is not None:
                    node.clear()
                    del parent[:-1]
        except etree.XMLSyntaxError as broken:
            raise truncated(self._package.name, f"已损坏（部件 {path} 不完整）") from broken

    def _read_strings(self) -> Iterator[str]:
        if "xl/sharedStrings.xml" in self._package.names():
            yield from (_rich_text(node) for event, node in self._stream("xl/sharedStrings.xml", "si") if event == "end")

    def _read_formats(self) -> list[str]:
        """Style number → format code."""
        if "xl/styles.xml" not in self._package.names():
            return []
        root = self._package.xml("xl/styles.xml")
        own = {attribute(node, "numFmtId"): attribute(node, "formatCode") for node in _listed(root, "numFmts")}
        numbers = [attribute(node, "numFmtId") for node in _listed(root, "cellXfs")]
        return [own.get(number) or cells.BUILT_IN.get(whole(number), "General") for number in numbers]

    def sheet(self, name: str, part: str) -> Sheet:
        made = Sheet(name)
        if part not in self._package.names() or "/worksheets/" not in part:
            return made  # a chart sheet, or one whose part is gone
        row = column = -1
        for event, node in self._stream(part, "row", "c", "col", "mergeCell"):
            match event, tag(node):
                case "start", "row":
                    row, column = _row_number(node, row), -1
                    made.hidden_rows |= {row} if _is_hidden(node) else set()
                case "end", "c":
                    column = self._read_cell(node, row, column, made)
                case "end", "col" if _is_hidden(node):
                    made.hidden_columns.update(
                        range(max(whole(attribute(node, "min")) - 1, 0), min(whole(attribute(node, "max")), 16_384))
                    )
                case "end", "mergeCell" if len(made.merged) < MERGES:
                    made.merged += _ranges(attribute(node, "ref"))
        return made

    def _read_cell(self, node: etree._Element, row: int, before: int, sheet: Sheet) -> int:
        """Put a cell on the sheet and give its column: the one it states, else the next after `before`."""
        self._count += 1
        if self._count > self._limits.cells:
            shown = f"超过 {self._limits.cells // 10_000} 万个单元格"
            raise UnreadableFile(self._package.name, shown, "请只留要读的表格，另存后再试")
        address = _ADDRESS.fullmatch(node.get("r") or "")
        column = _column(address[1]) if address else before + 1
        text = self._text(_cell(node), sheet)
        if text:
            sheet.cells[row, column] = text
        return column

    def _text(self, cell: _Cell, sheet: Sheet) -> str:
        if cell.kind == "e":
            sheet.errors += 1
            return ""
        if not cell.raw:
            sheet.uncomputed += cell.formula and cell.kind == "n"
            return ""
        if cell.kind == "s":
            at = whole(cell.raw, len(self._strings))
            return self._strings[at] if at < len(self._strings) else ""
        if cell.kind == "b":
            return "是" if cell.raw == "1" else "否"
        return self._number(cell) if cell.kind == "n" else tidy(cell.raw)

    def _number(self, cell: _Cell) -> str:
        code = self._formats[cell.style] if cell.style < len(self._formats) else "General"
        try:
            return cells.shown(float(cell.raw), code, epoch_1904=self._epoch_1904)
        except (ValueError, OverflowError):
            return tidy(cell.raw)


def _row_number(node: etree._Element, before: int) -> int:
    return whole(node.get("r") or "", before + 2) - 1


def _is_hidden(node: etree._Element) -> bool:
    return node.get("hidden") in {"1", "true"}


def _cell(node: etree._Element) -> _Cell:
    style, raw, formula = node.get("s") or "0", "", False
    for inner in node:
        match tag(inner):
            case "v":
                raw = inner.text or ""
            case "is":
                raw = _rich_text(inner)
            case "f":
                formula = True
    return _Cell(node.get("t") or "n", raw.strip(), whole(style), formula)


def _rich_text(node: etree._Element) -> str:
    """The text of a string, its runs joined; the phonetic guide (rPh) is not part of it."""
    pieces = (
        part for inner in node for part in ([inner] if tag(inner) == "t" else children(inner, "t") if tag(inner) == "r" else [])
    )
    return tidy("".join(piece.text or "" for piece in pieces))


def _listed(root: etree._Element, name: str) -> Iterator[etree._Element]:
    group = child(root, name)
    return iter(group) if group is not None else iter(())


def _needed(node: etree._Element | None, name: str) -> etree._Element:
    if node is None:
        raise truncated(name, "缺少工作表目录")
    return node


def _relation(node: etree._Element) -> str:
    """`r:id`, which shares its local name with nothing else on a sheet."""
    return attribute(node, "id")


def _path(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _ranges(reference: str) -> list[tuple[int, int, int, int]]:
    """A1:B2 → its rows and columns; nothing when it is no range."""
    first, _, last = reference.partition(":")
    top, bottom = _ADDRESS.fullmatch(first), _ADDRESS.fullmatch(last)
    if top is None or bottom is None:
        return []
    return [(int(top[2]) - 1, _column(top[1]), int(bottom[2]) - 1, _column(bottom[1]))]
