"""What a file would do, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from titian.base.columns import Column
from titian.base.registers import Change, Register, Remark, Row
from titian.exchange.heads import Heads
from titian.exchange.tables import Table


@dataclass(frozen=True)
class Issue:
    """One finding: sheet row from 1, the head as in the file, the text as read, what is wrong and how to mend it."""

    sheet: str
    row: int
    column: str
    value: str
    message: str

    def as_json(self) -> dict[str, object]:
        return {"sheet": self.sheet, "row": self.row, "column": self.column, "value": self.value, "message": self.message}

    @property
    def sentence(self) -> str:
        """第 3 行「成立日期」：2024-13-05 不是有效日期…"""
        where = f"第 {self.row} 行" + (f"「{' '.join(self.column.split())}」" if self.column else "")
        return f"{where}：{self.message}"


@dataclass
class Plan:
    """What a file would do. `heads` are the sheets that were read; `notices` are worth knowing and ask for nothing."""

    register: Register[Any]
    heads: list[tuple[Table, Heads]] = field(default_factory=list)
    rows: int = 0
    changes: list[Change[Any]] = field(default_factory=list)
    unchanged: int = 0
    errors: list[Issue] = field(default_factory=list)
    warnings: list[Issue] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def created(self) -> int:
        return sum(change.is_new for change in self.changes)

    @property
    def updated(self) -> int:
        return len(self.changes) - self.created

    @property
    def may_apply(self) -> bool:
        return not self.errors


def issue_of(plan: Plan, row: Row[Any], remark: Remark) -> Issue:
    found = next(found for table, found in plan.heads if table.name == row.sheet)
    head = head_text(found, plan.register.column(remark.key)) if remark.key else ""
    return Issue(row.sheet, row.number, head, row.text(remark.key), remark.message)


def head_text(found: Heads, column: Column) -> str:
    """The head of a column as the file writes it; our own label where the file has none."""
    place = found.places.get(column.key)
    return column.label if place is None else found.texts[place]
