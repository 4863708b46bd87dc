"""Old Excel workbooks (.xls, WPS .et) → lines: values through calamine, number formats and hidden parts from the records themselves.

Records: [MS-XLS] (BIFF8). Calamine gives a percentage as 0.0372; the format that says so stands in the cell's style.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from titian.reader.text import cells, ole
from titian.reader.text.flow import tidy
from titian.reader.text.guards import protected, truncated
from titian.reader.text.sheets import Sheet, extracted
from titian.reader.text.values import Extracted, Limits, UnreadableFile

_FORMULA, _DATEMODE, _FILEPASS, _COLINFO, _BOUNDSHEET = 0x0006, 0x0022, 0x002F, 0x007D, 0x0085
_MULRK, _XF, _LABELSST, _NUMBER, _LABEL, _ROW, _RK, _FORMAT, _BOF, _EOF = (
    0x00BD, 0x00E0, 0x00FD, 0x0203, 0x0204, 0x0208, 0x027E, 0x041E, 0x0809, 0x000A,
)  # fmt: skip
_ONE_CELL = frozenset({_FORMULA, _LABELSST, _NUMBER, _LABEL, _RK})
_Value = int | float | str | bool | time | date | datetime | timedelta


def extract_xls(data: bytes, name: str, limits: Limits) -> Extracted:
    """Visible sheets, rows and columns. Raises UnreadableFile: damaged, protected or too many cells."""
    styles = _styles(data, name)
    if any(layout.bottom * layout.right > 4 * limits.cells for layout in styles.sheets):
        raise UnreadableFile(name, "内容散布得太开（行数乘列数过大）", "请只留要读的表格，另存后再试")
    hidden, sheets = _read_book(data, name, styles)
    notices = [f"隐藏的工作表「{'」「'.join(hidden)}」未读"] if hidden else []
    return extracted(sheets, "xls", name, limits, notices)


def _read_book(data: bytes, name: str, styles: _Styles) -> tuple[list[str], list[Sheet]]:
    """Names of the hidden sheets, and the visible ones."""
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            listed = book.sheets_metadata
            hidden = [sheet.name for sheet in listed if sheet.visible != SheetVisibleEnum.Visible]
            shown = [book.get_sheet_by_name(sheet.name) for sheet in listed if sheet.name not in hidden]
            return hidden, [_sheet(sheet, styles, styles.layout(sheet.name)) for sheet in shown]
    except PasswordError as locked:
        raise protected(name) from locked
    except (CalamineError, OSError, ValueError) as broken:
        raise truncated(name, "已损坏或不完整") from broken
    except BaseException as panic:
        # What a damaged file breaks inside the Rust library arrives as a panic, which is no Exception.
        if type(panic).__module__ != "pyo3_runtime":
            raise
        raise truncated(name, "已损坏或不完整") from panic


@dataclass
class _Layout:
    """What the records of one sheet say beside the values: style number by cell, hidden rows and columns, extent."""

    name: str
    start: int
    style: dict[tuple[int, int], int] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    bottom: int = 0
    right: int = 0

    def put(self, row: int, column: int, style: int) -> None:
        self.style[row, column] = style
        self.bottom, self.right = max(self.bottom, row + 1), max(self.right, column + 1)


@dataclass
class _Styles:
    """The workbook's formats and its sheets' layouts."""

    formats: dict[int, str] = field(default_factory=dict)
    of_style: list[int] = field(default_factory=list)
    sheets: list[_Layout] = field(default_factory=list)

    def code(self, style: int) -> str:
        number = self.of_style[style] if style < len(self.of_style) else 0
        return self.formats.get(number) or cells.BUILT_IN.get(number, "General")

    def layout(self, name: str) -> _Layout:
        return next((sheet for sheet in self.sheets if sheet.name == name), _Layout(name, 0))


def _sheet(source: CalamineSheet, styles: _Styles, layout: _Layout) -> Sheet:
    made = Sheet(source.name, hidden_rows=layout.hidden_rows, hidden_columns=layout.hidden_columns)
    for row, values in enumerate(source.to_python(skip_empty_area=False)):
        for column, value in enumerate(values):
            text = _text(value, styles.code(layout.style.get((row, column), 0)))
            if text:
                made.cells[row, column] = text
    made.merged = [(*first, *last) for first, last in source.merged_cell_ranges or []]
    return made


def _text(value: _Value, code: str) -> str:
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return cells.shown(value, code)
    if isinstance(value, datetime | date):
        at = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001 (no zone in a cell)
        return cells.moment(at, code if cells.is_date(code) else "yyyy-m-d")
    return str(value)


def _styles(data: bytes, name: str) -> _Styles:
    container = ole.Container(data)
    if "Workbook" not in container.names():
        return _Styles()  # Excel 95: values without formats
    try:
        stream = container.stream("Workbook")
        return _read_styles(stream, name)
    except (struct.error, ole.BrokenContainerError, IndexError) as broken:
        raise truncated(name, "已损坏或不完整") from broken


def _read_styles(stream: bytes, name: str) -> _Styles:
    styles = _Styles()
    for kind, body in _records(stream, 0):
        if kind == _FILEPASS:
            raise protected(name)
        if kind == _FORMAT:
            styles.formats[struct.unpack_from("<H", body)[0]] = _string(body, 2, "<H")
        elif kind == _XF:
            styles.of_style.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _BOUNDSHEET:
            styles.sheets.append(_Layout(_string(body, 6, "<B"), struct.unpack_from("<I", body)[0]))
    for layout in styles.sheets:
        if layout.start >= len(stream):
            raise truncated(name, "已损坏或不完整")
        _read_layout(stream, layout)
    return styles


def _read_layout(stream: bytes, layout: _Layout) -> None:
    for kind, body in _records(stream, layout.start):
        if kind in _ONE_CELL:
            layout.put(*struct.unpack_from("<HHH", body))
        elif kind == _MULRK:
            row, first = struct.unpack_from("<HH", body)
            for at in range((len(body) - 6) // 6):
                layout.put(row, first + at, struct.unpack_from("<H", body, 4 + 6 * at)[0])
        elif kind == _ROW and struct.unpack_from("<I", body, 12)[0] & 0x20:
            layout.hidden_rows.add(struct.unpack_from("<H", body)[0])
        elif kind == _COLINFO and struct.unpack_from("<H", body, 8)[0] & 1:
            first, last = struct.unpack_from("<HH", body)
            layout.hidden_columns.update(range(first, last + 1))


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream, charts inside it skipped."""
    depth = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        depth += {_BOF: 1, _EOF: -1}.get(kind, 0)
        if depth == 1:
            yield kind, stream[at + 4 : at + 4 + size]
        if depth <= 0:
            return
        at += 4 + size


def _string(body: bytes, at: int, length: str) -> str:
    """An XLUnicodeString: character count, a flag for two-byte characters, the characters."""
    count = struct.unpack_from(length, body, at)[0]
    start = at + struct.calcsize(length) + 1
    wide = body[start - 1] & 1
    return body[start : start + count * 2].decode("utf-16-le", "replace") if wide else body[start : start + count].decode("latin-1")
