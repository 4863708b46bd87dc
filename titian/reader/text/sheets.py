"""Sheets of cells → lines, the same for every spreadsheet format."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from titian.reader.text.plain import decode
from titian.reader.text.tables import Place, row_line, with_single_header
from titian.reader.text.values import Extracted, Limits, Line, UnreadableFile, joined

_NAMELESS = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.IGNORECASE)
_TOP = 8  # rows from the first on in which a header of several storeys may stand
MERGES = 50_000  # more merged ranges than any office draws: the rest is not looked at


@dataclass
class Sheet:
    """One visible sheet: printed text of the cells that say something, by (row, column) from 0, and what was left out.

    `merged` are ranges as (first row, first column, last row, last column).
    """

    name: str
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    errors: int = 0
    uncomputed: int = 0
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def drop_hidden(self) -> int:
        """Take out what the office has hidden; how many rows and columns with content that were."""
        hidden = [at for at in self.cells if at[0] in self.hidden_rows or at[1] in self.hidden_columns]
        for at in hidden:
            del self.cells[at]
        return len({at[0] for at in hidden if at[0] in self.hidden_rows}) + len({at[1] for at in hidden} & self.hidden_columns)

    def drop_covered(self) -> None:
        """Of a merged range only the corner is seen."""
        columns: dict[int, set[int]] = {}
        for row, column in self.cells if self.merged else ():
            columns.setdefault(row, set()).add(column)
        for top, left, bottom, right in self.merged[:MERGES]:
            for row in columns.keys() & range(top, bottom + 1) if bottom - top < len(columns) else columns.keys():
                for column in columns[row] if top <= row <= bottom else ():
                    if left <= column <= right and (row, column) != (top, left):
                        self.cells.pop((row, column), None)


def extracted(sheets: Sequence[Sheet], kind: str, name: str, limits: Limits, notices: Sequence[str] = ()) -> Extracted:
    """All sheets one below the other; each under its name unless it is a lone Sheet1."""
    for sheet in sheets:
        sheet.drop_covered()
    told = [*notices, *(note for sheet in sheets for note in _notes(sheet))]
    filled = [sheet for sheet in sheets if sheet.cells]
    lines = [line for sheet in filled for line in _lines(sheet, name, limits, named=len(filled) > 1)]
    return joined(lines, kind, notices=told)


def _notes(sheet: Sheet) -> Iterator[str]:
    if hidden := sheet.drop_hidden():
        yield f"工作表「{sheet.name}」有 {hidden} 个隐藏的行或列，未读"
    if sheet.errors:
        yield f"工作表「{sheet.name}」有 {sheet.errors} 个错误值（#REF! 之类），未读"
    if sheet.uncomputed:
        yield f"工作表「{sheet.name}」有 {sheet.uncomputed} 个公式没有存下结果，未读；请用 WPS 或 Excel 打开保存一次"


def _lines(sheet: Sheet, name: str, limits: Limits, *, named: bool) -> Iterator[Line]:
    place = f"工作表「{sheet.name}」"
    if named or not _NAMELESS.fullmatch(sheet.name.strip()):
        yield Line(sheet.name.strip(), place)
    rows: dict[int, dict[int, str]] = {}
    for (row, column), text in sheet.cells.items():
        rows.setdefault(row, {})[column] = text
    columns = sorted({column for _, column in sheet.cells})
    if len(rows) * len(columns) > 4 * limits.cells:
        raise UnreadableFile(name, f"{place}散布在 {len(rows)} 行 {len(columns)} 列，太大", "请只留要读的表格，另存后再试")
    numbers = sorted(rows)
    grid = [[rows[row].get(column, "") for column in columns] for row in numbers]
    for row, shown in zip(numbers, with_single_header(grid, _corners(sheet, numbers, columns)), strict=True):
        yield Line(row_line(shown), f"{place}第{row + 1}行")


def _corners(sheet: Sheet, rows: Sequence[int], columns: Sequence[int]) -> dict[Place, Place]:
    """Covered places of the sheet's top and their corners, counted in the rows and columns that are printed."""
    row_at = {row: at for at, row in enumerate(rows[:_TOP])}
    column_at = {column: at for at, column in enumerate(columns)}
    found = {}
    for top, left, bottom, right in sheet.merged[:MERGES]:
        for row in row_at.keys() & range(top, min(bottom, top + _TOP) + 1) if top in row_at and left in column_at else ():
            for column in column_at.keys() & range(left, right + 1):
                if (row, column) != (top, left):
                    found[row_at[row], column_at[column]] = (row_at[top], column_at[left])
    return found


def extract_csv(data: bytes, name: str, limits: Limits) -> Extracted:
    """Comma, tab or semicolon separated; the encoding is recognised. Raises UnreadableFile."""
    decoded = decode(data, name)
    sheet = Sheet("Sheet1")
    try:
        for number, row in enumerate(csv.reader(io.StringIO(decoded.text, newline=""), delimiter=_delimiter(decoded.text))):
            sheet.cells.update({(number, column): " ".join(text.split()) for column, text in enumerate(row) if text.strip()})
    except csv.Error as problem:
        raise UnreadableFile(name, f"不是规范的 csv({problem})", "请用 WPS 或 Excel 打开，另存为 .xlsx 后再试") from problem
    return extracted([sheet], "csv", name, limits, decoded.notices)


def _delimiter(text: str) -> str:
    head = text[:20_000]
    return max(",\t;", key=head.count)
