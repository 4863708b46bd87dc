"""One firm on the ladder: every rung, the gap sheet of one programme, what would be if, the checklist."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse

from titian.base.clock import today
from titian.base.forms import ReasonForm
from titian.base.pages import Action, Link, Mark, demand_or_404, page
from titian.base.requests import Request
from titian.policies import actions
from titian.policies.checklist import blocking, items, share_done
from titian.policies.engine.explain import FactRecord
from titian.policies.facts import given, record_of
from titian.policies.forms import TickForm, WhatIfForm
from titian.policies.gaps import GapSheet, gap_sheet
from titian.policies.models import ChecklistItem, Declaration, DeclarationBatch, PoolEntry
from titian.policies.permissions import can_cultivate, can_see_ladder, can_state_facts, sees_values
from titian.policies.record.deriving import derive
from titian.policies.rungs import Rung, assessed
from titian.policies.views.common import asked_day, firm_link, firm_or_404, link, own_firm_or_404, rung_or_404, worked
from titian.policies.whatif import moved, start
from titian.registry.models import Organisation, Title


def firm(request: Request, pk: int) -> HttpResponse:
    """Every rung in one table: held or not, met or not, what is lacking."""
    found, day = firm_or_404(request, pk), asked_day(request)
    rows = _rungs(found, day)
    values = sees_values(request.user)
    seen = {"organisation": found}
    return page(
        request,
        "policies/firm.html",
        title=found.name,
        note="梯次位置和差距",
        as_of=day,
        back=Link("企业一页", found.get_absolute_url()),
        actions=_firm_buttons(request, found),
        firm=found,
        rows=rows,
        values=values,
        pool=PoolEntry.objects.visible_to(request.user).filter(**seen, left_on=None),
        declarations=Declaration.objects.visible_to(request.user).filter(**seen).select_related("batch"),
        done=share_done(list(ChecklistItem.objects.filter(**seen).values_list("item", flat=True))),
    )


def _rungs(found: Organisation, day: date) -> list[tuple[Rung, GapSheet, bool]]:
    record = _record(found, day)
    held = set(Title.objects.here().valid_on(day).filter(organisation=found).values_list("kind", flat=True))
    return [
        (rung, gap_sheet(programme, record, with_plans=False), rung.kind.code in held)
        for rung, programme in reversed(assessed(day, settings.TITIAN.region))
        if settings.TITIAN.shows(rung.kind.mechanism)
    ]


def _record(found: Organisation, day: date) -> FactRecord:
    if found.founded_on and found.founded_on > day:
        raise Http404(f"{found} 成立于 {found.founded_on}，晚于 {day}")
    return record_of(found, day)


def _firm_buttons(request: Request, found: Organisation) -> list[Action]:
    shown = [link("五建五制", "checklist", found.pk)]
    if sees_values(request.user):
        shown.insert(0, link("试算", "whatif", found.pk))
    if can_state_facts(request.user):
        shown.append(link("登记事实", "state_fact", found.pk))
    if can_cultivate(request.user):
        shown.append(Action("列入培育库", f"{reverse('policies:enter_pool')}?organisation={found.pk}", primary=True))
    return shown


def sheet(request: Request, pk: int, programme: str) -> HttpResponse:
    """The gap sheet: each clause, value against threshold, what is missing, what proves it; prints on A4."""
    found, rung, day = firm_or_404(request, pk), rung_or_404(programme), asked_day(request)
    standing = rung.programme(day)
    if standing is None or not settings.TITIAN.shows(rung.kind.mechanism):
        raise Http404(f"{rung.label}在 {day} 没有可用的规则")
    values = sees_values(request.user)
    result = gap_sheet(standing, _record(found, day), with_plans=values)
    coming = DeclarationBatch.objects.filter(programme=rung.code).still_open(day).first()
    ticked = set(ChecklistItem.objects.filter(organisation=found).values_list("item", flat=True))
    open_clauses = {one.id for one in result.explained.clauses if one.verdict != "met"}
    return page(
        request,
        "policies/sheet.html",
        title=f"{rung.kind.label}差距单",
        note=found.name,
        as_of=day,
        mark=Mark(result.colour, result.verdict.label),
        back=firm_link(found),
        actions=[Action("打印", "?print=1"), *([link("试算", "whatif", found.pk)] if values else [])],
        firm=found,
        rung=rung,
        sheet=result,
        values=values,
        batch=coming,
        blocked=blocking(ticked, open_clauses) if rung.code == "hnte" else [],
        day=day,
    )


def whatif(request: Request, pk: int) -> HttpResponse:
    """Values moved, verdicts at once; nothing is stored."""
    found, day = own_firm_or_404(request, pk), today()
    known = given(Organisation.objects.filter(pk=found.pk), day)
    if found.pk not in known:
        raise Http404(f"{found} 成立于 {found.founded_on}，晚于 {day}")
    begun = start(known[found.pk], day)
    form = WhatIfForm(request.GET if set(begun) & set(request.GET) else None, day=day, start=begun)
    before = known[found.pk]
    after = moved(before, day, form.values()) if form.is_bound and form.is_valid() else before
    return page(
        request,
        "policies/whatif.html",
        title=f"试算：{found.name}",
        note="改几个数，看各级梯次的结论怎样变；不保存",
        as_of=day,
        back=firm_link(found),
        status=422 if form.is_bound and form.errors else 200,
        form=form,
        firm=found,
        rows=_compared(derive(before, day), derive(after, day), day),
    )


def _compared(before: FactRecord, after: FactRecord, day: date) -> list[dict[str, Any]]:
    found = []
    for rung, programme in reversed(assessed(day, settings.TITIAN.region)):
        if settings.TITIAN.shows(rung.kind.mechanism):
            old, new = gap_sheet(programme, before, with_plans=False), gap_sheet(programme, after, with_plans=False)
            changed = old.verdict is not new.verdict or old.score != new.score
            found.append({"rung": rung, "before": old, "after": new, "changed": changed})
    return found


def checklist(request: Request, pk: int) -> HttpResponse:
    """五建五制: what is done, what is not, and what of it bears on 高企."""
    found = firm_or_404(request, pk)
    done = {one.item: one for one in ChecklistItem.objects.visible_to(request.user).filter(organisation=found)}
    return page(
        request,
        "policies/checklist.html",
        title="五建五制",
        note=f"{found.name} · 已完成 {share_done(done)}%",
        back=firm_link(found),
        actions=[link("登记完成", "tick", found.pk, primary=True)] if can_cultivate(request.user) else [],
        firm=found,
        lines=[(one, done.get(one.code)) for one in items().values()],
        may=bool(can_cultivate(request.user)),
    )


def tick(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_cultivate(request.user))
    found = firm_or_404(request, pk)
    initial = {"on": today(), "item": request.GET.get("item", "")}
    form = TickForm(request.POST or None, request.FILES or None, user=request.user, initial=initial)

    def act() -> None:
        said = form.cleaned_data
        actions.tick(found, item=said["item"], on=said["on"], proof=said["proof"], evidence=form.uploads, by=request.user)

    back, to = Link("五建五制", reverse("policies:checklist", args=[pk])), reverse("policies:checklist", args=[pk])
    return worked(request, form, act, "已登记。", title=f"五建五制：{found}", submit="登记完成", back=back, to=to)


def untick(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_cultivate(request.user))
    demand_or_404(can_see_ladder(request.user))
    found = ChecklistItem.objects.visible_to(request.user).filter(pk=pk).select_related("organisation").first()
    if found is None:
        raise Http404("没有这一条")
    form, address = ReasonForm(request.POST or None), found.get_absolute_url()

    def act() -> None:
        actions.untick(found, reason=form.cleaned_data["reason"], by=request.user)

    return worked(
        request, form, act, "已取消。", title=f"取消：{found}", submit="取消登记", back=Link("五建五制", address), to=address
    )
