"""One line of a reconciliation, and a calibre made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from titian.base.money import to_yuan
from titian.base.quantities import plain
from titian.rnd.calibres.costs import CATEGORIES


@dataclass(frozen=True)
class Step:
    """One line on the way from the accounts to another calibre.

    code      stable name of the kind of line: other_limit
    category  the category it changes; "" where it belongs to none (冲减)
    amount    fen, signed
    reason    why, in plain Chinese; `reference` where it is written
    confirmed False: rests on what nobody has checked against the original, so the page says 提示
    """

    code: str
    category: str
    label: str
    amount: int
    reason: str
    reference: str
    confirmed: bool = True


@dataclass(frozen=True)
class Calibre:
    """What a firm spent in a year in one calibre.

    start     what the accounts say by category (fen)
    steps     what leads from there to this calibre; lines that change nothing are left out
    missing   what is not known and would be needed: then `total` is None
    estimate  True: never more than 预估, whatever is confirmed
    notes     what a reader should know beside the lines
    """

    code: str
    label: str
    start: Mapping[str, int]
    steps: tuple[Step, ...] = ()
    missing: tuple[str, ...] = ()
    estimate: bool = False
    notes: tuple[str, ...] = field(default=())

    @property
    def known(self) -> int:
        """Start and lines, whether or not something is missing."""
        return sum(self.start.values()) + sum(step.amount for step in self.steps)

    @property
    def total(self) -> int | None:
        return None if self.missing else self.known

    @property
    def hints(self) -> tuple[Step, ...]:
        """Lines that rest on what is unconfirmed."""
        return tuple(step for step in self.steps if not step.confirmed)

    @property
    def is_estimate(self) -> bool:
        """Is the total to be called 预估?"""
        return self.estimate or bool(self.hints)

    def of(self, category: str) -> int:
        """What stands in one category («» for what belongs to none)."""
        return self.start.get(category, 0) + sum(step.amount for step in self.steps if step.category == category)

    @property
    def rows(self) -> dict[str, int]:
        """Category → fen, and «» for what belongs to none; adds up to `known`."""
        return {category: self.of(category) for category in (*CATEGORIES, "")}


def kept(steps: list[Step]) -> tuple[Step, ...]:
    """Without lines that change nothing."""
    return tuple(step for step in steps if step.amount)


def yuan(fen: int) -> str:
    """12,345.67 元, as a reason says an amount."""
    return f"{plain(to_yuan(fen), grouped=True)} 元"
