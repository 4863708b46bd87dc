"""Log-in, one's own password, and the user list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash, views
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from titian.accounts import actions
from titian.accounts.filters import UserFilters
from titian.accounts.forms import DisableForm, LoginForm, PasswordForm, ResetForm, UserForm
from titian.accounts.models import User
from titian.accounts.permissions import can_manage_users, can_see_users
from titian.base.columns import Column
from titian.base.installation import DEMO_PASSWORD
from titian.base.navigation import has_pages
from titian.base.pages import Action, Fact, Link, ListPage, Mark, Record, demand_or_404, record_page, told, work_page
from titian.base.requests import Request
from titian.journal.models import Entry


class LogIn(views.LoginView):
    """The one page anybody may open; a demonstration also offers its people, one of each role."""

    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"title": "登录", "demo_password": DEMO_PASSWORD, **kwargs}
        if settings.TITIAN.demo:
            context["demo_users"] = [user for user in User.objects.one_of_each_role() if has_pages(user)]
        return super().get_context_data(**context)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


def password(request: Request) -> HttpResponse:
    """A person changes their own password and stays logged in."""
    form = PasswordForm(request.POST or None)
    if form.is_valid() and form.attempt(
        lambda: actions.change_password(request.user, old=form.cleaned_data["old"], new=form.cleaned_data["new"], by=request.user)
    ):
        update_session_auth_hash(request, request.user)
        messages.success(request, "密码已修改。")
        return redirect("home:index")
    return work_page(request, form, title="修改密码", submit="修改密码")


def _row(user: User) -> Mapping[str, object]:
    return {
        "username": Link(user.username, reverse("accounts:user", args=[user.pk])),
        "name": user.name,
        "role": user.role_label,
        "department": user.department and user.department.name,
        "town": user.town and str(user.town),
        "state": Mark("green", "在用") if user.is_active else Mark("grey", "停用"),
        "last_login": user.last_login,
    }


USERS: ListPage[User] = ListPage(
    title="用户",
    columns=(
        Column("username", "登录名"),
        Column("name", "姓名", width=12),
        Column("role", "角色", width=14),
        Column("department", "科室", width=16),
        Column("town", "所属乡镇", width=16),
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
    add = [Action("添加用户", reverse("accounts:add_user"), primary=True)] if can_manage_users(request.user) else []
    return USERS.respond(request, User.objects.visible_to(request.user).select_related("department", "town"), actions=add)


def user(request: Request, pk: int) -> HttpResponse:
    """One person: what they are, and to the administrator what was done to the account."""
    found = get_object_or_404(User.objects.visible_to(request.user).select_related("department", "town"), pk=pk)
    manages = bool(can_manage_users(request.user))
    values = _row(found)
    facts = [
        Fact("登录名", found.username),
        *(Fact(column.label, values[column.key]) for column in USERS.columns[1:]),
        Fact("建立时间", found.created_at),
    ]
    entries = Entry.objects.about(found).select_related("actor")[:20] if manages else ()
    record = Record(title=found.name, note=found.role_label, facts=facts, entries=entries)
    back = Link("用户", reverse("accounts:users")) if can_see_users(request.user) else None
    return record_page(request, record, actions=_user_actions(found) if manages else (), back=back)


def _user_actions(found: User) -> list[Action]:
    reset = Action("重置密码", reverse("accounts:reset_password", args=[found.pk]))
    if found.is_active:
        return [reset, Action("停用账号", reverse("accounts:disable_user", args=[found.pk]))]
    return [reset, Action("启用账号", reverse("accounts:enable_user", args=[found.pk]), post=True)]


def add_user(request: Request) -> HttpResponse:
    demand_or_404(can_manage_users(request.user))
    form = UserForm(request.POST or None)
    if form.is_valid() and form.attempt(lambda: _added(form, request.user)):
        messages.success(request, f"已添加用户「{form.cleaned_data['name']}」。")
        return redirect("accounts:users")
    return work_page(request, form, title="添加用户", submit="添加用户", back=Link("用户", reverse("accounts:users")))


def _added(form: UserForm, by: User) -> User:
    values = dict(form.cleaned_data)
    town = values.pop("town")
    return actions.add_user(**values, town_id=town and town.pk, by=by)


def reset_password(request: Request, pk: int) -> HttpResponse:
    found = _managed(request, pk)
    form = ResetForm(request.POST or None)
    if form.is_valid() and form.attempt(lambda: actions.reset_password(found, new=form.cleaned_data["new"], by=request.user)):
        messages.success(request, f"已重置「{found.name}」的密码，请告知本人。")
        return redirect("accounts:user", pk)
    return work_page(request, form, title=f"重置密码：{found.name}", submit="重置密码", back=_back_to(found))


def disable_user(request: Request, pk: int) -> HttpResponse:
    found = _managed(request, pk)
    form = DisableForm(request.POST or None)
    if form.is_valid() and form.attempt(lambda: actions.disable_user(found, reason=form.cleaned_data["reason"], by=request.user)):
        messages.success(request, f"「{found.name}」的账号已停用。")
        return redirect("accounts:user", pk)
    hint = "停用后不能再登录；此前办理的事项和日志仍在其名下。以后可以重新启用。"
    return work_page(request, form, title=f"停用账号：{found.name}", submit="停用账号", hint=hint, back=_back_to(found))


@require_POST
def enable_user(request: Request, pk: int) -> HttpResponse:
    found = _managed(request, pk)
    told(request, lambda: actions.enable_user(found, by=request.user), f"「{found.name}」的账号已启用。")
    return redirect("accounts:user", pk)


def _managed(request: Request, pk: int) -> User:
    demand_or_404(can_manage_users(request.user))
    return get_object_or_404(User.objects.visible_to(request.user), pk=pk)


def _back_to(found: User) -> Link:
    return Link(found.name, reverse("accounts:user", args=[found.pk]))
