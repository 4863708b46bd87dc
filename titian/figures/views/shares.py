"""Splitting a target over towns, and moving shares between them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from titian.base.errors import Refused
from titian.base.pages import Link, demand_or_404, page, work_page
from titian.base.periods import Period
from titian.base.quantities import QuantityError, parse
from titian.base.requests import Request
from titian.figures import actions
from titian.figures.forms import ReallocationForm
from titian.figures.models import Target, TargetLeg
from titian.figures.permissions import can_decompose
from titian.places.models import Region


def decompose(request: Request, pk: int) -> HttpResponse:
    """Give every town its share of a leg; the sum must fit."""
    demand_or_404(can_decompose(request.user))
    leg = _leg(request, pk)
    towns = list(Region.objects.towns_of(leg.target.region).existing_in(_year(leg)))
    problems: list[str] = []
    typed = {town.pk: request.POST.get(f"town-{town.pk}", "").strip() for town in towns}
    if request.method == "POST":
        shares, problems = _shares(towns, typed)
        if not problems:
            try:
                actions.decompose(leg, shares=shares, basis=request.POST.get("basis", ""), by=request.user)
                messages.success(request, f"已分解到 {len(shares)} 个乡镇")
                return redirect(leg.target)
            except Refused as refusal:
                problems = refusal.messages
    else:
        typed = {share.town_id: f"{share.amount.normalize():f}" for share in leg.shares.all()}
    return page(
        request,
        "figures/decompose.html",
        title=f"分解到乡镇：{leg.name}",
        note=f"目标 {leg.goal}",
        back=Link(leg.target.title, leg.target.get_absolute_url()),
        leg=leg,
        lines=[(town, typed.get(town.pk, "")) for town in towns],
        basis=request.POST.get("basis", ""),
        problems=problems,
        status=422 if problems else 200,
    )


def _year(leg: TargetLeg) -> int:
    """Towns of that year take part, those merged since among them."""
    return Period(leg.target.period).year


def _leg(request: Request, pk: int) -> TargetLeg:
    """A leg of a target this person sees, the office still asks for and towns may be asked for. Raises Http404."""
    visible = Target.objects.visible_to(request.user).filter(is_dropped=False)
    leg = get_object_or_404(TargetLeg.objects.filter(target__in=visible).select_related("target__region"), pk=pk)
    if leg.split_problem:
        raise Http404(leg.split_problem)
    return leg


def _shares(towns: list[Region], typed: Mapping[int, str]) -> tuple[dict[Region, Decimal], list[str]]:
    shares, problems = {}, []
    for town in towns:
        text = typed.get(town.pk, "")
        if not text:
            continue
        try:
            shares[town] = parse(text).value
        except QuantityError as problem:
            problems.append(f"{town}：{problem}")
    return shares, problems


def reallocate(request: Request, pk: int) -> HttpResponse:
    """Move part of one town's share to another."""
    demand_or_404(can_decompose(request.user))
    leg = _leg(request, pk)
    form = ReallocationForm(
        request.POST or None, towns=Region.objects.towns_of(leg.target.region).existing_in(_year(leg)), unit=leg.unit
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data

        def act() -> None:
            actions.reallocate(
                leg, giver=said["giver"], taker=said["taker"], amount=said["amount"].value, reason=said["reason"], by=request.user
            )

        if form.attempt(act):
            messages.success(request, f"已从{said['giver']}调到{said['taker']} {said['amount']}")
            return redirect(leg.target)
    return work_page(
        request, form, title=f"调整分解：{leg.name}", submit="调整分解", back=Link(leg.target.title, leg.target.get_absolute_url())
    )
