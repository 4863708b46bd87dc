"""Payment: awards put together in a batch, and what arrived of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Max

from titian.accounts.models import User
from titian.base.database import touch, touched
from titian.base.errors import Refused
from titian.base.money import to_yuan
from titian.base.quantities import plain
from titian.journal.actions import Change, record, record_many
from titian.registry.actions.rows import added, hold
from titian.rnd.actions.rows import demand_reason, hold_award
from titian.rnd.models import Award, PaymentBatch, SubsidyRun
from titian.rnd.models.subsidy import AwardState
from titian.rnd.permissions import can_pay, can_run_subsidy


@transaction.atomic
def make_batch(run: SubsidyRun, awards: Iterable[Award], *, day: date, by: User, document: str = "") -> PaymentBatch:
    """Approved awards of the run that are in no batch yet; refused for any other."""
    can_run_subsidy(by, run).demand()
    hold(run)
    wanted = list(Award.objects.select_for_update(of=("self",)).filter(pk__in=[award.pk for award in awards]).order_by("pk"))
    wrong = [award for award in wanted if award.run_id != run.pk or award.state != AwardState.APPROVED or award.batch_id]
    if run.is_closed or not wanted or wrong:
        named = "、".join(str(award) for award in wrong[:5])
        raise Refused(f"只有已审定、没有编过批次的才能编入：{named}" if named else "没有可以编入的已审定补助")
    last = run.batches.aggregate(last=Max("number"))["last"] or 0
    batch = PaymentBatch(run=run, number=last + 1, day=day, document=document.strip(), made_by=by)
    added("rnd.batch.made", batch, by=by)
    Award.objects.filter(pk__in=[award.pk for award in wanted]).update(batch=batch)
    record_many("rnd.award.batched", [Change(award, after={"batch": str(batch)}) for award in wanted], by=by)
    return batch


@transaction.atomic
def record_payment(award: Award, *, paid: int, on: date, by: User, voucher: str = "", reason: str = "") -> None:
    """What arrived, in fen. Another amount than was granted needs a reason, and more than was granted is refused."""
    can_pay(by, award).demand()
    hold_award(award)
    if award.batch_id is None or award.state not in AwardState.STANDING or award.amount is None:
        raise Refused(f"「{award}」没有编入拨付批次，请先编批")
    if paid < 0 or paid > award.amount:
        raise Refused(f"实拨金额应在 0 到审定金额 {plain(to_yuan(award.amount), grouped=True)} 元之间，请核对")
    if paid != award.amount:
        demand_reason(reason, "实拨与审定金额不同，请写明理由，例如：分两次拨付、账户退回")
    before = {"paid": award.paid and f"{plain(to_yuan(award.paid), grouped=True)} 元"}
    award.paid, award.paid_on, award.state = paid, on, AwardState.PAID
    award.voucher, award.payment_note = voucher.strip() or award.voucher, reason.strip()
    award.save()
    after = {"paid": f"{plain(to_yuan(paid), grouped=True)} 元", "on": on}
    record("rnd.award.paid", award, by=by, before=before, after=after, reason=reason)


@transaction.atomic
def settle(payments: Sequence[Change], *, by: User, reason: str) -> None:
    """Payments of a sheet, or taken back again with it: each award (`Change.obj`, its fields set) is paid where an amount stands, else granted
    as before. Refused where a run was closed since the sheet was read."""
    can_pay(by).demand()
    awards = [award for payment in payments if isinstance(award := payment.obj, Award)]
    runs = SubsidyRun.objects.select_for_update().filter(pk__in={award.run_id for award in awards}).order_by("pk")
    if closed := [str(run) for run in runs if run.is_closed]:
        raise Refused(f"「{'、'.join(closed)}」已经办结，不能再登记或撤销拨付")
    for award in awards:
        award.state = AwardState.APPROVED if award.paid is None else AwardState.PAID
        touch(award)
    written = ["paid", "paid_on", "voucher", "payment_note", "state", *touched(Award)]
    Award.objects.bulk_update(awards, written, batch_size=500)
    record_many("rnd.award.paid", payments, by=by, reason=reason)
