"""Stated facts: the list, one of them, stating, amending, removing."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from titian.base.clock import today
from titian.base.columns import Column
from titian.base.forms import ReasonForm
from titian.base.pages import Fact, Link, ListPage, Record, demand_or_404, record_page, work_page
from titian.base.requests import Request
from titian.journal.models import Entry
from titian.policies import actions
from titian.policies.filters import StatedFilters
from titian.policies.forms import AmendStatedForm, StateForm
from titian.policies.models import StatedFact, StatedFactQuerySet
from titian.policies.permissions import can_see_stated_facts, can_state_facts
from titian.policies.views.common import firm_link, firm_or_404, link, to_ladder, worked
from titian.registry.models import Organisation
from titian.registry.views.common import evidence_fact, import_button


def _row(fact: StatedFact) -> Mapping[str, object]:
    return {
        "organisation": firm_link(fact.organisation),
        "key": Link(fact.key_label, fact.get_absolute_url()),
        "value": fact.value_label or "不详",
        "since": fact.since,
        "source": fact.source,
    }


def _of_named(rows: StatedFactQuerySet, words: str) -> StatedFactQuerySet:
    return rows.filter(organisation__in=Organisation.objects.named(words))


STATED: ListPage[StatedFact] = ListPage(
    title="登记事实",
    columns=(
        Column("organisation", "企业名称", width=34),
        Column("key", "事实", width=34),
        Column("value", "内容", width=18),
        Column("since", "自何日起", "day"),
        Column("source", "依据", width=30),
    ),
    row=_row,
    empty="名录里没有栏目、评估又要用的事实登记在这里：事故、失信、技术领域、成果转化数、专家评分等。在企业的梯次页面上登记，或成批导入。",
    counted="条",
    sorts={"organisation": "organisation__name", "key": "key", "since": "since"},
    find=_of_named,
    filters=StatedFilters,
    order="-since",
)


def stated_facts(request: Request) -> HttpResponse:
    demand_or_404(can_see_stated_facts(request.user))
    rows = StatedFact.objects.visible_to(request.user).select_related("organisation")
    return STATED.respond(request, rows, as_of=today(), actions=import_button(request, "stated-facts"), back=to_ladder())


def stated_fact(request: Request, pk: int) -> HttpResponse:
    found = _fact_or_404(request, pk)
    facts = [
        Fact("企业", firm_link(found.organisation)),
        Fact("事实", found.key_label),
        Fact("内容", found.value_label or "不详", source=found.source, day=found.since),
        *evidence_fact(found.evidence.all()),
    ]
    entries = Entry.objects.about(found)[:20] if request.user.is_inside else ()
    record = Record(title=found.key_label, note=found.organisation.name, facts=facts, entries=entries)
    buttons = [link("删除", "remove_stated_fact", pk), link("更正", "amend_stated_fact", pk, primary=True)]
    return record_page(
        request,
        record,
        actions=buttons if can_state_facts(request.user) else (),
        back=Link("登记事实", reverse("policies:stated_facts")),
    )


def state_fact(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_state_facts(request.user))
    firm = firm_or_404(request, pk)
    initial = {"since": today(), "key": request.GET.get("key", "")}
    form = StateForm(request.POST or None, request.FILES or None, user=request.user, initial=initial)

    def act() -> StatedFact:
        return actions.state_fact(firm, evidence=form.uploads, by=request.user, **form.values())

    return worked(request, form, act, "已登记事实。", title=f"登记事实：{firm}", submit="登记事实", back=firm_link(firm), to=None)


def amend_stated_fact(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_state_facts(request.user))
    found = _fact_or_404(request, pk)
    opened = AmendStatedForm.opened_on(found)
    form = AmendStatedForm(request.POST or None, request.FILES or None, user=request.user, opened=opened)
    if request.method == "POST" and form.is_valid():

        def act(row: StatedFact) -> None:
            actions.amend_stated_fact(row, changes=form.values(), evidence=form.uploads, by=request.user)

        if form.guarded(found, current=AmendStatedForm.opened_on, act=act):
            messages.success(request, "已更正。")
            return redirect(found)
    hint = "只更正录错的；情况变了请另登记一条，写新的日期。"
    back = Link(str(found), found.get_absolute_url())
    return work_page(request, form, title=f"更正：{found}", submit="保存更正", hint=hint, back=back)


def remove_stated_fact(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_state_facts(request.user))
    found = _fact_or_404(request, pk)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        actions.remove_stated_fact(found, reason=form.cleaned_data["reason"], by=request.user)

    back, to = Link(str(found), found.get_absolute_url()), reverse("policies:stated_facts")
    return worked(request, form, act, "已删除。", title=f"删除：{found}", submit="删除登记事实", back=back, to=to)


def _fact_or_404(request: Request, pk: int) -> StatedFact:
    demand_or_404(can_see_stated_facts(request.user))
    return get_object_or_404(StatedFact.objects.visible_to(request.user).select_related("organisation"), pk=pk)
