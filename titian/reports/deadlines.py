"""Sections of papers that are due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from django.db.models import QuerySet
from django.utils import timezone

from titian.accounts.models import User
from titian.base.deadlines import Deadline
from titian.reports.models import Section, SectionState

ROOM = "文稿"


def deadlines(user: User, since: date, until: date) -> Iterator[Deadline]:
    """One line a paper and day, with how many sections are still to be handed in."""
    if user.is_inside:
        yield from lines(Section.objects.all(), since, until)


def lines(sections: QuerySet[Section], since: date, until: date) -> Iterator[Deadline]:
    """Of `sections` only: a person's, a section's of the office."""
    begin, end = (timezone.make_aware(datetime.combine(day, time.min)) for day in (since, until))
    sections = sections.filter(due_at__gte=begin, due_at__lt=end, is_on=True).exclude(role="heading")
    found: dict[tuple[date, int], list[Section]] = {}
    for section in sections.select_related("paper", "writer", "department").order_by("due_at"):
        assert section.due_at is not None
        found.setdefault((timezone.localtime(section.due_at).date(), section.paper_id), []).append(section)
    for (day, _), together in found.items():
        waiting = [one for one in together if one.state in {SectionState.OPEN, SectionState.RETURNED}]
        who = "、".join(dict.fromkeys(str(one.writer or one.department or "") for one in waiting if one.writer or one.department))
        paper = together[0].paper
        said = f"{len(waiting)} 节未交" if waiting else f"{len(together)} 节已交"
        yield Deadline(day, f"{paper}交稿：{said}", paper.get_absolute_url(), who, ROOM, done=not waiting)
