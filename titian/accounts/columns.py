"""用户的 Excel: accounts made in one go; and how other registers' sheets name an officer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import models

from titian.accounts import actions, passwords
from titian.accounts.models import Department, User
from titian.accounts.models.rights import Rights
from titian.accounts.permissions import can_manage_users, can_see_users
from titian.accounts.roles import LABELS, STAFF, Role
from titian.base.columns import Column
from titian.base.disclosure import Disclosure
from titian.base.permissions import Verdict
from titian.base.registers import Change, Finder, NotFoundError, Register, Remark, Row, Work


class Secret(str):
    """A password on its way in: journals, batches and messages show that there was one, never which."""

    __slots__ = ("plain",)
    plain: str

    @classmethod
    def of(cls, plain: str) -> Secret:
        hidden = cls("（已设）")
        hidden.plain = plain
        return hidden


class Officers(Finder):
    """Somebody of the bureau by name or log-in."""

    def __init__(self, user: Any, day: date) -> None:
        super().__init__(user, day)
        self.known: dict[str, list[User]] = {}
        for one in User.objects.filter(role__in=STAFF, is_active=True):
            for word in {one.name, one.username}:
                self.known.setdefault(word, []).append(one)

    def find(self, text: str) -> User:
        found = self.known.get(text.strip(), [])
        if len(found) == 1:
            return found[0]
        if found:
            raise NotFoundError(f"局里有 {len(found)} 位「{text.strip()}」，请写登录名")
        raise NotFoundError(f"局内用户里没有「{text.strip()}」，请核对姓名，或先添加用户")


class Departments(Finder):
    def __init__(self, user: Any, day: date) -> None:
        super().__init__(user, day)
        self.known = {one.name: one for one in Department.objects.all()}

    def find(self, text: str) -> Department:
        if text.strip() not in self.known:
            raise NotFoundError(f"没有「{text.strip()}」这个科室，应为 {'、'.join(self.known)} 之一")
        return self.known[text.strip()]


class Users(Register[User]):
    """Every row goes through the verbs of this room, which journal it and ask for confirmation where rights need it."""

    name, label, counted = "users", "用户", "人"
    help = "一人一行。新用户须写初始密码，本人首次登录后修改；已有用户不改密码，重置请在用户页办理。"
    model = User
    key = ("username",)
    masked = {"password": lambda plain: "（已设）"}
    added = amended = removed = ""
    irrevocable = "用户不能整批撤销：账号一经建立就留有记录，不用的请在用户页逐个停用"
    columns = (
        Column("username", "登录名", width=16, aliases=("账号", "用户名"), required=True, example="zhangsf"),
        Column("name", "姓名", width=12, aliases=("用户姓名", "真实姓名"), required=True, example="张示范"),
        Column(
            "role", "角色", "choice", choices={str(role): label for role, label in LABELS.items()}, required=True, example="经办"
        ),
        Column("department", "科室", "reference", refers="department", aliases=("股室", "部门", "所在科室"), example="企业股"),
        Column("town", "所属乡镇", "reference", refers="town", aliases=("乡镇", "乡镇街道"), help="乡镇街道经办必填"),
        Column(
            "organisation", "所属单位", "reference", refers="organisation", aliases=("企业名称",), help="企业、载体、银行经办必填"
        ),
        Column("password", "初始密码", aliases=("密码",), disclosure=Disclosure.RESTRICTED, help="新用户必填；导出时不带"),
    )

    def can_see(self, user: User) -> Verdict:
        return can_see_users(user)

    def can_add(self, user: User) -> Verdict:
        return can_manage_users(user)

    def can_change(self, user: User, obj: User) -> Verdict:
        return can_manage_users(user, obj)

    def rows(self, user: User) -> models.QuerySet[User]:
        return User.objects.visible_to(user).select_related("department", "town", "organisation").order_by("pk")

    def find(self, rows: Sequence[Row[User]], work: Work) -> None:
        names = {str(row.value("username")) for row in rows if row.value("username")}
        found = User.objects.filter(username__in=names).select_related("department", "town", "organisation", "person")
        known = {one.username: one for one in found}
        for row in rows:
            row.obj = known.get(str(row.value("username")))

    def check(self, row: Row[User], work: Work) -> Iterator[Remark]:
        yield from (Remark(key, f"{self.column(key).label}不能用「清空」，请在用户页修改") for key in sorted(row.emptied))
        plain = row.values.pop("password", None)
        if row.value("role"):
            yield from (Remark("role", problem) for problem in _rights(row.obj, row.values).problems())
        if row.obj is None and not plain:
            yield Remark("password", "新用户须写初始密码")
        elif row.obj is None:
            row.values["password"] = Secret.of(str(plain))
            someone = {"username": str(row.value("username")), "name": str(row.value("name"))}
            yield from (Remark("password", problem) for problem in passwords.problems(str(plain), **someone))

    def current(self, obj: User) -> dict[str, Any]:
        return super().current(obj) | {"password": None}

    def cells(self, obj: User) -> Mapping[str, Any]:
        return self.current(obj) | {"organisation": obj.organisation.name if obj.organisation else None}

    def fill(self, obj: User, values: Mapping[str, Any]) -> None:
        """Nothing: the verbs set what they may set."""

    def save(self, changes: Sequence[Change[User]], work: Work) -> None:
        for change in changes:
            if change.is_new:
                change.obj = _added(change.after, work.user)
            else:
                _amended(change.obj, change.after, work.user)


def _rights(known: User | None, values: Mapping[str, Any]) -> Rights:
    """Role and what goes with it after the row: what a row leaves out stays."""
    before = Rights.of(known) if known else Rights(Role(values["role"]))
    said = {key: values[key] for key in ("department", "town", "organisation") if values.get(key) is not None}
    return replace(before, role=Role(values.get("role") or before.role), **said)


def _added(values: Mapping[str, Any], by: User) -> User:
    rights, secret = _rights(None, values), values["password"]
    return actions.add_user(
        username=str(values["username"]),
        name=str(values["name"]),
        role=rights.role,
        department=rights.department,
        town=rights.town,
        organisation=rights.organisation,
        password=secret.plain,
        by=by,
    )


def _amended(user: User, values: Mapping[str, Any], by: User) -> None:
    rights = _rights(user, values)
    actions.amend_user(
        user,
        name=str(values.get("name") or user.name),
        role=rights.role,
        department=rights.department,
        town=rights.town,
        organisation=rights.organisation,
        person=rights.person,
        by=by,
        reason="导入用户表",
    )


def registers() -> list[Register[Any]]:
    return [Users()]


def finders() -> dict[str, type[Finder]]:
    return {"officer": Officers, "department": Departments}
