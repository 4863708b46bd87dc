"""Payment batches: made of awards, paid, and held against what was granted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from titian.base.clock import today
from titian.base.columns import Column
from titian.base.money import in_wan, to_fen, to_yuan
from titian.base.pages import Link, ListPage, Mark, demand_or_404, told
from titian.base.pages.listing import XLSX
from titian.base.quantities import plain
from titian.base.registers import registers
from titian.base.requests import Request
from titian.exchange.blank import reference_lists, template
from titian.exchange.permissions import can_import
from titian.rnd import actions
from titian.rnd.forms import PaymentForm
from titian.rnd.models import Award, PaymentBatch, SubsidyRun
from titian.rnd.permissions import can_pay, can_run_subsidy, can_see_subsidies
from titian.rnd.views.common import firm_link, import_button, link, own, picked, worked, yuan


def _row(award: Award) -> Mapping[str, object]:
    return {
        "organisation": firm_link(award.organisation),
        "type": Link(award.type_label, award.get_absolute_url()),
        "amount": yuan(award.amount),
        "paid": yuan(award.paid),
        "difference": yuan(award.difference),
        "paid_on": award.paid_on,
        "state": _state(award),
        "voucher": award.voucher or None,
        "reason": award.payment_note or award.reason or None,
    }


def _state(award: Award) -> Mark:
    if award.paid is None:
        return Mark("yellow", "未到账")
    return Mark("green", "相符") if award.difference == 0 else Mark("red", "少拨")


PAYMENTS = "rnd-payments"
LINES: ListPage[Award] = ListPage(
    title="拨付批次",
    columns=(
        Column("organisation", "企业名称", width=32),
        Column("type", "类型", width=26),
        Column("amount", "审定金额", "money_wan"),
        Column("paid", "实拨金额", "money_wan"),
        Column("difference", "差额", "money_wan"),
        Column("paid_on", "拨付日期", "day"),
        Column("state", "对账", width=10),
        Column("voucher", "支付凭证号", width=18),
        Column("reason", "说明", width=24),
    ),
    row=_row,
    empty="这个批次里没有补助。",
    counted="项",
    sorts={"organisation": "organisation__name", "amount": "amount", "paid": "paid"},
    search=("organisation__name",),
)


def batch(request: Request, pk: int) -> HttpResponse:
    found = _or_404(request, pk)
    rows = Award.objects.visible_to(request.user).filter(batch=found).select_related("organisation", "run")
    granted, paid = (sum(getattr(award, name) or 0 for award in rows) for name in ("amount", "paid"))
    waiting = sum(award.paid is None for award in rows)
    note = f"审定 {in_wan(granted)} 万元，实拨 {in_wan(paid)} 万元，相差 {in_wan(granted - paid)} 万元，未到账 {waiting} 项"
    back = Link(found.run.title, found.run.get_absolute_url())
    buttons = []
    if not found.run.is_closed and (offered := import_button(request, PAYMENTS)):
        buttons = [link("下载对账表", "batch_sheet", found.pk), *(replace(one, primary=bool(waiting)) for one in offered)]
    return LINES.respond(
        request, rows, title=str(found), note=f"{found.document} {note}".strip(), as_of=found.day, actions=buttons, back=back
    )


def batch_sheet(request: Request, pk: int) -> HttpResponse:
    """The sheet to be filled in by who pays, with the lines of the batch: what comes back is imported as it is."""
    found = _or_404(request, pk)
    about = registers()[PAYMENTS]
    demand_or_404(can_import(request.user, about))
    lines = [about.cells(award) for award in about.rows(request.user).filter(batch=found)]
    response = HttpResponse(template(about, reference_lists(about), lines), content_type=XLSX)
    name = f"{found.run.title}第{found.number}批对账表.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@require_POST
def make_batch(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_run_subsidy(request.user))
    demand_or_404(can_see_subsidies(request.user))
    run: SubsidyRun = own(SubsidyRun.objects.visible_to(request.user), pk)
    chosen = picked(request, Award.objects.visible_to(request.user).filter(run=run))
    made: list[PaymentBatch] = []
    if told(request, lambda: made.append(actions.make_batch(run, chosen, day=today(), by=request.user)), "已编制拨付批次。"):
        return redirect(made[0])
    return redirect(run)


def record_payment(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_pay(request.user))
    demand_or_404(can_see_subsidies(request.user))
    found: Award = own(Award.objects.visible_to(request.user), pk, "organisation", "run__policy", "batch__run")
    amount = None if found.amount is None else plain(to_yuan(found.amount))
    form = PaymentForm(request.POST or None, initial={"paid": amount, "on": today(), "voucher": found.voucher})

    def act() -> None:
        said = form.cleaned_data
        actions.record_payment(
            found, paid=to_fen(said["paid"]), on=said["on"], voucher=said["voucher"], reason=said["reason"], by=request.user
        )

    return worked(
        request, form, act, title=f"登记拨付：{found}", submit="登记拨付", said="已登记拨付。", back=found, to=found.batch or found
    )


def _or_404(request: Request, pk: int) -> PaymentBatch:
    demand_or_404(can_see_subsidies(request.user))
    seen = SubsidyRun.objects.visible_to(request.user)
    found: PaymentBatch = own(PaymentBatch.objects.filter(run__in=seen), pk, "run")
    return found
