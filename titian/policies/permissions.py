"""Who may state facts of an enterprise."""

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
