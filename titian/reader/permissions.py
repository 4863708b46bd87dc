"""Who may read documents in, correct what was read, and put figures into the books."""

from __future__ import annotations

from titian.accounts.models import User
from titian.accounts.roles import STAFF
from titian.base.permissions import YES, Verdict, no


def can_see_readings(user: User, obj: object = None) -> Verdict:
    return YES if user.is_inside else no("读过的文稿只对局内人员开放")


def can_read_in(user: User, obj: object = None) -> Verdict:
    return YES if user.role in STAFF or user.commands else no("只有局内经办可以读入文稿")


def can_correct_reading(user: User, obj: object = None) -> Verdict:
    return YES if user.role in STAFF else no("只有局内经办可以更正读出的数")


def can_accept(user: User, obj: object = None) -> Verdict:
    return YES if user.role in STAFF or user.commands else no("只有局内经办可以把数入账")


def can_forget(user: User, obj: object = None) -> Verdict:
    return YES if user.role in STAFF else no("只有局内经办可以删除读过的文稿")
