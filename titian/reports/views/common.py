"""What every page of papers needs: the paper one may see, marks of states, an act whose refusal becomes a message."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from titian.base.colours import Colour
from titian.base.errors import Refused
from titian.base.pages import Mark, demand_or_404
from titian.base.requests import Request
from titian.reports.models import Paper, PaperState, Section, SectionState
from titian.reports.permissions import can_see_papers

PAPER_COLOURS: dict[str, Colour] = {
    PaperState.DRAFT: "grey",
    PaperState.COMMENT: "blue",
    PaperState.REVIEW: "yellow",
    PaperState.FINAL: "green",
    PaperState.SENT: "green",
}
SECTION_COLOURS: dict[str, Colour] = {
    SectionState.OPEN: "grey",
    SectionState.HANDED_IN: "yellow",
    SectionState.RETURNED: "red",
    SectionState.REVIEWED: "green",
}


def paper_or_404(request: Request, pk: int) -> Paper:
    demand_or_404(can_see_papers(request.user))
    return get_object_or_404(Paper.objects.visible_to(request.user).select_related("region", "made_by"), pk=pk)


def section_or_404(request: Request, pk: int, section: int) -> Section:
    paper = paper_or_404(request, pk)
    found = get_object_or_404(paper.sections.select_related("department", "writer", "handed_in_by", "reviewed_by"), pk=section)
    found.paper = paper
    return found


def paper_mark(paper: Paper) -> Mark:
    return Mark(PAPER_COLOURS[paper.state], paper.state_label)


def section_mark(section: Section, *, changed: bool = False) -> Mark:
    """Its state; a reviewed section whose figures changed since says so."""
    if changed:
        return Mark("red", "须重审")
    return Mark(SECTION_COLOURS[section.state], section.state_label)


def attempted(request: Request, act: Callable[[], object], said: str) -> bool:
    """Do it and say so; a refusal becomes messages. A person without the right sees a page that isn't there."""
    try:
        act()
    except Refused as problem:
        for message in problem.messages:
            messages.error(request, message)
        return False
    except PermissionDenied as problem:
        messages.error(request, str(problem))
        return False
    messages.success(request, said)
    return True
