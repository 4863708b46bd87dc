"""What the pages of ledgers share: fetching what a person may see, and the buttons that lead from one to the next."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.urls import reverse

from titian.accounts.models import User
from titian.base.pages import Action, Link, Mark, demand_or_404
from titian.base.requests import Request
from titian.ledgers.listings import TAKEN_OVER_LATER
from titian.ledgers.models import Ledger, LedgerRow
from titian.ledgers.permissions import can_see, can_see_ledgers
from titian.registry.actions import add_person

FORM = "ledgers/form.html"
RELATED = ("organisation", "region", "person__organisation", "parent__ledger", "parent__organisation", "parent__person")
PEOPLE = ("responsible", "department", "created_by")


def ledger_or_404(request: Request, code: str) -> Ledger:
    demand_or_404(can_see_ledgers(request.user))
    found = get_object_or_404(Ledger.objects.visible_to(request.user), code=code)
    demand_or_404(can_see(request.user, found))
    return found


def row_or_404(request: Request, pk: int) -> LedgerRow:
    demand_or_404(can_see_ledgers(request.user))
    seen = LedgerRow.objects.visible_to(request.user).filter(ledger__in=Ledger.objects.visible_to(request.user))
    return get_object_or_404(seen.select_related("ledger", *RELATED, *PEOPLE), pk=pk)


def link(label: str, name: str, *args: Any, query: str = "", **how: Any) -> Action:
    """A button that opens (or, with post=True, posts to) an address of this room."""
    return Action(label, reverse(f"ledgers:{name}", args=args) + (f"?{query}" if query else ""), **how)


def back_to(found: Ledger | LedgerRow) -> Link:
    return Link(str(found), found.get_absolute_url())


def state_mark(row: LedgerRow) -> Mark | None:
    """Where it stands, in the colour its ledger gives the state."""
    if row.is_draft:
        return TAKEN_OVER_LATER
    state = row.ledger.about.state(row.state)
    return Mark(state.colour.value, state.label) if state else None


@transaction.atomic
def with_person(values: dict[str, Any], by: User) -> dict[str, Any]:
    """Somebody named for the first time is added to the register, in the transaction the row is written in."""
    person = values.get("person")
    if person is not None and person.pk is None:
        values["person"] = add_person(name=person.name, employer=person.employer, kind=person.kind, by=by)
    return values
