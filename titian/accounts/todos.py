"""What waits for the three administrators: changes of rights to confirm, and offices of the three nobody holds yet."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from titian.accounts.models import RightsChange, User
from titian.accounts.models.rights import ChangeState
from titian.accounts.permissions import can_confirm_changes
from titian.accounts.roles import Role
from titian.base.todos import Todo

ROOM = "用户"


def todos(user: User) -> Iterator[Todo]:
    if user.is_one_of_three and can_confirm_changes(user):
        yield from _to_confirm(user)
    if user.is_administrator:
        yield from _to_appoint()


def _to_confirm(user: User) -> Iterator[Todo]:
    """Not what concerns oneself: another security administrator has that among theirs."""
    waiting = RightsChange.objects.filter(state=ChangeState.WAITING).exclude(user=user).exclude(asked_by=user)
    address = reverse("accounts:changes")
    for change in waiting.select_related("user", "asked_by").order_by("pk"):
        yield Todo(
            f"确认「{change.user.name}」的权限变更",
            address,
            state="待确认",
            colour="yellow",
            room=ROOM,
            since=change.asked_at.date(),
        )


def _to_appoint() -> Iterator[Todo]:
    why = {
        Role.SECURITY: "任命安全保密管理员：现在权限变更由系统管理员一人决定",
        Role.AUDIT: "任命安全审计员：现在没有人查看管理员的操作",
    }
    for role, text in why.items():
        if not User.objects.keeping(role).exists():
            yield Todo(text, reverse("accounts:add_user"), state="缺人", colour="yellow", room=ROOM)
