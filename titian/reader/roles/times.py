"""Expressions of time in a text, resolved against the paper's own period."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from titian.base.periods import Period
from titian.reader.vocabulary import words

THIS, WHOLE, PAST, SAME, FUTURE, NAMED, PART_YEAR = "this", "whole", "past", "same", "future", "named", "part_year"
_BEFORE = "before"  # 前一年: the year before the one named last

_YEAR = r"(?:19|20)\d{2}"
_TO = r"\s*(?:——|[-—~至到])\s*"
_CHINESE_YEAR = re.compile(r"[一二][零一二三四五六七八九]{3}(?=年)")
_DIGITS = {digit: str(value) for value, digit in enumerate("零一二三四五六七八九")}
FIVE_YEAR_PLANS = {"十二五": (2011, 2015), "十三五": (2016, 2020), "十四五": (2021, 2025), "十五五": (2026, 2030)}
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_SPANS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}
_EXPRESSION = re.compile(
    r"(?=[\d近过最两二三四五十规评“\"])(?:"  # what any of them can begin with: a quick look that spares trying them all
    rf"(?P<first>{_YEAR})年?{_TO}(?P<last>{_YEAR})年?"
    rf"|(?P<year>{_YEAR})(?:年度?|(?=[上下]半年))(?:第?(?P<q>[一二三四1-4])季度|(?P<half>[上下])半年|前[三3]季度"
    rf"|1{_TO}\d{{1,2}}月(?:份|底|末)?|(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}}日|[底末初]|份|[上中下]旬|{_TO}\d{{1,2}}月)?|[底末初])?"
    rf"|(?<!\d)1{_TO}(?P<until>\d{{1,2}})月(?:份|底|末)?"
    rf"|(?<!\d)(?P<only>\d{{1,2}})月(?:份?(?:当月|单月)|份)"
    rf"|(?<![\d年—~至到-])(?P<ahead>\d{{1,2}})月(?P<close>底|末)?(?![\d日月]|{_TO}\d)"
    rf"|(?:(?:近|过去|最近)(?P<recent>[两二三四五])年|(?P<span>[两二三四五])年(?:来|间|里|多来|以来))"
    rf"|[“\"]?(?P<plan>十[二三四五]五)[”\"]?(?:期间|以来|时期|规划期)"
    rf"|(?P<within>规划期内|规划实施以来|规划期|评估期内?))"
)


@dataclass(frozen=True)
class Calendar:
    """What the paper's words of time refer to: its period; where a plan of several years is evaluated, the year before it and its last;
    the year 今年 means where it is not the period's; year and month of issue.
    """

    period: Period
    base_year: int | None = None
    plan_end: int | None = None
    this_year: int | None = None
    issued_in: tuple[int, int] | None = None

    @cached_property
    def year(self) -> int:
        return self.period.last_year

    @cached_property
    def whole(self) -> Period:
        return Period.of_year(self.year)

    @cached_property
    def now(self) -> int:
        """The year 今年 means."""
        return self.this_year or self.year

    @cached_property
    def to_date(self) -> Period:
        """今年以来: the period itself while it begins with January, else the year."""
        return self.period if self.period.since.month == 1 else self.whole

    def relative(self, years: int) -> tuple[Period, str]:
        """去年, 明年: a year counted from 今年, and how it stands to the year the paper tells of."""
        year = self.now + years
        return Period.of_year(year), PAST if year < self.year else FUTURE if year > self.year else NAMED

    @cached_property
    def is_issued_within(self) -> bool:
        """Was the paper issued in the year it tells of?"""
        return self.issued_in is not None and self.issued_in[0] == self.year

    def is_to_come(self, month: int) -> bool:
        """Does a month of the paper's year lie after its issue?"""
        return self.issued_in is not None and self.is_issued_within and month > self.issued_in[1]


class Time(NamedTuple):
    """An expression of time: where it stands, the period it names, and how it relates to the paper's period. `cumulative`: 1—5月."""

    start: int
    end: int
    period: Period
    kind: str
    cumulative: bool = False


def times(plain: str, calendar: Calendar, extra: tuple[Path, ...] = ()) -> list[Time]:
    """Every expression of time in order of place, the longer one where two begin together."""
    digits = _CHINESE_YEAR.sub(lambda match: "".join(_DIGITS[digit] for digit in match.group()), plain)
    found = [*_written(digits, calendar), *_worded(digits, calendar, extra)]
    kept: list[Time] = []
    for time in sorted(found, key=lambda time: (time.start, -time.end)):
        if not kept or time.start >= kept[-1].end:
            kept.append(_counted(digits, time, kept, calendar) if time.kind == _BEFORE else time)
    return kept


def _counted(plain: str, time: Time, kept: list[Time], calendar: Calendar) -> Time:
    """去年……比前一年: counted from the year named before it in the sentence, else from the paper's own."""
    last = kept[-1] if kept and not re.search(r"[。\n]", plain[kept[-1].end : time.start]) else None
    year = last.period.last_year if last else calendar.year
    return time._replace(period=Period.of_year(year - 1), kind=PAST)


def _written(plain: str, calendar: Calendar) -> Iterator[Time]:
    for match in _EXPRESSION.finditer(plain):
        named = _named(match, calendar)
        if named is not None:
            period, kind = named
            yield Time(match.start(), match.end(), period, kind, match["until"] is not None)


def _named(match: re.Match[str], calendar: Calendar) -> tuple[Period, str] | None:
    part = match.groupdict()
    if part["year"]:
        return _of_year(int(part["year"]), part, calendar)
    if part["until"]:
        return _until(int(part["until"]), calendar), THIS
    if part["only"]:
        month = int(part["only"])
        return (Period.of_month(calendar.year, month), PART_YEAR) if 1 <= month <= 12 else None
    if part["ahead"]:
        return _ahead(int(part["ahead"]), calendar, closes=part["close"] is not None)
    return _years(*_span(part, calendar))


def _ahead(month: int, calendar: Calendar, *, closes: bool) -> tuple[Period, str] | None:
    """11月 without a year is a time of its own only where it is still to come; what is due by its end is due within the year."""
    if not (1 <= month <= 12 and calendar.is_to_come(month)):
        return None
    return calendar.whole if closes else Period.of_month(calendar.year, month), FUTURE


def _until(month: int, calendar: Calendar) -> Period:
    """1—6月 is the half, 1—3月 the quarter where the paper is on it; other months since January carry the year."""
    if month == 6:
        return Period.of_half(calendar.year, 1)
    first = Period.of_quarter(calendar.year, 1)
    return first if month == 3 and calendar.period == first else calendar.whole


def _span(part: Mapping[str, str | None], calendar: Calendar) -> tuple[int, int]:
    """First and last year of 2021—2022年, 近三年, “十四五”以来, 规划期内."""
    if part["first"] and part["last"]:
        return int(part["first"]), int(part["last"])
    if span := part["span"] or part["recent"]:
        return calendar.year - _SPANS[span] + 1, calendar.year
    if part["plan"]:
        first, last = FIVE_YEAR_PLANS[part["plan"]]
        return first, min(last, calendar.year)
    return calendar.base_year + 1 if calendar.base_year else calendar.year, calendar.year


def _years(first: int, last: int) -> tuple[Period, str] | None:
    if first > last:
        return None
    return (Period(f"{first}/{last}") if first < last else Period.of_year(first)), NAMED


def _of_year(year: int, part: Mapping[str, str | None], calendar: Calendar) -> tuple[Period, str] | None:
    kind = FUTURE if year > calendar.year else PAST if year < calendar.year else NAMED
    if part["day"] and part["day"].endswith(("日", "月")):  # a day, or a span of months within the year
        return None
    if part["half"]:
        return Period.of_half(year, 1 if part["half"] == "上" else 2), kind
    if part["q"]:
        return Period.of_quarter(year, _QUARTERS[part["q"]]), kind
    month = int(part["month"] or 0)
    if 1 <= month <= 12 and part["day"] not in ("底", "末"):
        return Period.of_month(year, month), kind
    return Period.of_year(year), kind


def _worded(plain: str, calendar: Calendar, extra: tuple[Path, ...]) -> Iterator[Time]:
    pattern, readers = _words(extra)
    for match in pattern.finditer(plain):
        period, kind = readers[match.group()](calendar)
        yield Time(match.start(), match.end(), period, kind)


_Reader = Callable[[Calendar], tuple[Period, str]]
_READERS: dict[str, _Reader] = {
    "this_year": lambda calendar: (calendar.period, THIS),
    "this_year_end": lambda calendar: (calendar.whole, NAMED) if calendar.is_issued_within else _READERS["year_to_date"](calendar),
    "year_to_date": lambda calendar: (calendar.to_date, THIS) if calendar.now == calendar.year else calendar.relative(0),
    "whole_year": lambda calendar: (calendar.whole, WHOLE),
    "last_year": lambda calendar: calendar.relative(-1),
    "last_same": lambda calendar: (calendar.period.previous_year, SAME),
    "next_year": lambda calendar: calendar.relative(1),
    "before_last": lambda calendar: calendar.relative(-2),
    "year_before": lambda calendar: (Period.of_year(calendar.year - 1), _BEFORE),
    "since_last": lambda calendar: (Period(f"{calendar.now - 1}/{calendar.now}"), NAMED),
    "half_1": lambda calendar: (Period.of_half(calendar.year, 1), PART_YEAR),
    "half_2": lambda calendar: (Period.of_half(calendar.year, 2), PART_YEAR),
    "cumulative": lambda calendar: (calendar.whole, THIS),
}


def _quarter(number: int) -> _Reader:
    return lambda calendar: (Period.of_quarter(calendar.year, number), PART_YEAR)


@cache
def _words(extra: tuple[Path, ...]) -> tuple[re.Pattern[str], dict[str, _Reader]]:
    known = words("periods", extra)
    readers = {word: reader for name, reader in _READERS.items() for word in known[name]}
    readers |= {word: _quarter(int(number)) for number, found in known["quarters"].items() for word in found}
    ordered = sorted(readers, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered))), readers
