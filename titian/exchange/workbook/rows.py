"""Tens of thousands of rows written straight as the XML of a sheet.

XlsxWriter keeps every cell as an object, looks its format up and escapes it anew: at 50,000 rows of twenty columns that is most of an
export's time. Here a column is turned into text a thousand cells at once, and the rows are put between those that XlsxWriter wrote.
"""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from tempfile import TemporaryFile
from typing import IO, Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from titian.exchange.workbook.cells import Cells, Content

_AT_ONCE = 1_000
_MOST_REMEMBERED = 20_000
_DAY_BEFORE_THE_FIRST = date(1899, 12, 31)
_LEAP_DAY_THAT_NEVER_WAS = 59  # a spreadsheet has a 29 February 1900
# What a text cannot hold as it stands: marks of XML, control characters, what looks like an escaped one, space at either end.
_SPECIAL = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9a-fA-F]{4}_|^\s|\s\Z")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_LIKE_AN_ESCAPE = re.compile(r"_(x[0-9a-fA-F]{4}_)")
_MARKS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


class BigPage(Worksheet):
    """A sheet whose rows below the head were made beforehand. `_write_rows` is the one place of XlsxWriter it goes into."""

    made: IO[str] | None = None

    def fill(self, first: int, rows: Sequence[Mapping[str, object]], columns: Sequence[Cells]) -> None:
        """Rows from line `first` (from 0) on. They wait in a nameless temporary file: as text in memory they would be as large again."""
        with ExitStack() as kept:
            made = kept.enter_context(TemporaryFile("w+", encoding="utf-8", newline=""))
            made.writelines(_lines(first, rows, columns))
            kept.pop_all()  # nothing went wrong: `_write_rows` closes it
        self.made = made
        if rows:
            self.dim_rowmax = first + len(rows) - 1

    def _write_rows(self) -> None:
        super()._write_rows()
        if self.made is not None:
            self.made.seek(0)
            shutil.copyfileobj(self.made, self.fh)
            self.made.close()


def _lines(first: int, rows: Sequence[Mapping[str, object]], columns: Sequence[Cells]) -> Iterator[str]:
    """The XML of the rows, some at a time."""
    ready = [_Column(place, cells) for place, cells in enumerate(columns)]
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        number = first + start + 1
        begins = [f'<row r="{line}">' for line in range(number, number + len(some))]
        every = (column.texts(some, start + 1, number) for column in ready)
        yield from map("".join, zip(begins, *every, ["</row>"] * len(some), strict=True))


class _Column:
    """One column on its way into the XML. A value that was met before is not turned into text again."""

    def __init__(self, place: int, cells: Cells) -> None:
        self.cells, self.key = cells, cells.column.key
        self.begin = f'<c r="{xl_col_to_name(place)}'
        # Values of different types may be equal and yet not the same to a column: True and 1.
        self._known: dict[type, dict[Any, str]] = defaultdict(dict)

    def texts(self, rows: Sequence[Mapping[str, object]], row: int, line: int) -> list[str]:
        """The cells of rows that begin as the `row`-th of the table, in the `line`-th line of the sheet; nothing for an empty cell."""
        begin, key, known = self.begin, self.key, self._known
        made = []
        for past, one in enumerate(rows):
            value = one.get(key)
            if value is None or value == "":
                made.append("")
                continue
            rest = known[type(value)].get(value) or self._rest(row + past, value)
            made.append(f"{begin}{line + past}{rest}")
        return made

    def _rest(self, row: int, value: object) -> str:
        """A cell behind its place."""
        text = _cell(*self.cells.cell(row, value))
        known = self._known[type(value)]
        if len(known) < _MOST_REMEMBERED:
            known[value] = text
        return text


def _cell(content: Content, style: Format) -> str:
    begin = f'" s="{style._get_xf_index()}"'
    if content is None:
        return f"{begin}/>"
    if isinstance(content, str):
        return f'{begin} t="inlineStr"><is>{_text(content)}</is></c>'
    number = _serial(content) if isinstance(content, date) else f"{content:.16G}"
    return f"{begin}><v>{number}</v></c>"


def _text(text: str) -> str:
    if not _SPECIAL.search(text):
        return f"<t>{text}</t>"
    escaped = _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", _LIKE_AN_ESCAPE.sub(r"_x005F_\1", text)).translate(_MARKS)
    return f'<t xml:space="preserve">{escaped}</t>'


def _serial(day: date) -> int:
    days = (day - _DAY_BEFORE_THE_FIRST).days
    return days + (days > _LEAP_DAY_THAT_NEVER_WAS)
