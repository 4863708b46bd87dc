"""One award: what it was computed from, and what a leader or an officer decides of it."""

from __future__ import annotations

from django.http import HttpResponse

from titian.base.clock import today
from titian.base.forms import ReasonForm
from titian.base.money import to_fen, to_yuan
from titian.base.pages import Action, Fact, Link, Mark, Record, demand_or_404, record_page
from titian.base.quantities import plain
from titian.base.requests import Request
from titian.journal.models import Entry
from titian.rnd import actions
from titian.rnd.forms import ApproveForm
from titian.rnd.models import Award
from titian.rnd.models.subsidy import AwardState
from titian.rnd.permissions import can_approve, can_pay, can_run_subsidy
from titian.rnd.views.common import firm_link, link, own, worked
from titian.rnd.views.subsidies import COLOURS


def award(request: Request, pk: int) -> HttpResponse:
    found = _award_or_404(request, pk)
    facts = [
        Fact("企业", firm_link(found.organisation)),
        Fact("类型", found.type_label),
        Fact("补助基数", _money(found.base), source=found.source),
        Fact("测算金额", _money(found.computed)),
        Fact("计算过程", found.formula),
        *([Fact("理由", found.reason)] if found.reason else []),
        Fact("审定金额", _money(found.amount), source=found.decided_by.name if found.decided_by else "", day=found.decided_on),
        Fact(
            "拨付批次", found.batch and Link(str(found.batch), found.batch.get_absolute_url()) if request.user.is_inside else None
        ),
        Fact("实拨金额", _money(found.paid), source=found.payment_note, day=found.paid_on),
        *([Fact("支付凭证号", found.voucher)] if found.voucher else []),
    ]
    record = Record(
        title=str(found),
        mark=Mark(COLOURS.get(found.state, "grey"), found.state_label),
        note=str(found.run.policy),
        facts=facts,
        entries=Entry.objects.about(found)[:20] if request.user.is_inside else (),
    )
    back = Link(found.run.title, found.run.get_absolute_url()) if request.user.is_inside else None
    return record_page(request, record, actions=_award_buttons(request, found), back=back)


def _money(fen: int | None) -> str | None:
    return None if fen is None else f"{plain(to_yuan(fen), grouped=True)} 元"


def _award_buttons(request: Request, found: Award) -> list[Action]:
    if found.run.is_closed:
        return []
    waiting = found.state in {AwardState.ELIGIBLE, AwardState.UNKNOWN}
    made = [link("列为不予补助", "block_award", found.pk)] if waiting and can_run_subsidy(request.user) else []
    if can_approve(request.user) and not found.batch_id and (waiting or found.state == AwardState.APPROVED):
        made.append(link("审定不补", "decline", found.pk))
    if waiting and can_approve(request.user):
        made.append(link("审定补助", "approve", found.pk, primary=True))
    if found.batch_id and can_pay(request.user):
        made.append(link("登记拨付", "record_payment", found.pk, primary=found.paid is None))
    return made


def approve(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_approve(request.user))
    found = _award_or_404(request, pk)
    form = ApproveForm(request.POST or None, initial={"amount": None if found.computed is None else plain(to_yuan(found.computed))})

    def act() -> None:
        said = form.cleaned_data
        actions.approve(found, amount=to_fen(said["amount"]), reason=said["reason"], on=today(), by=request.user)

    hint = found.formula or found.reason
    return worked(request, form, act, title=f"审定：{found}", submit="审定补助", said="已审定。", back=found, to=found, hint=hint)


def decline(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_approve(request.user))
    found = _award_or_404(request, pk)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        actions.decline(found, reason=form.cleaned_data["reason"], on=today(), by=request.user)

    return worked(request, form, act, title=f"审定不补：{found}", submit="审定不补", said="已审定不补。", back=found, to=found)


def block_award(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_run_subsidy(request.user))
    found = _award_or_404(request, pk)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        actions.block_award(found, reason=form.cleaned_data["reason"], on=today(), by=request.user)

    hint = "本系统查不到的情形：重大违法失信、财政税务联合审核不通过等。写明出处。"
    return worked(
        request,
        form,
        act,
        title=f"列为不予补助：{found}",
        submit="列为不予补助",
        said="已列为不予补助。",
        back=found,
        to=found,
        hint=hint,
    )


def _award_or_404(request: Request, pk: int) -> Award:
    found: Award = own(Award.objects.visible_to(request.user), pk, "organisation", "run__policy", "batch__run", "decided_by")
    return found
