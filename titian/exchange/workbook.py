"""Sheets written as .xlsx that open right in WPS, Excel and LibreOffice.

A sheet has a title row, a note (as-of day, source), a head that stays in view with filters on it, and prints on A4 across. Values are
checked against their column's kind: a wrong one is a programming error and raises WorkbookError with sheet, row and column.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from titian.base.columns import Column, Kind
from titian.base.errors import Refused
from titian.base.money import WAN
from titian.base.periods import Period
from titian.base.quantities import plain

_BIG = 5_000  # rows from which on a sheet is written straight to disk
_LONGEST_TEXT = 32_767
_LONGEST_LIST = 255  # characters a spreadsheet takes for choices that stand in the cell's own rule
_EXACT_DIGITS = 15  # what a spreadsheet's number holds; longer ones are written as text
_TEXTS = frozenset({"text", "period", "flag", "choice", "reference", "year"})
_FORBIDDEN_IN_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_MOST_PLACES = 6
_WIDEST = 50
_LINE_POINTS = 18
_FEWEST_PLACES: dict[Kind, int] = {"percent": 2}
_FIXED_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 (a spreadsheet's instants have no zone)


class WorkbookError(Refused):
    """A value that does not fit its column, or a sheet that cannot be written."""


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


def write(sheets: Iterable[Sheet], *, created: date | None = None) -> bytes:
    """Sheets → the bytes of an .xlsx; the same sheets give the same bytes. `created` is the day in the document properties."""
    every = list(sheets)
    if not every:
        raise WorkbookError("没有可写的工作表")
    target = io.BytesIO()
    big = any(len(sheet.rows) > _BIG for sheet in every)
    options = {"constant_memory": big, "in_memory": not big, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options | {"strings_to_numbers": False})
    day = datetime(created.year, created.month, created.day) if created else _FIXED_DAY  # noqa: DTZ001 (a spreadsheet's instants have no zone)
    book.set_properties({"title": every[0].title, "created": day})
    formats = _Formats(book)
    for sheet, name in zip(every, _names(every), strict=True):
        _Writer(book.add_worksheet(name), sheet, formats).write()
    book.close()
    return target.getvalue()


def new_book(target: io.BytesIO) -> Workbook:
    """A workbook in which text stays text: «=…» and addresses are words."""
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"created": _FIXED_DAY})
    return book


def drop_downs(book: Workbook, page: Worksheet, lists: Sequence[tuple[int, Sequence[str]]], *, rows: int) -> None:
    """Choices for whole columns below the head; long ones stand on a hidden sheet, where a rule may be of any length."""
    hidden = None
    for place, words in lists:
        source: object = list(words)
        if len(",".join(words)) > _LONGEST_LIST:
            hidden = hidden or book.add_worksheet("选项")
            hidden.hide()
            hidden.write_column(0, place, words)
            letter = xl_col_to_name(place)
            source = f"=选项!${letter}$1:${letter}${len(words)}"
        page.data_validation(1, place, rows, place, {"validate": "list", "source": source, "error_type": "warning"})


def _names(sheets: Sequence[Sheet]) -> list[str]:
    """Tab names a spreadsheet accepts, each its own."""
    made: list[str] = []
    for sheet in sheets:
        made.append(tab_name(sheet.name, made))
    return made


def tab_name(name: str, taken: Iterable[str]) -> str:
    """What a tab called `name` can be called beside others."""
    others = {other.casefold() for other in taken}
    number = len(others) + 1
    bare = name.translate(_FORBIDDEN_IN_NAME).strip(" '")[:31] or f"表{number}"
    return bare if bare.casefold() not in others else f"{bare[:27]}({number})"


def _words(column: Column, value: object) -> str | None:
    """What a cell of words says; None for a value that is none."""
    if column.kind == "flag" and isinstance(value, bool):
        return "是" if value else "否"
    if column.kind == "choice" and isinstance(value, str):
        return column.choices.get(value, value)
    if isinstance(value, Period):
        return value.label
    if column.kind == "reference" or (column.kind == "year" and isinstance(value, int)):
        return str(value)
    return value if isinstance(value, str) else None


def _print_width(value: object) -> int:
    """Half-width characters of a text; other values fit their column."""
    return len(value.encode("gb18030", "replace")) if isinstance(value, str) else 0


class _Formats:
    """Cell formats, made once a workbook."""

    def __init__(self, book: Workbook) -> None:
        font = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
        self.title = book.add_format(font | {"bold": True, "font_size": 16, "align": "left"})
        self.note = book.add_format(font | {"font_color": "#667085", "align": "left"})
        head = font | {"bold": True, "bg_color": "#eef2f8", "border": 1, "border_color": "#98a2b3", "text_wrap": True}
        self.heads = {right: book.add_format(head | {"align": "right" if right else "left"}) for right in (True, False)}
        cell = font | {"border": 1, "border_color": "#d0d5dd"}
        self.text = book.add_format(cell | {"text_wrap": True, "num_format": "@"})
        self.day = book.add_format(cell | {"num_format": "yyyy-mm-dd", "align": "left"})
        self._numbers = [book.add_format(cell | {"num_format": pattern, "align": "right"}) for pattern in _patterns()]

    def number(self, kind: Kind, number: Decimal) -> Format:
        """As many decimals as the number has, two at least for a percentage: 1,099 · 3,126.4875 · 3.40."""
        exponent = number.normalize().as_tuple().exponent
        places = max(-exponent if isinstance(exponent, int) else 0, _FEWEST_PLACES.get(kind, 0))
        return self._numbers[min(places, _MOST_PLACES)]


def _patterns() -> list[str]:
    return ["#,##0" + ("." + "0" * places if places else "") for places in range(_MOST_PLACES + 1)]


@dataclass
class _Writer:
    """Writes one sheet from top to bottom, row by row (what constant memory asks for)."""

    page: Worksheet
    sheet: Sheet
    formats: _Formats

    def write(self) -> None:
        self._layout()
        self.page.set_row(0, 28)
        self.page.write_string(0, 0, self.sheet.title, self.formats.title)
        if self.sheet.note:
            self.page.write_string(1, 0, self.sheet.note, self.formats.note)
        for place, column in enumerate(self.sheet.columns):
            self.page.write_string(self._head, place, column.heading, self.formats.heads[column.numeric])
        big = len(self.sheet.rows) > _BIG  # rows of one line each and no borders around nothing: three times faster
        for line, row in enumerate(self.sheet.rows, self._head + 1):
            if not big:
                self.page.set_row(line, _LINE_POINTS * self._lines(row))
            for place, column in enumerate(self.sheet.columns):
                value = row.get(column.key)
                if not big or (value is not None and value != ""):
                    self._cell(line, place, column, value)
        self._after()

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
        return (row.get(column.key) for row in self.sheet.rows[:_BIG])

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

    def _cell(self, line: int, place: int, column: Column, value: object) -> None:
        """One cell; text is always written as text, so that «=…» stays words."""
        if value is None or value == "":
            self.page.write_blank(line, place, None, self.formats.text)
        elif column.kind in _TEXTS:
            self.page.write_string(line, place, self._text(line, column, value), self.formats.text)
        elif column.kind == "until":
            self.page.write_datetime(line, place, self._day(line, column, value) - timedelta(days=1), self.formats.day)
        elif column.kind == "day":
            self.page.write_datetime(line, place, self._day(line, column, value), self.formats.day)
        else:
            self._number(line, place, column, self._decimal(line, column, value))

    def _number(self, line: int, place: int, column: Column, number: Decimal) -> None:
        """Figures longer than a spreadsheet's number are written as text: none of them may change."""
        style = self.formats.number(column.kind, number)
        if len(number.normalize().as_tuple().digits) > _EXACT_DIGITS:
            self.page.write_string(line, place, plain(number), style)
        else:
            self.page.write_number(line, place, float(number), style)

    def _text(self, line: int, column: Column, value: object) -> str:
        text = _words(column, value)
        if text is None:
            raise self._wrong(line, column, value, "文字")
        if len(text) > _LONGEST_TEXT:
            raise self._wrong(line, column, f"{text[:20]}…", f"不超过 {_LONGEST_TEXT} 字的文字")
        return text

    def _day(self, line: int, column: Column, value: object) -> date:
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self._wrong(line, column, value, "日期")
        return value

    def _decimal(self, line: int, column: Column, value: object) -> Decimal:
        """Whole numbers and Decimals only; money is Decimal yuan (an int could be fen) and comes out in 万元."""
        allowed = (Decimal,) if column.kind == "money_wan" else (int, Decimal)
        if isinstance(value, bool) or not isinstance(value, allowed) or not Decimal(value).is_finite():
            raise self._wrong(line, column, value, "Decimal 金额(元)" if column.kind == "money_wan" else "整数或 Decimal")
        number = Decimal(value)
        if column.kind == "integer" and number != number.to_integral_value():
            raise self._wrong(line, column, value, "整数")
        return number / WAN if column.kind == "money_wan" else number

    def _wrong(self, line: int, column: Column, value: object, wanted: str) -> WorkbookError:
        row = line - self._head
        return WorkbookError(
            f"工作表「{self.sheet.name}」第 {row} 行「{column.label}」:{value!r} 不是{wanted},请检查生成这张表的数据"
        )
