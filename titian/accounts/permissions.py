"""Who may manage users and read the journal."""

from __future__ import annotations

from titian.accounts.models import User
from titian.accounts.roles import Role
from titian.base.permissions import YES, Verdict, no


def can_manage_users(user: User, obj: object = None) -> Verdict:
    return YES if user.is_administrator else no("只有系统管理员可以管理用户")


def can_see_users(user: User, obj: object = None) -> Verdict:
    return YES if user.is_administrator or user.is_inside else no("只有局内人员可以查看用户名单")


def can_read_journal(user: User, obj: object = None) -> Verdict:
    allowed = user.role in {Role.AUDITOR, Role.AUDIT, Role.LEADER}
    return YES if allowed else no("操作日志只对审计监督人员、安全审计员和局领导开放")
