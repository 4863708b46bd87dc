"""换岗: firms being prepared and declarations under way get another responsible officer."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from titian.accounts.models import User
from titian.accounts.permissions import can_hand_over
from titian.journal.actions import Change, record_many
from titian.policies.models import Declaration, PoolEntry


@transaction.atomic
def hand_pool(entries: Iterable[PoolEntry], *, of: User, to: User, reason: str, by: User) -> int:
    """What `of` answers for among these goes to `to`; how many."""
    can_hand_over(by, of).demand()
    wanted = PoolEntry.objects.select_for_update(of=("self",)).filter(pk__in=[entry.pk for entry in entries], officer=of)
    changed = list(wanted.select_related("organisation"))
    PoolEntry.objects.filter(pk__in=[entry.pk for entry in changed]).update(officer=to)
    record_many("policies.pool.handed_over", [_change(entry, of, to) for entry in changed], by=by, reason=reason)
    return len(changed)


@transaction.atomic
def hand_declarations(entries: Iterable[Declaration], *, of: User, to: User, reason: str, by: User) -> int:
    """What `of` answers for among these goes to `to`; how many."""
    can_hand_over(by, of).demand()
    wanted = Declaration.objects.select_for_update(of=("self",)).filter(pk__in=[entry.pk for entry in entries], officer=of)
    changed = list(wanted.select_related("organisation", "batch"))
    Declaration.objects.filter(pk__in=[entry.pk for entry in changed]).update(officer=to)
    record_many("policies.declaration.handed_over", [_change(entry, of, to) for entry in changed], by=by, reason=reason)
    return len(changed)


def _change(entry: PoolEntry | Declaration, of: User, to: User) -> Change:
    return Change(entry, {"officer": of.name}, {"officer": to.name})
