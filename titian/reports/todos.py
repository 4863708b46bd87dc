"""What papers ask of a person: sections to write, sections to review, papers to read and to finalise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from titian.accounts.models import User
from titian.base.clock import now
from titian.base.todos import Todo
from titian.reports.models import Paper, PaperState, Section, SectionState
from titian.reports.permissions import EDITORS, REVIEWERS
from titian.reports.writer.assembling import Assembled

ROOM = "文稿"


def todos(user: User) -> Iterator[Todo]:
    if not user.is_staff_member:
        return
    instant = now()
    open_sections = Section.objects.filter(paper__state__in=PaperState.OPEN, is_on=True).exclude(role="heading")
    for section in _mine(open_sections, user).select_related("paper"):
        yield _to_write(section, instant)
    if user.role in REVIEWERS:
        waiting = open_sections.filter(state=SectionState.HANDED_IN).exclude(handed_in_by=user)
        for section in _own_first(waiting, user).select_related("paper"):
            yield Todo(f"审核「{section.label}」", section.get_absolute_url(), state="待审核", colour="yellow", room=ROOM)
    if user.role in REVIEWERS:
        yield from _to_review_again(user)
    if user.role in EDITORS:
        for paper in Paper.objects.filter(state=PaperState.REVIEW):
            yield Todo(f"审定{paper}", paper.get_absolute_url(), state=paper.state_label, colour="blue", room=ROOM)


def _to_review_again(user: User) -> Iterator[Todo]:
    """Sections in which a figure changed since their review: the reviewer's own, for the office all. Papers with reviewed sections are put
    together for it: there are few."""
    reviewed = Section.objects.filter(state=SectionState.REVIEWED, is_on=True)
    own = reviewed if user.role in EDITORS else reviewed.filter(reviewed_by=user)
    for paper in Paper.objects.filter(state__in=PaperState.OPEN, sections__in=own).distinct().select_related("region"):
        for section in Assembled.of(paper, user=user).reopened:
            if user.role in EDITORS or section.reviewed_by_id == user.pk:
                text = f"重新审核「{section.label}」（审核后数有变化，{paper}）"
                yield Todo(text, section.get_absolute_url(), state="须重审", colour="red", room=ROOM)


def _mine(sections: QuerySet[Section], user: User) -> QuerySet[Section]:
    """Sections this person writes: named as the writer, else those of the department that name nobody."""
    by_name, by_department = Q(writer=user), Q(writer=None, department=user.department_id or 0)
    return sections.filter(by_name | by_department, state__in=[SectionState.OPEN, SectionState.RETURNED])


def _own_first(sections: QuerySet[Section], user: User) -> QuerySet[Section]:
    """A chief reviews the own department's sections; the office and leaders all."""
    return sections if user.role in EDITORS else sections.filter(Q(department=user.department_id or 0) | Q(department=None))


def _to_write(section: Section, instant: datetime) -> Todo:
    late, returned = section.is_late(instant), section.state == SectionState.RETURNED
    due = timezone.localtime(section.due_at).date() if section.due_at else None
    return Todo(
        f"撰写「{section.label}」（{section.paper}）",
        section.get_absolute_url(),
        due=due,
        state="已逾期" if late else section.state_label,
        colour="red" if late or returned else "yellow",
        room=ROOM,
    )
