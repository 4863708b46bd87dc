"""Who may do what with facts, assessments and the course to a title. Which rows a person sees is `visible_to` of each QuerySet."""

from __future__ import annotations

from titian.accounts.models import User
from titian.accounts.roles import STAFF
from titian.base.permissions import YES, Verdict, entered_here, no, shown_here

LADDER = "ladder high_tech tech_sme"  # mechanisms any of which makes the ladder worth showing


def can_see_stated_facts(user: User, obj: object = None) -> Verdict:
    """Scores, incidents and markets of a firm are no business of the towns."""
    if not (shown := shown_here(LADDER)):
        return shown
    own = user.is_enterprise and user.own_organisation_id
    return YES if user.is_inside or own else no("登记事实只对局内人员和企业本身开放")


def can_state_facts(user: User, obj: object = None) -> Verdict:
    if not (entered := entered_here(LADDER)):
        return entered
    return YES if user.role in STAFF or user.commands else no("只有局内经办可以登记事实")


def can_reassess(user: User, obj: object = None) -> Verdict:
    """Assess everybody anew."""
    if not (shown := shown_here(LADDER)):
        return shown
    return YES if user.role in STAFF or user.commands else no("只有局内经办可以重新评估")


def can_cultivate(user: User, obj: object = None) -> Verdict:
    """Pool, batches, declarations, checklist."""
    if not (entered := entered_here(LADDER)):
        return entered
    return YES if user.role in STAFF or user.commands else no("只有局内经办可以登记培育和申报")


def can_see_ladder(user: User, obj: object = None) -> Verdict:
    """The bureau, the towns and the enterprise itself; a town sees verdicts in words, no figures."""
    if not (shown := shown_here(LADDER)):
        return shown
    outside = user.own_town_id or (user.is_enterprise and user.own_organisation_id)
    return YES if user.is_inside or outside else no("企业梯次只对局内人员、乡镇经办和企业本身开放")


def can_see_board(user: User, obj: object = None) -> Verdict:
    """Boards and lists over many firms: not for a single one."""
    if not (shown := shown_here(LADDER)):
        return shown
    return YES if user.is_inside or user.own_town_id else no("梯次总览只对局内人员和乡镇经办开放")


def can_see_forecast(user: User, obj: object = None) -> Verdict:
    """Batches, forecasts, movement: the bureau's own."""
    if not (shown := shown_here(LADDER)):
        return shown
    return YES if user.is_inside else no("申报批次只对局内人员开放")


def sees_values(user: User) -> bool:
    """Revenue, R&D, staff of a firm are no business of the towns."""
    return not user.own_town_id
