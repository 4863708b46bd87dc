"""The stretches of time the demonstration knows, and days in them. The report of the first half of 2025 speaks of 20 June, so nothing happens
between that day and July: what counts to its as-of day counts to the end of the half-year too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from titian.demo.county.build import county
from titian.demo.county.chance import Dice
from titian.demo.county.rows import Firm, PersonRow

Span = tuple[date, date]
FIRST: Final[Span] = (date(2025, 1, 6), date(2025, 6, 19))
SECOND: Final[Span] = (date(2025, 7, 2), date(2025, 12, 30))
NOW: Final[Span] = (date(2026, 1, 5), date(2026, 5, 29))
HOLIDAYS: Final[Sequence[Span]] = (
    (date(2025, 1, 28), date(2025, 2, 4)),
    (date(2025, 4, 4), date(2025, 4, 6)),
    (date(2025, 5, 1), date(2025, 5, 5)),
    (date(2025, 10, 1), date(2025, 10, 8)),
    (date(2026, 2, 15), date(2026, 2, 23)),
    (date(2026, 4, 4), date(2026, 4, 6)),
    (date(2026, 5, 1), date(2026, 5, 5)),
)
HALVES: Final[Sequence[Span]] = (FIRST, SECOND, NOW)


def days(dice: Dice, span: Span, count: int) -> list[date]:
    """Working days in their order."""
    return sorted(working(dice, span) for _ in range(count))


def working(dice: Dice, span: Span) -> date:
    """A day of the span on which the office is open."""
    while any(since <= (found := dice.day(*span)) <= until for since, until in HOLIDAYS):
        pass
    return found


def makers(dice: Dice) -> list[Firm]:
    """Technical firms in business that make things, the large ones first."""
    found = [firm for firm in county().firms if firm.tech and firm.state == "active" and firm.industry.startswith("C")]
    return sorted(dice.shuffled(found), key=lambda firm: not firm.large)


def named() -> dict[str, Firm]:
    """The firms and bodies that papers name, by short name."""
    return {firm.short: firm for firm in county().firms if firm.short}


def who(person: PersonRow) -> str:
    """How a sheet names a person."""
    return f"{person.name}（{person.firm.name if person.firm else person.employer}）"


def of_kind(kind: str, position: str = "") -> list[PersonRow]:
    """People of the register in their order."""
    return [row for row in county().people if row.kind == kind and (not position or row.position == position)]
