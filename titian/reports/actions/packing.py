"""What leaves the bureau as a package."""

from __future__ import annotations

from django.db import transaction

from titian.accounts.models import User
from titian.journal.actions import record
from titian.reports.permissions import can_pack


@transaction.atomic
def note_package(*, year: int, items: int, files: int, by: User) -> None:
    """A self-assessment left with its evidence: who took it, how much of it, is kept."""
    can_pack(by).demand()
    record("reports.assessment.packed", by, by=by, after={"year": year, "items": items, "files": files})
