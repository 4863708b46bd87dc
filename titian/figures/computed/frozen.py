"""The rows kept when a figure was stated from them, against the rows of today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from titian.base.periods import Period
from titian.figures.computed.counting import RowBooks
from titian.figures.models import FrozenRows

SHOWN = 20


@dataclass(frozen=True)
class FrozenPart:
    """What came and went in one part, by the texts of the rows."""

    label: str
    added: Sequence[str]
    gone: Sequence[str]

    @property
    def hidden(self) -> int:
        return sum(max(0, len(texts) - SHOWN) for texts in (self.added, self.gone))


@dataclass(frozen=True)
class Frozen:
    """`now` is what the rows say today of the same day; None when they say nothing any more."""

    count: int
    now: Decimal | None
    parts: Sequence[FrozenPart]
    changed: bool


def frozen_against_now(books: RowBooks, kept: FrozenRows) -> Frozen | None:
    """None when this person may not see the rows, or nothing counts them any more."""
    figure = kept.figure
    counted = books.counted(figure.indicator, region=figure.region, period=Period(figure.period))
    if counted is None:
        return None
    parts = []
    for number, part in enumerate(counted.computed.parts):
        rows = books.rows(counted.computed, number, region=figure.region, period=counted.period, day=counted.day)
        before, now = kept.labels(number), {row.pk: str(row) for row in rows}
        added = [text for pk, text in now.items() if pk not in before]
        parts.append(FrozenPart(part.label, added, [text for pk, text in before.items() if pk not in now]))
    changed = counted.value != figure.value or any(part.added or part.gone for part in parts)
    return Frozen(kept.count, counted.value, parts, changed)
