"""A period as the office speaks of it: a year, a half, a quarter, a month, or several years together.

Text forms: ``2024``, ``2024H1``, ``2024Q3``, ``2024-06``, ``2016/2020``. A period is a value: two periods with one text are equal.
``since`` is the first day, ``until`` the first day after it (exclusive).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache, total_ordering
from types import MappingProxyType

_FORM = re.compile(r"(?P<year>\d{4})(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2])|/(?P<last>\d{4}))?")
_HALVES = {1: "上半年", 2: "下半年"}
_QUARTERS = {1: "一季度", 2: "二季度", 3: "三季度", 4: "四季度"}
_SAID = re.compile(
    r"(?P<year>\d{4})年?(?:(?P<half>[上下])半年|第?(?P<quarter>[一二三四1-4])季度|(?P<month>\d{1,2})月份?|(?:—|-|至|到)(?P<last>\d{4})年)?"
)


class PeriodError(ValueError):
    """The text names no period. The message says in Chinese which forms are understood."""


@total_ordering
@dataclass(frozen=True)
class Period:
    """A span of whole months with a name. Build one with `Period.parse` or the named constructors."""

    text: str

    def __post_init__(self) -> None:
        match = _FORM.fullmatch(self.text)
        if match is None:
            raise PeriodError(
                f"「{self.text}」不是有效的期间，请写成如 2024、2024年上半年（2024H1）、2024年三季度（2024Q3）、2024-06 或 2016/2020"
            )
        if match["last"] and int(match["last"]) <= int(match["year"]):
            raise PeriodError(f"期间「{self.text}」的止年应晚于起年")

    @classmethod
    def parse(cls, text: str | int) -> Period:
        """`2024`, `2024H1`, `2024Q3`, `2024-06`, `2016/2020` → a period; raises PeriodError."""
        return cls(str(text).strip().upper())

    @classmethod
    def typed(cls, text: str | int) -> Period:
        """What a person types: any text form, or as it is said (2024年上半年, 2024年三季度, 2024年6月); raises PeriodError."""
        written = "".join(str(text).split())
        said = _SAID.fullmatch(written)
        return cls.parse(_written(said) if said else written)

    @classmethod
    def of_year(cls, year: int) -> Period:
        return cls(f"{year:04d}")

    @classmethod
    def of_half(cls, year: int, half: int) -> Period:
        return cls(f"{year:04d}H{half}")

    @classmethod
    def of_quarter(cls, year: int, quarter: int) -> Period:
        return cls(f"{year:04d}Q{quarter}")

    @classmethod
    def of_month(cls, year: int, month: int) -> Period:
        return cls(f"{year:04d}-{month:02d}")

    @property
    def _parts(self) -> Mapping[str, int]:
        return _parts_of(self.text)

    @property
    def kind(self) -> str:
        """`year`, `half`, `quarter`, `month` or `years`."""
        parts = self._parts
        return next((k for k, part in _KINDS.items() if part in parts), "year")

    @property
    def year(self) -> int:
        """The (first) calendar year."""
        return self._parts["year"]

    @property
    def last_year(self) -> int:
        return self._parts.get("last", self.year)

    @property
    def months(self) -> int:
        """Length in months."""
        fixed = {"year": 12, "half": 6, "quarter": 3, "month": 1}
        return fixed.get(self.kind) or 12 * (self.last_year - self.year + 1)

    @property
    def since(self) -> date:
        parts = self._parts
        month = (
            6 * parts["half"] - 5 if "half" in parts else 3 * parts["quarter"] - 2 if "quarter" in parts else parts.get("month", 1)
        )
        return date(self.year, month, 1)

    @property
    def until(self) -> date:
        """The first day after the period (exclusive)."""
        return _add_months(self.since, self.months)

    @property
    def label(self) -> str:
        """2024年, 2024年上半年, 2024年三季度, 2024年6月, 2016—2020年."""
        parts, year = self._parts, f"{self.year}年"
        if "half" in parts:
            return year + _HALVES[parts["half"]]
        if "quarter" in parts:
            return year + _QUARTERS[parts["quarter"]]
        if "month" in parts:
            return f"{year}{parts['month']}月"
        return f"{self.year}—{parts['last']}年" if "last" in parts else year

    @property
    def whole_year(self) -> Period:
        """The calendar year this period lies in (the first one, for several years)."""
        return Period.of_year(self.year)

    def __contains__(self, other: object) -> bool:
        """A day, or a period that lies wholly inside."""
        if isinstance(other, Period):
            return self.since <= other.since and other.until <= self.until
        return isinstance(other, date) and self.since <= other < self.until

    def shifted(self, years: int) -> Period:
        """The same period some years later (negative: earlier)."""
        parts = self._parts
        head = f"{self.year + years:04d}"
        tail = self.text[4:] if "last" not in parts else f"/{parts['last'] + years:04d}"
        return Period(head + tail)

    @property
    def previous_year(self) -> Period:
        """The same period of the year before (同期)."""
        return self.shifted(-1)

    def elapsed(self, day: date) -> Fraction:
        """Share of the period over at the end of `day`: 0 before it, 1 from its last day on."""
        gone = (min(max(day, self.since), self.until) - self.since).days + (1 if self.since <= day < self.until else 0)
        return Fraction(gone, (self.until - self.since).days)

    def __lt__(self, other: Period) -> bool:
        return (self.since, -self.months) < (other.since, -other.months)

    def __str__(self) -> str:
        return self.text


_KINDS = {"half": "half", "quarter": "quarter", "month": "month", "years": "last"}


@lru_cache(maxsize=4096)
def _parts_of(text: str) -> Mapping[str, int]:
    """A period's numbers by name; few texts occur, and each is asked thousands of times."""
    match = _FORM.fullmatch(text)
    assert match is not None
    return MappingProxyType({name: int(value) for name, value in match.groupdict().items() if value is not None})


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _written(said: re.Match[str]) -> str:
    """The text form of a period said in words."""
    year = said["year"]
    if said["half"]:
        return f"{year}H{'上下'.index(said['half']) + 1}"
    if said["quarter"]:
        return f"{year}Q{'一二三四1234'.index(said['quarter']) % 4 + 1}"
    if said["month"]:
        return f"{year}-{int(said['month']):02d}"
    return f"{year}/{said['last']}" if said["last"] else year
