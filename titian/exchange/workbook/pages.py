"""How a sheet is laid out: title, note, head, rows, and its print setup."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from xlsxwriter.worksheet import Worksheet

from titian.base.columns import Column
from titian.exchange.workbook.cells import Cells, Formats
from titian.exchange.workbook.rows import BigPage

if TYPE_CHECKING:
    from titian.exchange.workbook.sheets import Sheet

_WIDEST = 50
_LINE_POINTS = 18
_LOOKED_AT = 5_000  # rows whose texts say how wide a column is


@dataclass
class Writer:
    """Writes one sheet from top to bottom."""

    page: Worksheet
    sheet: Sheet
    formats: Formats

    def write(self) -> None:
        self._layout()
        self.page.set_row(0, 28)
        self.page.write_string(0, 0, self.sheet.title, self.formats.title)
        if self.sheet.note:
            self.page.write_string(1, 0, self.sheet.note, self.formats.note)
        for place, column in enumerate(self.sheet.columns):
            self.page.write_string(self._head, place, column.heading, self.formats.heads[column.numeric])
        columns = [Cells(self.sheet.name, column, self.formats) for column in self.sheet.columns]
        if isinstance(self.page, BigPage):  # rows of one line each and no borders around nothing
            self.page.fill(self._head + 1, self.sheet.rows, columns)
        else:
            self._rows(columns)
        self._after()

    def _rows(self, columns: list[Cells]) -> None:
        for number, row in enumerate(self.sheet.rows, 1):
            self.page.set_row(self._head + number, _LINE_POINTS * self._lines(row))
            for place, cells in enumerate(columns):
                self._cell(number, place, cells, row.get(cells.column.key))

    def _cell(self, row: int, place: int, cells: Cells, value: object) -> None:
        """One cell; text is always written as text, so that «=…» stays words."""
        content, style = cells.cell(row, value)
        line = self._head + row
        if content is None:
            self.page.write_blank(line, place, None, style)
        elif isinstance(content, str):
            self.page.write_string(line, place, content, style)
        elif isinstance(content, date):
            self.page.write_datetime(line, place, content, style)
        else:
            self.page.write_number(line, place, content, style)

    @property
    def _head(self) -> int:
        return 2 if self.sheet.note else 1

    @cached_property
    def _widths(self) -> list[int]:
        """Half-width characters a column; one without a width of its own grows with its longest text, up to a limit."""
        return [
            column.width or max(column.characters, min(max(map(_print_width, self._texts(column)), default=0) + 2, _WIDEST))
            for column in self.sheet.columns
        ]

    def _texts(self, column: Column) -> Iterator[object]:
        return (row.get(column.key) for row in self.sheet.rows[:_LOOKED_AT])

    def _lines(self, row: Mapping[str, object]) -> int:
        """How many lines the highest cell of a row wraps into."""
        wraps = (
            -(-_print_width(row.get(column.key)) // width) for column, width in zip(self.sheet.columns, self._widths, strict=True)
        )
        return max([1, *wraps])

    def _layout(self) -> None:
        """Widths, the head in view, and the print setup: A4 across, as wide as the sheet, head repeated, pages numbered."""
        for place, width in enumerate(self._widths):
            self.page.set_column(place, place, width)
        self.page.freeze_panes(self._head + 1, 0)
        self.page.set_paper(9)
        self.page.set_landscape()
        self.page.fit_to_pages(1, 0)
        self.page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        self.page.repeat_rows(self._head)
        self.page.set_footer("&C第 &P 页,共 &N 页")

    def _after(self) -> None:
        last = self._head + len(self.sheet.rows)
        if self.sheet.columns:
            self.page.autofilter(self._head, 0, last, len(self.sheet.columns) - 1)
            self.page.print_area(0, 0, last, len(self.sheet.columns) - 1)
        for place, column in enumerate(self.sheet.columns):
            if column.help:
                self.page.write_comment(self._head, place, column.help)


def _print_width(value: object) -> int:
    """Half-width characters of a text; other values fit their column."""
    return len(value.encode("gb18030", "replace")) if isinstance(value, str) else 0
