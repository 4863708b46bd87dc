"""Who may do what with facts, assessments and the course to a title. Which rows a person sees is `visible_to` of each QuerySet."""

from __future__ import annotations

from django.conf import settings

from titian.accounts.models import User
from titian.accounts.roles import STAFF, Role
from titian.base.permissions import YES, Verdict, entered_here, no, shown_here
from titian.policies.models.claims import MECHANISM as PAYOUTS
from titian.policies.models.claims import Claim
from titian.policies.models.library import MECHANISM as LIBRARY
from titian.registry.models import Organisation

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


# --- the policy library, claims


def can_see_library(user: User, obj: object = None) -> Verdict:
    """The bureau whole; towns, carriers and enterprises what was issued."""
    if not (shown := shown_here(LIBRARY)):
        return shown
    outside = user.own_town_id or ((user.is_enterprise or user.is_carrier) and user.own_organisation_id)
    return YES if user.is_inside or outside else no("政策库只对局内人员、乡镇经办和企业开放")


def can_keep_library(user: User, obj: object = None) -> Verdict:
    """Documents, clauses, versions, simulations."""
    if not (entered := entered_here(LIBRARY)):
        return entered
    return YES if user.role in STAFF or user.commands else no("只有局内经办可以维护政策库")


def can_see_coverage(user: User, obj: object = None) -> Verdict:
    """Who could claim, who did, whom the office told: the bureau, and a town of its own firms, without amounts (`sees_values`)."""
    if not (shown := shown_here(LIBRARY)):
        return shown
    return YES if user.is_inside or user.own_town_id else no("应享尽享和政策推送只对局内人员和乡镇经办开放")


def can_see_drafts(user: User, obj: object = None) -> Verdict:
    """Simulations, and how every firm stands to a clause: the bureau's own."""
    if not (shown := shown_here(LIBRARY)):
        return shown
    return YES if user.is_inside else no("测算和「谁能领」只对局内人员开放")


def can_issue(user: User, obj: object = None) -> Verdict:
    """What firms may claim from then on is a leader's or section chief's word."""
    if not (entered := entered_here(LIBRARY)):
        return entered
    return YES if user.is_leader or user.role == Role.CHIEF or user.commands else no("政策由股室长或局领导确认施行")


def can_see_benefits(user: User, organisation: Organisation) -> Verdict:
    """What a firm can claim: the bureau and the firm itself."""
    if not (shown := shown_here(LIBRARY)):
        return shown
    own = user.is_enterprise and user.own_organisation_id == organisation.pk
    return YES if user.is_inside or own else no("能领什么只对局内人员和企业本身开放")


def can_see_claims(user: User, obj: object = None) -> Verdict:
    if not (shown := shown_here(PAYOUTS)):
        return shown
    own = user.is_enterprise and user.own_organisation_id
    return YES if user.is_inside or own else no("政策兑现只对局内人员和企业本身开放")


def can_ask(user: User, organisation: Organisation) -> Verdict:
    """Staff for a firm (代录), or the firm where its door is open."""
    if not (entered := entered_here(PAYOUTS)):
        return entered
    if user.role in STAFF or user.commands:
        return YES
    if not user.is_enterprise or user.own_organisation_id != organisation.pk:
        return no("只能为本企业申请")
    return YES if "enterprise" in settings.TITIAN.portals else no(f"企业入口没有开通，请把材料交{settings.TITIAN.bureau}代为录入")


def can_withdraw(user: User, claim: Claim) -> Verdict:
    return can_ask(user, claim.organisation)


def can_keep_claims(user: User, obj: object = None) -> Verdict:
    """Payments, refusals, imports."""
    if not (shown := shown_here(PAYOUTS)):
        return shown
    return YES if user.role in STAFF or user.commands else no("只有局内经办可以登记兑现")


def can_approve_claim(user: User, obj: object = None) -> Verdict:
    if not (shown := shown_here(PAYOUTS)):
        return shown
    return YES if user.is_leader or user.commands else no("兑现金额由局领导审定")


def can_push(user: User, obj: object = None) -> Verdict:
    return can_keep_library(user)


def can_open_push(user: User, organisation: Organisation) -> Verdict:
    """The firm itself says that it has read it; staff for a firm that said so on the telephone."""
    own = user.is_enterprise and user.own_organisation_id == organisation.pk
    return YES if own or user.role in STAFF else no("只有企业本身和局内经办可以登记已查看")


def calculators_open() -> Verdict:
    """May anybody open the calculators without logging in?"""
    if not (shown := shown_here(LIBRARY)):
        return shown
    return YES if "public" in settings.TITIAN.portals else no("公众入口没有开通")
