"""Periods and days as a paper says them: which period a placeholder means, 5月底, 1—5月, 上半年. Pure Python."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from titian.base.periods import Period, PeriodError
from titian.reports.wording.terms import SPANS, Span, named

_HALVES = {"H1": "上半年", "H2": "下半年"}
_QUARTERS = {"Q1": "一季度", "Q2": "二季度", "Q3": "三季度", "Q4": "四季度"}


class SpanError(ValueError):
    """Neither a period nor one of the words for one; the message says in Chinese what is understood."""


def as_span(text: str) -> Span | Period:
    """上年, 上年同期, 全年 … or a period such as 2025, 2026Q1. Raises SpanError."""
    word = named(SPANS, text)
    if word is not None:
        return Span(word)
    try:
        return Period.parse(text)
    except PeriodError as problem:
        raise SpanError(f"期间「{text}」应为：{'、'.join(SPANS.values())}，或如 2025、2026H1、2026Q1、2026-05") from problem


def resolved(span: Span | Period, own: Period) -> Period:
    """The period a word means in a paper on `own`."""
    if isinstance(span, Period):
        return span
    return {
        Span.OWN: own,
        Span.LATEST: own,
        Span.TO_DATE: own.whole_year,
        Span.SAME_LAST_YEAR: own.previous_year,
        Span.LAST_YEAR: own.whole_year.previous_year,
        Span.YEAR: own.whole_year,
        Span.NEXT_YEAR: own.whole_year.shifted(1),
        Span.REST: rest_of(own),
    }[span]


def rest_of(own: Period) -> Period:
    """What a paper on `own` plans for: the second half after the first, else the next year."""
    return Period.of_half(own.year, 2) if own.kind == "half" and own.text.endswith("H1") else own.whole_year.shifted(1)


def span_words(period: Period, *, year: int | None = None) -> str:
    """上半年, 一季度, 5月, 全年; with its year when that is not `year`."""
    tail = period.text[4:]
    body = _HALVES.get(tail) or _QUARTERS.get(tail) or (f"{int(tail[1:])}月" if period.kind == "month" else "")
    if period.kind == "years":
        return period.label
    head = "" if period.year == year else f"{period.year}年"
    return head + body if body else f"{period.year}年" if head else "全年"


def day_words(day: date, *, year: int | None = None) -> str:
    """5月底 for the last day of a month, else 5月20日; with the year when that is not `year`."""
    head = "" if day.year == year else f"{day.year}年"
    last = day.day == monthrange(day.year, day.month)[1]
    return f"{head}{day.month}月底" if last else f"{head}{day.month}月{day.day}日"


def whole_day(day: date) -> str:
    """2026年5月31日."""
    return f"{day.year}年{day.month}月{day.day}日"


def last_day(period: Period) -> date:
    return period.until - timedelta(days=1)


def cumulative_words(period: Period, as_of: date) -> str:
    """A year's figure as of a day inside it: 1—5月 at a month's end, else 1月1日至5月20日; «» when the year is over."""
    if as_of >= last_day(period) or as_of < period.since:
        return ""
    if as_of.day != monthrange(as_of.year, as_of.month)[1]:
        return f"截至{as_of.month}月{as_of.day}日"
    return "1月" if as_of.month == 1 else f"1—{as_of.month}月"
