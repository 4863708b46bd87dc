"""Tables the office's way: three lines or a full grid, head rows that repeat, cells that span, columns as wide as their words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from titian.base.gongwen.blocks import Align, Cell, Table, TableCell, words
from titian.base.gongwen.elements import Element, element
from titian.base.gongwen.layout import TABLE_PT, text_width, twips
from titian.base.gongwen.parts import Inline, in_order, paragraph
from titian.base.gongwen.styles import exact, size

_THICK, _THIN = 12, 4  # eighths of a point: 1.5 pt outside, 0.5 pt inside
_SMALL_PT = 10.5  # 五号, for tables that would not fit otherwise
_COMPACT_PT, _COMPACT_LINE_TWIPS, _COMPACT_ROW_TWIPS = 9, 226, 238  # 小五; 4.2 mm a row
_CELL_TWIPS = 70  # between a cell's line and its words
_ROW_TWIPS = twips(8)
_NARROWEST, _WIDEST, _SHORT, _HEAD = 2.0, 22.0, 6, 4  # characters
_NUMBER = re.compile(r"[-+−]?[\d,.]+\s*%?|[—–-]|")
_CELL_ORDER = ["tcW", "gridSpan", "vMerge", "tcBorders", "vAlign"]

Row = dict[int, "_Slot"]


@dataclass(frozen=True)
class _Slot:
    """A cell in its place; `continued` is the lower part of a cell that spans rows."""

    cell: Cell
    continued: bool = False


def table(block: Table, inline: Inline, width: int) -> list[Element]:
    """A Table block → its unit line and <w:tbl>; `width` in twips. Caption and note are the caller's."""
    head, rows = _placed(block.head), _placed(block.rows)
    columns = max((column + slot.cell.columns for row in (*head, *rows) for column, slot in row.items()), default=0)
    if not columns:
        return []
    measured = [_measure(head, rows, column) for column in range(columns)]
    points = _COMPACT_PT if block.compact else _points(measured, width)
    widths = _scaled(block.widths or _shared(measured, width / (points * 20)), columns, width)
    aligns = list(block.align or _aligns(rows, columns))
    drawing = _Drawing(block, inline, widths, aligns, _airs(rows, widths, aligns, points), points)
    made = element("tbl", _table_properties(block, width), element("tblGrid", *(element("gridCol", w=part) for part in widths)))
    made.extend(drawing.row(row, head=True, last=index == len(head)) for index, row in enumerate(head, 1))
    made.extend(drawing.row(row) for row in rows)
    return [*_unit_line(block, inline), made]


def _unit_line(block: Table, inline: Inline) -> list[Element]:
    if not block.unit:
        return []
    return [paragraph("Note", inline.content(f"单位：{block.unit}"), element("keepNext"), element("jc", val="right"))]


def _placed(rows: Sequence[Sequence[TableCell]]) -> list[Row]:
    """Rows of cells → where each stands, with room left for cells that reach right or down."""
    made: list[Row] = [{} for _ in rows]
    taken: set[tuple[int, int]] = set()
    for index, row in enumerate(rows):
        column = 0
        for cell in map(_as_cell, row):
            while (index, column) in taken:
                column += 1
            last = min(index + cell.rows, len(rows))
            for below in range(index, last):
                made[below][column] = _Slot(cell, continued=below > index)
                taken.update((below, place) for place in range(column, column + cell.columns))
            column += cell.columns
    return made


def _as_cell(value: TableCell) -> Cell:
    return value if isinstance(value, Cell) else Cell(value)


def _measure(head: list[Row], rows: list[Row], column: int) -> float:
    """How wide a column wants to be, in characters: its longest cell within limits; a head may wrap."""
    body = [text_width(_longest_line(slot)) for row in rows if (slot := row.get(column)) and slot.cell.columns == 1]
    heads = [min(text_width(_longest_line(slot)), _HEAD) for row in head if (slot := row.get(column)) and slot.cell.columns == 1]
    return min(max([*body, *heads, _NARROWEST]), _WIDEST) + 1


def _longest_line(slot: _Slot) -> str:
    return max(words(slot.cell.text).split("\n"), key=text_width)


def _points(measured: Sequence[float], width: int) -> float:
    """小四; 五号 when the columns want half as much again as there is."""
    return TABLE_PT if sum(measured) * TABLE_PT * 20 <= width * 1.5 else _SMALL_PT


def _shared(wanted: list[float], room: float) -> list[float]:
    """Widths for columns that want more than there is: the narrow ones get theirs, the wide ones share the rest."""
    wide = [want for want in wanted if want > _SHORT + 1]
    rest = room - (sum(wanted) - sum(wide))
    if sum(wanted) <= room or rest < len(wide) * _SHORT:
        return wanted
    return [want if want <= _SHORT + 1 else want * rest / sum(wide) for want in wanted]


def _scaled(proportions: Sequence[float], columns: int, width: int) -> list[int]:
    """Proportions → twips that fill the text block exactly."""
    if len(proportions) != columns or min(proportions) <= 0:
        raise ValueError(f"表格有 {columns} 列,列宽应给出 {columns} 个正数")
    whole = sum(proportions)
    made = [int(width * part / whole) for part in proportions]
    made[-1] += width - sum(made)
    return made


def _aligns(rows: list[Row], columns: int) -> list[Align]:
    """By what a column holds; the first one names the rows, so that a year in it is a word."""
    return [_align(_column(rows, column), names=column == 0) for column in range(columns)]


def _column(rows: list[Row], column: int) -> list[str]:
    return [words(slot.cell.text) for row in rows if (slot := row.get(column)) and slot.cell.columns == 1]


def _airs(rows: list[Row], widths: list[int], aligns: list[Align], points: float) -> list[int]:
    """Air at the right of number columns, in twips: the longest number stands in the middle, under its head, the others end with it."""
    longest = [max(map(text_width, _column(rows, column)), default=0.0) for column in range(len(widths))]
    rest = [(width - wide * points * 20) / 2 - _CELL_TWIPS for width, wide in zip(widths, longest, strict=True)]
    return [max(0, round(air)) if align == "right" else 0 for air, align in zip(rest, aligns, strict=True)]


def _align(texts: list[str], *, names: bool) -> Align:
    if not names and any(texts) and all(_NUMBER.fullmatch(text.strip()) for text in texts):
        return "right"
    return "center" if all(text_width(text) <= _SHORT for text in texts) else "left"


def _table_properties(block: Table, width: int) -> Element:
    sides = {"top": _THICK, "bottom": _THICK}
    if block.grid:
        sides = dict.fromkeys(("top", "left", "bottom", "right", "insideH", "insideV"), _THIN)
    borders = element("tblBorders", *(_line(side, weight) for side, weight in sides.items()))
    return element(
        "tblPr",
        element("tblW", w=width, type="dxa"),
        element("jc", val="center"),
        borders,
        element("tblLayout", type="fixed"),
    )


def _line(side: str, weight: int) -> Element:
    return element(side, val="single", sz=weight, space=0, color="000000")


@dataclass
class _Drawing:
    """What every cell of one table needs to know."""

    block: Table
    inline: Inline
    widths: list[int]
    aligns: list[Align]
    airs: list[int]
    points: float

    def row(self, row: Row, *, head: bool = False, last: bool = False) -> Element:
        height = _COMPACT_ROW_TWIPS if self.block.compact else _ROW_TWIPS
        properties = element("trPr", element("cantSplit"), element("trHeight", val=height, hRule="atLeast"))
        if head:
            properties.append(element("tblHeader"))
        made, column = element("tr", properties), 0
        while column < len(self.widths):
            slot = row.get(column, _Slot(Cell("")))
            made.append(self._cell(slot, column, head=head, last=last))
            column += slot.cell.columns
        return made

    def _cell(self, slot: _Slot, column: int, *, head: bool, last: bool) -> Element:
        cell = slot.cell
        align = cell.align or ("center" if head else self.aligns[column])
        dress = [*size(self.points), *([element("b")] if cell.bold else [])]
        content = [] if slot.continued else self.inline.content(cell.text, *dress)
        air = [element("ind", right=self.airs[column])] if self.airs[column] and not (head or cell.align) else []
        lines = [exact(_COMPACT_LINE_TWIPS)] if self.block.compact else []
        text = paragraph("TableHead" if head else "TableText", content, element("jc", val=align), *air, *lines)
        return element("tc", self._cell_properties(slot, column, underlined=head and self._underlined(slot, last)), text)

    def _underlined(self, slot: _Slot, last: bool) -> bool:
        """The line under the head, and the short one under a head that spans columns."""
        return not self.block.grid and (last or slot.cell.columns > 1)

    def _cell_properties(self, slot: _Slot, column: int, *, underlined: bool) -> Element:
        cell = slot.cell
        width = sum(self.widths[column : column + cell.columns])
        made = [element("tcW", w=width, type="dxa"), element("vAlign", val="center")]
        if cell.columns > 1:
            made.append(element("gridSpan", val=cell.columns))
        if cell.rows > 1:
            made.append(element("vMerge") if slot.continued else element("vMerge", val="restart"))
        if underlined:
            made.append(element("tcBorders", _line("bottom", _THIN)))
        return element("tcPr", *in_order(made, _CELL_ORDER))
