"""One row: what it says, where it stands and how it came there, what hangs on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from titian.accounts.models import User
from titian.base.clock import today
from titian.base.pages import Action, Event, Fact, Link, Mark, Record, record_page
from titian.base.quantities import plain
from titian.base.requests import Request
from titian.journal.models import Entry
from titian.ledgers.computing import computing
from titian.ledgers.definition import Field, Kind
from titian.ledgers.definition.fields import NUMBERS
from titian.ledgers.definition.values import amount_text
from titian.ledgers.filling import doubts, kept_keys
from titian.ledgers.models import Ledger, LedgerRow, LedgerStep
from titian.ledgers.permissions import can_change, can_enter, can_remove, can_step
from titian.ledgers.views.common import back_to, link, row_or_404, state_mark
from titian.registry.permissions import can_open, can_see_people
from titian.registry.views.common import evidence_fact

ENTRIES, CHILDREN = 20, 50
_SAID = 4  # numbers of a child that stand in its line
_FOLLOWS = {"region": "所属乡镇", "department": "科室"}


@dataclass(frozen=True)
class Child:
    """A row under another: its numbers, where it stands."""

    row: LedgerRow
    said: str
    mark: Mark | None
    warning: Mark | None


@dataclass(frozen=True)
class Branch:
    """What hangs on a row in one ledger; `add` opens that ledger's form with this row filled in."""

    ledger: Ledger
    rows: Sequence[Child]
    count: int
    add: str


def row(request: Request, pk: int) -> HttpResponse:
    found = row_or_404(request, pk)
    user, day = request.user, today()
    branches = list(_branches(found, user, day))
    record = Record(
        title=str(found),
        mark=state_mark(found),
        note=found.ledger.label,
        who=found.responsible.name if found.responsible and user.is_inside else "",
        deadline=found.due if not found.is_closed_on(day) else None,
        facts=list(_facts(found, user)),
        events=_course(found, user),
        entries=Entry.objects.about(found)[:ENTRIES] if user.is_inside else (),
    )
    return record_page(
        request,
        record,
        template="ledgers/row.html",
        actions=_buttons(user, found),
        back=back_to(found.ledger),
        row=found,
        doubts=_doubts(found) if user.is_inside else (),
        handed_in=_handed_in(found),
        branches=branches,
        bare=[branch for branch in branches if not branch.rows],
    )


def _doubts(row: LedgerRow) -> list[str]:
    """What may be stored but does not quite fit together: 「进度」…，请核对."""
    return [f"「{row.ledger.about.label_of(one.key)}」{one.message}" for one in doubts(row) if one.doubtful]


def _facts(row: LedgerRow, user: User) -> Iterator[Fact]:
    """By the definition it was written under; what follows from firm and officer after it."""
    about, rule = row.about, row.colour_on(today())
    if rule is not None:
        yield Fact("预警", Mark(rule.colour.value, rule.word))
    for one in about.fields:
        if user.is_inside or not one.inside:
            yield Fact(one.label, value_of(row, one, user))
    for key, label in _FOLLOWS.items():
        if about.field(key) is None and getattr(row, key) is not None and (user.is_inside or key == "region"):
            yield Fact(label, str(getattr(row, key)))
    yield from computing(row.ledger.code).facts(row, user, today())
    yield from evidence_fact(row.evidence.all())


def value_of(row: LedgerRow, one: Field, user: User) -> object:
    """A value with its unit, as a record shows it; what has a page of its own opens it."""
    value = row.shown(one.key)
    if value is None or isinstance(value, bool):
        return value
    if one.kind is Kind.MONEY:
        return amount_text(one, value)
    if one.kind is Kind.PERCENT:
        return f"{plain(value)} %"
    if one.kind in {Kind.INTEGER, Kind.DECIMAL}:
        return f"{plain(Decimal(value), grouped=True)} {one.unit}".strip()
    if _opens(user, one, value):
        return Link(str(value), value.get_absolute_url())
    return str(value) if hasattr(value, "pk") else value


def _opens(user: User, one: Field, value: Any) -> bool:
    """Has what stands there a page this person may see?"""
    if one.kind is Kind.ORGANISATION:
        return bool(can_open(user, value))
    if one.kind is Kind.ROW:
        return user.is_inside or LedgerRow.objects.visible_to(user).filter(pk=value.pk).exists()
    return one.kind is Kind.PERSON and bool(can_see_people(user))


def _course(row: LedgerRow, user: User) -> list[Event]:
    """The steps, the latest first."""
    steps = row.steps.select_related("by").order_by("-day", "-pk")
    return [_step(row, step, user) for step in steps] if row.ledger.about.states else []


def _step(row: LedgerRow, step: LedgerStep, user: User) -> Event:
    state = row.ledger.about.state(step.state)
    mark = Mark(state.colour.value, state.label) if state else Mark("grey", step.state)
    progress = "" if step.progress is None else f"进度 {step.progress} %"
    texts = [f"{row.ledger.about.label_of(key)}：{text}" for key, text in step.said.items()]
    who = step.by.name if step.by and user.is_inside else ""
    return Event(step.day, "；".join(filter(None, [step.note, progress, *texts])), who=who, mark=mark)


def _handed_in(row: LedgerRow) -> str:
    """代录: who brought it, when, who wrote it down."""
    if not (row.entered_for or row.entered_on):
        return ""
    brought = " ".join(filter(None, [row.entered_for, f"{row.entered_on} 交来" if row.entered_on else ""]))
    return f"代录：{brought}，{row.created_by or '系统'} 于 {row.created_at:%Y-%m-%d} 录入"


def _branches(row: LedgerRow, user: User, day: date) -> Iterator[Branch]:
    """Every ledger whose rows belong to rows of this one, with those of this row."""
    ledgers = {one.pk: one for one in Ledger.objects.visible_to(user) if _belongs(one, row.ledger)}
    if not ledgers:
        return
    found: dict[int, list[LedgerRow]] = {key: [] for key in ledgers}
    children = row.children.visible_to(user).filter(ledger__in=ledgers).select_related("organisation", "person")
    for child in children.order_by("-day", "-pk"):
        child.ledger = ledgers[child.ledger_id]
        found[child.ledger_id].append(child)
    for key, rows in found.items():
        ledger = ledgers[key]
        add = f"{reverse('ledgers:add', args=[ledger.code])}?parent={row.pk}" if can_enter(user, ledger) else ""
        if rows or add:
            yield Branch(ledger, [_child(child, user, day) for child in rows[:CHILDREN]], len(rows), add)


def _belongs(child: Ledger, parent: Ledger) -> bool:
    one = child.about.field("parent")
    return one is not None and one.ledger == parent.code and not child.one_off


def _child(child: LedgerRow, user: User, day: date) -> Child:
    rule = child.colour_on(day)
    fields = [one for one in child.ledger.about.fields if one.listed and one.kind in NUMBERS and (user.is_inside or not one.inside)]
    said = [f"{one.label} {value}" for one in fields[:_SAID] if (value := value_of(child, one, user)) is not None]
    return Child(child, " · ".join(said), state_mark(child), Mark(rule.colour.value, rule.word) if rule else None)


def _buttons(user: User, row: LedgerRow) -> list[Action]:
    found = []
    if can_remove(user, row):
        found.append(link("删除", "remove", row.pk))
    if row.ledger.about.states and can_step(user, row):
        if row.steps.count() > 1:
            found.append(link("撤回进展", "take_back", row.pk))
        found.append(link("登记进展", "step", row.pk))
    if can_change(user, row):
        if kept_keys(row):
            found.append(link("登记进度", "report", row.pk))
        found += [link("上传佐证", "evidence", row.pk), link("修改", "amend", row.pk, primary=True)]
    return [*computing(row.ledger.code).acts(row, user), *found]
