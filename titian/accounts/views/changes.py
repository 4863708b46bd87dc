"""Changes of rights: what waits, and what was decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from titian.accounts import actions
from titian.accounts.filters import ChangeFilters
from titian.accounts.forms import DeclineForm
from titian.accounts.models import RightsChange, User
from titian.accounts.models.rights import ChangeState
from titian.accounts.permissions import can_confirm_change, can_confirm_changes, can_see_changes, can_withdraw_change
from titian.base.colours import Colour
from titian.base.columns import Column
from titian.base.forms import whole_number
from titian.base.pages import Action, Link, ListPage, Mark, demand_or_404, told, work_page
from titian.base.permissions import Verdict
from titian.base.requests import Request

_COLOURS: dict[ChangeState, Colour] = {
    ChangeState.WAITING: "yellow",
    ChangeState.CONFIRMED: "green",
    ChangeState.REFUSED: "red",
    ChangeState.WITHDRAWN: "grey",
}

_SCOPES = [f"{holder}{column}" for holder in ("", "user__") for column in ("department", "town", "organisation", "person")]


def _row(change: RightsChange) -> Mapping[str, object]:
    return {
        "user": Link(change.user.name, reverse("accounts:user", args=[change.user_id])),
        "says": change.says,
        "reason": change.reason,
        "asked_by": change.asked_by.name,
        "asked_at": change.asked_at,
        "state": Mark(_COLOURS[ChangeState(change.state)], change.state_label),
        "decided_by": change.decided_by and change.decided_by.name,
        "answer": change.answer,
    }


CHANGES: ListPage[RightsChange] = ListPage(
    title="权限变更",
    columns=(
        Column("user", "用户", width=12),
        Column("says", "变更", width=40),
        Column("reason", "原因", width=20),
        Column("asked_by", "申请人", width=12),
        Column("asked_at", "申请时间", width=18),
        Column("state", "状态", width=10),
        Column("decided_by", "确认人", width=12),
        Column("answer", "意见", width=20),
    ),
    row=_row,
    empty="还没有权限变更。任命安全保密管理员之后，新用户的权限以及角色、科室、乡镇、单位的变更列在这里，由其确认后生效。",
    counted="项",
    sorts={"asked_at": "asked_at"},
    order="-asked_at",
    search=("user__name", "user__username", "reason"),
    filters=ChangeFilters,
)


def changes(request: Request) -> HttpResponse:
    demand_or_404(can_see_changes(request.user))
    rows = RightsChange.objects.select_related(*_SCOPES, "asked_by", "decided_by")
    confirm = [Action("确认所选", reverse("accounts:confirm_changes"), post=True, primary=True)]
    return CHANGES.respond(request, rows, picks=confirm if can_confirm_changes(request.user) else ())


@require_POST
def confirm_changes(request: Request) -> HttpResponse:
    """Those picked in the list, one by one: what cannot be confirmed is said and stays."""
    demand_or_404(can_confirm_changes(request.user))
    keys = [key for text in request.POST.getlist("pick") if (key := whole_number(text)) is not None]
    found = list(RightsChange.objects.filter(pk__in=keys, state=ChangeState.WAITING).select_related("user").order_by("pk"))
    if not found:
        messages.warning(request, "没有选中待确认的变更，请先在左边打勾")
    for change in found:
        _attempted(request, change, can_confirm_change, actions.confirm_change, "权限变更已确认")
    return redirect("accounts:changes")


@require_POST
def confirm_change(request: Request, pk: int) -> HttpResponse:
    change = _seen(request, pk, can_confirm_change)
    told(request, lambda: actions.confirm_change(change, by=request.user), f"「{change.user.name}」的权限变更已确认，即时生效。")
    return redirect("accounts:user", change.user_id)


def decline_change(request: Request, pk: int) -> HttpResponse:
    change = _seen(request, pk, can_confirm_change)
    form = DeclineForm(request.POST or None)
    if form.is_valid() and form.attempt(
        lambda: actions.decline_change(change, answer=form.cleaned_data["answer"], by=request.user)
    ):
        messages.success(request, f"未同意「{change.user.name}」的权限变更，现有权限不变。")
        return redirect("accounts:changes")
    back = Link("权限变更", reverse("accounts:changes"))
    return work_page(request, form, title=f"不同意变更：{change.user.name}", submit="不同意变更", hint=change.says, back=back)


@require_POST
def withdraw_change(request: Request, pk: int) -> HttpResponse:
    change = _seen(request, pk, can_withdraw_change)
    told(request, lambda: actions.withdraw_change(change, by=request.user), "已撤回，现有权限不变。")
    return redirect("accounts:user", change.user_id)


def _seen(request: Request, pk: int, allowed: Callable[[User, RightsChange], Verdict]) -> RightsChange:
    demand_or_404(can_see_changes(request.user))
    change = get_object_or_404(RightsChange.objects.select_related(*_SCOPES), pk=pk)
    demand_or_404(allowed(request.user, change))
    return change


def _attempted(
    request: Request,
    change: RightsChange,
    allowed: Callable[[User, RightsChange], Verdict],
    act: Callable[..., None],
    said: str,
) -> None:
    verdict = allowed(request.user, change)
    if verdict:
        told(request, lambda: act(change, by=request.user), f"「{change.user.name}」的{said}。")
    else:
        messages.warning(request, f"{change.user.name}：{verdict.reason}")
