"""A 科室 was renamed: outlines keep by name who writes a section, and sentences may name a department."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from titian.accounts.models import User
from titian.accounts.permissions import can_manage_users
from titian.figures.key import with_department_renamed
from titian.journal.actions import Change, record_many
from titian.reports.models import OfficeOutline, Section


@transaction.atomic
def follow_department(old: str, new: str, *, by: User) -> int:
    """Outlines and the sentences of papers under the new name; how many followed. Kept versions stay as they were printed."""
    can_manage_users(by).demand()
    changes = [*_outlines(old, new), *_sections(old, new)]
    record_many("reports.department.followed", changes, by=by, reason=f"科室更名：{old}→{new}")
    return len(changes)


def _outlines(old: str, new: str) -> Iterator[Change]:
    for outline in OfficeOutline.objects.all():
        before = outline.departments, outline.content
        outline.departments = {key: new if name == old else name for key, name in outline.departments.items()}
        outline.content = with_department_renamed(outline.content, old, new)
        if (outline.departments, outline.content) != before:
            outline.save(update_fields=["departments", "content"])
            yield Change(outline, before={"department": old}, after={"department": new})


def _sections(old: str, new: str) -> Iterator[Change]:
    for section in Section.objects.select_related("paper"):
        before = section.points, section.narrative
        section.points, section.narrative = (with_department_renamed(text, old, new) for text in before)
        if (section.points, section.narrative) != before:
            section.save(update_fields=["points", "narrative", "edited_at"])
            yield Change(section, before={"department": old}, after={"department": new})
