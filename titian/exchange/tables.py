"""Reading a workbook or a text table as rows of cells. The only module of this room that knows calamine."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from titian.base.errors import Refused

MAX_BYTES = 100 * 1024 * 1024
MAX_INFLATED = 1024 * 1024 * 1024


@dataclass(frozen=True)
class Table:
    """One sheet: its name and its rows of cell texts, as an office would read them; row 1 of the sheet is `rows[0]`."""

    name: str
    rows: Sequence[Sequence[str]]


def read_tables(path: Path) -> list[Table]:
    """Every visible sheet of an .xlsx, .xls or .csv file. Raises Refused with what is wrong and what to do."""
    if not path.exists():
        raise Refused(f"找不到文件 {path.name},请核对路径")
    if path.stat().st_size > MAX_BYTES:
        raise Refused(f"{path.name} 超过 100 MB,请拆分后再导入")
    if path.suffix.lower() == ".csv":
        return [Table(path.stem, _csv_rows(path))]
    _demand_harmless(path)
    try:
        book = CalamineWorkbook.from_path(path)
        names = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        return [Table(name, _sheet_rows(book, name)) for name in names]
    except CalamineError as problem:
        raise Refused(
            f"{path.name} 打不开:不是有效的 Excel 文件,或已损坏、加了密码。请用 Excel/WPS 另存为 .xlsx 后再试"
        ) from problem


def cell_text(value: object) -> str:
    """A cell as printed: whole numbers without «.0», dates as 2026-06-30, empty cells as ""."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if not (value.hour or value.minute or value.second) else value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def _sheet_rows(book: CalamineWorkbook, name: str) -> list[list[str]]:
    return [[cell_text(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]


def _csv_rows(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(data.decode(encoding)))]
        except UnicodeDecodeError:
            continue
    raise Refused(f"{path.name} 的编码认不出,请另存为 UTF-8 或 .xlsx 后再试")


def _demand_harmless(path: Path) -> None:
    """Refuse a workbook that would inflate to more than a gigabyte."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MAX_INFLATED:
            raise Refused(f"{path.name} 解压后超过 1 GB,疑为异常文件,未导入")
