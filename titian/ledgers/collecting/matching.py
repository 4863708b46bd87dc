"""Which rows of the ledger the drafts of a request are already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from titian.ledgers.collecting.prefill import owned_by
from titian.ledgers.columns import register_of
from titian.ledgers.models import CollectionRequest, LedgerRow


def matches(request: CollectionRequest, drafts: Sequence[LedgerRow]) -> Mapping[int, LedgerRow]:
    """Key of a draft → the kept row of the same town or firm with the same identity. None where the ledger has no identity of its own:
    then every row is a new one."""
    ledger = request.collection.ledger
    if not ledger.about.identity:
        return {}
    register = register_of(ledger)
    kept = register.whole().filter(is_draft=False).filter(owned_by(request))
    known = {key: row for row in kept.order_by("pk") if (key := register.identity_of(row)) is not None}
    found = {row.pk: known.get(register.identity_of(row)) for row in drafts}
    return {pk: row for pk, row in found.items() if row is not None}
