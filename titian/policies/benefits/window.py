"""When a benefit may be applied for: days of every year, or of one; both inclusive."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from titian.policies.benefits.checked import Problems

_OF_A_YEAR = re.compile(r"(\d{2})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Window:
    """`first` and `last` as (year or None, month, day); None on both sides: always open. A window of every year may span New Year."""

    first: tuple[int | None, int, int] | None = None
    last: tuple[int | None, int, int] | None = None

    @property
    def is_always(self) -> bool:
        return self.first is None and self.last is None

    @property
    def every_year(self) -> bool:
        return self.first is not None and self.first[0] is None

    def around(self, day: date) -> tuple[date | None, date | None]:
        """The window that is open on a day, else the next one, else the last one: first and last day, both inclusive."""
        if not self.every_year or self.first is None or self.last is None:
            return _day(self.first, 0), _day(self.last, 0)
        spans = self.last[1:] < self.first[1:]
        for year in (day.year - 1, day.year, day.year + 1):
            first, last = _day(self.first, year), _day(self.last, year + spans)
            assert first is not None
            assert last is not None
            if day <= last:
                return first, last
        raise AssertionError("next year's window ends after any day of this year")

    def is_open(self, day: date) -> bool:
        first, last = self.around(day)
        return (first is None or first <= day) and (last is None or day <= last)

    def is_past(self, day: date) -> bool:
        """Will it never open again?"""
        _, last = self.around(day)
        return last is not None and last < day

    def __str__(self) -> str:
        """«每年3月1日至6月30日», «2026年3月1日至2026年6月30日», «常年受理»."""
        if self.is_always:
            return "常年受理"
        first, last = _said(self.first), _said(self.last)
        until = f"至{last}" if last else "起"
        return f"{'每年' if self.every_year else ''}{first}{until}"


ALWAYS = Window()


def read_window(data: object, problems: Problems) -> Window:
    """{from, until}; either may be missing where years are said."""
    if data is None:
        return ALWAYS
    if not isinstance(data, dict):
        problems.add("window", "应写 from 和 until")
        return ALWAYS
    problems.unknown(data, ("from", "until"), "window")
    first, last = (_read(data.get(key), f"window {key}", problems) for key in ("from", "until"))
    yearly = [one for one in (first, last) if one is not None and one[0] is None]
    if yearly and (len(yearly) != 2):
        problems.add("window", "每年的窗口，起止都写月日，如 03-01；某一年的窗口，起止都写年月日")
    elif not yearly and first and last and _day(last, 0) < _day(first, 0):  # type: ignore[operator]  # both have years
        problems.add("window", "截止早于开始")
    return Window(first, last)


def _read(value: object, where: str, problems: Problems) -> tuple[int | None, int, int] | None:
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return value.year, value.month, value.day
    text = str(value)
    try:
        if match := _OF_A_YEAR.fullmatch(text):
            found = date(2001, int(match[1]), int(match[2]))
            return None, found.month, found.day
        found = date.fromisoformat(text)
    except ValueError:
        problems.add(where, f"「{value}」应为 2026-03-01 或 03-01")
        return None
    return found.year, found.month, found.day


def _day(part: tuple[int | None, int, int] | None, year: int) -> date | None:
    return None if part is None else date(part[0] or year, part[1], part[2])


def _said(part: tuple[int | None, int, int] | None) -> str:
    if part is None:
        return ""
    year = f"{part[0]}年" if part[0] else ""
    return f"{year}{part[1]}月{part[2]}日"
