"""One's own password, and slips with one-time passwords."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from titian.accounts import actions
from titian.accounts.forms import PasswordForm, ResetForm
from titian.accounts.models import User
from titian.accounts.passwords import is_due
from titian.accounts.permissions import can_manage_users, can_reset_password
from titian.base.forms import whole_number
from titian.base.pages import Link, demand_or_404, page, work_page
from titian.base.requests import Request


@dataclass(frozen=True)
class Slip:
    """What somebody is given on paper; shown once, stored nowhere."""

    user: User
    password: str


def password(request: Request) -> HttpResponse:
    """A person changes their own password and stays logged in."""
    form = PasswordForm(request.POST or None)
    if form.is_valid() and form.attempt(
        lambda: actions.change_password(request.user, old=form.cleaned_data["old"], new=form.cleaned_data["new"], by=request.user)
    ):
        update_session_auth_hash(request, request.user)
        messages.success(request, "密码已修改。")
        return redirect("home:index")
    return work_page(request, form, title="修改密码", submit="修改密码", hint=is_due(request.user, timezone.now()))


def reset_password(request: Request, pk: int) -> HttpResponse:
    """The page after it shows the password, once."""
    found = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    demand_or_404(can_reset_password(request.user, found))
    if request.method == "POST":
        return slips(request, [found])
    hint = "将生成一个一次性密码，只在下一页显示这一次，可以打印成密码条交给本人；本人登录后须先改成自己的密码。\n原密码立即失效，已登录的会退出。"
    back = Link(found.name, reverse("accounts:user", args=[found.pk]))
    return work_page(request, ResetForm(), title=f"重置密码：{found.name}", submit="生成一次性密码", hint=hint, back=back)


@require_POST
def issue_passwords(request: Request) -> HttpResponse:
    """Slips for everybody picked in the list."""
    demand_or_404(can_manage_users(request.user))
    keys = [key for text in request.POST.getlist("pick") if (key := whole_number(text)) is not None]
    found = User.objects.visible_to(request.user).filter(pk__in=keys)
    if not found:
        messages.warning(request, "没有选中任何人，请先在左边打勾")
        return redirect("accounts:users")
    return slips(request, list(found))


def slips(request: Request, people: Sequence[User]) -> HttpResponse:
    """Give out one-time passwords and show them; those that may not be given are said and left out."""
    given = []
    for person in people:
        verdict = can_reset_password(request.user, person)
        if verdict:
            given.append(Slip(person, actions.reset_password(person, by=request.user)))
        else:
            messages.warning(request, f"{person.name}：{verdict.reason}")
    note = "只显示这一次，离开本页后不能再看"
    back = Link("用户", reverse("accounts:users"))
    return page(request, "accounts/slips.html", title="一次性密码", note=note, slips=given, back=back)
