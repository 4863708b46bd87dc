"""What an organisation's row is beside the organisation itself: its names, and the years in which it was above scale."""

from __future__ import annotations

from collections.abc import Sequence

from titian.base.registers import BATCH, Change, Work
from titian.registry.columns.sheet import SCALE
from titian.registry.models import Organisation, OrganisationName, ScaleYear
from titian.registry.models.organisations import FORMER, OFFICIAL, SHORT
from titian.registry.names import folded

NAME_KINDS = {"short_names": SHORT, "former_names": FORMER}


def save_names(changes: Sequence[Change[Organisation]], work: Work) -> None:
    """Every name an organisation has is findable; a name given up is kept as 曾用名."""
    new = [OrganisationName.of(change.obj, change.obj.name) for change in changes if change.is_new]
    for change in changes:
        if change.before is not None and "name" in change.after:
            _rename(change, work)
        for key, kind in NAME_KINDS.items():
            if key in change.after:
                if not change.is_new:
                    change.obj.names.filter(kind=kind).delete()
                texts = (change.after[key] or "").split("、")
                new += [OrganisationName.of(change.obj, text, kind) for text in texts if text]
    OrganisationName.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)


def _rename(change: Change[Organisation], work: Work) -> None:
    assert change.before is not None
    obj, old = change.obj, str(change.before["name"])
    obj.names.filter(kind=OFFICIAL).delete()
    obj.names.filter(kind=FORMER, folded=folded(obj.name)).delete()
    OrganisationName.of(obj, obj.name).save()
    if not work.kept.get("undo") and folded(old) != folded(obj.name):
        OrganisationName.of(obj, old, FORMER, until=work.day).save()


def save_scale(changes: Sequence[Change[Organisation]]) -> None:
    flags = [
        ScaleYear(organisation=change.obj, year=year, is_above=flag, source="导入")
        for change in changes
        for year, flag in (change.after.get(SCALE) or {}).items()
        if flag is not None
    ]
    ScaleYear.objects.bulk_create(
        flags, batch_size=BATCH, update_conflicts=True, unique_fields=["organisation", "year"], update_fields=["is_above"]
    )
    for change in changes:
        if gone := [year for year, flag in (change.after.get(SCALE) or {}).items() if flag is None]:
            change.obj.scale_years.filter(year__in=gone).delete()
