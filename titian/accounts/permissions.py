"""Who may log in, see and manage users, confirm rights, unlock and read log-ins. Three administrators kept apart: docs/decisions/0017."""

from __future__ import annotations

from django.conf import settings

from titian.accounts.models import RightsChange, User
from titian.accounts.roles import OWN, STAFF, THREE, Role
from titian.base.mechanisms import PORTALS
from titian.base.permissions import YES, Verdict, no


def can_log_in(user: User) -> Verdict:
    """Asked after the password was right, and again with every page."""
    if not user.is_active:
        return no("这个账号已停用，请联系系统管理员")
    if user.role in OWN and user.role not in settings.TITIAN.portals:
        return no(
            f"{settings.TITIAN.bureau}还没有开放{PORTALS[user.role]}入口，您的事项请联系局里的经办人代录；需要开放请联系局系统管理员"
        )
    return YES


def can_manage_users(user: User, obj: object = None) -> Verdict:
    return YES if user.is_administrator else no("只有系统管理员可以管理用户")


def can_see_users(user: User, obj: object = None) -> Verdict:
    return YES if user.sees_people else no("只有局内人员可以查看用户名单")


def can_reset_password(user: User, obj: User) -> Verdict:
    """Not of those who watch over the one who resets: with their password one would be them. On the server itself a command does it."""
    if not can_manage_users(user):
        return can_manage_users(user)
    if user.commands or obj.role not in THREE or obj.role == Role.SYSTEM:
        return YES
    return no(f"{obj.role_label}的密码不在网页上重置，请在服务器上运行 titian password {obj.username}")


def can_see_changes(user: User, obj: object = None) -> Verdict:
    return YES if user.role in THREE else no("权限变更只对系统管理员、安全保密管理员和安全审计员开放")


def can_confirm_changes(user: User, obj: object = None) -> Verdict:
    """The security administrator; while there is none, who manages users."""
    if user.role == Role.SECURITY:
        return YES
    if user.is_administrator and not User.objects.keeping(Role.SECURITY).exists():
        return YES
    return no("权限变更须由安全保密管理员确认")


def can_confirm_change(user: User, change: RightsChange) -> Verdict:
    if not can_confirm_changes(user):
        return can_confirm_changes(user)
    if user.pk in {change.user_id, change.asked_by_id}:
        return no("不能确认自己的权限变更，请由另一位安全保密管理员办理")
    return YES


def can_ask_to_follow(user: User, obj: object = None) -> Verdict:
    """Ask that a log-in may follow its organisation into the one it was found to be: whoever merges."""
    return YES if user.role in STAFF or user.commands else no("只有局内经办合并企业时可以申请账号随企业转移")


def can_withdraw_change(user: User, change: RightsChange) -> Verdict:
    return can_manage_users(user)


def can_unlock(user: User, obj: object = None) -> Verdict:
    """The security administrator; while there is none, who manages users."""
    if user.role == Role.SECURITY:
        return YES
    if user.is_administrator and (user.commands or not User.objects.keeping(Role.SECURITY).exists()):
        return YES
    return no("解除锁定须由安全保密管理员办理")


def can_see_security(user: User, obj: object = None) -> Verdict:
    return YES if user.role in THREE else no("安全设置只对系统管理员、安全保密管理员和安全审计员开放")


def can_see_logins(user: User, obj: object = None) -> Verdict:
    """Not the one who manages users: part of what is read here are that person's own log-ins."""
    return YES if user.role in {Role.SECURITY, Role.AUDIT} else no("登录记录只对安全保密管理员和安全审计员开放")


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
