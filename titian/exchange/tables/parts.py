"""A workbook's parts before anything unpacks them: is it harmless, and what does calamine not tell (hidden rows, formulas, errors)?"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from lxml import etree

from titian.base.errors import Refused
from titian.exchange.tables.cells import NO_RESULT, error_message

MAX_INFLATED = 300 * 1024 * 1024
# calamine keeps a sheet as one block from its first to its last cell: two cells far apart would ask for hundreds of gigabytes.
MAX_CELLS = 5_000_000
_CHUNK = 1024 * 1024
# Where a row or cell says it stands, r="AB12" or r="12"; the longest such text fits in the overlap of two chunks.
_PLACE = re.compile(rb"""\sr\s*=\s*["']\$?([A-Za-z]{0,3})\$?(\d{1,7})""")
_OVERLAP = 64
_LONGEST_CELL = 64 * 1024
_AT = re.compile(rb"""\sr=["']([A-Z]{1,3})(\d{1,7})["']""")
_HIDDEN_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\shidden=["'](?:1|true)["']""")
_HIDDEN_COLUMN = re.compile(rb"""<(?:\w+:)?col\b[^>]*?\shidden=["'](?:1|true)["']""")
_ROW = re.compile(rb"""\sr=["'](\d{1,7})["']""")
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)><(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ERROR = re.compile(rb"""<(?:\w+:)?c\b([^>]*\st=["']e["'][^>]*)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<""", re.DOTALL)
_TEXT_RESULT = re.compile(rb"""\st=["']str["']""")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class Part:
    """What one sheet's part tells. `problems`: (row from 1, column from 0) → message."""

    rows: int = 1
    columns: int = 1
    hidden_rows: int = 0
    hidden_columns: bool = False
    problems: Mapping[tuple[int, int], str] = field(default_factory=dict)


def inspect(path: Path) -> Mapping[str, Part]:
    """Sheet name → what its part tells; empty for an .xls. Raises Refused for a workbook that would inflate, or spread, to more than
    a server has room for, and for a damaged one."""
    if not zipfile.is_zipfile(path):
        return {}
    try:
        with zipfile.ZipFile(path) as archive:
            return _inspected(archive, path.name)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as problem:
        raise Refused(f"{path.name} 打不开：已损坏或加了密码。请用 Excel/WPS 打开，去掉密码，另存为 .xlsx 后再试") from problem


def scattered(name: str) -> str:
    return f"{name} 的内容散布得太开（最后一行乘最后一列超过 {MAX_CELLS // 10_000} 万格），请删去表外多余的内容后再试"


def _inspected(archive: zipfile.ZipFile, name: str) -> Mapping[str, Part]:
    if sum(entry.file_size for entry in archive.infolist()) > MAX_INFLATED:
        raise Refused(f"{name} 解压后超过 {MAX_INFLATED // 1024 // 1024} MB，疑为异常文件，未导入")
    found = {}
    for entry in archive.infolist():
        found[entry.filename] = part = _part(archive, entry)
        if part.rows * part.columns > MAX_CELLS:
            raise Refused(scattered(name))
    return {sheet: found[place] for sheet, place in _places(archive).items() if place in found}


def _part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Part:
    """One pass over a part: the last row and column any cell names, whatever the sheet says of its own size, and what is hidden or odd."""
    rows = columns = 1
    hidden: set[bytes] = set()
    problems: dict[tuple[int, int], str] = {}
    hidden_columns = False
    for chunk in _chunks(archive, entry):
        places = _PLACE.findall(chunk)
        rows = max([rows, *map(int, {row for _, row in places})])
        columns = max([columns, *(_column(letters) for letters in {letters for letters, _ in places})])
        if b"hidden=" in chunk:
            hidden |= {row[1] for found in _HIDDEN_ROW.finditer(chunk) if (row := _ROW.search(found[0]))}
            hidden_columns = hidden_columns or _HIDDEN_COLUMN.search(chunk) is not None
        problems |= _problems(chunk)
    return Part(rows, columns, len(hidden), hidden_columns, problems)


def _problems(chunk: bytes) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    if b"<f" in chunk or b":f" in chunk:
        for match in _FORMULA.finditer(chunk):
            # A formula whose result is the empty text says so: t="str".
            if (at := _AT.search(match[1])) and not _TEXT_RESULT.search(match[1]):
                found[_place(at)] = NO_RESULT
    if b't="e"' in chunk or b"t='e'" in chunk:
        for match in _ERROR.finditer(chunk):
            if at := _AT.search(match[1]):
                found[_place(at)] = error_message(match[2].decode("utf-8", "replace"))
    return found


def _place(at: re.Match[bytes]) -> tuple[int, int]:
    return int(at[2]), _column(at[1]) - 1


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part piece by piece, each beginning with the unfinished cell of the one before."""
    kept = b""
    with archive.open(entry) as part:
        while piece := part.read(_CHUNK):
            chunk = kept + piece
            yield chunk
            kept = chunk[_unfinished(chunk) :]


def _unfinished(chunk: bytes) -> int:
    """Where the last whole cell of a chunk ends: at least the overlap before its end, at most the longest cell we look for."""
    earliest = max(len(chunk) - _LONGEST_CELL, 0)
    return max(min(max(chunk.rfind(b"c>", earliest), earliest), len(chunk) - _OVERLAP), 0)


def _column(letters: bytes) -> int:
    """A → 1, Z → 26, AA → 27; 0 for none."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _places(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → its part's path."""
    try:
        book, relations = (_xml(archive, name) for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"))
    except (KeyError, etree.XMLSyntaxError):
        return {}
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    sheets = [element for element in book.iter("{*}sheet") if element.get(_RELATION) in targets]
    return {sheet.get("name", ""): _from_root(targets[sheet.get(_RELATION)]) for sheet in sheets}


def _from_root(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)


def _xml(archive: zipfile.ZipFile, name: str) -> etree._Element:
    return etree.fromstring(archive.read(name), etree.XMLParser(resolve_entities=False, no_network=True))
