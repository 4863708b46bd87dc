"""One page a firm (一企一页): everything the bureau knows of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from titian.base.clock import today
from titian.base.pages import Action, Link, Record, record_page
from titian.base.panels import panels_of
from titian.base.requests import Request
from titian.base.timeline import events_of
from titian.files.models import StoredFile
from titian.journal.models import Entry
from titian.registry.models import AnnualFigure, IntellectualProperty, Organisation, Person, Title
from titian.registry.models.organisations import ACTIVE, OFFICIAL
from titian.registry.permissions import (
    can_add_title,
    can_amend_contacts,
    can_edit,
    can_export,
    can_file_annual_figures,
    can_see_annual_figures,
    can_see_people,
    can_see_titles,
)
from titian.registry.shown import Held, compared, facts, held
from titian.registry.views.common import evidence_fact, link, organisation_or_404
from titian.registry.views.organisations import state_mark

YEARS, ENTRIES, EVENTS = 3, 100, 60


def organisation(request: Request, pk: int) -> HttpResponse:
    """The page; of one that was found to be another, that other's."""
    found = organisation_or_404(request, pk)
    if found.merged_into is not None and "own" not in request.GET:
        return redirect(found.merged_into)
    titles = held(Title.objects.here().filter(organisation=found), today())
    entries = list(Entry.objects.about(found)[:ENTRIES]) if request.user.is_inside else []
    record = Record(
        title=found.name,
        mark=state_mark(found),
        note=f"{found.kind_label} · {found.region or '乡镇未定'}",
        who=found.officer.name if found.officer else "未定",
        deadline=next_end(titles),
        facts=[*facts(found, request.user, entries), *evidence_fact(_files(request, found))],
        events=events_of(found, request.user)[:EVENTS],
        entries=entries[:20],
    )
    return record_page(
        request,
        record,
        template="registry/organisation.html",
        actions=_buttons(request, found),
        back=Link("企业名录", reverse("registry:organisations")),
        organisation=found,
        titles=titles,
        panels=panels_of(found, request.user),
        **_parts(request, found),
    )


def _files(request: Request, found: Organisation) -> Iterable[StoredFile]:
    """Scans of what was entered for it."""
    return StoredFile.objects.of(found) if request.user.is_inside else ()


def next_end(titles: list[Held]) -> Any:
    """The next last day among what is still valid."""
    return min((one.last_day for one in titles if one.last_day and one.state == "有效"), default=None)


def _parts(request: Request, found: Organisation) -> dict[str, Any]:
    """What stands under the facts, each in one query."""
    user = request.user
    names = list(found.names.exclude(kind=OFFICIAL))
    rights = list(IntellectualProperty.objects.filter(organisation=found).order_by("-granted_on", "pk"))
    may = {
        "edit": bool(can_edit(user)),
        "titles": bool(can_see_titles(user)),
        "add_title": bool(can_add_title(user)),
        "file": bool(can_file_annual_figures(user, found)),
        "figures": bool(can_see_annual_figures(user)),
        "people": bool(can_see_people(user)),
    }
    figures = AnnualFigure.objects.filter(organisation=found)
    figures = figures.visible_to(user) if may["figures"] else figures.none()
    return {
        "may": may,
        "names": names,
        "scale": list(found.scale_years.order_by("-year")),
        "comparison": compared(figures, YEARS),
        "rights": rights[:8],
        "right_count": len(rights),
        "right_kinds": Counter((right.class_label, right.kind_label) for right in rights).most_common(),
        "people": list(Person.objects.visible_to(user).filter(organisation=found)),
        "merges": list(found.received.standing().select_related("duplicate", "merged_by")) if may["edit"] else [],
    }


def _buttons(request: Request, found: Organisation) -> list[Action]:
    user, pk = request.user, found.pk
    sheet = [link("打印一页", "sheet", pk)] if can_export(user) else []
    if can_edit(user):
        state = link("注销或迁出", "close", pk) if found.state == ACTIVE else link("恢复在业", "reopen", pk)
        assign = Action("指定责任人", f"{reverse('registry:assign')}?pick={pk}")
        contacts = link("更新联系方式", "contacts", pk)
        return [*sheet, assign, contacts, state, link("并入另一家", "merge", pk), link("修改信息", "amend", pk, primary=True)]
    return [*sheet, *([link("更新联系方式", "contacts", pk, primary=True)] if can_amend_contacts(user, found) else [])]
