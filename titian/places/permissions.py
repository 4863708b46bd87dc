"""Who may maintain regions."""

from __future__ import annotations

from titian.accounts.models import User
from titian.accounts.roles import ADMINISTRATORS, STAFF
from titian.base.permissions import YES, Verdict, no


def can_edit_places(user: User, obj: object = None) -> Verdict:
    return YES if user.role in STAFF | ADMINISTRATORS else no("只有局内人员可以维护区划")


def can_see_places(user: User, obj: object = None) -> Verdict:
    return YES if user.is_administrator or user.is_inside else no("只有局内人员可以查看区划")
