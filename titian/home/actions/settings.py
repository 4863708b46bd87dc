"""Writing the office's settings, and noting what was done to the installation as a whole."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import transaction

from titian.accounts.actions import add_department
from titian.accounts.models import Department, User
from titian.base.errors import Refused
from titian.base.installation import Installation, InstallationError, save
from titian.base.mechanisms import MECHANISMS, PORTALS
from titian.base.reloading import watch
from titian.home.backup.archive import Manifest
from titian.home.models import OfficeSettings
from titian.home.permissions import can_change_settings
from titian.journal.actions import record

_NAMES = ("bureau", "county", "kind", "region", "code_name")


@transaction.atomic
def change_settings(*, by: User, **chosen: Any) -> Installation:
    """Write changed settings (fields of `Installation`) into `titian.toml`; every running process takes them up within a second.

    Raises Refused when nothing changed or the file cannot be read or written.
    """
    can_change_settings(by).demand()
    old: Installation = settings.TITIAN
    new = replace(old, **chosen)
    before, after = _differences(old, new)
    if not after:
        raise Refused("没有改动，不用保存")
    for order, name in enumerate(new.departments):
        if not Department.objects.filter(name=name).exists():
            add_department(name=name, order=order, by=by)
    record("home.settings.changed", OfficeSettings.only(), by=by, before=before, after=after)
    _write(new)
    return new


def _write(new: Installation) -> None:
    """Last, so that what is refused here undoes the rest."""
    try:
        save(new)
    except (InstallationError, OSError) as problem:
        raise Refused(f"设置没有保存：{problem}") from problem
    watch().take_up()
    settings.TITIAN = new


def _differences(old: Installation, new: Installation) -> tuple[dict[str, Any], dict[str, Any]]:
    """What changed, in the office's words, before and after."""
    pair = _told(old), _told(new)
    changed = [name for name in pair[0] if pair[0][name] != pair[1][name]]
    before, after = ({name: told[name] for name in changed} for told in pair)
    if "mechanisms" in changed:
        codes = [label for label in before["mechanisms"] if before["mechanisms"][label] != after["mechanisms"][label]]
        before["mechanisms"], after["mechanisms"] = (
            {label: side["mechanisms"][label] for label in codes} for side in (before, after)
        )
    return before, after


def _told(office: Installation) -> dict[str, Any]:
    return {
        **{name: getattr(office, name) for name in _NAMES},
        "departments": list(office.departments),
        "mechanisms": {mechanism.label: office.duty(code).label for code, mechanism in MECHANISMS.items()},
        "portals": [label for code, label in PORTALS.items() if code in office.portals],
    }


@transaction.atomic
def note_backup(manifest: Manifest, *, file: str, by: User) -> None:
    """Everything the office knows has left as a file: the journal says when, and at whose hands."""
    done = {"file": file, "rows": manifest.rows, "files": manifest.uploads}
    record("home.installation.backed_up", OfficeSettings.only(), by=by, after=done)
