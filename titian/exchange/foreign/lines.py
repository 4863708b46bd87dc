"""The lines of a list form: records of a register under the form's own heads. Pure Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from titian.base.columns import Column
from titian.base.periods import Period
from titian.exchange.foreign.layout import ListArea
from titian.exchange.foreign.printing import in_unit
from titian.exchange.heads import head_of, heads
from titian.exchange.values import unit_of

MOST_LINES = 2_000


@dataclass(frozen=True)
class Lines:
    """Lines for one list of a form: place of a column → what stands there, a Decimal or words."""

    area: ListArea
    rows: Sequence[Mapping[int, object]] = field(repr=False)

    @property
    def cells(self) -> list[dict[int, object]]:
        """The lines with their numbers, where the list counts them."""
        counted = self.area.number
        return [{**({counted: Decimal(line)} if counted is not None else {}), **row} for line, row in enumerate(self.rows, 1)]


def matched(area: ListArea, columns: Sequence[Column]) -> dict[int, str]:
    """Place → column key for every head that is surely one of these columns."""
    places = sorted(area.heads)
    found = heads([[area.heads[place] for place in places]], columns)
    return {places[at]: key for key, at in found.places.items()} if found else {}


def lined(value: object, column: Column, head: str) -> object:
    """A register's value as it stands under a head: money in the head's unit, a code by its label, an end as its last day."""
    if value is None or value == "":
        return None
    if column.is_money and isinstance(value, Decimal):
        unit = head_of(head).unit
        return in_unit(value, "元", unit if unit_of(unit) else column.printed_unit)
    if isinstance(value, int | Decimal) and not isinstance(value, bool) and column.kind != "year":
        return Decimal(value)
    return _words(value, column)


def _words(value: object, column: Column) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return (value - timedelta(days=1) if column.kind == "until" else value).isoformat()
    return value.label if isinstance(value, Period) else str(column.choices.get(str(value), value))
