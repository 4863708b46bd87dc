"""A column of a register, declared once: for the Excel that goes out, the Excel that comes in and the list on the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Literal

from titian.base.disclosure import Disclosure

Kind = Literal[
    "text",
    "integer",
    "decimal",
    "money_wan",
    "money_yuan",
    "percent",
    "day",
    "until",
    "year",
    "flag",
    "choice",
    "reference",
    "period",
]

# What an amount of each kind is printed in, and how many yuan one of it is.
MONEY: Mapping[str, tuple[str, Decimal]] = {"money_wan": ("万元", Decimal(10_000)), "money_yuan": ("元", Decimal(1))}
# Width in characters when a column names none.
_WIDTHS: dict[Kind, int] = {
    "text": 20,
    "integer": 10,
    "decimal": 12,
    "money_wan": 14,
    "money_yuan": 14,
    "percent": 10,
    "day": 12,
    "until": 12,
    "year": 8,
    "flag": 8,
    "choice": 14,
    "reference": 18,
    "period": 14,
}


@dataclass(frozen=True)
class Column:
    """One column.

    key         what a row (a mapping) is asked for
    label       the words in the head, without the unit
    kind        text · integer · decimal · money_wan (Decimal yuan in the row, 万元 on the sheet) · money_yuan (small sums: 元 on the sheet)
                · percent (3.42 is 3.42%) · day · until (有效期至: inclusive on the sheet, the day after in the row) · year
                · flag (True 是, False 否) · choice (a code in the row, its label on the sheet)
                · reference (an object in the row, its name on the sheet) · period
    width       in half-width characters; None: by kind
    unit        printed behind the label: 资金（万元）; money and percent bring their own
    help        a note for who fills the column in
    aliases     other heads this column is found under when a sheet comes in
    required    a row without it is refused
    choices     code → label, for kind «choice»; `spoken` are further words for them: {"有限公司": "limited"}
    currency    for money: the column that keeps the amount's currency; none: 人民币 only
    refers      for kind «reference»: which lookup finds the object (see `exchange.registers`)
    ahead       for kind «day»: it mostly lies ahead, as a deadline does; without a year it is of this one
    example     what the template shows under the head
    disclosure  what lists, exports and papers obey
    """

    key: str
    label: str
    kind: Kind = "text"
    width: int | None = None
    unit: str = ""
    help: str = ""
    aliases: tuple[str, ...] = ()
    required: bool = False
    choices: Mapping[str, str] = field(default_factory=dict, hash=False)
    spoken: Mapping[str, str] = field(default_factory=dict, hash=False)
    currency: str = ""
    refers: str = ""
    ahead: bool = False
    example: str = ""
    disclosure: Disclosure = Disclosure.OPEN

    @property
    def printed_unit(self) -> str:
        return self.unit or ("%" if self.kind == "percent" else MONEY[self.kind][0] if self.is_money else "")

    @property
    def heading(self) -> str:
        """The head cell: 资金（万元）, 企业名称."""
        return f"{self.label}（{self.printed_unit}）" if self.printed_unit else self.label

    @cached_property
    def characters(self) -> int:
        """Width in half-width characters, never less than the head needs."""
        need = sum(1 if letter.isascii() else 2 for letter in self.heading) + 2
        return self.width or max(_WIDTHS[self.kind], min(need, 40))

    @property
    def numeric(self) -> bool:
        return self.is_money or self.kind in {"integer", "decimal", "percent"}

    @property
    def is_money(self) -> bool:
        return self.kind in MONEY

    @property
    def worth(self) -> Decimal:
        """Yuan that one of what the column prints is; of an amount only."""
        return MONEY[self.kind][1]
