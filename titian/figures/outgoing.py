"""Which value of a figure goes out of the house: what the rows count, or what somebody stated. Pure Python.

A figure comes with where it comes from: rows (台账), a document or a person's entry with evidence (账面). Nothing averages or mixes them. Where
both exist the paper's setting 数从哪里来 says which one is printed, and what differs between them is shown wherever it is printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from titian.base.money import WAN, YI
from titian.base.periods import Period
from titian.base.quantities import Operator, Quantity
from titian.figures.checks import Statement
from titian.figures.key import FigureKey


class Prefer(StrEnum):
    """数从哪里来, where rows and books both know a figure."""

    ROWS = "rows"
    BOOKS = "books"

    @property
    def label(self) -> str:
        return PREFERENCES[self]


PREFERENCES: dict[str, str] = {Prefer.ROWS: "台账计数优先", Prefer.BOOKS: "账面认定优先"}
ROWS, STATED = "台账", "认定"  # the two sources in a word


@dataclass(frozen=True)
class Tally:
    """What the rows say of exactly one key as of a day. `value` None: they say nothing, `why` is what is lacking and `keeper` whom to ask.

    `pending` rows would count but cannot yet; they are in no value.
    """

    key: FigureKey
    day: date
    value: Decimal | None
    rows: int = 0
    pending: int = 0
    pending_reason: str = ""
    why: str = ""
    keeper: str = ""

    @property
    def statement(self) -> Statement | None:
        """The count as a statement nobody made."""
        if self.value is None:
            return None
        return Statement(0, self.key, self.value, as_of=self.day, counted=True, rows=self.rows)

    @property
    def waiting(self) -> str:
        """«另有 3 条来源未定，未计入»"""
        return f"另有 {self.pending} 条{self.pending_reason}，未计入" if self.pending else ""


@dataclass(frozen=True)
class Outgoing:
    """One figure with everything both sources say of it. `stated` is the statement that counts in the books (None while they disagree)."""

    key: FigureKey
    unit: str
    prefer: Prefer = Prefer.ROWS
    stated: Statement | None = None
    tally: Tally | None = None
    contradicted: bool = False

    @property
    def statement(self) -> Statement | None:
        """The value that goes out; None when neither knows it, or the books come first and contradict themselves."""
        counted = self.tally.statement if self.tally else None
        if self.prefer is Prefer.ROWS:
            return counted or self.stated
        return self.stated or (None if self.contradicted else counted)

    @property
    def comparable(self) -> bool:
        """Do both speak of the same day? Otherwise a difference is no fault of either."""
        if self.stated is None or self.tally is None or self.tally.value is None or self.stated.key != self.tally.key:
            return False
        return self.stated.as_of is None or counting_day(self.key.period, self.stated.as_of) == self.tally.day

    @property
    def difference(self) -> Decimal | None:
        """Rows less statement, where both speak of the same and cannot both be true."""
        if not self.comparable or self.stated is None or self.tally is None or self.tally.value is None:
            return None
        if agrees(self.tally.value, self.stated.value, self.stated.operator, self.unit):
            return None
        return self.tally.value - self.stated.value

    @property
    def counted_quantity(self) -> Quantity | None:
        return Quantity(self.tally.value, self.unit) if self.tally and self.tally.value is not None else None

    @property
    def stated_quantity(self) -> Quantity | None:
        return Quantity(self.stated.value, self.unit, self.stated.operator) if self.stated else None

    @property
    def difference_quantity(self) -> Quantity | None:
        return None if self.difference is None else Quantity(self.difference, self.unit)

    @property
    def told(self) -> str:
        """«台账计47家，账面认定50家，相差3家»; "" when they do not differ."""
        if self.difference is None:
            return ""
        return f"台账计{self.counted_quantity}，账面认定{self.stated_quantity}，相差{Quantity(abs(self.difference), self.unit)}"


def counting_day(period: Period, day: date) -> date | None:
    """The day as of which a period is counted: its last when it is over, else `day`; None before it began."""
    return None if day < period.since else min(day, period.until - timedelta(days=1))


def agrees(value: Decimal, stated: Decimal, operator: Operator, unit: str) -> bool:
    """Does what rows count fit what was stated, as exactly as it was stated? 2.31亿元 fits 230,987,654 元; 31 家 fits 31 alone."""
    if operator is not Operator.EXACT:
        return operator.admits(stated, value)
    return abs(value - stated) * 2 <= _step(stated, unit)


def _step(stated: Decimal, unit: str) -> Decimal:
    """The last place a statement was written in: of money 百万 (two decimals of 亿元) or 万, of a rate its last decimal; of counts none."""
    if unit == "元" and stated:
        million = WAN * 100
        steps = (million,) if abs(stated) >= YI else ()
        return next((step for step in (*steps, WAN, Decimal(1)) if stated % step == 0), Decimal(0))
    if unit == "%":
        exponent = stated.normalize().as_tuple().exponent
        return Decimal(1).scaleb(min(int(exponent), 0))
    return Decimal(0)
