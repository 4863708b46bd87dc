"""Sections: in which order, written or not, by whom until when; handed in, returned, reviewed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from titian.accounts.models import Department, User
from titian.accounts.permissions import can_hand_over
from titian.base.errors import Refused
from titian.journal.actions import Change, record, record_many
from titian.reports.models import Paper, Section, SectionState
from titian.reports.permissions import can_arrange, can_hand_in, can_return, can_review, can_see_papers
from titian.reports.writer.assembling import Assembled
from titian.reports.writer.outline import PROSE, OutlineError
from titian.reports.writer.versions import section_stamp


@transaction.atomic
def move_section(section: Section, *, before: Section | None, by: User) -> None:
    """Put a section before another of the same paper (None: at the end); a heading takes the sections under it along."""
    can_arrange(by, section.paper).demand()
    rows = {row.key: row for row in section.paper.sections.select_for_update()}
    was = list(rows)
    try:
        outline = section.paper.as_outline().moved(section.key, before=before.key if before else None)
    except OutlineError as problem:
        raise Refused(str(problem)) from problem
    now = [plan.key for plan in outline.sections]
    for order, key in enumerate(now, 1):
        rows[key].order = order
    Section.objects.bulk_update(rows.values(), ["order"])
    record("reports.section.moved", section, by=by, before={"order": was}, after={"order": now})


@transaction.atomic
def switch_section(section: Section, *, on: bool, by: User) -> None:
    """Write a section or leave it out of this paper; its texts stay."""
    can_arrange(by, section.paper).demand()
    if section.is_on == on:
        return
    section.is_on = on
    section.save(update_fields=["is_on", "edited_at"])
    record("reports.section.switched", section, by=by, before={"is_on": not on}, after={"is_on": on})


@transaction.atomic
def add_section(paper: Paper, *, title: str, level: int, by: User, before: Section | None = None) -> Section:
    """A section of the office's own: a task nobody foresaw. It starts with a title and no sentences."""
    can_arrange(by, paper).demand()
    if not title.strip():
        raise Refused("请写明这一节的标题")
    if level not in {1, 2}:
        raise Refused("层级应为 1（一、）或 2（（一））")
    taken = set(paper.sections.values_list("key", flat=True))
    key = next(name for name in (f"own{number}" for number in range(1, len(taken) + 2)) if name not in taken)
    section = Section.objects.create(
        paper=paper, key=key, order=paper.sections.count() + 1, title=title.strip(), level=level, style=PROSE
    )
    record("reports.section.added", section, by=by, after={"title": section.title, "level": level})
    if before is not None:
        move_section(section, before=before, by=by)
    return section


@transaction.atomic
def assign_section(
    section: Section, *, department: Department | None, writer: User | None, due_at: datetime | None, by: User
) -> None:
    """Who writes a section, until when."""
    can_arrange(by, section.paper).demand()
    if writer is not None and not writer.is_staff_member:
        raise Refused(f"{writer.name}不是局内经办人员，不能撰稿")
    before = _assignment(section)
    section.department, section.writer, section.due_at = department, writer, due_at
    section.save(update_fields=["department", "writer", "due_at", "edited_at"])
    record("reports.section.assigned", section, by=by, before=before, after=_assignment(section))


@transaction.atomic
def hand_sections(sections: Iterable[Section], *, of: User, to: User, reason: str, by: User) -> int:
    """换岗: what `of` has to write among these goes to `to`; how many. Department, texts and due hour stay."""
    can_hand_over(by, of).demand()
    wanted = Section.objects.select_for_update(of=("self",)).filter(pk__in=[section.pk for section in sections], writer=of)
    changed = list(wanted.select_related("paper"))
    Section.objects.filter(pk__in=[section.pk for section in changed]).update(writer=to)
    changes = [Change(section, {"writer": of.name}, {"writer": to.name}) for section in changed]
    record_many("reports.section.handed_over", changes, by=by, reason=reason)
    return len(changed)


@transaction.atomic
def hand_in(section: Section, *, by: User) -> None:
    """交稿: the writer is done. Refused while a sentence of it cannot be read."""
    can_hand_in(by, section).demand()
    written = Assembled.of(section.paper, user=by, only=section.key)
    faults = [finding.message for finding in written.findings if finding.kind == "template" and finding.section == section.key]
    if faults:
        raise Refused([f"句式有误：{fault}" for fault in faults])
    before = {"state": section.state}
    section.state, section.handed_in_by, section.handed_in_at, section.reason = SectionState.HANDED_IN, by, timezone.now(), ""
    section.save(update_fields=["state", "handed_in_by", "handed_in_at", "reason", "edited_at"])
    record("reports.section.handed_in", section, by=by, before=before, after={"state": section.state})


@transaction.atomic
def return_for_correction(section: Section, *, reason: str, by: User) -> None:
    """退回, with what is to be changed."""
    can_return(by, section).demand()
    if not reason.strip():
        raise Refused("请写明退回的理由，撰稿人才知道改什么")
    before = {"state": section.state}
    section.state, section.reason, section.reviewed_figures = SectionState.RETURNED, reason.strip(), {}
    section.save(update_fields=["state", "reason", "reviewed_figures", "edited_at"])
    record("reports.section.returned", section, by=by, before=before, after={"state": section.state}, reason=reason)


@transaction.atomic
def review(section: Section, *, by: User) -> None:
    """审核通过: the section and its figures as they stand now. A figure that changes afterwards opens this section again."""
    can_review(by, section).demand()
    written = Assembled.of(section.paper, user=by, only=section.key).composed.section(section.key)
    before = {"state": section.state}
    section.state, section.reviewed_by, section.reviewed_at = SectionState.REVIEWED, by, timezone.now()
    section.reviewed_figures = section_stamp(written) if written else {}
    section.save(update_fields=["state", "reviewed_by", "reviewed_at", "reviewed_figures", "edited_at"])
    record(
        "reports.section.reviewed",
        section,
        by=by,
        before=before,
        after={"state": section.state, "figures": len(section.reviewed_figures)},
    )


@transaction.atomic
def reopen_changed(paper: Paper, *, by: User) -> list[Section]:
    """Sections in which a figure changed since their review go back to be reviewed again; no others. Returns them."""
    can_see_papers(by).demand()
    if not paper.is_open:
        return []
    reopened = Assembled.of(paper, user=by).reopened
    for section in reopened:
        section.state, section.reviewed_figures = SectionState.HANDED_IN, {}
    Section.objects.bulk_update(reopened, ["state", "reviewed_figures"])
    changes = [Change(section, before={"state": SectionState.REVIEWED}, after={"state": section.state}) for section in reopened]
    record_many("reports.section.reopened", changes, by=by, reason="审核后数有变化")
    return reopened


def _assignment(section: Section) -> dict[str, object]:
    return {
        "department": section.department.name if section.department else None,
        "writer": section.writer.name if section.writer else None,
        "due_at": section.due_at,
    }
