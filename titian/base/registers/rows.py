"""A row of a sheet on its way in, what is wrong with it, and what it does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


@dataclass
class Row(Generic[M]):
    """One row of a sheet on its way in.

    sheet, number  where it stands, the first row of a sheet is 1
    cells, places  the row as read, and where in it each of the register's columns stands
    values         column key → the cleaned value, for the columns the sheet has; None for an empty cell
    obj            what is there already; None: a new one
    years          column key → the year its head says (2025年营业收入)
    emptied        columns whose cell says 清空; their value is None
    """

    sheet: str
    number: int
    cells: Sequence[str]
    places: Mapping[str, int]
    values: dict[str, Any]
    obj: M | None = None
    years: Mapping[str, int] = field(default_factory=dict)
    emptied: set[str] = field(default_factory=set)

    def text(self, key: str) -> str:
        """The cell as read; empty for a column the sheet has not, and for one that is to be emptied."""
        place = None if key in self.emptied else self.places.get(key)
        return self.cells[place] if place is not None and place < len(self.cells) else ""

    def value(self, key: str) -> Any:
        return self.values.get(key)


@dataclass(frozen=True)
class Remark:
    """Something wrong (or only doubtful) with one cell of a row; `key` names the column, "" the whole row."""

    key: str
    message: str
    doubtful: bool = False


@dataclass
class Change(Generic[M]):
    """What a row does: the values that change, as they were and as they will be (`before` None: a new object)."""

    row: Row[M]
    obj: M
    before: dict[str, Any] | None
    after: dict[str, Any]

    @property
    def is_new(self) -> bool:
        return self.before is None
