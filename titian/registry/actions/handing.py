"""换岗: firms get another responsible officer."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from titian.accounts.models import User
from titian.accounts.permissions import can_hand_over
from titian.journal.actions import Change, record_many
from titian.registry.models import Organisation


@transaction.atomic
def hand_firms(organisations: Iterable[Organisation], *, of: User, to: User, reason: str, by: User) -> int:
    """What `of` answers for among these goes to `to`; how many."""
    can_hand_over(by, of).demand()
    wanted = Organisation.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in organisations], officer=of)
    changed = list(wanted)
    Organisation.objects.filter(pk__in=[one.pk for one in changed]).update(officer=to)
    changes = [Change(one, {"officer": of.name}, {"officer": to.name}) for one in changed]
    record_many("registry.organisation.handed_over", changes, by=by, reason=reason)
    return len(changed)
