"""Writing the office's settings, and noting what was done to the installation as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import transaction

from titian.accounts.actions import add_department, rename_department
from titian.accounts.models import Department, User
from titian.base.errors import Refused
from titian.base.installation import Installation, InstallationError, save
from titian.base.mechanisms import MECHANISMS, PORTALS
from titian.base.reloading import watch
from titian.figures import actions as figures
from titian.home.backup.archive import Manifest
from titian.home.models import OfficeSettings
from titian.home.permissions import can_change_settings
from titian.journal.actions import record
from titian.ledgers import actions as ledgers
from titian.reports import actions as reports

_NAMES = ("bureau", "county", "kind", "region", "code_name")


@transaction.atomic
def change_settings(*, by: User, renamed: Mapping[str, str] | None = None, **chosen: Any) -> Installation:
    """Write changed settings (fields of `Installation`) into `titian.toml`; every running process takes them up within a second.

    renamed   old → new name of a 科室, which stays the same one with its people and rows; `departments` holds the new names

    Raises Refused when nothing changed or the file cannot be read or written.
    """
    can_change_settings(by).demand()
    old: Installation = settings.TITIAN
    new = replace(old, **chosen)
    before, after = _differences(old, new)
    if not after and not renamed:
        raise Refused("没有改动，不用保存")
    for was, name in (renamed or {}).items():
        _rename(was, name, by=by)
    for order, name in enumerate(new.departments):
        if not Department.objects.filter(name=name).exists():
            add_department(name=name, order=order, by=by)
    record("home.settings.changed", OfficeSettings.only(), by=by, before=before, after=after)
    _write(new)
    return new


def _rename(was: str, name: str, *, by: User) -> None:
    """Everywhere: departments are pointed at, or kept by name where a text or a definition names them."""
    department = Department.objects.filter(name=was).first()
    if department is None:
        raise Refused(f"没有科室「{was}」，不能更名；请核对「→」前面的名称")
    rename_department(department, name=name, by=by)
    for room in (figures, ledgers, reports):
        room.follow_department(was, name, by=by)


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
