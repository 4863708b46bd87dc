"""What the search box finds in the ledgers: rows by their texts or their firm, ledgers by name."""

from __future__ import annotations

from collections.abc import Iterator

from titian.accounts.models import User
from titian.base.search import LIMIT, Hit
from titian.ledgers.models import Ledger, LedgerRow, RowText
from titian.ledgers.permissions import can_see_ledgers
from titian.registry.names import folded

_SHORTEST = 2


def search(user: User, words: str) -> Iterator[Hit]:
    if not can_see_ledgers(user):
        return
    seen = Ledger.objects.visible_to(user)
    for ledger in seen.in_use().filter(label__icontains=words)[:LIMIT]:
        yield Hit("台账", ledger.label, ledger.get_absolute_url())
    key = folded(words)
    if len(key) < _SHORTEST:
        return
    rows = LedgerRow.objects.visible_to(user).kept()
    if user.is_inside:
        rows = rows.filter(pk__in=RowText.objects.filter(ledger__in=seen).saying(key).values("row"))
    else:
        rows = rows.filter(title__icontains=words)  # the other texts may be the office's own
    for row in rows.select_related("ledger", "organisation", "person").order_by("-pk")[:LIMIT]:
        yield Hit("台账记录", str(row), row.get_absolute_url(), f"{row.ledger.label} {row.day or ''}".strip())
