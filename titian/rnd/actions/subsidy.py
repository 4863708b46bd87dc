"""The subsidy run: begun under a policy version, computed, approved or declined award by award by a leader, closed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.base.money import to_yuan
from titian.base.quantities import plain
from titian.journal.actions import record
from titian.registry.actions.rows import added, hold
from titian.rnd.actions.rows import demand_reason, hold_award
from titian.rnd.judging import subsidised
from titian.rnd.models import Award, PolicyVersion, SubsidyRun
from titian.rnd.models.subsidy import AwardState
from titian.rnd.permissions import can_approve, can_run_subsidy

YUAN = 100


@transaction.atomic
def begin_subsidy(policy: PolicyVersion, *, year: int, by: User, title: str = "") -> SubsidyRun:
    can_run_subsidy(by).demand()
    if policy.kind != "subsidy":
        raise Refused(f"「{policy}」不是后补助的政策版本")
    run = SubsidyRun(policy=policy, year=year, title=title.strip() or f"{year}年度研发费用后补助", made_by=by)
    added("rnd.subsidy.begun", run, by=by)
    return run


@transaction.atomic
def compute_subsidy(run: SubsidyRun, *, on: date, by: User) -> int:
    """Anew from the figures as they are; how many lines. Doing it twice changes nothing. What was decided stays as it is, and so does
    what an officer listed as blocked by hand."""
    can_run_subsidy(by, run).demand()
    _demand_open(run)
    known = {(row.organisation_id, row.type): row for row in run.awards.all()}
    kept: set[int] = {row.pk for row in known.values() if row.state not in AwardState.COMPUTED or row.decided_by_id}
    lines = 0
    for firm, claim, source in subsidised(by, run.year, run.policy.policy, day=on):
        row = known.get((firm.pk, claim.type)) or Award(run=run, organisation=firm, type=claim.type)
        if row.pk in kept:
            continue
        row.once = run.policy.policy.type(claim.type).once
        row.state, row.base, row.computed, row.formula = claim.state, claim.base, claim.amount, claim.formula
        row.amount, row.reason, row.source = None, "；".join(claim.reasons), source
        row.save()
        kept.add(row.pk)
        lines += 1
    run.awards.exclude(pk__in=kept).delete()
    run.computed_on = on
    run.save(update_fields=["computed_on", "updated_at"])
    record("rnd.subsidy.computed", run, by=by, after={"lines": lines, "on": on})
    return lines


@transaction.atomic
def approve(award: Award, *, on: date, by: User, amount: int | None = None, reason: str = "") -> None:
    """Granted: what was computed, or less with a reason; a case that was to be looked at needs amount and reason."""
    can_approve(by, award).demand()
    hold_award(award)
    if award.state not in {AwardState.ELIGIBLE, AwardState.UNKNOWN}:
        raise Refused(f"「{award}」是{award.state_label}，不能审定")
    _demand_single(award)
    granted = award.computed if amount is None else amount
    if granted is None:
        raise Refused(f"「{award}」待核，没有测算金额；核实后请填写审定金额和理由")
    _demand_amount(award, granted, reason)
    award.state, award.amount, award.decided_by, award.decided_on = AwardState.APPROVED, granted, by, on
    award.reason = reason.strip() or award.reason
    award.save()
    record("rnd.award.approved", award, by=by, after={"amount": f"{plain(to_yuan(granted), grouped=True)} 元"}, reason=reason)


def _demand_amount(award: Award, granted: int, reason: str) -> None:
    if granted <= 0 or granted % YUAN:
        raise Refused("审定金额应是大于零的整元")
    if award.computed is not None and granted > award.computed:
        raise Refused(f"审定金额不能超过测算金额 {plain(to_yuan(award.computed), grouped=True)} 元")
    cap = _cap(award)
    if cap is not None and granted > cap:
        raise Refused(f"审定金额不能超过上限 {plain(to_yuan(cap), grouped=True)} 元")
    if granted != award.computed:
        demand_reason(reason, "审定金额与测算不同，请写明理由")


def _cap(award: Award) -> int | None:
    policy = award.run.policy.policy
    key = policy.type(award.type).cap
    return policy.fen(key) if key else None


def _demand_single(award: Award) -> None:
    """No double award, in whichever run; the table holds to it too."""
    same = Award.objects.standing().filter(organisation=award.organisation_id, type=award.type).exclude(pk=award.pk)
    if (found := same.filter(year=award.run.year).first()) is not None:
        raise Refused(f"「{award.organisation}」{award.run.year}年度的{award.type_label}已在「{found.run}」审定，不重复补助")
    if award.once and (found := same.first()) is not None:
        raise Refused(f"{award.type_label}每家企业只补一次，「{award.organisation}」已在「{found.run}」审定")


@transaction.atomic
def decline(award: Award, *, on: date, reason: str, by: User) -> None:
    can_approve(by, award).demand()
    hold_award(award)
    if award.state not in {AwardState.ELIGIBLE, AwardState.UNKNOWN, AwardState.APPROVED} or award.batch_id:
        raise Refused(f"「{award}」{'已编入拨付批次' if award.batch_id else f'是{award.state_label}'}，不能改为不补")
    demand_reason(reason, "请写明不予补助的理由")
    award.state, award.amount, award.reason, award.decided_by, award.decided_on = AwardState.DECLINED, None, reason.strip(), by, on
    award.save()
    record("rnd.award.declined", award, by=by, after={"state": award.state_label}, reason=reason)


@transaction.atomic
def block_award(award: Award, *, on: date, reason: str, by: User) -> None:
    """What no register here knows (重大违法失信, 联合审核不通过), stated by an officer with where it is written."""
    can_run_subsidy(by, award).demand()
    hold_award(award)
    if award.state not in {AwardState.ELIGIBLE, AwardState.UNKNOWN}:
        raise Refused(f"「{award}」是{award.state_label}，不能列为不予补助")
    demand_reason(reason, "请写明理由和出处，例如：列入严重失信主体名单（信用中国查询日期）")
    award.state, award.reason, award.decided_by, award.decided_on = AwardState.BLOCKED, reason.strip(), by, on
    award.save()
    record("rnd.award.blocked", award, by=by, after={"state": award.state_label}, reason=reason)


@transaction.atomic
def close_subsidy(run: SubsidyRun, *, by: User) -> None:
    """Done: everything granted is paid, and nothing waits."""
    can_run_subsidy(by, run).demand()
    _demand_open(run)
    waiting = run.awards.filter(state__in=(AwardState.ELIGIBLE, AwardState.UNKNOWN, AwardState.APPROVED)).count()
    if waiting:
        raise Refused(f"还有 {waiting} 项没有审定或拨付，不能办结")
    run.is_closed = True
    run.save(update_fields=["is_closed", "updated_at"])
    record("rnd.subsidy.closed", run, by=by, after={"closed": True})


def approved_amount(awards: Iterable[Award]) -> int:
    """What the awards of a list come to, in fen."""
    return sum(award.amount or 0 for award in awards)


def _demand_open(run: SubsidyRun) -> None:
    hold(run)
    if run.is_closed:
        raise Refused(f"「{run}」已经办结，不能再改")
