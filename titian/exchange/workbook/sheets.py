"""Sheets → the bytes of a workbook."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from titian.base.columns import Column
from titian.exchange.workbook.books import new_book, tab_names
from titian.exchange.workbook.cells import Formats, WorkbookError
from titian.exchange.workbook.pages import Writer
from titian.exchange.workbook.rows import BigPage

_BIG = 5_000  # rows from which on a sheet is written straight to disk


@dataclass(frozen=True)
class Sheet:
    """One sheet. `rows` are mappings by column key; a key that is missing or None leaves the cell empty.

    name     the tab (31 characters at most, cut when longer)
    title    the first row
    note     the second row: as-of day, source, calibre; may be empty
    columns  declared with base.columns.Column
    """

    name: str
    title: str
    note: str
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, object]] = field(repr=False)

    @property
    def is_big(self) -> bool:
        return len(self.rows) > _BIG


def write(sheets: Iterable[Sheet], *, created: date | None = None) -> bytes:
    """Sheets → the bytes of an .xlsx; the same sheets give the same bytes. `created` is the day in the document properties."""
    every = list(sheets)
    if not every:
        raise WorkbookError("没有可写的工作表")
    target = io.BytesIO()
    book = new_book(target, in_memory=not any(sheet.is_big for sheet in every), title=every[0].title, created=created)
    formats = Formats(book)
    for sheet, name in zip(every, tab_names([sheet.name for sheet in every]), strict=True):
        Writer(book.add_worksheet(name, BigPage if sheet.is_big else None), sheet, formats).write()
    book.close()
    return target.getvalue()
