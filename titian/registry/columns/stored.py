"""What an organisation's row is beside the organisation itself: its names, and the years in which it was above scale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from titian.base.database import in_chunks, insert_rows
from titian.base.registers import BATCH, Change, Register, Row, Work
from titian.registry.columns.sheet import SCALE
from titian.registry.models import Organisation, OrganisationName, ScaleYear
from titian.registry.models.organisations import FORMER, OFFICIAL, SHORT
from titian.registry.names import folded, initials

SOURCE = "导入"
NAME_KINDS = {"short_names": SHORT, "former_names": FORMER}


def save_names(changes: Sequence[Change[Organisation]], work: Work) -> None:
    """Every name an organisation has is findable; a name given up is kept as 曾用名."""
    new: dict[tuple[int, str, str], tuple[object, ...]] = {}
    for change in changes:
        if change.is_new:
            _collect(new, change.obj, OFFICIAL, change.obj.name)
        elif "name" in change.after:
            _rename(change, work)
        for key, kind in NAME_KINDS.items():
            if key in change.after:
                for text in _still_missing(change, kind, (change.after[key] or "").split("、")):
                    _collect(new, change.obj, kind, text)
    insert_rows(OrganisationName, ("organisation_id", "kind", "folded", "initials", "text"), new.values())


def _still_missing(change: Change[Organisation], kind: str, texts: Sequence[str]) -> list[str]:
    """Names of a list that are to be stored. Those that are there keep their row, and with it the days they held; others go."""
    wanted = {folded(text): text for text in texts if text}
    for name in () if change.is_new else change.obj.names.filter(kind=kind):
        text = wanted.pop(name.folded, None)
        if text is None:
            name.delete()
        elif text != name.text:
            name.text = text
            name.save(update_fields=["text"])
    return list(wanted.values())


def _collect(new: dict[tuple[int, str, str], tuple[object, ...]], obj: Organisation, kind: str, text: str) -> None:
    """One row a spelling."""
    new.setdefault((obj.pk, kind, folded(text)), (obj.pk, kind, folded(text), initials(text), text))


def _rename(change: Change[Organisation], work: Work) -> None:
    assert change.before is not None
    obj, old = change.obj, str(change.before["name"])
    obj.names.filter(kind=OFFICIAL).delete()
    OrganisationName.of(obj, obj.name).save()
    if work.kept.get("undo"):
        obj.names.filter(kind=FORMER, folded=folded(obj.name), until=work.day).delete()
    elif folded(old) != folded(obj.name) and not obj.names.filter(kind=FORMER, folded=folded(old)).exists():
        OrganisationName.of(obj, old, FORMER, until=work.day).save()


def save_scale(changes: Sequence[Change[Organisation]]) -> None:
    said = [(change, year, flag) for change in changes for year, flag in (change.after.get(SCALE) or {}).items()]
    names = ("organisation_id", "year", "is_above", "sector", "source")
    new = ((change.obj.pk, year, flag, "", SOURCE) for change, year, flag in said if change.is_new and flag is not None)
    insert_rows(ScaleYear, names, new)
    unsaid: dict[int, list[int]] = {}
    for change, year, flag in said:
        if not change.is_new and flag is None:
            unsaid.setdefault(year, []).append(change.obj.pk)
    for year, keys in unsaid.items():
        for some in in_chunks(keys):
            ScaleYear.objects.filter(year=year, organisation__in=some).delete()
    known = [
        ScaleYear(organisation=change.obj, year=year, is_above=flag, source=SOURCE)
        for change, year, flag in said
        if not change.is_new and flag is not None
    ]
    ScaleYear.objects.bulk_create(
        known, batch_size=BATCH, update_conflicts=True, unique_fields=["organisation", "year"], update_fields=["is_above"]
    )


def drop_masked(register: Register[Any], row: Row[Any]) -> None:
    """A number that was exported in part changes nothing when it comes in again."""
    for key in register.masked:
        if "*" in str(row.values.get(key) or ""):
            row.values.pop(key)
