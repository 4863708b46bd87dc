"""What a value becomes in its column: words, a day or a number, and how it looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from titian.base.columns import Column, Kind
from titian.base.errors import Refused
from titian.base.periods import Period
from titian.base.quantities import plain

_LONGEST_TEXT = 32_767
_EXACT_DIGITS = 15  # what a spreadsheet's number holds; longer ones are written as text
_TEXTS = frozenset({"text", "period", "flag", "choice", "reference", "year"})
_MOST_PLACES = 6
_FEWEST_PLACES: dict[Kind, int] = {"percent": 2}
Content = str | float | date | None


class WorkbookError(Refused):
    """A value that does not fit its column, or a sheet that cannot be written."""


class Formats:
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


@dataclass(frozen=True)
class Cells:
    """The cells of one column of a sheet."""

    sheet: str
    column: Column
    formats: Formats

    def cell(self, row: int, value: object) -> tuple[Content, Format]:
        """What stands in the `row`-th row (from 1) for a value; None where the cell is empty. Raises WorkbookError."""
        if value is None or value == "":
            return None, self.formats.text
        if self.column.kind in _TEXTS:
            return self._text(row, value), self.formats.text
        if self.column.kind == "until":
            return self._day(row, value) - timedelta(days=1), self.formats.day
        if self.column.kind == "day":
            return self._day(row, value), self.formats.day
        return self._number(self._decimal(row, value))

    def _number(self, number: Decimal) -> tuple[Content, Format]:
        """Figures longer than a spreadsheet's number are written as text: none of them may change."""
        long = len(number.normalize().as_tuple().digits) > _EXACT_DIGITS
        return plain(number) if long else float(number), self.formats.number(self.column.kind, number)

    def _text(self, row: int, value: object) -> str:
        text = self._words(value)
        if text is None:
            raise self._wrong(row, value, "文字")
        if len(text) > _LONGEST_TEXT:
            raise self._wrong(row, f"{text[:20]}…", f"不超过 {_LONGEST_TEXT} 字的文字")
        return text

    def _words(self, value: object) -> str | None:
        """What a cell of words says; None for a value that is none."""
        kind = self.column.kind
        if kind == "flag" and isinstance(value, bool):
            return "是" if value else "否"
        if kind == "choice" and isinstance(value, str):
            return self.column.choices.get(value, value)
        if isinstance(value, Period):
            return value.label
        if kind == "reference" or (kind == "year" and isinstance(value, int)):
            return str(value)
        return value if isinstance(value, str) else None

    def _day(self, row: int, value: object) -> date:
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self._wrong(row, value, "日期")
        return value

    def _decimal(self, row: int, value: object) -> Decimal:
        """Whole numbers and Decimals only; money is Decimal yuan (an int could be fen) and comes out in the unit of the head."""
        kind = self.column.kind
        allowed = (Decimal,) if self.column.is_money else (int, Decimal)
        if isinstance(value, bool) or not isinstance(value, allowed) or not Decimal(value).is_finite():
            raise self._wrong(row, value, "Decimal 金额(元)" if self.column.is_money else "整数或 Decimal")
        number = Decimal(value)
        if kind == "integer" and number != number.to_integral_value():
            raise self._wrong(row, value, "整数")
        return number / self.column.worth if self.column.is_money else number

    def _wrong(self, row: int, value: object, wanted: str) -> WorkbookError:
        where = f"工作表「{self.sheet}」第 {row} 行「{self.column.label}」"
        return WorkbookError(f"{where}:{value!r} 不是{wanted},请检查生成这张表的数据")
