"""Who may state, correct, approve, set targets."""

from __future__ import annotations

from titian.accounts.models import User
from titian.accounts.roles import STAFF, Role
from titian.base.permissions import YES, Verdict, entered_here, no, shown_here

APPROVERS = frozenset({Role.CHIEF, Role.DEPUTY, Role.LEADER})
TARGETS = "targets"  # the mechanism (base.mechanisms)
PLANNERS = frozenset({Role.OFFICE, Role.CHIEF, Role.DEPUTY, Role.LEADER})


def can_see_figures(user: User, obj: object = None) -> Verdict:
    return YES if user.is_inside or user.own_town_id else no("指标只对局内人员和乡镇经办开放")


def can_see_targets(user: User, obj: object = None) -> Verdict:
    shown = shown_here(TARGETS)
    return can_see_figures(user) if shown else shown


def can_state(user: User, obj: object = None) -> Verdict:
    """Administrators may, because the command line acts as the first of them."""
    return YES if user.role in STAFF or user.commands else no("只有局内经办可以录入指标")


def can_resolve(user: User, obj: object = None) -> Verdict:
    return YES if user.role in STAFF else no("只有局内经办可以认定不一致的数")


def can_correct(user: User, obj: object = None) -> Verdict:
    return YES if user.role in STAFF else no("只有局内经办可以更正指标")


def can_approve(user: User, obj: object = None) -> Verdict:
    return YES if user.role in APPROVERS else no("审定指标须由股室长或局领导办理")


def can_lift_approval(user: User, obj: object = None) -> Verdict:
    return YES if user.is_leader else no("解除审定须由局领导办理")


def can_set_targets(user: User, obj: object = None) -> Verdict:
    shown = shown_here(TARGETS)
    return _plans(user) if shown else shown


def can_decompose(user: User, obj: object = None) -> Verdict:
    """Shares are typed here; where targets only come by import, so do their shares."""
    entered = entered_here(TARGETS)
    return can_set_targets(user) if entered else entered


def _plans(user: User) -> Verdict:
    return YES if user.role in PLANNERS or user.commands else no("目标由办公室、股室长或局领导下达")


def can_record_sent(user: User, obj: object = None) -> Verdict:
    return YES if user.role in STAFF else no("只有局内人员可以登记报送")


def can_fill_sheets(user: User, obj: object = None) -> Verdict:
    return YES if user.role in STAFF else no("只有局内人员可以填报上级表样")


def can_see_sheets(user: User, obj: object = None) -> Verdict:
    return YES if user.is_inside else no("填报的表只对局内人员开放")


def can_add_indicator(user: User, obj: object = None) -> Verdict:
    return YES if user.role in PLANNERS or user.commands else no("指标由办公室、股室长或局领导增设")


def can_count_indicator(user: User, obj: object = None) -> Verdict:
    """A figure that rows of a ledger are counted into comes with the ledger; whoever may define one may name its figures."""
    return YES if user.role in STAFF or user.commands else no("台账的指标由局内经办随台账建立")
