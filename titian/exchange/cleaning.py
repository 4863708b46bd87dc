"""From the text of a cell to the value its column takes. One cleaner a column and sheet; equal texts are cleaned once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from titian.base.columns import Column
from titian.base.registers import NotFoundError, Work
from titian.exchange import values
from titian.exchange.values import Amount, ValueProblem

CLEAR = "清空"
_MOST_REMEMBERED = 20_000


class Emptied:
    """The value of a cell that says 清空."""


EMPTIED = Emptied()


@dataclass
class Cleaner:
    """Cleans the cells of one column; remembers what is worth saying once of the whole column.

    unit            what the head says behind the label: 万元
    with_years      a day without its year is refused: nobody knows when it was written
    unitless        cells whose amount had no unit anywhere, taken as the column's own: 万元, and 元 for small sums
    coarse          days written as a month or a year only
    yearless        the years taken for days without one: 5月9日
    """

    column: Column
    work: Work
    unit: str | None = None
    with_years: bool = False
    unitless: int = 0
    coarse: int = 0
    yearless: set[int] = field(default_factory=set)
    rounded: set[str] = field(default_factory=set)
    _known: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._read: Callable[[str], Any] = getattr(self, f"_{self.column.kind}")

    def clean(self, text: str) -> Any:
        """The value; None for an empty cell; EMPTIED; an Amount for money. Raises ValueProblem."""
        if text == "":
            return None
        if text in self._known:
            return self._known[text]
        if text.strip() == CLEAR and not self.column.required:
            return EMPTIED
        value = self._read(text)
        if len(self._known) < _MOST_REMEMBERED:
            self._known[text] = value
        return value

    def _text(self, text: str) -> str | None:
        return values.plain_text(text)

    def _integer(self, text: str) -> int | None:
        return values.whole(text, self.unit or self.column.unit)

    def _decimal(self, text: str) -> Any:
        return values.decimal(text, self.unit or self.column.unit)

    def _percent(self, text: str) -> Any:
        return values.percent(text)

    def _money_yuan(self, text: str) -> Amount | None:
        return self._money_wan(text)

    def _money_wan(self, text: str) -> Amount | None:
        amount = values.money(text, self.unit, default=self.column.printed_unit)
        if amount is None:
            return None
        self.unitless += not amount.unit_said
        if amount.rounded:
            self.rounded.add(text)
        if amount.currency != "CNY" and not self.column.currency:
            raise ValueProblem(f"「{text}」不是人民币，请按当时汇率折算成人民币后填写，并在备注里写明")
        return amount

    def _day(self, text: str) -> Any:
        found = values.day(text, near=None if self.with_years else self.work.day, ahead=self.column.ahead)
        if found is None:
            return None
        if not found.year_said:
            self.yearless.add(found.value.year)
        self.coarse += found.precision != "day"
        return found.value

    def _until(self, text: str) -> Any:
        """A last valid day on the sheet; the day after it in the books."""
        found = values.day(text)
        if found is None:
            return None
        if found.precision != "day":
            raise ValueProblem(f"「{text}」没有写到日，有效期至应写明最后一天，如 2027-11-05")
        return found.value + timedelta(days=1)

    def _year(self, text: str) -> int | None:
        return values.year(text)

    def _period(self, text: str) -> Any:
        return values.period(text)

    def _flag(self, text: str) -> bool | None:
        return values.flag(text)

    def _choice(self, text: str) -> str | None:
        return values.choice(text, self.column.choices, self.column.spoken)

    def _reference(self, text: str) -> Any:
        words = values.plain_text(text)
        if words is None or values.says_nothing(words):
            return None
        try:
            return self.work.finder(self.column.refers).find(words)
        except NotFoundError as problem:
            raise ValueProblem(str(problem)) from problem


def shown(value: Any, column: Column) -> str:
    """A value as the preview shows it."""
    if value is None:
        return "（空）"
    if isinstance(value, dict):  # by year
        return "、".join(f"{year}年{shown(part, column)}" for year, part in value.items())
    if column.kind == "choice":
        return str(column.choices.get(value, value))
    if column.is_money and isinstance(value, Decimal):
        return f"{(value / column.worth).normalize():,f} {column.printed_unit}"
    if column.kind == "flag":
        return "是" if value else "否"
    return str(value)
