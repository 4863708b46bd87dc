"""Figures that contradict themselves, and deciding which value counts."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from titian.base.errors import Refused
from titian.base.pages import demand_or_404, page
from titian.base.requests import Request
from titian.figures import actions
from titian.figures.asked import asked
from titian.figures.checks import Conflict
from titian.figures.computed.differences import differing
from titian.figures.forms import ResolveForm
from titian.figures.models import Figure, indicators
from titian.figures.permissions import can_resolve, can_see_figures
from titian.figures.views.counted import counted_url


@dataclass(frozen=True)
class Dispute:
    """One identity with its contradicting rows, and what the rows of the neighbouring keys could explain."""

    name: str
    conflict: Conflict
    rows: list[Figure]


def conflicts(request: Request) -> HttpResponse:
    """Every unresolved conflict of a region; posting decides one."""
    demand_or_404(can_see_figures(request.user))
    wanted = asked(request.GET, request.user)
    form = ResolveForm(request.POST or None)
    if request.method == "POST":
        demand_or_404(can_resolve(request.user))
        if form.is_valid() and form.attempt(lambda: _resolve(request, form)):
            messages.success(request, "已认定，其余的数标为「不采用」，可在指标页查看")
            return redirect(f"{reverse('figures:conflicts')}?region={wanted.region.key}")
    found = differing(user=request.user, region=wanted.region, day=wanted.day)
    return page(
        request,
        "figures/conflicts.html",
        title=f"{wanted.region}不一致的数",
        note="同一指标、期间、口径、范围，却有不同的数；或账上的数与台账不一致",
        asked=wanted,
        disputes=_disputes(request, wanted.region.pk),
        differences=[(row, counted_url(row, wanted.region)) for row in found],
        form=form,
        may_resolve=bool(can_resolve(request.user)),
        status=422 if form.is_bound and form.errors else 200,
    )


def _disputes(request: Request, region_id: int) -> list[Dispute]:
    visible = Figure.objects.visible_to(request.user).counting().filter(region=region_id).select_related("region", "department")
    by_id = {row.pk: row for row in visible}
    known = indicators()
    return [
        Dispute(
            known[conflict.key.indicator].name if conflict.key.indicator in known else conflict.key.indicator,
            conflict,
            [by_id[statement.id] for statement in conflict.statements],
        )
        for conflict in visible.conflicts()
    ]


def _resolve(request: Request, form: ResolveForm) -> None:
    visible = Figure.objects.visible_to(request.user).counting()
    keep = visible.filter(pk=form.cleaned_data["keep"]).first()
    if keep is None:
        raise Refused("所选的数已被撤回或不再采用，请刷新后重新认定")
    found = next((entry for entry in visible.of_key(keep.key).conflicts()), None)
    rivals = [statement.id for statement in found.statements if statement.id != keep.pk] if found else []
    actions.resolve_conflict(keep, against=visible.filter(pk__in=rivals), reason=form.cleaned_data["reason"], by=request.user)
