"""Blank tables in a Word document: read as grids, filled in place. Everything around them stays untouched."""

from __future__ import annotations

import copy
import io
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from titian.base.errors import Refused
from titian.base.quantities import plain
from titian.exchange.foreign.grid import Cell, Grid, Place
from titian.exchange.foreign.layout import Form
from titian.exchange.foreign.lines import Lines


def read(name: str, data: bytes) -> Form:
    document = _opened(name, data)
    grids = [Grid(f"表{number}", [cell for cell, _ in _cells(table)]) for number, table in enumerate(_tables(document), 1)]
    return Form(name, "docx", grids)


def fill(data: bytes, values: Mapping[Place, object], lists: Sequence[Lines] = ()) -> bytes:
    """Words in each blank's own paragraph and letter. Lists grow by as many rows as they need."""
    document = _opened("表样", data)
    for number, table in enumerate(_tables(document)):
        for cell, element in list(_cells(table)):
            value = values.get(Place(number, cell.row, cell.column))
            if value is not None:
                _write(element, value)
    for lines in lists:
        _write_lines(_tables(document)[lines.area.table], lines)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _opened(name: str, data: bytes) -> Any:
    try:
        return Document(io.BytesIO(data))
    except Exception as problem:  # python-docx raises whatever the broken part makes it stumble over
        raise Refused(f"{name} 打不开：不是有效的 Word 文件，或已损坏。请用 WPS 或 Word 打开另存后再上传") from problem


def _tables(document: Any) -> list[Any]:
    return [table._tbl for table in document.tables]


def _cells(table: Any) -> Iterator[tuple[Cell, Any]]:
    """Every drawn cell with its element; a cell merged downwards comes once, with its rows counted."""
    begun: dict[int, tuple[int, int, Any, int]] = {}  # column → first row, columns, element, rows
    for row, line in enumerate(table.tr_lst):
        column = line.grid_before
        for element in line.tc_lst:
            width = element.grid_span
            if element.vMerge == "continue" and column in begun:
                first, columns, owner, rows = begun[column]
                begun[column] = first, columns, owner, rows + 1
            else:
                if column in begun:
                    yield _drawn(begun.pop(column), column)
                begun[column] = row, width, element, 1
            column += width
    for column, cell in sorted(begun.items()):
        yield _drawn(cell, column)


def _drawn(begun: tuple[int, int, Any, int], column: int) -> tuple[Cell, Any]:
    row, columns, element, rows = begun
    text = "\n".join("".join(piece.text or "" for piece in paragraph.iter(qn("w:t"))) for paragraph in element.p_lst)
    return Cell(row, column, text if text.strip() else "", rows, columns), element


def _write_lines(table: Any, lines: Lines) -> None:
    area, cells = lines.area, lines.cells
    rows = list(table.tr_lst)
    for _ in range(len(cells) - (area.last_row - area.first_row + 1)):
        line = copy.deepcopy(rows[area.last_row])
        for element in line.tc_lst:
            _write(element, "")
        rows[area.last_row].addnext(line)
    for row, values in enumerate(cells, area.first_row):
        places = _row_cells(table, row)
        for column, value in values.items():
            if value is not None and column in places:
                _write(places[column], value)


def _row_cells(table: Any, row: int) -> dict[int, Any]:
    """Column → cell of one row."""
    line = table.tr_lst[row]
    places, column = {}, line.grid_before
    for element in line.tc_lst:
        places[column] = element
        column += element.grid_span
    return places


def _write(element: Any, value: object) -> None:
    """Into the first paragraph: its first run keeps its look, further ones are emptied; a bare paragraph takes its own mark's look."""
    paragraph = element.p_lst[0]
    runs = paragraph.r_lst
    run = runs[0] if runs else paragraph.add_r()
    if not runs and paragraph.pPr is not None and (look := paragraph.pPr.find(qn("w:rPr"))) is not None:
        run.insert(0, copy.deepcopy(look))
    run.text = plain(value) if isinstance(value, Decimal) else str(value)
    for other in runs[1:]:
        other.text = ""
    for further in element.p_lst[1:]:
        for other in further.r_lst:
            other.text = ""
