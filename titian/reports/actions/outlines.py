"""Keeping an outline for the next time."""

from __future__ import annotations

from django.db import transaction

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.journal.actions import record
from titian.reports.actions.papers import departments_of, outline_like
from titian.reports.models import OfficeOutline, Paper
from titian.reports.permissions import can_keep_outline
from titian.reports.writer.outline import dump_outline


@transaction.atomic
def copy_outline(source: Paper | OfficeOutline, *, name: str, by: User) -> OfficeOutline:
    """An outline from a paper (sections, sentences, departments, without its texts) or from another outline. Raises Refused."""
    can_keep_outline(by).demand()
    if not name.strip():
        raise Refused("请给提纲起个名字，如“2026年上半年总结提纲”")
    if isinstance(source, Paper):
        content, departments = dump_outline(outline_like(source)), departments_of(source)
    else:
        content, departments = source.content, dict(source.departments)
    kept = OfficeOutline.objects.create(
        name=name.strip(), genre=source.genre, content=content, departments=departments, based_on=str(source), made_by=by
    )
    record("reports.outline.copied", kept, by=by, after={"from": str(source), "sections": len(content["sections"])})
    return kept


@transaction.atomic
def set_default_outline(outline: OfficeOutline, *, by: User) -> None:
    """The outline that new papers of its genre, and the command, begin with."""
    can_keep_outline(by).demand()
    former = OfficeOutline.objects.select_for_update().filter(genre=outline.genre, is_default=True)
    before = {"default": [entry.name for entry in former]}
    former.update(is_default=False)
    outline.is_default = True
    outline.save(update_fields=["is_default"])
    record("reports.outline.made_default", outline, by=by, before=before, after={"default": outline.name})


@transaction.atomic
def drop_outline(outline: OfficeOutline, *, by: User) -> None:
    """Remove a kept outline; papers written with it stay as they are."""
    can_keep_outline(by).demand()
    record("reports.outline.dropped", outline, by=by, before={"name": outline.name, "genre": outline.genre})
    outline.delete()
