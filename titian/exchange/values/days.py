"""Days, periods and years: 2024-03-05 · 2024.3.5 · 2024年3月5日 · 20240305 · 2024年3月 · serial numbers of a spreadsheet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from titian.base.periods import Period, PeriodError
from titian.exchange.values.texts import NumberText, ValueProblem, halved, quoted, says_nothing, squeeze

Precision = Literal["day", "month", "year"]

_FORMS = re.compile(
    r"(?P<year>\d{4})(?:"
    r"(?:[-./]|年)(?P<month>\d{1,2})(?:(?:[-./]|月)(?P<day>\d{1,2})[日号]?)?"
    r"|(?P<packed_month>\d{2})(?P<packed_day>\d{2})?"
    r"|年度?)?月?\.?"
)
_YEARLESS = re.compile(r"(?:(\d{1,2})月(\d{1,2})[日号]?|(\d{1,2})/(\d{1,2}))")
_AHEAD = timedelta(days=92)  # further ahead an entry of a list does not lie: 12月28日 in a list of January is last year's
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_CLOCK = re.compile(r"(?<=[\d日号])[T ]*\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_SHORT_YEAR = re.compile(r"\d{2}[-./年]\d{1,2}([-./月]\d{1,2}[日号]?)?月?")
_SERIAL = re.compile(r"(\d{5})(\.\d+)?")
_LOST_ZERO = re.compile(r"\d{4}\.1")
_EPOCH = date(1899, 12, 30)
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_YEAR = re.compile(r"(\d{4})(?:\.0)?年?度?")
_MONTHS = re.compile(r"(\d{4})年?(?:第)?(\d{1,2})[-—–~至到](\d{1,2})月份?")
_MONTH_SPANS = {(1, 12): "", (1, 6): "H1", (7, 12): "H2", (1, 3): "Q1", (4, 6): "Q2", (7, 9): "Q3", (10, 12): "Q4"}
_MONTH = re.compile(r"(\d{4})[-./年](\d{1,2})(?:月份?|[-/]0?1)?")


@dataclass(frozen=True)
class Day:
    """A day and how exactly it was written: a month alone stands for its first day, a year for 1 January."""

    value: date
    precision: Precision = "day"
    year_said: bool = True


def day(text: str, *, near: date | None = None, ahead: bool = False) -> Day | None:
    """Raises ValueProblem for an impossible day, a two-digit year and for words.

    near     the day on which 「5月9日」 without a year is read: as of its year, or of the year before where that lies over a quarter ahead;
             None: a year has to be there
    ahead    a deadline: it may lie as far ahead as it likes, and is of this year
    """
    if _ISO.fullmatch(text):
        return Day(_real(int(text[:4]), int(text[5:7]), int(text[8:]), text))
    if says_nothing(text):
        return None
    cell = squeeze(_CLOCK.sub("", halved(text)))
    if serial := _SERIAL.fullmatch(cell):
        return Day(_in_our_times(_EPOCH + timedelta(days=int(serial[1])), text))
    _refuse_lost_zero(text, cell)
    if near is not None and (said := _YEARLESS.fullmatch(cell)):
        return _of_near_year(int(said[1] or said[3]), int(said[2] or said[4]), text, near, ahead=ahead)
    match = _FORMS.fullmatch(cell)
    if match is None:
        raise ValueProblem(_not_a_day(text, cell))
    return _dated(match, text)


def _of_near_year(month: int, in_month: int, text: str, near: date, *, ahead: bool) -> Day:
    earlier = not ahead and (month, in_month) > (near.month, near.day) and _real(2024, month, in_month, text) > _leap(near) + _AHEAD
    return Day(_real(near.year - earlier, month, in_month, text), year_said=False)


def _leap(near: date) -> date:
    """The same day in a year that has every day."""
    return near.replace(year=2024)


def period(text: str) -> Period | None:
    """2024年上半年 · 2024H1 · 2024年1-6月 · 2024.06 · 2024年度; a first of a month is what a spreadsheet makes of 2024-6."""
    if says_nothing(text):
        return None
    cell = squeeze(text)
    if match := _YEAR.fullmatch(cell):
        return Period.of_year(int(match[1]))
    span = _MONTHS.fullmatch(cell)
    if span and (int(span[2]), int(span[3])) in _MONTH_SPANS:
        return Period.parse(span[1] + _MONTH_SPANS[int(span[2]), int(span[3])])
    if (match := _MONTH.fullmatch(cell)) and 1 <= int(match[2]) <= 12:
        _refuse_lost_zero(text, cell)
        return Period.of_month(int(match[1]), int(match[2]))
    try:
        return Period.typed(cell)
    except PeriodError as problem:
        raise ValueProblem(str(problem)) from problem


def year(text: str) -> int | None:
    """2025 · 2025年 · 2025年度 → 2025. Raises ValueProblem."""
    if says_nothing(text):
        return None
    match = _YEAR.fullmatch(squeeze(text))
    if match is None or not _FIRST_YEAR <= int(match[1]) <= _LAST_YEAR:
        raise ValueProblem(f"{quoted(text)}不是年份，请写成如 2025 或 2025年")
    return int(match[1])


def _dated(match: re.Match[str], text: str) -> Day:
    month, in_month = match["month"] or match["packed_month"], match["day"] or match["packed_day"]
    value = _real(int(match["year"]), int(month or 1), int(in_month or 1), text)
    return Day(value, "day" if in_month else "month" if month else "year")


def _real(year_number: int, month: int, in_month: int, text: str) -> date:
    try:
        return _in_our_times(date(year_number, month, in_month), text)
    except ValueError as problem:
        if isinstance(problem, ValueProblem):
            raise
        example = f"{year_number}-{min(max(month, 1), 12):02d}-{min(max(in_month, 1), 28):02d}"
        raise ValueProblem(f"{text.strip()} 不是有效日期，请改为如 {example}") from problem


def _in_our_times(value: date, text: str) -> date:
    if not _FIRST_YEAR <= value.year <= _LAST_YEAR:
        raise ValueProblem(f"{quoted(text)}的年份不合情理，请核对后写成如 2024-12-05")
    return value


def _refuse_lost_zero(text: str, cell: str) -> None:
    if isinstance(text, NumberText) and _LOST_ZERO.fullmatch(cell):
        raise ValueProblem(f"{quoted(text)}是数字，看不出是 1 月还是 10 月，请写成 {cell[:4]}-01 或 {cell[:4]}-10")


def _not_a_day(text: str, cell: str) -> str:
    if _YEARLESS.fullmatch(cell):
        return f"{quoted(text)}没有写年份，请写成如 2024-12-05"
    if _SHORT_YEAR.fullmatch(cell):
        return f"{quoted(text)}的年份只有两位，请写四位，如 2024-12-05"
    return f"{quoted(text)}不是有效日期，请改为如 2024-12-05（也可写 2024.12.5、2024年12月5日、2024年12月）"
