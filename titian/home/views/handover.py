"""换岗交接包: what a person looks after, as a page and as a workbook; and handing it over."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header

from titian.accounts.models import User
from titian.accounts.permissions import can_hand_over, can_see_handover
from titian.accounts.roles import STAFF
from titian.base.clock import today
from titian.base.pages import Action, Link, demand_or_404, page, work_page
from titian.base.pages.listing import XLSX
from titian.base.requests import Request
from titian.home import actions
from titian.home.forms import HandoverForm
from titian.home.handover import parts, staying, workbook


def handovers(request: Request) -> HttpResponse:
    """One's own package; who may see others' chooses the person."""
    demand_or_404(can_see_handover(request.user, request.user))
    return redirect("home:handover", request.user.pk)


def handover(request: Request, pk: int) -> HttpResponse:
    person = _person_or_404(request, pk)
    if request.GET.get("as") == "xlsx":
        response = HttpResponse(workbook(person, today()), content_type=XLSX)
        response["Content-Disposition"] = content_disposition_header(True, f"{person.name}交接包.xlsx") or "attachment"
        return response
    hand = [Action("办理交接", reverse("home:hand_over", args=[pk]), primary=True)] if can_hand_over(request.user, person) else []
    people = User.objects.filter(role__in=STAFF, is_active=True).order_by("department__order", "name")
    return page(
        request,
        "home/handover.html",
        title=f"交接包：{person.name}",
        note=str(person.department or ""),
        as_of=today(),
        parts=list(parts(person, today())),
        staying=staying(person, today()),
        people=[one for one in people if can_see_handover(request.user, one)],
        person=person,
        actions=[Action("下载交接包", "?as=xlsx"), *hand],
    )


def hand_over(request: Request, pk: int) -> HttpResponse:
    """The form with what moves and what stays below it, read before the button is pressed."""
    person = _person_or_404(request, pk)
    demand_or_404(can_hand_over(request.user, person))
    held = list(parts(person, today()))
    form = HandoverForm(request.POST or None, person=person, parts=held)
    if request.method == "POST" and form.is_valid():
        counts: dict[str, int] = {}

        def act() -> None:
            counts.update(actions.hand_over(person, **form.cleaned_data, day=today(), by=request.user))

        if form.attempt(act):
            told = "、".join(f"{part.label} {counts[part.code]} {part.counted}" for part in held if counts.get(part.code))
            messages.success(request, f"已把{person.name}名下的{told}交给{form.cleaned_data['to'].name}，逐条记入操作日志。")
            return redirect("home:handover", pk)
    return work_page(
        request,
        form,
        title=f"办理交接：{person.name}",
        submit="办理交接",
        hint="勾选的各类一次移交，下面列出移交哪些、哪些不动。办理前请先下载交接包留存。",
        back=Link(f"交接包：{person.name}", reverse("home:handover", args=[pk])),
        template="home/hand_over.html",
        person=person,
        parts=[part for part in held if part.moves and part.rows],
        staying=staying(person, today()),
    )


def _person_or_404(request: Request, pk: int) -> User:
    person = get_object_or_404(User.objects.filter(role__in=STAFF).select_related("department"), pk=pk)
    demand_or_404(can_see_handover(request.user, person))
    return person
