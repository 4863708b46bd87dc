"""What rows say beside what the books state of the same figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from titian.base.quantities import Quantity
from titian.figures.catalogue import Indicator
from titian.figures.checks import Statement
from titian.figures.computed.counting import Counted
from titian.figures.key import FigureKey
from titian.figures.outgoing import agrees, counting_day
from titian.places.models import Region


@dataclass(frozen=True)
class Beside:
    """A counted figure, and the statement of the same key (or, where rows count a calibre of their own, of the figure without one)."""

    counted: Counted
    key: FigureKey
    entry: Indicator
    stated: Statement | None = None

    @property
    def difference(self) -> Decimal | None:
        """Rows less statement."""
        if self.stated is None or self.counted.value is None:
            return None
        return self.counted.value - self.stated.value

    @property
    def counted_quantity(self) -> Quantity | None:
        return None if self.counted.value is None else Quantity(self.counted.value, self.entry.unit)

    @property
    def stated_quantity(self) -> Quantity | None:
        return Quantity(self.stated.value, self.entry.unit, self.stated.operator) if self.stated else None

    @property
    def comparable(self) -> bool:
        """Do both speak of the same key and day? Otherwise a difference is no fault of either."""
        if self.stated is None or self.counted.value is None or self.stated.key != self.key:
            return False
        return self.stated.as_of is None or counting_day(self.key.period, self.stated.as_of) == self.counted.day

    @property
    def differs(self) -> bool:
        """Speak both of the same, and cannot both be true?"""
        return self.comparable and not self.agrees

    @property
    def agrees(self) -> bool:
        """Could both be true?"""
        stated, value = self.stated, self.counted.value
        return stated is not None and value is not None and agrees(value, stated.value, stated.operator, self.entry.unit)


def compared(
    found: Iterable[Counted], *, region: Region, known: Mapping[str, Indicator], current: Mapping[FigureKey, Statement | None]
) -> list[Beside]:
    """Join what was counted with what counts in the books of the region; codes that left the catalogue are left out."""
    return [
        _beside(counted, counted.key(region), known[counted.computed.code], current)
        for counted in found
        if counted.computed.code in known
    ]


def _beside(counted: Counted, key: FigureKey, entry: Indicator, current: Mapping[FigureKey, Statement | None]) -> Beside:
    return Beside(counted, key, entry, current.get(key) or current.get(replace(key, calibre="")))
