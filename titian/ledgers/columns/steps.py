"""Writing imported rows together with the steps their state and stage days say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from titian.base.database import insert_rows, touch
from titian.base.registers import BATCH, Change, Work
from titian.ledgers.columns.made import REACHED, STATE
from titian.ledgers.computing import computing
from titian.ledgers.definition import Definition
from titian.ledgers.filling import complete, keep_report, kept_keys, standing_report, words_of
from titian.ledgers.models import LedgerRow, LedgerStep
from titian.registry.actions import add_person

_WRITTEN = (
    *(
        "version",
        "title",
        "kind",
        "level",
        "batch",
        "state",
        "organisation",
        "region",
        "person",
        "parent",
        "day",
        "due",
        "closed_on",
    ),
    *("touched_on", "amount", "count", "progress", "responsible", "department", "data", "updated_at"),
)


def reached(row: LedgerRow) -> dict[str, date]:
    """State → the last day it was reached; asks nothing where the steps were prefetched."""
    return {step.state: step.day for step in arrivals(row.steps.all())} if row.pk else {}


def arrivals(steps: Iterable[LedgerStep]) -> list[LedgerStep]:
    """The steps that led to a state, in their order; reports of progress within a state are left out."""
    found: list[LedgerStep] = []
    for step in sorted(steps, key=lambda step: (step.day, step.pk)):
        if not found or found[-1].state != step.state:
            found.append(step)
    return found


def save_with_steps(definition: Definition, changes: Sequence[Change[LedgerRow]], work: Work) -> None:
    """New rows and changed ones with their steps; people named for the first time are added to the register."""
    for change in changes:
        _add_person(change, work)
    for change in changes:
        _settle(definition, change, work)
    new = [change for change in changes if change.is_new]
    old = [change for change in changes if not change.is_new]
    LedgerRow.objects.bulk_create([change.obj for change in new], batch_size=BATCH)
    if old:
        for change in old:
            touch(change.obj)
        LedgerRow.objects.bulk_update([change.obj for change in old], _WRITTEN, batch_size=500)
    for change in old:
        _amend_steps(change)
        if change.after.keys() & set(kept_keys(change.obj)):
            keep_report(change.obj, work.day, work.user)
    begun = new if definition.states else []
    made = ((change.obj, state, day) for change in begun for state, day in _course(change.obj).items())
    names = ("row_id", "state", "day", "note", "progress", "said", "by_id", "at")
    insert_rows(LedgerStep, names, (_first_step(row, state, day, work) for row, state, day in made))
    computing(definition.name).settle([change.obj for change in changes])


def _first_step(row: LedgerRow, state: str, day: date, work: Work) -> tuple[Any, ...]:
    """The values of a new row's step; the one it stands at bears its progress."""
    said = standing_report(row) if state == row.state and kept_keys(row) else {"progress": None, "said": {}}
    return (row.pk, state, day, "", said["progress"], said["said"], work.user.pk, _instant(work))


def _instant(work: Work) -> Any:
    """One instant for all steps of an import."""
    return work.kept.setdefault("at", timezone.now())


def _add_person(change: Change[LedgerRow], work: Work) -> None:
    person = change.obj.person
    if person is not None and person.pk is None:
        made = work.kept.setdefault("made people", {})
        key = (person.name, person.employer)
        if key not in made:
            made[key] = add_person(name=person.name, employer=person.employer, kind=person.kind, by=work.user)
        change.obj.person = made[key]
        change.after["person"] = made[key]


def _settle(definition: Definition, change: Change[LedgerRow], work: Work) -> None:
    """Where the row stands, since when, and what follows from that."""
    row = change.obj
    held = _derived(definition, row, reached(row))
    if change.is_new:
        row.created_by = work.user
    if definition.states:
        _settle_state(definition, change, work)
    complete(row, max(_course(row).values(), default=row.day) if definition.states else row.day)
    row.words = words_of(row)
    _share(row, work)
    for key, value in _derived(definition, row, _course(row)).items():
        if key not in change.after and value != held[key]:
            change.after[key] = value
            if change.before is not None:
                change.before[key] = held[key]


def _share(row: LedgerRow, work: Work) -> None:
    """Towns and sections are few: each is asked for once an import, not once a row."""
    for name in ("region", "department"):
        pk = getattr(row, f"{name}_id")
        if pk is not None and name not in row._state.fields_cache:
            known = work.kept.setdefault(f"{name} by key", {})
            setattr(row, name, known[pk] if pk in known else known.setdefault(pk, getattr(row, name)))


def _derived(definition: Definition, row: LedgerRow, days: Mapping[str, date]) -> dict[str, Any]:
    """What follows from a row without being said in its sheet: taken back with it."""
    fields = ("region", "department", "closed_on")
    found = {key: getattr(row, key) for key in fields if definition.field(key)}
    found |= {key: row.value(key) for key in computing(definition.name).derived if definition.field(key)}
    stages = {f"{REACHED}{state.code}": days.get(state.code) for state in definition.stages}
    return found | stages | ({STATE: row.state or None} if definition.states else {})


def _settle_state(definition: Definition, change: Change[LedgerRow], work: Work) -> None:
    row, said = change.obj, change.after
    days = reached(row)
    for state in definition.stages:
        key = f"{REACHED}{state.code}"
        if key in said:
            days.pop(state.code, None)
            days |= {state.code: said[key]} if said[key] else {}
    undone = (change.before or {}).get(STATE) if work.kept.get("undo") else None
    if undone is not None and undone != said.get(STATE):
        days.pop(undone, None)
    code = said.get(STATE) or _implied(definition, row, days, said)
    state_now = definition.state(code)
    if code not in days:
        closing = row.closed_on if state_now and state_now.closes else None
        days[code] = closing or (row.day if change.is_new and row.day else None) or work.day
    row.state = code
    if state_now and state_now.closes:
        row.closed_on = row.closed_on or days[code]
    elif "closed_on" not in said or STATE in said:
        row.closed_on = None
    _keep_course(row, days)


def _implied(definition: Definition, row: LedgerRow, days: Mapping[str, date], said: Mapping[str, Any]) -> str:
    """The state nobody named: the last stage with a day; the closing one where the row was closed; else where it stood or begins."""
    if any(key.startswith(REACHED) for key in said) and days:
        order = {state.code: number for number, state in enumerate(definition.states)}
        return max(days, key=lambda code: (days[code], order.get(code, -1)))
    if said.get("closed_on"):
        closing = next((state.code for state in definition.states if state.closes), None)
        now = definition.state(row.state)
        if closing and not (now and now.closes):
            return closing
    return row.state or definition.first_state


def _keep_course(row: LedgerRow, days: Mapping[str, date]) -> None:
    row.__dict__["_course"] = dict(days)


def _course(row: LedgerRow) -> dict[str, date]:
    """State → day, as settled for this save; the steps that are there where nothing was."""
    course: dict[str, date] | None = row.__dict__.get("_course")
    return reached(row) if course is None else course


def _amend_steps(change: Change[LedgerRow]) -> None:
    """Bring the steps of a row that was there in line with its course."""
    if STATE not in change.after and not any(key.startswith(REACHED) for key in change.after) and "closed_on" not in change.after:
        return
    row = change.obj
    course, there = _course(row), {step.state: step for step in arrivals(row.steps.all())}
    for code, day in course.items():
        step = there.get(code)
        if step is None:
            LedgerStep(row=row, state=code, day=day).save()
        elif step.day != day:
            step.day = day
            step.save(update_fields=["day"])
    for step in row.steps.all():
        if step.state not in course:
            step.delete()
