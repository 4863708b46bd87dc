"""Writing the office's settings, and noting what was done to the installation as a whole."""

from __future__ import annotations

from django.db import transaction

from titian.accounts.models import User
from titian.home.backup.archive import Manifest
from titian.home.models import OfficeSettings
from titian.journal.actions import record


@transaction.atomic
def note_backup(manifest: Manifest, *, file: str, by: User) -> None:
    """Everything the office knows has left as a file: the journal says when, and at whose hands."""
    done = {"file": file, "rows": manifest.rows, "files": manifest.uploads}
    record("home.installation.backed_up", OfficeSettings.only(), by=by, after=done)
