"""What a room declares of a figure it can count. A room's `indicators.py` has `indicators() -> Iterable[Computed]`, asked per query::

    def indicators() -> Iterable[Computed]:
        held = Part("有效", _valid, CountDistinct("organisation"), TITLES)
        yield Computed("hnte.valid", (held,), where="organisation__region", lacking=_no_titles)

家 are CountDistinct("organisation"), 次 and 个次 are Count(); money is Sum of a fen column. A figure of two parts is their difference
(净增), their share in per cent, or the growth of the first over the second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, Protocol

from django.db import models

from titian.accounts.models import User
from titian.base.pages import ListPage
from titian.base.periods import Period
from titian.base.quantities import rounded
from titian.base.rooms import modules

PLACES = 4  # decimals the books keep
Rows = Callable[[User, Period, date], models.QuerySet[Any]]


class Measure(Protocol):
    """What is taken of the rows; `field` is what must lie in one place alone, so that places add up ("" the row itself)."""

    @property
    def field(self) -> str: ...

    def expression(self) -> models.Aggregate: ...

    def value(self, raw: Any) -> Decimal:
        """What the database gave (None without rows) in the figure's base unit."""


@dataclass(frozen=True)
class Count:
    """How many rows: 次, 件, 项."""

    field: str = ""

    def expression(self) -> models.Aggregate:
        return models.Count("pk", distinct=True)

    def value(self, raw: Any) -> Decimal:
        return Decimal(raw or 0)


@dataclass(frozen=True)
class CountDistinct:
    """How many different ones: 家 of rows by organisation, 人 of rows by person. Each is counted once, however many rows it has."""

    field: str

    def expression(self) -> models.Aggregate:
        return models.Count(self.field, distinct=True)

    def value(self, raw: Any) -> Decimal:
        return Decimal(raw or 0)


@dataclass(frozen=True)
class Sum:
    """The total of a column; `scale` 2: hundredths (fen → 元)."""

    column: str
    scale: int = 2
    field: str = ""

    def expression(self) -> models.Aggregate:
        return models.Sum(self.column)

    def value(self, raw: Any) -> Decimal:
        return Decimal(raw or 0).scaleb(-self.scale)


@dataclass(frozen=True)
class Part:
    """Rows and what is taken of them: 期末有效, 期初有效.

    rows      (user, period, as-of day) → the rows that count, only those the user may see, without any region
    listing   how the rows are listed; `outside` for who is outside the office, where that is another way
    names     (rows, how many) → the first of those that are counted by the name papers call them; without it papers name none
    unit      of this part, where it is not the figure's: 元 of a rate's two amounts
    """

    label: str
    rows: Rows
    measure: Measure
    listing: ListPage[Any]
    names: Callable[[models.QuerySet[Any], int], Sequence[str]] | None = None
    unit: str = ""
    outside: ListPage[Any] | None = None


class Form(StrEnum):
    """How parts become the value."""

    ALONE, DIFFERENCE, SHARE, GROWTH = "alone", "difference", "share", "growth"

    @property
    def label(self) -> str:
        return {"alone": "", "difference": "前者减后者", "share": "前者占后者的百分数", "growth": "前者比后者增长的百分数"}[
            self.value
        ]

    def of(self, values: list[Decimal]) -> Decimal | None:
        """None when there is nothing to divide by."""
        if self is Form.ALONE:
            return values[0]
        first, second = values
        if self is Form.DIFFERENCE:
            return first - second
        if not second:
            return None
        return rounded(first * 100 / second - (100 if self is Form.GROWTH else 0), PLACES)


def _nothing_lacks(period: Period, day: date) -> str:
    return ""


def _inside_or_own_town(user: User) -> bool:
    return user.is_inside or user.own_town_id is not None


@dataclass(frozen=True)
class Computed:
    """One code that rows answer.

    parts       one, or the two its `form` joins
    where       path from a row to its region; below the thing that is counted once, so that towns add up to the county
    department  path to the department that answers for the row
    calibre     a calibre of its own where the official value is somebody else's (统计局): then it never claims to be that value
    lacking     (period, day) → why the registers know nothing of it ("" when they do): nothing entered is no 0
    pending     rows that would count but cannot yet; `pending_reason` says why
    seen        who may see rows of the kind at all
    keeper      who keeps the register and is asked when it says nothing: a department, a person
    of_books    its parts are statements of the books, one each, of the county as a whole (`stated.py`): without one of them there is no value,
                and no town or department has a share of it
    """

    code: str
    parts: tuple[Part, ...]
    where: str
    form: Form = Form.ALONE
    department: str = ""
    calibre: str = ""
    lacking: Callable[[Period, date], str] = _nothing_lacks
    pending: Part | None = None
    pending_reason: str = ""
    seen: Callable[[User], bool] = _inside_or_own_town
    keeper: str = ""
    of_books: bool = False

    def __post_init__(self) -> None:
        if len(self.parts) != (1 if self.form is Form.ALONE else 2):
            raise ValueError(f"{self.code}: {self.form} takes {'one part' if self.form is Form.ALONE else 'two parts'}")
        for part in self.parts:
            for path in filter(None, (part.measure.field and self.where, part.measure.field and self.department)):
                if not path.startswith(f"{part.measure.field}__"):
                    raise ValueError(f"{self.code}: {path} is no property of {part.measure.field}, so places would not add up")

    @property
    def of_officers(self) -> bool:
        """Does a firm's officer tell its department, and not the row itself?"""
        return self.department.endswith("officer__department")

    @property
    def placed(self) -> str:
        """What lies in a town."""
        first = self.where.partition("__")[0]
        return {"organisation": "企业（单位）", "person": "人员"}.get(first, "记录")


@cache
def _sources() -> tuple[Callable[[], Iterable[Computed]], ...]:
    """The `indicators` function of every installed room that has one."""
    return tuple(module.indicators for module in modules("indicators"))


def declared() -> Mapping[str, Computed]:
    """Every code that can be counted now, by code and calibre; asked per query, because ledgers defined at run time add figures."""
    return {found.code: found for source in _sources() for found in source()}
