"""What the registers count, as a sentence may ask for it. Pure Python; the writer's `gathering` brings the rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from titian.base.periods import Period
from titian.figures.key import FigureKey
from titian.figures.outgoing import Tally


class Registers(Protocol):
    """The rows of one region, as one person sees them. Every question is counted once, however often it is asked."""

    def tally(self, key: FigureKey, day: date) -> Tally | None:
        """What rows say of exactly this key up to a day; None when no register counts it."""

    def names(self, key: FigureKey, day: date) -> tuple[str, ...]:
        """The first of those that were counted, by short name; empty where the register names none."""

    def keys(self, period: Period) -> Sequence[FigureKey]:
        """Everything the registers count, of a period."""


class NoRegisters:
    """Books alone."""

    def tally(self, key: FigureKey, day: date) -> Tally | None:
        return None

    def names(self, key: FigureKey, day: date) -> tuple[str, ...]:
        return ()

    def keys(self, period: Period) -> Sequence[FigureKey]:
        return ()
