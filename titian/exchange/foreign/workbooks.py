"""Blank workbooks: read as grids, filled in place. The only module that knows openpyxl."""

from __future__ import annotations

import copy
import io
import tempfile
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from titian.base.errors import Refused
from titian.base.quantities import plain
from titian.exchange.foreign.grid import Cell, Grid, Place
from titian.exchange.foreign.layout import Form
from titian.exchange.foreign.lines import Lines
from titian.exchange.tables import parts
from titian.exchange.tables.cells import cell_text

MAX_ROWS, MAX_COLUMNS = 500, 80
_EXACT_DIGITS = 15
_LOST = {"xl/charts/": "图表", "xl/media/": "图片", "xl/ctrlProps/": "按钮等控件"}


def read(name: str, data: bytes) -> Form:
    """Raises Refused when it cannot be opened or is no form (too many rows)."""
    _demand_small(name, data)
    book = _opened(name, data)
    grids = [_grid(page) for page in _pages(book)]
    return Form(name, "xlsx", grids, _notices(data))


def fill(data: bytes, values: Mapping[Place, object], lists: Sequence[Lines] = ()) -> bytes:
    """Numbers as numbers in the cell's own format, words as words, never as a formula. Lists grow by as many rows as they need."""
    book = _opened("表样", data)
    pages = _pages(book)
    for place, value in values.items():
        _write(pages[place.table].cell(place.row + 1, place.column + 1), value)
    for lines in lists:
        _write_lines(pages[lines.area.table], lines)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _write(cell: Any, value: object) -> None:
    if isinstance(value, Decimal) and cell.number_format != "@" and len(value.normalize().as_tuple().digits) <= _EXACT_DIGITS:
        cell.value = int(value) if value == value.to_integral_value() else value
        return
    cell.value = plain(value) if isinstance(value, Decimal) else str(value)
    cell.data_type = "s"


def _write_lines(page: Any, lines: Lines) -> None:
    area, cells = lines.area, lines.cells
    missing = len(cells) - (area.last_row - area.first_row + 1)
    if missing > 0:
        _insert(page, area.last_row + 2, missing)
    for row, line in enumerate(cells, area.first_row + 1):
        for column, value in line.items():
            if value is not None:
                _write(page.cell(row, column + 1), value)


def _insert(page: Any, before: int, number: int) -> None:
    """Rows like the one above them; what stands below moves down with its merged areas and heights."""
    below = [area for area in page.merged_cells.ranges if area.min_row >= before]
    for area in below:
        page.merged_cells.remove(area)
    heights = {row: page.row_dimensions[row].height for row in range(before, page.max_row + 1)}
    page.insert_rows(before, number)
    for area in below:
        area.shift(row_shift=number)
        page.merged_cells.add(area)
    for row, height in heights.items():
        page.row_dimensions[row + number].height = height
    for row in range(before, before + number):
        page.row_dimensions[row].height = page.row_dimensions[before - 1].height
        for model in page[before - 1]:
            page.cell(row, model.column)._style = copy.copy(model._style)


def _opened(name: str, data: bytes) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves out is said in `notices`
            return load_workbook(io.BytesIO(data), rich_text=True)
    except Exception as problem:  # openpyxl raises whatever the broken part makes it stumble over
        raise Refused(f"{name} 打不开：不是有效的 Excel 文件，或已损坏。请用 WPS 或 Office 打开另存后再上传") from problem


def _pages(book: Any) -> list[Any]:
    return [page for page in book.worksheets if page.sheet_state == "visible"]


def _demand_small(name: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory(prefix="titian-form-") as folder:
        path = Path(folder) / "form.xlsx"
        path.write_bytes(data)
        found = parts.inspect(path)
    for sheet, part in found.items():
        if part.rows * part.columns > 50 * MAX_ROWS * MAX_COLUMNS:
            raise Refused(f"{name} 的工作表「{sheet}」太大，请只留要填的表，删去表外的格再上传")


def _grid(page: Any) -> Grid:
    """The drawn cells of a sheet, up to the last one with words or a frame."""
    spans = {(area.min_row, area.min_col): area for area in page.merged_cells.ranges}
    covered = {(row, column) for area in spans.values() for row, column in _covered(area)}
    cells = [
        _cell(cell, spans.get((cell.row, cell.column)))
        for row in page.iter_rows()
        for cell in row
        if (cell.row, cell.column) not in covered
    ]
    drawn = [cell for cell in cells if cell.text or cell.framed]
    rows, columns = (
        max((cell.row + cell.rows for cell in drawn), default=0),
        max((cell.column + cell.columns for cell in drawn), default=0),
    )
    if rows > MAX_ROWS or columns > MAX_COLUMNS:
        raise Refused(f"工作表「{page.title}」超过 {MAX_ROWS} 行或 {MAX_COLUMNS} 列，不像要填的表样，请只留要填的表再上传")
    return Grid(page.title, [cell for cell in cells if cell.row < rows and cell.column < columns])


def _covered(area: Any) -> list[tuple[int, int]]:
    """The cells a merged area hides: all but its first."""
    every = [(row, column) for row in range(area.min_row, area.max_row + 1) for column in range(area.min_col, area.max_col + 1)]
    return every[1:]


def _cell(cell: Any, area: Any) -> Cell:
    edges = cell.border
    framed = any(side is not None and side.style for side in (edges.left, edges.right, edges.top, edges.bottom))
    rows = area.max_row - area.min_row + 1 if area else 1
    columns = area.max_col - area.min_col + 1 if area else 1
    value = "" if cell.value is None else cell.value
    formula = cell.data_type == "f"
    return Cell(cell.row - 1, cell.column - 1, "" if formula else _text(value), rows, columns, framed, formula)


def _text(value: object) -> str:
    """Blanks drawn with spaces and underscores keep them; everything else as in an import."""
    text = cell_text(value) if not isinstance(value, str) else str(value)
    return text if text.strip() else ""


def _notices(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
    lost = [words for folder, words in _LOST.items() if any(name.startswith(folder) for name in names)]
    return [f"表样里的{'、'.join(lost)}填好后可能不再保留，请对照原表核对"] if lost else []
