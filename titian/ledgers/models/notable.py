"""What the 大事记 tells of the ledgers: the rows and the steps each definition calls notable, as conditions of a query."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from titian.ledgers.definition import Definition
from titian.ledgers.definition.fields import SHARED
from titian.ledgers.models.ledgers import NO_ROW, Ledger


def notable_rows(ledgers: Iterable[Ledger], *, every: bool = False) -> Q:
    """Rows that are events by themselves, on their day; `every`: also the routine of these ledgers."""
    found = NO_ROW
    for ledger in ledgers:
        if ledger.about.notable is not None and ledger.about.notable.rows:
            found |= Q(ledger=ledger) & (Q() if every else _chosen(ledger.about))
    return found


def notable_steps(ledgers: Iterable[Ledger], *, every: bool = False) -> Q:
    """Steps into a notable state; `every`: into any stage but the first of these ledgers, for where a row began is no event."""
    found = NO_ROW
    for ledger in ledgers:
        about = ledger.about
        if not (codes := about.notable_states):
            continue
        if every:
            found |= Q(row__ledger=ledger, state__in={*codes, *(state.code for state in about.stages[1:])})
        else:
            found |= Q(row__ledger=ledger, state__in=codes) & _chosen(about, "row__")
    return found


def _chosen(about: Definition, row: str = "") -> Q:
    """`row`: how a row is reached from what is asked."""
    found = Q()
    if about.notable is None:
        return found
    for key, codes in about.notable.where.items():
        found &= Q(**{f"{row}{key if key in SHARED else f'data__{key}'}__in": codes})
    return found & Q(**{f"{row}count__gte": about.notable.least}) if about.notable.least else found
