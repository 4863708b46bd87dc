"""Months of ledgers that are kept month by month: a month is its last day. Pure Python."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

_ALMOST_OVER = timedelta(days=6)


def month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def month_before(day: date) -> date:
    return day.replace(day=1) - timedelta(days=1)


def month_to_report(day: date) -> date:
    """The last day of the month that is over, or is within a week."""
    return month_end(day) if month_end(day) - day <= _ALMOST_OVER else month_before(day)
