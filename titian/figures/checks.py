"""Do the statements about one figure agree, and which of them counts? Pure Python.

Two values of one identity conflict unless their as-of days are known and differ (a series: the latest counts), their operators can both
be true (≥470 and 478), or one is marked a correction （更正） of the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations

from titian.base.quantities import Operator
from titian.figures.key import FigureKey

ABOUT_SHARE = Decimal("0.05")


@dataclass(frozen=True)
class Statement:
    """One stated value. `corrects` is the id of the statement it replaces; `order` tells the later of two entries.

    `counted`: nobody stated it, `rows` of them say it (its id is 0).
    """

    id: int
    key: FigureKey
    value: Decimal
    operator: Operator = Operator.EXACT
    as_of: date | None = None
    corrects: int | None = None
    approved: bool = False
    order: int = 0
    counted: bool = False
    rows: int = 0


@dataclass(frozen=True)
class Conflict:
    """Statements of one identity that cannot all be true."""

    key: FigureKey
    statements: tuple[Statement, ...]


def bounds(statement: Statement) -> tuple[Decimal | None, Decimal | None]:
    """Lowest and highest value the statement allows, both inclusive; None is open. About allows five per cent either way."""
    value = statement.value
    margin = abs(value) * ABOUT_SHARE
    return {
        Operator.EXACT: (value, value),
        Operator.OVER: (value, None),
        Operator.AT_LEAST: (value, None),
        Operator.AT_MOST: (None, value),
        Operator.ABOUT: (value - margin, value + margin),
    }[statement.operator]


def compatible(one: Statement, other: Statement) -> bool:
    """Is there a true value that makes both statements true?"""
    (low_a, high_a), (low_b, high_b) = bounds(one), bounds(other)
    low = max((bound for bound in (low_a, low_b) if bound is not None), default=None)
    high = min((bound for bound in (high_a, high_b) if bound is not None), default=None)
    return low is None or high is None or low <= high


def in_conflict(one: Statement, other: Statement) -> bool:
    """Do two statements of one identity contradict each other?"""
    if other.id == one.corrects or one.id == other.corrects:
        return False
    series = one.as_of is not None and other.as_of is not None and one.as_of != other.as_of
    return not series and not compatible(one, other)


def uncorrected(statements: Iterable[Statement]) -> list[Statement]:
    """The statements that nothing has corrected."""
    known = list(statements)
    replaced = {statement.corrects for statement in known if statement.corrects is not None}
    return [statement for statement in known if statement.id not in replaced]


def conflicts(statements: Iterable[Statement]) -> list[Conflict]:
    """Every identity whose uncorrected statements contradict each other, with all statements that take part."""
    found = []
    for key, group in by_key(statements).items():
        involved = {member.id: member for pair in combinations(uncorrected(group), 2) if in_conflict(*pair) for member in pair}
        if involved:
            found.append(Conflict(key, tuple(sorted(involved.values(), key=lambda s: s.order))))
    return found


def current(statements: Sequence[Statement]) -> Statement | None:
    """The statement that counts among those of one identity; None when there is none or they contradict each other.

    The latest as-of day wins; then a correction, an approved and an exact statement; then the later entry.
    """
    live = uncorrected(statements)
    if not live or any(in_conflict(*pair) for pair in combinations(_latest(live), 2)):
        return None
    return max(_latest(live), key=_weight)


def by_key(statements: Iterable[Statement]) -> dict[FigureKey, list[Statement]]:
    grouped: dict[FigureKey, list[Statement]] = defaultdict(list)
    for statement in statements:
        grouped[statement.key].append(statement)
    return dict(grouped)


def _latest(live: list[Statement]) -> list[Statement]:
    """Drop what an as-of series has overtaken; undated statements stay."""
    last = max((statement.as_of for statement in live if statement.as_of), default=None)
    return [statement for statement in live if statement.as_of in {None, last}]


def _weight(statement: Statement) -> tuple[bool, bool, bool, bool, int]:
    return (
        statement.as_of is not None,
        statement.corrects is not None,
        statement.approved,
        statement.operator is Operator.EXACT,
        statement.order,
    )
