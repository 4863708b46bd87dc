"""Rows on their way to a figure that counts a state: those still in an earlier one, the furthest first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from titian.accounts.models import User
from titian.base.pipelines import Candidate, Stage
from titian.ledgers.definition import Figure, State
from titian.ledgers.definition.measures import By
from titian.ledgers.models import Ledger, LedgerRow

MOST = 200


def pipelines(user: User, code: str, day: date) -> Iterator[Stage]:
    for ledger in Ledger.objects.visible_to(user).in_use():
        figure = next((one for one in ledger.about.figures if one.code == code and one.by is By.REACHED), None)
        if figure is not None:
            yield from _stages(ledger, figure, user, day)


def _stages(ledger: Ledger, figure: Figure, user: User, day: date) -> Iterator[Stage]:
    rows = LedgerRow.objects.visible_to(user).kept().filter(ledger=ledger, day__lte=day).open_on(day)
    for key, codes in figure.where.items():
        one = ledger.about.field(key)
        if one is not None and one.is_shared:
            rows = rows.filter(**{f"{key}__in": codes})
    rows = rows.select_related("ledger", "organisation", "region", "person", "responsible", "department")
    for state in reversed(_before(ledger, figure)):
        found = rows.filter(state=state.code).order_by("due", "day", "pk")[:MOST]
        yield Stage(f"{ledger.label}：{state.label}", [_candidate(row) for row in found])


def _before(ledger: Ledger, figure: Figure) -> list[State]:
    """The states that come before those the figure counts."""
    states = ledger.about.states
    first = min((place for place, state in enumerate(states) if state.code in figure.states), default=0)
    return [state for state in states[:first] if not state.closes]


def _candidate(row: LedgerRow) -> Candidate:
    who, town = str(row.responsible or row.department or ""), (row.region.name if row.region else "")
    note = f"期限 {row.due}" if row.due else ""
    return Candidate(str(row), row.get_absolute_url(), who, town, note, row.day)
