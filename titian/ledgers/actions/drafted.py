"""Rows somebody outside is filling in: drafts of a form, saved as far as they go; nothing counts them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.journal.actions import record
from titian.ledgers.collecting.asking import asked_of, relaxed
from titian.ledgers.collecting.prefill import Begun
from titian.ledgers.definition import Definition, ValuesError, clean
from titian.ledgers.filling import complete, words_of
from titian.ledgers.models import CollectionRequest, LedgerRow
from titian.ledgers.permissions import can_fill
from titian.registry.actions import add_person
from titian.registry.models import Person

MOST = 2_000
# One row as a form or sheet gives it: the key of a row that is there already, and its values.
Typed = tuple[int | None, Mapping[str, Any]]


@transaction.atomic
def begin_rows(form: CollectionRequest, begun: Sequence[Begun], *, by: User) -> int:
    """What is known already, as drafts to go on with; how many rows there are."""
    can_fill(by, form).demand()
    made = []
    for one in begun:
        row = _new(form, by)
        _put(row, one.values, relaxed(_asked(form)))
        made.append(row)
    LedgerRow.objects.bulk_create(made, batch_size=500)
    if made:
        form.sources = {str(row.pk): [one.source, list(one.keys)] for row, one in zip(made, begun, strict=True) if one.source}
        form.save(update_fields=["sources"])
        record("ledgers.request.begun", form, by=by, after={"rows": len(made)})
    return len(made)


@transaction.atomic
def save_rows(
    form: CollectionRequest, rows: Sequence[Typed], *, by: User, stamp: str | None = None, gone: Collection[int] = ()
) -> list[LedgerRow]:
    """Keep what was typed so far; the rows come back in the order given.

    stamp  of the form when its page was opened (`CollectionRequest.stamp`): refused when somebody saved since. None: not asked.
    gone   keys of rows to be taken away
    Raises Refused with everything that is wrong, by the number of the row.
    """
    held = hold(form)
    can_fill(by, held).demand()
    if stamp is not None and stamp != held.stamp:
        raise Refused("您填写期间，别人刚保存过这份表，所以没有保存。请刷新页面，核对后再填")
    known = {
        row.pk: row for row in held.rows.filter(is_draft=True).select_related("ledger", "organisation", "region", "responsible")
    }
    definition, problems, saved, changed = relaxed(_asked(held)), [], [], 0
    for number, (pk, values) in enumerate(rows, start=1):
        row = known.get(pk) if pk is not None else _new(held, by)
        if row is None:
            problems.append(f"第 {number} 行已被删除，请刷新页面")
            continue
        before = (row.data, *(getattr(row, one.key) for one in definition.fields if one.is_shared))
        try:
            _put(row, _with_person(values, by), definition)
        except ValuesError as problem:
            problems += [f"第 {number} 行{message}" for message in problem.messages]
            continue
        if row.pk is None or before != (row.data, *(getattr(row, one.key) for one in definition.fields if one.is_shared)):
            row.save()
            changed += 1
        saved.append(row)
    if problems:
        raise Refused(problems)
    changed += _take_away(held, [known[pk] for pk in gone if pk in known])
    if held.rows.filter(is_draft=True).count() > MOST:
        raise Refused(f"一份表最多 {MOST} 行，更多的请分几次报")
    if changed:
        held.saved_at = timezone.now()
        held.save(update_fields=["saved_at", "sources", "notes"])
        record("ledgers.request.saved", held, by=by, after={"rows": len(rows), "changed": changed})
    form.saved_at = held.saved_at
    return saved


def hold(form: CollectionRequest) -> CollectionRequest:
    """As it is stored, kept from everybody else until the transaction ends."""
    related = ("collection__ledger", "region", "organisation")
    found = CollectionRequest.objects.select_for_update(of=("self",)).select_related(*related).filter(pk=form.pk).first()
    if found is None:
        raise Refused("这份表已被收回，请刷新后查看")
    return found


def _asked(form: CollectionRequest) -> Definition:
    return asked_of(form.collection.ledger.about, form.collection.asked)


def _with_person(values: Mapping[str, Any], by: User) -> Mapping[str, Any]:
    """Somebody an officer names for the first time joins the register."""
    person = values.get("person")
    if not isinstance(person, Person) or person.pk is not None:
        return values
    return {**values, "person": add_person(name=person.name, employer=person.employer, kind=person.kind, by=by)}


def _new(form: CollectionRequest, by: User) -> LedgerRow:
    ledger = form.collection.ledger
    return LedgerRow(ledger=ledger, version=ledger.version, collected=form, is_draft=True, created_by=by, **form.owner)


def _put(row: LedgerRow, values: Mapping[str, Any], definition: Definition) -> None:
    row.put(clean(definition, {key: value for key, value in values.items() if definition.field(key)}))
    row.version = row.ledger.version
    title = row.title
    complete(row)
    row.title = title  # whom a row is about stands for its name when it is taken over, not while somebody still has to say it
    row.words = words_of(row)


def _take_away(form: CollectionRequest, rows: Sequence[LedgerRow]) -> int:
    for row in rows:
        form.sources.pop(str(row.pk), None)
        form.notes.pop(str(row.pk), None)
        row.delete()
    return len(rows)
