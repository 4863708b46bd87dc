"""A file → its visible sheets, with what had to be said about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from titian.base.errors import Refused
from titian.exchange.tables import parts
from titian.exchange.tables.cells import ERROR_VALUES, cell_text, error_message
from titian.exchange.tables.texts import csv_rows

MAX_BYTES = 100 * 1024 * 1024
Range = tuple[tuple[int, int], tuple[int, int]]
_OLD_FORMAT = "旧版 .xls 里出错的公式（#REF! 等）会读成空白，拿不准时请另存为 .xlsx 再导入"


@dataclass(frozen=True)
class Table:
    """One sheet.

    name      as on its tab
    rows      rows of cell texts, as an office would read them; row 1 of the sheet is `rows[0]`
    merged    merged areas ((row, column), (row, column)), first and last cell from 0; only the first holds the text in `rows`
    problems  (row from 1, column from 0) → what is wrong with a cell whatever its column: a formula without result, an error value
    notices   what whoever imports should know about the sheet
    """

    name: str
    rows: Sequence[Sequence[str]] = field(repr=False)
    merged: Sequence[Range] = ()
    problems: Mapping[tuple[int, int], str] = field(default_factory=dict)
    notices: Sequence[str] = ()

    def spread(self, first_row: int) -> Sequence[Sequence[str]]:
        """`rows`, where every merged area that begins in or below `first_row` (from 1) has its text in each of its cells."""
        areas = [area for area in self.merged if area[0][0] >= first_row - 1]
        if not areas:
            return self.rows
        rows = [list(row) for row in self.rows]
        for (top, left), (bottom, right) in areas:
            text = rows[top][left] if top < len(rows) and left < len(rows[top]) else ""
            for row in rows[top : bottom + 1]:
                row[left : right + 1] = [text] * len(row[left : right + 1])
        return rows


@dataclass(frozen=True)
class Book:
    """The visible sheets of a file. `notices` tell of the file as a whole (hidden sheets)."""

    tables: Sequence[Table]
    notices: Sequence[str] = ()

    @property
    def every_notice(self) -> list[str]:
        return [*self.notices, *(notice for table in self.tables for notice in table.notices)]


def read_book(path: Path) -> Book:
    """Every visible sheet of an .xlsx, .xls or .csv file. Raises Refused with what is wrong and what to do."""
    suffix = path.suffix.lower()
    if suffix not in {".xlsx", ".xls", ".csv"}:
        raise Refused(f"{path.name} 不是 .xlsx、.xls 或 .csv 文件，请用 Excel 或 WPS 另存为 .xlsx 后再试")
    if not path.exists():
        raise Refused(f"找不到文件 {path.name},请核对路径")
    if path.stat().st_size > MAX_BYTES:
        raise Refused(f"{path.name} 超过 100 MB,请拆分后再导入")
    if suffix == ".csv":
        rows = csv_rows(path)
        return Book([Table(path.stem, rows, problems=_error_texts(rows))])
    try:
        return _workbook(path)
    except CalamineError as problem:
        raise Refused(
            f"{path.name} 打不开:不是有效的 Excel 文件,或已损坏、加了密码。请用 Excel/WPS 另存为 .xlsx 后再试"
        ) from problem


def read_tables(path: Path) -> list[Table]:
    """The sheets of `read_book` alone."""
    return list(read_book(path).tables)


def _workbook(path: Path) -> Book:
    found = parts.inspect(path)
    book = CalamineWorkbook.from_path(path)
    visible = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
    hidden = [sheet.name for sheet in book.sheets_metadata if sheet.visible != SheetVisibleEnum.Visible]
    notices = [f"隐藏的工作表没有读入：{'、'.join(hidden)}"] if hidden else []
    if path.suffix.lower() == ".xls":
        notices.append(_OLD_FORMAT)
    return Book([_table(book.get_sheet_by_name(name), found.get(name, parts.Part())) for name in visible], notices)


def _table(sheet: CalamineSheet, part: parts.Part) -> Table:
    if sheet.total_height * sheet.total_width > parts.MAX_CELLS:
        raise Refused(parts.scattered(sheet.name))
    cells = sheet.to_python(skip_empty_area=False)
    rows = [[cell.strip() if type(cell) is str else cell_text(cell) for cell in row] for row in cells]
    _widen(rows, part.problems)
    merged = tuple(sheet.merged_cell_ranges or ())
    return Table(sheet.name, rows, merged, {**_error_texts(rows), **part.problems}, _notices(sheet.name, part, merged))


def _widen(rows: list[list[str]], places: Mapping[tuple[int, int], str]) -> None:
    """Cells that hold nothing but a problem stand beyond what calamine calls the sheet's size."""
    width = max([len(rows[0]) if rows else 0, *(column + 1 for _, column in places)])
    rows.extend([] for _ in range(max([len(rows), *(row for row, _ in places)]) - len(rows)))
    if places:
        for row in rows:
            row.extend([""] * (width - len(row)))


def _error_texts(rows: Sequence[Sequence[str]]) -> dict[tuple[int, int], str]:
    """Error values that stand as words, as a text table has them."""
    return {
        (number, place): error_message(cell)
        for number, row in enumerate(rows, 1)
        if not ERROR_VALUES.isdisjoint(row)
        for place, cell in enumerate(row)
        if cell in ERROR_VALUES
    }


def _notices(name: str, part: parts.Part, merged: Sequence[Range]) -> tuple[str, ...]:
    said = []
    if part.hidden_rows:
        said.append(f"「{name}」有 {part.hidden_rows} 行被隐藏或筛掉，也已读入")
    if part.hidden_columns:
        said.append(f"「{name}」有隐藏的列，也已读入")
    if any(top != bottom for (top, _), (bottom, _) in merged):
        said.append(f"「{name}」有纵向合并的单元格，其中的内容按每行都有读入")
    return tuple(said)
