"""Granting rights: at once, or as a change that a security administrator confirms (docs/decisions/0017)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from titian.accounts.models import RightsChange, User
from titian.accounts.models.rights import ChangeState, Rights
from titian.accounts.permissions import can_ask_to_follow, can_confirm_change, can_manage_users, can_withdraw_change
from titian.accounts.roles import THREE, Role
from titian.base.errors import Refused
from titian.journal.actions import record

if TYPE_CHECKING:
    from titian.registry.models import Organisation


def demand_grantable(user: User, rights: Rights, *, by: User, beside: Sequence[str] = ()) -> None:
    """Raises Refused with `beside` and every reason why this person may not be given these rights."""
    if problems := [*beside, *_apartness_problems(user, rights), *_standing_problems(user, rights, by)]:
        raise Refused(problems)


@transaction.atomic
def grant(user: User, rights: Rights, *, by: User, reason: str = "") -> RightsChange | None:
    """Let the rights hold now, or ask for them where a security administrator has to confirm. Returns the change that waits, if any."""
    can_manage_users(by).demand()
    if not needs_confirmation(user, rights):
        _apply(user, rights, by=by, reason=reason)
        return None
    change = RightsChange.objects.create(user=user, **rights.columns(), asked_by=by, reason=reason)
    before, after = rights.changed_from(Rights.of(user))
    record("accounts.rights.asked", user, by=by, before=before, after=after, reason=reason)
    return change


@transaction.atomic
def confirm_change(change: RightsChange, *, by: User) -> None:
    """The rights hold from now on. Raises Refused when they no longer fit."""
    change = _waiting(change)
    can_confirm_change(by, change).demand()
    rights = Rights.of(change)
    if problems := rights.problems() + _apartness_problems(change.user, rights):
        raise Refused(problems)
    _decide(change, ChangeState.CONFIRMED, by=by)
    _apply(change.user, rights, by=by, reason=f"{change.asked_by.name}申请：{change.reason}".rstrip("："))


@transaction.atomic
def decline_change(change: RightsChange, *, answer: str, by: User) -> None:
    """Nothing changes; the person who asked reads why."""
    change = _waiting(change)
    can_confirm_change(by, change).demand()
    _decide(change, ChangeState.REFUSED, by=by, answer=answer)
    record("accounts.rights.declined", change.user, by=by, after=Rights.of(change).printed(), reason=answer)


@transaction.atomic
def withdraw_change(change: RightsChange, *, by: User) -> None:
    change = _waiting(change)
    can_withdraw_change(by, change).demand()
    _decide(change, ChangeState.WITHDRAWN, by=by)
    record("accounts.rights.withdrawn", change.user, by=by, after=Rights.of(change).printed())


@transaction.atomic
def ask_to_follow(user: User, organisation: Organisation, *, by: User, reason: str) -> RightsChange | None:
    """The log-in's organisation was found to be this one: whether it shall see this one's rows waits to be confirmed, in every office.

    None where another change for this person waits already; what that one gives is looked at when it is confirmed.
    """
    can_ask_to_follow(by, user).demand()
    if RightsChange.objects.filter(user=user, state=ChangeState.WAITING).exists():
        return None
    before = Rights.of(user)
    rights = replace(before, organisation=organisation)
    change = RightsChange.objects.create(user=user, **rights.columns(), asked_by=by, reason=reason[:200])
    old, new = before.printed()["organisation"], rights.printed()["organisation"]
    record("accounts.rights.asked", user, by=by, before={"organisation": old}, after={"organisation": new}, reason=reason)
    return change


@transaction.atomic
def send_back(user: User, organisation: Organisation, *, out_of: Organisation, by: User, reason: str) -> None:
    """`organisation` and `out_of` are two after all: what waits is withdrawn, and who was let in has the own rows again, at once."""
    can_ask_to_follow(by, user).demand()
    for change in RightsChange.objects.filter(user=user, organisation=out_of, state=ChangeState.WAITING):
        _decide(change, ChangeState.WITHDRAWN, by=by, answer=reason[:200])
        record("accounts.rights.withdrawn", user, by=by, after=Rights.of(change).printed(), reason=reason)
    if user.organisation_id == out_of.pk:
        _apply(user, replace(Rights.of(user), organisation=organisation), by=by, reason=reason)


def needs_confirmation(user: User, rights: Rights) -> bool:
    """Whatever gives rights, once somebody keeps security. Taking an ordinary account out of use gives nobody anything."""
    if not User.objects.keeping(Role.SECURITY).exists():
        return False
    return rights.is_active or user.role in THREE


def _apply(user: User, rights: Rights, *, by: User, reason: str) -> None:
    before, after = rights.changed_from(Rights.of(user))
    columns = rights.columns()
    for column, value in columns.items():
        setattr(user, column, value)
    user.save(update_fields=list(columns))
    code = "accounts.rights.granted"
    if set(after) == {"is_active"}:
        code = "accounts.user.enabled" if rights.is_active else "accounts.user.disabled"
    record(code, user, by=by, before=before, after=after, reason=reason)


def _apartness_problems(user: User, rights: Rights) -> list[str]:
    """三员分立: nobody is two of the three, not under a second log-in either."""
    if rights.role not in THREE or not rights.is_active:
        return []
    others = (
        User.objects.filter(name=user.name, is_active=True, role__in=[*THREE]).exclude(pk=user.pk).exclude(role=rights.role.value)
    )
    return [
        f"「{user.name}」已是{other.role_label}，不能再任{rights.role.label}（三员分立）；同名的另一个人请在姓名后加注区别"
        for other in others
    ]


def _standing_problems(user: User, rights: Rights, by: User) -> list[str]:
    problems = []
    if user.pk == by.pk and rights != Rights.of(user):
        problems.append("不能改自己的角色和权限，请由另一位系统管理员办理")
    if user.pk and RightsChange.objects.filter(user=user, state=ChangeState.WAITING).exists():
        problems.append(f"「{user.name}」已有一项权限变更待确认，请先确认或撤回")
    if _leaves_nobody(user, rights):
        problems.append(f"「{user.name}」是唯一的{user.role_label}，请先任命接任的人，再停用或改任")
    return problems


def _leaves_nobody(user: User, rights: Rights) -> bool:
    """An office once filled is handed over, not left: without its keeper the next grant would be one person's alone."""
    keeps = user.is_active and user.role in THREE
    stays = rights.is_active and rights.role == user.role
    return keeps and not stays and not User.objects.keeping(Role(user.role)).exclude(pk=user.pk).exists()


def _waiting(change: RightsChange) -> RightsChange:
    """The change as it is now, locked."""
    change = RightsChange.objects.select_for_update().get(pk=change.pk)
    if not change.is_waiting:
        raise Refused(f"这项权限变更{change.state_label}，不用再办")
    return change


def _decide(change: RightsChange, state: ChangeState, *, by: User, answer: str = "") -> None:
    change.state, change.decided_by, change.decided_at, change.answer = state.value, by, timezone.now(), answer
    change.save(update_fields=["state", "decided_by", "decided_at", "answer"])
