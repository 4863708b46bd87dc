"""Who may read and change the office's settings."""

from __future__ import annotations

from titian.accounts.models import User
from titian.accounts.roles import Role
from titian.base.permissions import YES, Verdict, no


def can_see_settings(user: User, obj: object = None) -> Verdict:
    return YES if user.is_administrator or user.is_inside else no("只有局内人员可以查看本局设置")


def can_change_settings(user: User, obj: object = None) -> Verdict:
    return YES if user.is_administrator else no("只有系统管理员可以修改本局设置")


def can_see_calendar(user: User, obj: object = None) -> Verdict:
    """The bureau's people, and town clerks what is due in their town."""
    return YES if user.is_inside or user.own_town_id else no("办公年历只对局内人员和乡镇经办开放")


def can_see_handover(user: User, person: User) -> Verdict:
    """One's own; a chief the section's people; who leads, the office and the auditor everybody's."""
    if user.pk == person.pk and user.is_staff_member:
        return YES
    if user.is_leader or user.role in {Role.OFFICE, Role.AUDITOR}:
        return YES
    same = user.department_id is not None and user.department_id == person.department_id
    return YES if user.role == Role.CHIEF and same else no("只能查看本人或本科室人员的交接包")


def can_hand_over(user: User, person: User) -> Verdict:
    """Chiefs for their section, leaders and the office for all: nobody hands their own work to others."""
    if not can_see_handover(user, person) or not user.is_staff_member:
        return no("交接由股室长、办公室或局领导办理")
    return YES if user.is_leader or user.role in {Role.OFFICE, Role.CHIEF} else no("交接由股室长、办公室或局领导办理")
