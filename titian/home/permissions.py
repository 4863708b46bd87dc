"""Who may read and change the office's settings."""

from __future__ import annotations

from titian.accounts.models import User
from titian.base.permissions import YES, Verdict, no


def can_see_settings(user: User, obj: object = None) -> Verdict:
    return YES if user.is_administrator or user.is_inside else no("只有局内人员可以查看本局设置")


def can_change_settings(user: User, obj: object = None) -> Verdict:
    return YES if user.is_administrator else no("只有系统管理员可以修改本局设置")


def can_see_calendar(user: User, obj: object = None) -> Verdict:
    """The bureau's people, and town clerks what is due in their town."""
    return YES if user.is_inside or user.own_town_id else no("办公年历只对局内人员和乡镇经办开放")
