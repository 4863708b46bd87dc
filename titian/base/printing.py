"""A single value as words: what a cell of a list, a fact of a record and a text cell of a sheet have in common."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from titian.base.columns import Column
from titian.base.periods import Period, PeriodError
from titian.base.quantities import Operator, Quantity, plain, scaled

# On pages a space stands between number and unit, unlike in papers (`quantities.show`).
_WORDINGS = {
    Operator.EXACT: "{} {}",
    Operator.OVER: "超 {} {}",
    Operator.AT_LEAST: "{} {}以上",
    Operator.AT_MOST: "不超过 {} {}",
    Operator.ABOUT: "约 {} {}",
}


def quantity_text(value: Quantity) -> str:
    """1,099 万元, 7.47 亿元, 3.42 %, 超 470 家, 不超过 12 家."""
    number, unit = scaled(value.value, value.unit)
    return _WORDINGS[value.operator].format(plain(number, grouped=True), unit).strip()


def day_text(value: date | datetime) -> str:
    """2026-06-30; an instant on the office's day."""
    return _local(value).strftime("%Y-%m-%d")


def instant_text(value: datetime) -> str:
    """2026-06-30 09:12, in the office's time zone."""
    return _local(value).strftime("%Y-%m-%d %H:%M")


def period_text(value: Period | str) -> str:
    """2026H1 → 2026年上半年; a text that is no period stays as it is."""
    try:
        return Period.parse(str(value)).label
    except PeriodError:
        return str(value)


def text(value: object) -> str:
    """Any value as words: 是/否, grouped numbers, days, periods, quantities."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Quantity):
        return quantity_text(value)
    if isinstance(value, Decimal | int):
        return plain(Decimal(value), grouped=True)
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return day_text(value)
    return period_text(value) if isinstance(value, Period) else str(value)


def sheet_value(value: object, column: Column) -> object:
    """A value as the writer of sheets takes it: numbers stay numbers and days days, everything in a text column becomes words."""
    if value is None or value == "":
        return None
    if column.numeric:
        return value.value if isinstance(value, Quantity) else value
    if column.kind == "year":
        return value
    if column.kind in {"day", "until"}:
        return timezone.localtime(value).date() if isinstance(value, datetime) else value
    return period_text(str(value)) if column.kind == "period" else text(value)


def _local(value: date | datetime) -> date | datetime:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
