"""Whom the office told of what: pushing, the list with delivered, opened, applied, the text to send."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from titian.base.clock import today
from titian.base.colours import Colour
from titian.base.columns import Column
from titian.base.forms import whole_number
from titian.base.pages import Action, Link, ListPage, Mark, demand_or_404, told
from titian.base.requests import Request
from titian.policies import actions
from titian.policies.benefits.wording import benefit_words
from titian.policies.filters import PushFilters
from titian.policies.models import PolicyClause, Push
from titian.policies.permissions import can_push, can_see_coverage, sees_values
from titian.policies.views.shared import firm_link
from titian.registry.models import Organisation

_COLOURS: dict[str, Colour] = {"已申请": "green", "已查看": "blue", "已送达": "blue", "已推送": "grey"}


def _row(push: Push) -> Mapping[str, object]:
    region = push.organisation.region
    return {
        "organisation": firm_link(push.organisation),
        "clause": Link(push.clause.label, push.clause.get_absolute_url()),
        "town": region.name if region else None,
        "year": push.year,
        "state": Mark(_COLOURS[push.state_label], push.state_label),
        "sent_on": push.sent_on,
        "delivered_on": push.delivered_on,
        "opened_on": push.opened_on,
        "applied_on": push.applied_on,
        "sent_by": push.sent_by.name if push.sent_by else None,
    }


def _row_in_town(push: Push) -> Mapping[str, object]:
    """What a firm can claim is not for a town: its record instead."""
    return {**_row(push), "organisation": Link(push.organisation.name, push.organisation.get_absolute_url())}


PUSHES: ListPage[Push] = ListPage(
    title="政策推送",
    columns=(
        Column("organisation", "企业名称", width=30),
        Column("clause", "条款", width=28),
        Column("town", "所属乡镇", width=12),
        Column("year", "所属年度", "year"),
        Column("state", "状态", width=8),
        Column("sent_on", "推送", "day"),
        Column("delivered_on", "送达", "day"),
        Column("opened_on", "查看", "day"),
        Column("applied_on", "申请", "day"),
        Column("sent_by", "推送人", width=8),
    ),
    row=_row,
    empty="这里列出告知过的企业：是否送达、查看、申请。在条款的「谁能领」里选企业推送。",
    counted="条",
    sorts={"organisation": "organisation__name", "sent_on": "sent_on", "delivered_on": "delivered_on", "applied_on": "applied_on"},
    search=("organisation__name", "clause__label"),
    filters=PushFilters,
    template="policies/pushes.html",
)


PUSHES_IN_TOWN: ListPage[Push] = replace(PUSHES, row=_row_in_town)


def pushes(request: Request) -> HttpResponse:
    demand_or_404(can_see_coverage(request.user))
    rows = Push.objects.visible_to(request.user).select_related("organisation__region", "clause", "sent_by")
    picks = [Action("登记送达", reverse("policies:deliver"), post=True)] if can_push(request.user) else []
    message = _message(rows.filter(delivered_on=None).first()) if picks else ""
    listed = PUSHES if sees_values(request.user) else PUSHES_IN_TOWN
    return listed.respond(request, rows, as_of=today(), picks=picks, message=message)


def _message(push: Push | None) -> str:
    """A text for WeChat or a short message; no amount is promised."""
    if push is None:
        return ""
    clause = PolicyClause.objects.with_versions().get(pk=push.clause_id)
    version = clause.version_on(today())
    if version is None:
        return ""
    benefit = version.benefit
    parts = [
        f"您好！按现有登记数据，贵单位可能享受「{clause.label}」（{clause.policy.number or clause.policy.title}）。",
        f"标准：{benefit_words(benefit, push.year)}。" if benefit.confirmed else "标准以文件原文为准。",
        f"受理：{benefit.window}。",
        f"材料：{'、'.join(benefit.materials)}。" if benefit.materials else "",
        f"联系：{benefit.contact}。" if benefit.contact else "",
        "是否符合、金额多少，以审核结果为准。",
    ]
    return "".join(parts)


@require_POST
def push(request: Request, pk: int) -> HttpResponse:
    """Those ticked in the list of who can claim."""
    demand_or_404(can_push(request.user))
    clause = get_object_or_404(PolicyClause.objects.visible_to(request.user).with_versions(), pk=pk)
    version, day = clause.version_on(today()), today()
    keys = [key for text in request.POST.getlist("pick") if (key := whole_number(text))]
    firms = list(Organisation.objects.visible_to(request.user).current().filter(pk__in=keys))
    year = version.benefit.year_on(day) if version else day.year

    def act() -> None:
        actions.push_clause(clause, firms, year=year, on=day, by=request.user)

    told(request, act, f"已推送，选中 {len(firms)} 家；以前推送过的不重复。")
    return redirect("policies:pushes")


@require_POST
def deliver(request: Request) -> HttpResponse:
    demand_or_404(can_push(request.user))
    keys = [key for text in request.POST.getlist("pick") if (key := whole_number(text))]
    rows = list(Push.objects.visible_to(request.user).filter(pk__in=keys))
    told(request, lambda: actions.deliver_pushes(rows, on=today(), by=request.user), "已登记送达。")
    return redirect("policies:pushes")
