"""What the ledgers ask of a person: what is overdue or due, one by one where it is their own, one line a ledger where it is the section's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from django.db.models import Count, Min, Q
from django.urls import reverse

from titian.accounts.models import User
from titian.accounts.roles import STAFF, Role
from titian.base.clock import today
from titian.base.todos import Todo
from titian.ledgers.collecting.waiting import waiting
from titian.ledgers.computing import computing, known
from titian.ledgers.models import Ledger, LedgerRow, LedgerRowQuerySet
from titian.ledgers.models.ledgers import ledger_owners

ROOM = "台账"
SOON = timedelta(days=7)
SHOWN = 8
_OF_A_DEPARTMENT = frozenset({Role.CHIEF, Role.DEPUTY})


def todos(user: User) -> Iterator[Todo]:
    yield from waiting(user)
    if user.role in STAFF:
        yield from _own(user)
        if user.role in _OF_A_DEPARTMENT and user.department_id:
            yield from _of_department(user)
    elif user.own_town_id:
        yield from _of_town(user)
    if user.is_inside:
        for ledger in Ledger.objects.visible_to(user).in_use().filter(code__in=known()):
            yield from computing(ledger.code).todos(ledger, user, today())


def _own(user: User) -> Iterator[Todo]:
    """Of one's own."""
    yield from _next(_pressing(user).filter(responsible=user), lambda row: f"{row.ledger.label}：{row}")


def _of_town(user: User) -> Iterator[Todo]:
    """Of what the town fills in, with who at the bureau answers for it."""

    def text(row: LedgerRow) -> str:
        whom = f"（责任人 {row.responsible.name}）" if row.responsible else ""
        return f"{row.ledger.label}：{row}{whom}"

    yield from _next(_pressing(user).filter(ledger_owners(user)), text)


def _pressing(user: User) -> LedgerRowQuerySet:
    """Overdue or due within the week, of ledgers in use."""
    day = today()
    rows = LedgerRow.objects.kept().open_on(day).filter(due__lte=day + SOON, ledger__is_archived=False)
    return rows.filter(ledger__in=Ledger.objects.visible_to(user))


def _next(rows: LedgerRowQuerySet, text: Callable[[LedgerRow], str]) -> Iterator[Todo]:
    """The next few, overdue first; the rest in one line."""
    day = today()
    found = list(rows.select_related("ledger", "organisation", "person", "responsible").order_by("due", "pk")[: SHOWN + 1])
    for row in found[:SHOWN]:
        late = row.due is not None and row.due < day
        state = "逾期" if late else "今日到期" if row.due == day else "将到期"
        yield Todo(text(row), row.get_absolute_url(), due=row.due, state=state, colour="red" if late else "yellow", room=ROOM)
    if len(found) > SHOWN:
        more = rows.count() - SHOWN
        yield Todo(f"台账里还有 {more} 条七天内到期或已逾期", reverse("ledgers:index"), state="待办", colour="yellow", room=ROOM)


def _of_department(user: User) -> Iterator[Todo]:
    """Overdue rows of the section's people, one line a ledger, with the day of the one longest overdue."""
    day = today()
    late = LedgerRow.objects.kept().overdue_on(day).filter(ledger__is_archived=False)
    late = late.filter(Q(department=user.department_id) | Q(responsible__department=user.department_id)).exclude(responsible=user)
    groups = late.order_by().values("ledger").annotate(count=Count("pk"), first=Min("due")).order_by("-count")
    labels = {ledger.pk: ledger for ledger in Ledger.objects.visible_to(user)}
    for group in groups[:SHOWN]:
        if ledger := labels.get(group["ledger"]):
            address = f"{ledger.get_absolute_url()}?colour=red&department={user.department_id}"
            yield Todo(
                f"{ledger.label}：本科室 {group['count']} 条逾期",
                address,
                due=group["first"],
                state="逾期",
                colour="red",
                room=ROOM,
            )
