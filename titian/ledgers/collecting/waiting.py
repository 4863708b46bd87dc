"""What collections ask of a person: a town or firm what is due, an officer who owes and what came in, a leader what waits for a word."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from titian.accounts.models import User
from titian.accounts.roles import LEADERS, STAFF, Role
from titian.base.clock import today
from titian.base.colours import Colour
from titian.base.todos import Todo
from titian.ledgers.models import Answer, Collection, CollectionRequest, CollectionState
from titian.ledgers.permissions import can_see_requests

ROOM, OUTSIDE_ROOM = "台账", "收到的表"
_SHOWN = 8


def waiting(user: User) -> Iterator[Todo]:
    if user.role in STAFF:
        yield from _of_officer(user)
        yield from _of_leader(user)
    elif can_see_requests(user):
        yield from _asked(user)


def _asked(user: User) -> Iterator[Todo]:
    """One line a form, the first due first."""
    day = today()
    rows = CollectionRequest.objects.visible_to(user).unanswered().filter(collection__state=CollectionState.SENT)
    for one in rows.select_related("collection").order_by("collection__due", "pk"):
        verb = "修改后再报" if one.state == Answer.RETURNED else "填报"
        due = one.collection.due
        late, soon = due < day, (due - day).days <= 3
        when = "已过期限" if late else "今日到期" if due == day else "将到期" if soon else "未报"
        state = "已退回" if one.state == Answer.RETURNED else when
        colour: Colour = "red" if late or one.state == Answer.RETURNED else "yellow" if soon else "grey"
        yield Todo(f"{verb}「{one.collection}」", one.get_absolute_url(), due=due, state=state, colour=colour, room=OUTSIDE_ROOM)


def _of_officer(user: User) -> Iterator[Todo]:
    """Of forms one drafted oneself; a chief's those of the section."""
    mine = Q(created_by=user)
    if user.role == Role.CHIEF and user.department_id:
        mine |= Q(created_by__department=user.department_id)
    running = Collection.objects.running().filter(mine).with_counts().order_by("due", "pk")
    for one in running[:_SHOWN]:
        address = one.get_absolute_url()
        if count := getattr(one, "waiting_count", 0):
            yield Todo(f"接收「{one}」交来的 {count} 份", address, state="待接收", colour="blue", room=ROOM)
        if count := getattr(one, "missing_count", 0):
            late = one.due < today()
            text = f"「{one}」还有 {count} 个没报，催一催"
            yield Todo(
                text, address, due=one.due, state="已过期限" if late else "未报", colour="red" if late else "grey", room=ROOM
            )
        elif not getattr(one, "waiting_count", 0):
            yield Todo(f"「{one}」都收齐了，可以结束收报", address, state="收齐", colour="green", room=ROOM)


def _of_leader(user: User) -> Iterator[Todo]:
    if user.role not in LEADERS:
        return
    for one in (
        Collection.objects.filter(state=CollectionState.WAITING).exclude(created_by=user).select_related("created_by")[:_SHOWN]
    ):
        text = f"审批发给{one.asked_label}的「{one}」（{one.created_by}起草）"
        yield Todo(text, one.get_absolute_url(), due=one.due, state="待审批", colour="yellow", room=ROOM)
