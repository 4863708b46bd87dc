"""A column of a register, declared once: for the Excel that goes out, the Excel that comes in and the list on the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "integer", "decimal", "money_wan", "percent", "day", "period"]

# Width in characters when a column names none.
_WIDTHS: dict[Kind, int] = {"text": 20, "integer": 10, "decimal": 12, "money_wan": 14, "percent": 10, "day": 12, "period": 14}


@dataclass(frozen=True)
class Column:
    """One column.

    key       what a row (a mapping) is asked for
    label     the words in the head, without the unit
    kind      text · integer · decimal · money_wan (Decimal yuan in the row, 万元 on the sheet) · percent (3.42 is 3.42%)
              · day · period
    width     in half-width characters; None: by kind
    unit      printed behind the label: 资金（万元）; money_wan and percent bring their own
    help      a note for who fills the column in
    aliases   other heads this column is found under when a sheet comes in
    """

    key: str
    label: str
    kind: Kind = "text"
    width: int | None = None
    unit: str = ""
    help: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def printed_unit(self) -> str:
        return self.unit or {"money_wan": "万元", "percent": "%"}.get(self.kind, "")

    @property
    def heading(self) -> str:
        """The head cell: 资金（万元）, 企业名称."""
        return f"{self.label}（{self.printed_unit}）" if self.printed_unit else self.label

    @property
    def characters(self) -> int:
        """Width in half-width characters, never less than the head needs."""
        need = sum(1 if letter.isascii() else 2 for letter in self.heading) + 2
        return self.width or max(_WIDTHS[self.kind], min(need, 40))

    @property
    def numeric(self) -> bool:
        return self.kind in {"integer", "decimal", "money_wan", "percent"}
