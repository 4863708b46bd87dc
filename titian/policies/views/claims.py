"""Claims: the list, one claim, its steps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import QuerySet, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from titian.base.clock import today
from titian.base.columns import Column
from titian.base.forms import Form, ReasonForm
from titian.base.money import in_wan
from titian.base.pages import Action, Fact, Link, ListPage, Record, demand_or_404, record_page, work_page
from titian.base.permissions import Verdict
from titian.base.requests import Request
from titian.journal.models import Entry
from titian.policies import actions
from titian.policies.filters import ClaimFilters
from titian.policies.forms import ApproveForm, PayForm
from titian.policies.models import Claim
from titian.policies.models.claims import APPROVED, ASKED
from titian.policies.permissions import can_approve_claim, can_keep_claims, can_see_claims, can_withdraw
from titian.policies.views.shared import amount, claim_mark, firm_link, link, yuan
from titian.registry.forms.fields import fen, wan
from titian.registry.views.common import back_to, done, import_button


def _row(claim: Claim) -> Mapping[str, object]:
    region = claim.organisation.region
    return {
        "organisation": firm_link(claim.organisation),
        "clause": Link(claim.clause.label, claim.get_absolute_url()),
        "town": region.name if region else None,
        "year": claim.year,
        "state": claim_mark(claim),
        "asked_on": claim.asked_on,
        "asked": yuan(claim.asked),
        "approved": yuan(claim.approved),
        "paid": yuan(claim.paid),
        "paid_on": claim.paid_on,
        "document": claim.document or None,
    }


def _sums(rows: QuerySet[Claim], total: int) -> str:
    found = rows.order_by().aggregate(approved=Sum("approved"), paid=Sum("paid"))
    return f"审定 {in_wan(found['approved'] or 0)} 万元，拨付 {in_wan(found['paid'] or 0)} 万元"


CLAIMS: ListPage[Claim] = ListPage(
    title="政策兑现",
    columns=(
        Column("organisation", "企业名称", width=30),
        Column("clause", "条款", width=28),
        Column("town", "所属乡镇", width=12),
        Column("year", "所属年度", "year"),
        Column("state", "状态", width=10),
        Column("asked_on", "申请日期", "day"),
        Column("asked", "申请金额", "money_wan"),
        Column("approved", "审定金额", "money_wan"),
        Column("paid", "拨付金额", "money_wan"),
        Column("paid_on", "拨付日期", "day"),
        Column("document", "拨付文号", width=20),
    ),
    row=_row,
    empty="这里列出企业申请和兑现的奖补，从申请到拨付。企业在「能领什么」里申请，局里也可以代录或导入。",
    counted="笔",
    sparse=True,
    sorts={"organisation": "organisation__name", "asked_on": "asked_on", "paid_on": "paid_on", "paid": "paid", "year": "year"},
    search=("organisation__name", "clause__label", "document"),
    filters=ClaimFilters,
    sums=_sums,
)


def claims(request: Request) -> HttpResponse:
    demand_or_404(can_see_claims(request.user))
    rows = Claim.objects.visible_to(request.user).select_related("organisation__region", "clause")
    return CLAIMS.respond(request, rows, as_of=today(), actions=import_button(request, "claims"))


def claim(request: Request, pk: int) -> HttpResponse:
    found = _or_404(request, pk)
    facts = [
        Fact("企业", firm_link(found.organisation)),
        Fact("条款", Link(found.clause.label, found.clause.get_absolute_url())),
        Fact("所属年度", f"{found.year}年度"),
        Fact("申请金额", amount(found.asked), day=found.asked_on),
        Fact("审定金额", amount(found.approved), day=found.approved_on),
        Fact("拨付金额", amount(found.paid), source=found.document, day=found.paid_on),
        *([Fact("代录", f"对方经办人 {found.handed_by}", day=found.handed_on)] if found.handed_by else []),
        *([Fact("理由", found.reason)] if found.reason else []),
    ]
    entries = Entry.objects.about(found)[:20] if request.user.is_inside else ()
    record = Record(title=found.clause.label, note=found.organisation.name, mark=claim_mark(found), facts=facts, entries=entries)
    return record_page(request, record, actions=list(_buttons(request, found)), back=Link("政策兑现", reverse("policies:claims")))


def _buttons(request: Request, found: Claim) -> Iterable[Action]:
    user = request.user
    if found.state == ASKED and can_withdraw(user, found):
        yield link("撤回申请", "withdraw_claim", found.pk)
    if found.state in (ASKED, APPROVED) and can_approve_claim(user):
        yield link("不予兑现", "refuse_claim", found.pk)
    if found.state == ASKED and can_approve_claim(user):
        yield link("审定金额", "approve_claim", found.pk, primary=True)
    if found.state == APPROVED and can_keep_claims(user):
        yield link("登记拨付", "pay_claim", found.pk, primary=True)


def approve_claim(request: Request, pk: int) -> HttpResponse:
    form = ApproveForm(request.POST or None, initial={"amount": wan(_or_404(request, pk).asked), "on": today()})
    return _step(
        request, pk, form, (can_approve_claim, "审定金额"), lambda row: actions.approve_claim(row, by=request.user, **_said(form))
    )


def pay_claim(request: Request, pk: int) -> HttpResponse:
    form = PayForm(request.POST or None, initial={"amount": wan(_or_404(request, pk).approved), "on": today()})
    return _step(
        request, pk, form, (can_keep_claims, "登记拨付"), lambda row: actions.pay_claim(row, by=request.user, **_said(form))
    )


def refuse_claim(request: Request, pk: int) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    return _step(
        request, pk, form, (can_approve_claim, "不予兑现"), lambda row: actions.refuse_claim(row, by=request.user, **_said(form))
    )


def withdraw_claim(request: Request, pk: int) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    return _step(
        request, pk, form, (can_withdraw, "撤回申请"), lambda row: actions.withdraw_claim(row, by=request.user, **_said(form))
    )


def _said(form: Form) -> dict[str, Any]:
    said = dict(form.cleaned_data)
    return said | ({"amount": fen(said["amount"])} if "amount" in said else {})


Step = tuple[Callable[[Any, Any], Verdict], str]  # who may, and what the button says


def _step(request: Request, pk: int, form: Form, step: Step, act: Callable[[Claim], None]) -> HttpResponse:
    can, label = step
    found = _or_404(request, pk)
    demand_or_404(can(request.user, found))
    saved = done(request, form, lambda: act(found), f"已{label}。", found)
    return saved or work_page(request, form, title=f"{label}：{found}", submit=label, back=back_to(found))


def _or_404(request: Request, pk: int) -> Claim:
    demand_or_404(can_see_claims(request.user))
    rows = Claim.objects.visible_to(request.user).select_related("organisation__region", "clause__policy")
    return get_object_or_404(rows, pk=pk)
