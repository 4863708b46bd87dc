"""Adding people and departments, amending, disabling. What touches somebody's rights goes through `rights.grant`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from titian.accounts import passwords
from titian.accounts.actions.rights import demand_grantable, grant, needs_confirmation
from titian.accounts.models import Department, RightsChange, User
from titian.accounts.models.rights import Rights
from titian.accounts.permissions import can_manage_users
from titian.accounts.roles import Role
from titian.base.errors import Refused
from titian.journal.actions import record

if TYPE_CHECKING:
    from titian.places.models import Region
    from titian.registry.models import Organisation, Person


@transaction.atomic
def appoint_first_administrator(
    *, username: str, name: str, password: str, by: User | None = None, must_change_password: bool = True
) -> User:
    """The first person of a new installation; refused once there is one."""
    if User.objects.first_administrator():
        raise Refused("已有系统管理员；其他用户由系统管理员在「用户」页面添加")
    user = User(username=username, name=name, role=Role.SYSTEM, must_change_password=must_change_password)
    user.set_password(password)
    user.password_changed_at = timezone.now()
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
def rename_department(department: Department, *, name: str, by: User) -> None:
    """The same 科室 under another name: its people and everything that points at it stay. What keeps departments by name follows through
    `home.actions.change_settings`, in one transaction with this."""
    can_manage_users(by).demand()
    if Department.objects.filter(name=name).exclude(pk=department.pk).exists():
        raise Refused(f"已有科室「{name}」，两个科室不能同名；要合并的，请先把人员改到「{name}」")
    before, department.name = department.name, name
    department.save(update_fields=["name"])
    record("accounts.department.renamed", department, by=by, before={"name": before}, after={"name": name})


@transaction.atomic
def add_user(
    *,
    username: str,
    name: str,
    role: Role,
    by: User,
    password: str | None = None,
    department: Department | None = None,
    town: Region | None = None,
    organisation: Organisation | None = None,
    person: Person | None = None,
    must_change_password: bool = True,
) -> User:
    """A new user. Raises Refused with every reason at once.

    Without a password nobody can log in under the name until `reset_password` has given one out. Where a security administrator
    keeps watch the account is not in use before that person has confirmed its rights.
    """
    can_manage_users(by).demand()
    rights = Rights(role, department, town, organisation, person)
    user = User(username=username.strip(), name=name.strip(), must_change_password=must_change_password)
    problems = _name_problems(user) + _username_problems(user.username) + rights.problems()
    if password is not None:
        problems += passwords.problems(password, username=user.username, name=user.name)
    demand_grantable(user, rights, by=by, beside=problems)
    waits = needs_confirmation(user, rights)
    _save_new(user, replace(rights, is_active=not waits), password)
    given = {column: text for column, text in rights.printed().items() if text and column != "is_active"}
    record("accounts.user.added", user, by=by, after={"username": user.username, "name": user.name, **given})
    if waits:
        grant(user, rights, by=by, reason="新用户")
    return user


@transaction.atomic
def amend_user(
    user: User,
    *,
    name: str,
    role: Role,
    by: User,
    department: Department | None = None,
    town: Region | None = None,
    organisation: Organisation | None = None,
    person: Person | None = None,
    reason: str = "",
) -> RightsChange | None:
    """Another name or other rights; what is not given is emptied. Returns the change that now waits for confirmation, if any."""
    can_manage_users(by).demand()
    before = Rights.of(user)
    rights = replace(before, role=role, department=department, town=town, organisation=organisation, person=person)
    old, user.name = user.name, name.strip()
    demand_grantable(user, rights, by=by, beside=_name_problems(user) + rights.problems())
    if old != user.name:
        user.save(update_fields=["name"])
        record("accounts.user.renamed", user, by=by, before={"name": old}, after={"name": user.name}, reason=reason)
    return grant(user, rights, by=by, reason=reason) if rights != before else None


@transaction.atomic
def disable_user(user: User, *, reason: str, by: User) -> RightsChange | None:
    """The person can no longer log in; what they did stays under their name. Returns the change that waits, if any."""
    can_manage_users(by).demand()
    if user.pk == by.pk:
        raise Refused("不能停用自己的账号，请由另一位系统管理员办理")
    if not user.is_active:
        raise Refused(f"「{user.name}」的账号已经停用")
    rights = replace(Rights.of(user), is_active=False)
    demand_grantable(user, rights, by=by)
    return grant(user, rights, by=by, reason=reason)


@transaction.atomic
def enable_user(user: User, *, by: User) -> RightsChange | None:
    """Let somebody log in again. Returns the change that waits, if any."""
    can_manage_users(by).demand()
    if user.is_active:
        raise Refused(f"「{user.name}」的账号没有停用")
    rights = replace(Rights.of(user), is_active=True)
    demand_grantable(user, rights, by=by, beside=rights.problems())
    return grant(user, rights, by=by, reason="重新启用")


def _save_new(user: User, rights: Rights, password: str | None) -> None:
    for column, value in rights.columns().items():
        setattr(user, column, value)
    if password is None:
        user.set_unusable_password()
    else:
        user.set_password(password)
        user.password_changed_at = timezone.now()
    user.save()


def _username_problems(username: str) -> list[str]:
    if not username or any(letter.isspace() for letter in username):
        return ["请填写登录名，中间不要有空格"]
    known = User.objects.filter(username__iexact=username).exists()
    return [f"登录名「{username}」已有人使用，请换一个"] if known else []


def _name_problems(user: User) -> list[str]:
    return [] if user.name else ["请填写姓名"]
