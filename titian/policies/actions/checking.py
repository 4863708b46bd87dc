"""五建五制: what a firm has set up, with the day and what proves it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from titian.accounts.models import User
from titian.files.actions import store
from titian.journal.actions import record
from titian.policies.models import ChecklistItem
from titian.policies.permissions import can_cultivate
from titian.registry.actions.organisations import hold_current
from titian.registry.actions.rows import Upload, added, amended, hold, removed
from titian.registry.models import Organisation


@transaction.atomic
def tick(
    organisation: Organisation, *, item: str, on: date, by: User, proof: str = "", evidence: Sequence[Upload] = ()
) -> ChecklistItem:
    """Done; said again, day and proof are brought up to date."""
    can_cultivate(by, organisation).demand()
    hold_current(organisation)
    found = ChecklistItem.objects.filter(organisation=organisation, item=item).first()
    if found is None:
        found = ChecklistItem(organisation=organisation, item=item, done_on=on, proof=proof.strip(), entered_by=by)
        added("policies.checklist.ticked", found, by=by)
    else:
        hold(found)
        amended("policies.checklist.ticked", found, {"done_on": on, "proof": proof.strip()}, by=by)
    files = [store(name, data, by=by, owner=found) for name, data in evidence]
    if files:
        found.evidence.add(*files)
        record("policies.checklist.evidenced", found, by=by, after={"evidence": [file.name for file in files]})
    return found


@transaction.atomic
def untick(found: ChecklistItem, *, reason: str, by: User) -> None:
    """It is not done after all."""
    can_cultivate(by, found.organisation).demand()
    hold(found)
    removed("policies.checklist.unticked", found, by=by, reason=reason)
