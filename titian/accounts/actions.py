"""Writing users and departments."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from titian.accounts.models import Department, User
from titian.accounts.permissions import can_manage_users
from titian.accounts.roles import Role
from titian.base.errors import Refused
from titian.journal.actions import record


@transaction.atomic
def appoint_first_administrator(*, username: str, name: str, password: str, by: User | None = None) -> User:
    """The first person of a new installation; refused once there is one."""
    if User.objects.first_administrator():
        raise Refused("已有系统管理员；其他用户由系统管理员在「用户」页面添加")
    user = User(username=username, name=name, role=Role.SYSTEM)
    user.set_password(password)
    user.save()
    record("accounts.user.appointed", user, by=by, after={"username": username, "role": user.role})
    return user


@transaction.atomic
def add_department(*, name: str, order: int = 0, by: User) -> Department:
    can_manage_users(by).demand()
    department = Department.objects.create(name=name, order=order)
    record("accounts.department.added", department, by=by, after={"name": name, "order": order})
    return department


@transaction.atomic
def add_user(
    *,
    username: str,
    name: str,
    role: Role,
    password: str,
    by: User,
    department: Department | None = None,
    town_id: int | None = None,
) -> User:
    """A new user. Raises Refused with every reason at once."""
    can_manage_users(by).demand()
    problems = [f"登录名「{username}」已有人使用，请换一个"] if User.objects.filter(username=username).exists() else []
    if role == Role.TOWN and town_id is None:
        problems.append("乡镇街道经办须选定所属乡镇")
    if role != Role.TOWN and town_id is not None:
        problems.append("只有乡镇街道经办选定所属乡镇，其他角色请留空")
    user = User(username=username, name=name, role=role, department=department, town_id=town_id)
    problems += _password_problems(password, user)
    if problems:
        raise Refused(problems)
    user.set_password(password)
    user.save()
    after = {"username": username, "name": name, "role": role.value, "department": str(department or ""), "town": town_id}
    record("accounts.user.added", user, by=by, after=after)
    return user


@transaction.atomic
def change_password(user: User, *, old: str, new: str, by: User) -> None:
    """A person changes their own password."""
    if by.pk != user.pk:
        raise Refused("只能修改自己的密码；忘记密码请联系系统管理员重置")
    problems = [] if user.check_password(old) else ["原密码不对，请重新输入"]
    problems += _password_problems(new, user)
    if problems:
        raise Refused(problems)
    user.set_password(new)
    user.save(update_fields=["password"])
    record("accounts.user.password_changed", user, by=by)


@transaction.atomic
def reset_password(user: User, *, new: str, by: User) -> None:
    """An administrator gives somebody who forgot it a new password; whoever is logged in with the old one is logged out."""
    can_manage_users(by).demand()
    if problems := _password_problems(new, user):
        raise Refused(problems)
    user.set_password(new)
    user.save(update_fields=["password"])
    record("accounts.user.password_reset", user, by=by)


@transaction.atomic
def disable_user(user: User, *, reason: str, by: User) -> None:
    """The person can no longer log in; what they did stays under their name."""
    can_manage_users(by).demand()
    if user.pk == by.pk:
        raise Refused("不能停用自己的账号，请由另一位系统管理员办理")
    if not user.is_active:
        raise Refused(f"「{user.name}」的账号已经停用")
    user.is_active = False
    user.save(update_fields=["is_active"])
    record("accounts.user.disabled", user, by=by, before={"is_active": True}, after={"is_active": False}, reason=reason)


@transaction.atomic
def enable_user(user: User, *, by: User) -> None:
    """Let somebody log in again."""
    can_manage_users(by).demand()
    if user.is_active:
        raise Refused(f"「{user.name}」的账号没有停用")
    user.is_active = True
    user.save(update_fields=["is_active"])
    record("accounts.user.enabled", user, by=by, before={"is_active": False}, after={"is_active": True})


def _password_problems(password: str, user: User) -> list[str]:
    try:
        validate_password(password, user)
    except ValidationError as problem:
        return list(problem.messages)
    return []
