"""Reading a workbook or a text table as rows of cells. The only module of this room that knows calamine."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from titian.base.errors import Refused
from titian.exchange.values import NumberText

MAX_BYTES = 100 * 1024 * 1024
MAX_INFLATED = 300 * 1024 * 1024
# calamine keeps a sheet as one block from its first to its last cell: two cells far apart would ask for hundreds of gigabytes.
MAX_CELLS = 5_000_000
_CHUNK = 1024 * 1024
# Where a row or cell says it stands, r="AB12" or r="12"; the longest such text fits in the overlap of two chunks.
_PLACE = re.compile(rb"""\sr\s*=\s*["']\$?([A-Za-z]{0,3})\$?(\d{1,7})""")
_OVERLAP = 64


@dataclass(frozen=True)
class Table:
    """One sheet: its name and its rows of cell texts, as an office would read them; row 1 of the sheet is `rows[0]`."""

    name: str
    rows: Sequence[Sequence[str]]


def read_tables(path: Path) -> list[Table]:
    """Every visible sheet of an .xlsx, .xls or .csv file. Raises Refused with what is wrong and what to do."""
    suffix = path.suffix.lower()
    if suffix not in {".xlsx", ".xls", ".csv"}:
        raise Refused(f"{path.name} 不是 .xlsx、.xls 或 .csv 文件，请用 Excel 或 WPS 另存为 .xlsx 后再试")
    if not path.exists():
        raise Refused(f"找不到文件 {path.name},请核对路径")
    if path.stat().st_size > MAX_BYTES:
        raise Refused(f"{path.name} 超过 100 MB,请拆分后再导入")
    if suffix == ".csv":
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
        return str(int(value)) if value.is_integer() else NumberText(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if not (value.hour or value.minute or value.second) else value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def _sheet_rows(book: CalamineWorkbook, name: str) -> list[list[str]]:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height * sheet.total_width > MAX_CELLS:
        raise Refused(_scattered(name))
    return [[cell_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]


def _csv_rows(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(data.decode(encoding)))]
        except UnicodeDecodeError:
            continue
        except csv.Error as problem:
            raise Refused(f"{path.name} 里有读不了的行（{problem}），请用 Excel 或 WPS 打开，另存为 .xlsx 后再试") from problem
    raise Refused(f"{path.name} 的编码认不出,请另存为 UTF-8 或 .xlsx 后再试")


def _demand_harmless(path: Path) -> None:
    """Refuse a workbook that would inflate, or spread, to more than a server has room for."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MAX_INFLATED:
            raise Refused(f"{path.name} 解压后超过 {MAX_INFLATED // 1024 // 1024} MB，疑为异常文件，未导入")
        for entry in archive.infolist():
            rows, columns = _extent(archive, entry, path.name)
            if rows * columns > MAX_CELLS:
                raise Refused(_scattered(path.name))


def _extent(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> tuple[int, int]:
    """The last row and column any cell of a part names, whatever the sheet says of its own size."""
    rows = columns = 1
    try:
        for chunk in _chunks(archive, entry):
            places = set(_PLACE.findall(chunk))
            rows = max([rows, *(int(row) for _, row in places)])
            columns = max([columns, *(_column(letters) for letters in {letters for letters, _ in places})])
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as problem:
        raise Refused(f"{name} 打不开：已损坏或加了密码。请用 Excel/WPS 打开，去掉密码，另存为 .xlsx 后再试") from problem
    return rows, columns


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    kept = b""
    with archive.open(entry) as part:
        while piece := part.read(_CHUNK):
            yield kept + piece
            kept = piece[-_OVERLAP:]


def _column(letters: bytes) -> int:
    """A → 1, Z → 26, AA → 27; 0 for none."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _scattered(name: str) -> str:
    return f"{name} 的内容散布得太开（最后一行乘最后一列超过 {MAX_CELLS // 10_000} 万格），请删去表外多余的内容后再试"
