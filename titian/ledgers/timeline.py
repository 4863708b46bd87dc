"""What the ledgers know of an organisation's course: visits, problems, trainings, projects …, each a line."""

from __future__ import annotations

from collections.abc import Iterator

from titian.accounts.models import User
from titian.base.clock import today
from titian.base.pages import Event, Mark
from titian.ledgers.models import Ledger, LedgerQuerySet, LedgerRow, LedgerStep
from titian.registry.models import Organisation

MOST = 200


def events(organisation: Organisation, user: User) -> Iterator[Event]:
    """The latest rows of every ledger this person sees, and when they were closed."""
    seen = Ledger.objects.visible_to(user)
    rows = LedgerRow.objects.visible_to(user).kept().filter(organisation=organisation, ledger__in=seen, day__lte=today())
    found = rows.select_related("ledger", "organisation", "person", "responsible").order_by("-day", "-pk")[:MOST]
    for row in found:
        assert row.day is not None
        said = row.title or str(row.shown("kind") or "")
        who = row.responsible.name if row.responsible else ""
        yield Event(
            row.day, f"{row.ledger.label}{f'：{said}' if said else ''}", who=who, url=row.get_absolute_url(), mark=_mark(row)
        )
    yield from _closings(organisation, seen, user)


def _mark(row: LedgerRow) -> Mark | None:
    state = row.ledger.about.state(row.state)
    return Mark(state.colour.value, state.label) if state else None


def _closings(organisation: Organisation, seen: LedgerQuerySet, user: User) -> Iterator[Event]:
    """Later stages of what takes its course: 获批, 办结."""
    rows = LedgerRow.objects.visible_to(user).kept().filter(organisation=organisation, ledger__in=seen)
    steps = LedgerStep.objects.filter(row__in=rows, day__lte=today()).select_related("row__ledger", "row__organisation", "by")
    for step in steps.order_by("-day", "-pk")[:MOST]:
        if step.day != step.row.day:
            yield Event(step.day, f"{step.row.ledger.label}「{step.row}」{step.label}", url=step.row.get_absolute_url())
