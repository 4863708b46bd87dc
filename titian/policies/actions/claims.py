"""Claims: asked for, approved, paid, refused, withdrawn; and whom the office told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.policies.benefits.standing import State
from titian.policies.claiming.standings import standing_of
from titian.policies.models import Claim, PolicyClause, Push
from titian.policies.models.claims import APPROVED, ASKED, PAID, REFUSED, WITHDRAWN
from titian.policies.permissions import can_approve_claim, can_ask, can_keep_claims, can_open_push, can_push, can_withdraw
from titian.registry.actions.organisations import hold_current
from titian.registry.actions.rows import Handed, added, amended, hold, note_handed
from titian.registry.models import Organisation


@transaction.atomic
def ask_claim(
    organisation: Organisation,
    clause: PolicyClause,
    *,
    year: int,
    on: date,
    by: User,
    amount: int | None = None,
    handed: Handed | None = None,
) -> Claim:
    """A firm asks, or an officer for it (`handed`). What was had already, and what is blocked, is refused with the reason.

    `amount` in fen; None: what the rule gives, where it gives an amount.
    """
    can_ask(by, organisation).demand()
    hold_current(organisation)
    if not PolicyClause.objects.in_force_on(on).filter(pk=clause.pk).exists():
        raise Refused("这一条现在不受理")
    found = standing_of(organisation, clause, on)
    if found is None or found.year != year:
        raise Refused(f"{on} 受理的是 {found.year if found else '其他'} 年度的申请")
    if found.state in (State.TAKEN, State.BLOCKED):
        raise Refused(found.sentence)
    claim = Claim(
        organisation=organisation,
        clause=clause,
        year=year,
        asked=found.amount if amount is None else amount,
        asked_on=on,
        handed_by=handed.by.strip() if handed else "",
        handed_on=handed.on if handed else None,
        entered_by=by,
    )
    added("policies.claim.asked", claim, by=by, reason="" if found.state is State.CLAIMABLE else f"系统判断：{found.sentence}")
    if handed:
        note_handed("policies.claim.handed_in", claim, handed, by=by)
    for push in Push.objects.filter(clause=clause, organisation=organisation, year=year, applied_on=None):
        amended("policies.push.applied", push, {"applied_on": on}, by=by)
    return claim


@transaction.atomic
def approve_claim(claim: Claim, *, amount: int, on: date, by: User, reason: str = "") -> None:
    """An amount that differs from what was asked for needs a reason."""
    can_approve_claim(by, claim).demand()
    _hold(claim, ASKED)
    if amount != claim.asked and not reason.strip():
        raise Refused("审定金额与申请金额不同，请写明理由")
    amended("policies.claim.approved", claim, {"state": APPROVED, "approved": amount, "approved_on": on}, by=by, reason=reason)


@transaction.atomic
def pay_claim(claim: Claim, *, amount: int, on: date, by: User, document: str = "") -> None:
    can_keep_claims(by, claim).demand()
    _hold(claim, APPROVED)
    amended("policies.claim.paid", claim, {"state": PAID, "paid": amount, "paid_on": on, "document": document}, by=by)


@transaction.atomic
def refuse_claim(claim: Claim, *, reason: str, by: User) -> None:
    can_approve_claim(by, claim).demand()
    _hold(claim, ASKED, APPROVED)
    if not reason.strip():
        raise Refused("请写明不予兑现的理由")
    amended("policies.claim.refused", claim, {"state": REFUSED, "reason": reason}, by=by, reason=reason)


@transaction.atomic
def withdraw_claim(claim: Claim, *, reason: str, by: User) -> None:
    can_withdraw(by, claim).demand()
    _hold(claim, ASKED)
    amended("policies.claim.withdrawn", claim, {"state": WITHDRAWN, "reason": reason}, by=by, reason=reason)


def _hold(claim: Claim, *states: str) -> None:
    hold(claim)
    if claim.state not in states:
        raise Refused(f"这笔{claim.state_label}，不能再办这一步")


# --- telling firms


@transaction.atomic
def push_clause(clause: PolicyClause, organisations: Iterable[Organisation], *, year: int, on: date, by: User) -> int:
    """Tell firms of a clause; those told already are left as they are. Returns how many are new."""
    can_push(by, clause).demand()
    told = set(Push.objects.filter(clause=clause, year=year).values_list("organisation", flat=True))
    new = [one for one in organisations if one.pk not in told]
    for organisation in new:
        added("policies.push.sent", Push(clause=clause, organisation=organisation, year=year, sent_on=on, sent_by=by), by=by)
    return len(new)


@transaction.atomic
def deliver_pushes(pushes: Iterable[Push], *, on: date, by: User) -> int:
    """The text reached the firm: said, sent, handed over."""
    can_push(by).demand()
    waiting = [push for push in pushes if push.delivered_on is None]
    for push in waiting:
        hold(push)
        amended("policies.push.delivered", push, {"delivered_on": on}, by=by)
    return len(waiting)


@transaction.atomic
def open_pushes(organisation: Organisation, *, on: date, by: User) -> int:
    """The firm has read what it was told."""
    can_open_push(by, organisation).demand()
    unread = list(Push.objects.filter(organisation=organisation, opened_on=None))
    for push in unread:
        hold(push)
        changes = {"opened_on": on} | ({} if push.delivered_on else {"delivered_on": on})
        amended("policies.push.opened", push, changes, by=by)
    return len(unread)
