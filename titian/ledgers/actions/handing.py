"""换岗: open rows get another responsible person; nothing else of them changes."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from titian.accounts.models import User
from titian.accounts.permissions import can_hand_over
from titian.journal.actions import Change, record_many
from titian.ledgers.models import LedgerRow


@transaction.atomic
def hand_rows(rows: Iterable[LedgerRow], *, of: User, to: User, reason: str, by: User) -> int:
    """What `of` answers for among these goes to `to`; how many. A row that lacks something is handed over as it is."""
    can_hand_over(by, of).demand()
    wanted = LedgerRow.objects.select_for_update(of=("self",)).filter(pk__in=[row.pk for row in rows], responsible=of)
    changed = list(wanted.select_related("ledger", "organisation", "person"))
    LedgerRow.objects.filter(pk__in=[row.pk for row in changed]).update(responsible=to)
    changes = [Change(row, {"responsible": of.name}, {"responsible": to.name}) for row in changed]
    record_many("ledgers.row.handed_over", changes, by=by, reason=reason)
    return len(changed)
