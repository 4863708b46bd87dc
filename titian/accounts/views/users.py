"""The user list, one user, and what a system administrator does with accounts."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from titian.accounts import actions
from titian.accounts.filters import UserFilters
from titian.accounts.forms import AmendForm, UserForm
from titian.accounts.models import Attempts, RightsChange, User
from titian.accounts.models.rights import ChangeState
from titian.accounts.permissions import (
    can_confirm_change,
    can_manage_users,
    can_reset_password,
    can_see_changes,
    can_see_users,
    can_unlock,
    can_withdraw_change,
)
from titian.accounts.views.passwords import slips
from titian.base.columns import Column
from titian.base.forms import ReasonForm
from titian.base.pages import Action, Fact, Link, ListPage, Mark, Record, demand_or_404, record_page, told, work_page
from titian.base.printing import instant_text
from titian.base.requests import Request
from titian.journal.models import Entry

WAITS = "已提交，待安全保密管理员确认后生效"


def _row(user: User) -> Mapping[str, object]:
    return {
        "username": Link(user.username, reverse("accounts:user", args=[user.pk])),
        "name": user.name,
        "role": user.role_label,
        "department": user.department and user.department.name,
        "own": _own(user),
        "state": _state(user),
        "last_login": user.last_login,
    }


def _own(user: User) -> str:
    """Whose rows somebody of an outside role sees."""
    return str(user.town or user.organisation or user.person or "")


def _state(user: User) -> Mark:
    """`waits` is what `_listed` adds."""
    if getattr(user, "waits", False):
        return Mark("yellow", "变更待确认" if user.is_active else "待确认")
    if not user.is_active:
        return Mark("grey", "停用")
    return Mark("green", "在用") if user.has_usable_password() else Mark("yellow", "未发密码")


def _listed(rows: QuerySet[User]) -> QuerySet[User]:
    waiting = RightsChange.objects.filter(user=OuterRef("pk"), state=ChangeState.WAITING)
    return rows.select_related("department", "town", "organisation", "person").annotate(waits=Exists(waiting))


USERS: ListPage[User] = ListPage(
    title="用户",
    columns=(
        Column("username", "登录名"),
        Column("name", "姓名", width=12),
        Column("role", "角色", width=14),
        Column("department", "科室", width=16),
        Column("own", "所属乡镇或单位", width=24),
        Column("state", "状态", width=8),
        Column("last_login", "最近登录", width=18),
    ),
    row=_row,
    empty="还没有用户。由系统管理员用「添加用户」为每位工作人员各建一个账号。",
    counted="人",
    sorts={"username": "username", "name": "name", "role": "role", "department": "department__order", "last_login": "last_login"},
    search=("username", "name"),
    filters=UserFilters,
)


def users(request: Request) -> HttpResponse:
    """Everybody who may log in."""
    demand_or_404(can_see_users(request.user))
    manages = bool(can_manage_users(request.user))
    add = [Action("添加用户", reverse("accounts:add_user"), primary=True)] if manages else []
    picks = [Action("给所选的人发一次性密码", reverse("accounts:issue_passwords"), post=True)] if manages else []
    return USERS.respond(request, _listed(User.objects.visible_to(request.user)), actions=add, picks=picks)


def user(request: Request, pk: int) -> HttpResponse:
    """One person: what they are; to the administrators also what waits and what was done to the account."""
    found = get_object_or_404(_listed(User.objects.visible_to(request.user)), pk=pk)
    watches = bool(can_see_changes(request.user))
    values = _row(found)
    facts = [
        Fact("登录名", found.username),
        *(Fact(column.label, values[column.key]) for column in USERS.columns[1:]),
        Fact("建立时间", found.created_at),
    ]
    change = found.rights_changes.filter(state=ChangeState.WAITING).select_related("user", "asked_by").first() if watches else None
    held = Attempts.holding(found.username, timezone.now()) if watches else None
    if change:
        facts.append(
            Fact("待确认的变更", change.says, source=f"{change.asked_by.name}申请{change.reason and f'（{change.reason}）'}")
        )
    if held:
        facts.append(Fact("登录锁定", f"连续输错密码，锁定至 {instant_text(held)}"))
    entries = Entry.objects.about(found).select_related("actor")[:20] if watches else ()
    record = Record(title=found.name, note=found.role_label, facts=facts, entries=entries)
    back = Link("用户", reverse("accounts:users")) if can_see_users(request.user) else None
    return record_page(request, record, actions=_actions(request.user, found, change, held=held is not None), back=back)


def _actions(by: User, found: User, change: RightsChange | None, *, held: bool) -> list[Action]:
    buttons = _change_actions(by, change) if change else []
    if held and can_unlock(by, found):
        buttons.append(Action("解除锁定", reverse("accounts:unlock_user", args=[found.pk]), post=True))
    if can_manage_users(by):
        buttons += _account_actions(by, found, asks=change is None)
    return buttons


def _change_actions(by: User, change: RightsChange) -> list[Action]:
    if can_confirm_change(by, change):
        return [
            Action("确认变更", reverse("accounts:confirm_change", args=[change.pk]), post=True, primary=True),
            Action("不同意", reverse("accounts:decline_change", args=[change.pk])),
        ]
    withdraw = Action("撤回变更申请", reverse("accounts:withdraw_change", args=[change.pk]), post=True)
    return [withdraw] if can_withdraw_change(by, change) else []


def _account_actions(by: User, found: User, *, asks: bool) -> list[Action]:
    """`asks`: nothing waits for confirmation, so that something may be asked for."""
    amend = Action("修改资料和权限", reverse("accounts:amend_user", args=[found.pk]))
    reset = [Action("重置密码", reverse("accounts:reset_password", args=[found.pk]))] if can_reset_password(by, found) else []
    if not asks:
        return reset
    if found.is_active:
        return [amend, *reset, Action("停用账号", reverse("accounts:disable_user", args=[found.pk]))]
    return [amend, *reset, Action("启用账号", reverse("accounts:enable_user", args=[found.pk]), post=True)]


def add_user(request: Request) -> HttpResponse:
    """The page after it shows the one-time password, once."""
    demand_or_404(can_manage_users(request.user))
    form = UserForm(request.POST or None)
    made: list[User] = []
    if form.is_valid() and form.attempt(lambda: made.append(actions.add_user(**form.cleaned_data, by=request.user))):
        messages.success(request, f"已添加用户「{made[0].name}」{'' if made[0].is_active else f'，权限{WAITS}'}。")
        return slips(request, made)
    return work_page(request, form, title="添加用户", submit="添加用户", back=Link("用户", reverse("accounts:users")))


def amend_user(request: Request, pk: int) -> HttpResponse:
    """Another name, role, department or town."""
    found = _managed(request, pk)
    form = AmendForm(request.POST or None, opened=AmendForm.values_of(found))
    asked: list[RightsChange | None] = []
    if form.is_valid() and form.guarded(
        found, current=AmendForm.values_of, act=lambda fresh: asked.append(_amended(request, fresh, form))
    ):
        messages.success(request, f"权限变更{WAITS}。" if asked[0] else f"「{form.cleaned_data['name']}」已修改。")
        return redirect("accounts:user", pk)
    return work_page(request, form, title=f"修改：{found.name}", submit="保存修改", back=_back_to(found))


def _amended(request: Request, fresh: User, form: AmendForm) -> RightsChange | None:
    values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
    return actions.amend_user(fresh, **values, by=request.user)


def disable_user(request: Request, pk: int) -> HttpResponse:
    found = _managed(request, pk)
    form = ReasonForm(request.POST or None, label="停用原因", help_text="如：调离、退休；写入操作日志")
    asked: list[RightsChange | None] = []
    if form.is_valid() and form.attempt(
        lambda: asked.append(actions.disable_user(found, reason=form.cleaned_data["reason"], by=request.user))
    ):
        messages.success(request, f"停用{WAITS}。" if asked[0] else f"「{found.name}」的账号已停用。")
        return redirect("accounts:user", pk)
    hint = "停用后不能再登录；此前办理的事项和日志仍在其名下。以后可以重新启用。"
    return work_page(request, form, title=f"停用账号：{found.name}", submit="停用账号", hint=hint, back=_back_to(found))


@require_POST
def enable_user(request: Request, pk: int) -> HttpResponse:
    found = _managed(request, pk)
    told(request, lambda: actions.enable_user(found, by=request.user), f"已办理启用「{found.name}」的账号。")
    return redirect("accounts:user", pk)


@require_POST
def unlock_user(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_unlock(request.user))
    found = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    told(request, lambda: actions.unlock(found, by=request.user), f"已解除「{found.name}」的登录锁定。")
    return redirect("accounts:user", pk)


def _managed(request: Request, pk: int) -> User:
    demand_or_404(can_manage_users(request.user))
    return get_object_or_404(
        User.objects.visible_to(request.user).select_related("department", "town", "organisation", "person"), pk=pk
    )


def _back_to(found: User) -> Link:
    return Link(found.name, reverse("accounts:user", args=[found.pk]))
