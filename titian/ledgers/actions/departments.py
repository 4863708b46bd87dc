"""A 科室 was renamed: definitions keep by name which one answers for a ledger."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from titian.accounts.models import User
from titian.accounts.permissions import can_manage_users
from titian.figures.key import with_department_renamed
from titian.journal.actions import Change, record_many
from titian.ledgers.models import Ledger, LedgerDraft
from titian.ledgers.models.ledgers import digest_of


@transaction.atomic
def follow_department(old: str, new: str, *, by: User) -> int:
    """Ledgers and drafts under the new name; how many followed.

    No new version: what the definition says of fields and states is as before, and a packaged ledger stays a packaged one. Earlier versions
    keep the name they were written with.
    """
    can_manage_users(by).demand()
    changes = [*_ledgers(old, new), *_drafts(old, new)]
    record_many("ledgers.department.followed", changes, by=by, reason=f"科室更名：{old}→{new}")
    return len(changes)


def _ledgers(old: str, new: str) -> Iterator[Change]:
    for ledger in Ledger.objects.select_for_update():
        before = ledger.definition, ledger.department
        ledger.department = new if ledger.department == old else ledger.department
        ledger.definition = _followed(ledger.definition, old, new)
        if (ledger.definition, ledger.department) == before:
            continue
        ledger.digest = digest_of(ledger.definition)
        ledger.save(update_fields=["definition", "digest", "department", "updated_at"])
        ledger.versions.filter(number=ledger.version).update(definition=ledger.definition, digest=ledger.digest)
        yield Change(ledger, before={"department": old}, after={"department": new})


def _drafts(old: str, new: str) -> Iterator[Change]:
    for draft in LedgerDraft.objects.select_for_update(of=("self",)):
        before, draft.data = draft.data, _followed(draft.data, old, new)
        if draft.data != before:
            draft.save(update_fields=["data", "updated_at"])
            yield Change(draft, before={"department": old}, after={"department": new})


def _followed(data: dict[str, object], old: str, new: str) -> dict[str, object]:
    renamed: dict[str, object] = with_department_renamed(data, old, new)
    return renamed | {"department": new} if renamed.get("department") == old else renamed
