"""Who may see and manage users."""

from __future__ import annotations

from titian.accounts.models import User
from titian.base.permissions import YES, Verdict, no


def can_manage_users(user: User, obj: object = None) -> Verdict:
    return YES if user.is_administrator else no("只有系统管理员可以管理用户")


def can_see_users(user: User, obj: object = None) -> Verdict:
    return YES if user.is_administrator or user.is_inside else no("只有局内人员可以查看用户名单")
