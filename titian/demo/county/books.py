"""One workbook of a ledger: whose it is, and its rows in the keys of the ledger's sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from titian.demo.county.rows import Firm

Row = Mapping[str, object]


@dataclass(frozen=True)
class Book:
    """Rows of one ledger that come in as one file.

    ledger   code of the ledger (`packaged/<ledger>.yaml`)
    title    name of the workbook without its ending, unique over the whole demonstration
    rows     by key of the sheet: fields by their own key, `uscc` beside `organisation`, `state`, and `on_<state>` for the day a stage was
             reached. Choices by code (several: their words joined by 、), money in yuan as Decimal, days as dates; towns, departments, people
             of the register (`name` or `name（employer）`), users (`demo.people`, by name) and rows of other ledgers by their text
    by       user name of who imports it (`demo.people.CAST`)
    day      the day on which it came in; None: the day of the demonstration. What a later file says of a row changes it from its day on
    """

    ledger: str
    title: str
    rows: Sequence[Row]
    by: str = "office"
    day: date | None = None


def of(firm: Firm) -> dict[str, object]:
    """The two columns that name a firm."""
    return {"organisation": firm.name, "uscc": firm.uscc}
