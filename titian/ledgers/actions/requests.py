"""What one town or firm answers: handed in, given back, let off, taken over into the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from titian.accounts.models import User
from titian.base.clock import today
from titian.base.errors import Refused
from titian.files.actions import store
from titian.journal.actions import Change, record, record_many
from titian.ledgers.actions.drafted import hold
from titian.ledgers.actions.rows import Upload, amend_row
from titian.ledgers.collecting.asking import asked_of
from titian.ledgers.collecting.matching import matches
from titian.ledgers.computing import computing
from titian.ledgers.definition import Definition, ValuesError, clean
from titian.ledgers.definition.fields import SHARED
from titian.ledgers.filling import complete, doubts, kept_keys, said, standing_report, words_of
from titian.ledgers.models import Answer, Collection, CollectionRequest, Ledger, LedgerRow, LedgerStep
from titian.ledgers.permissions import can_excuse, can_fill, can_take_over

_WRITTEN = [*SHARED, "is_draft", "state", "entered_for", "entered_on", "touched_on", "data", "updated_at"]


@dataclass(frozen=True)
class TakenOver:
    """How many rows are new in the ledger, brought up to date there, and said nothing new."""

    created: int = 0
    amended: int = 0
    unchanged: int = 0


@transaction.atomic
def submit_request(
    form: CollectionRequest,
    *,
    by: User,
    nothing: bool = False,
    entered_for: str = "",
    entered_on: date | None = None,
    evidence: Sequence[Upload] = (),
) -> None:
    """Hand it in. `nothing`: there is nothing to report (零报告). 代录: who handed it in on which day, the signed scan.

    A second click does nothing. Raises Refused with everything that is still wrong, by row.
    """
    Collection.objects.select_for_update().get(pk=form.collection_id)  # who closes it meanwhile waits, or is waited for
    held = hold(form)
    if held.state == Answer.SUBMITTED and not evidence:
        return
    can_fill(by, held).demand()
    rows = answered_of(held)
    if not rows and not nothing:
        raise Refused("一行也没有填（只有预填内容的行不算）。确实没有要报的，请勾选「没有需要填报的（零报告）」再报送")
    if by.is_inside and not (entered_for.strip() and entered_on):
        raise Refused("代录要写明经办人和交来日期：谁、哪天交来的")
    if problems := list(_problems(held, rows)):
        raise Refused(problems)
    before = held.state_label
    held.state, held.submitted_at, held.submitted_by = Answer.SUBMITTED.value, timezone.now(), by
    held.notes, held.reason = {}, ""
    held.entered_for, held.entered_on = entered_for.strip(), entered_on
    held.save()
    if files := [store(name, data, by=by, owner=held) for name, data in evidence]:
        held.evidence.add(*files)
    after = {"state": held.state_label, "rows": len(rows)}
    handed = {"entered_for": held.entered_for, "entered_on": entered_on} if held.entered_for else {}
    record("ledgers.request.submitted", held, by=by, before={"state": before}, after={**after, **handed})
    form.refresh_from_db()


@transaction.atomic
def return_request(form: CollectionRequest, *, by: User, reason: str, notes: Mapping[int, str] | None = None) -> None:
    """Back for correction. `notes`: key of the row → what is wrong with it."""
    held = hold(form)
    can_take_over(by, held).demand()
    if not reason.strip():
        raise Refused("请写明退回的原因：哪里不对、怎么改")
    known = {row.pk for row in drafts_of(held)}
    held.notes = {str(pk): words.strip()[:200] for pk, words in (notes or {}).items() if words.strip() and pk in known}
    held.state, held.reason = Answer.RETURNED.value, reason.strip()[:300]
    held.save(update_fields=["state", "reason", "notes"])
    after = {"state": held.state_label, "rows": len(held.notes)}
    record("ledgers.request.returned", held, by=by, before={"state": Answer.SUBMITTED.label}, after=after, reason=reason)
    form.refresh_from_db()


@transaction.atomic
def excuse_request(form: CollectionRequest, *, by: User, reason: str) -> None:
    """They need not answer. What they had begun stays a draft that nothing counts."""
    held = hold(form)
    can_excuse(by, held).demand()
    if not reason.strip():
        raise Refused("请写明免报的理由")
    before = held.state_label
    held.state, held.reason = Answer.EXCUSED.value, reason.strip()[:300]
    held.save(update_fields=["state", "reason"])
    record("ledgers.request.excused", held, by=by, before={"state": before}, after={"state": held.state_label}, reason=reason)
    form.refresh_from_db()


@transaction.atomic
def take_over(form: CollectionRequest, *, by: User) -> TakenOver:
    """The drafts become rows of the ledger as they are; what is there already by the ledger's identity is brought up to date.

    A second click does nothing.
    """
    Ledger.objects.select_for_update().get(pk=form.collection.ledger_id)  # two forms that say the same become one row, not two
    held = hold(form)
    if held.state == Answer.TAKEN:
        return TakenOver()
    can_take_over(by, held).demand()
    drafts = answered_of(held)
    there = matches(held, drafts)
    new = [row for row in drafts if row.pk not in there]
    merged = [_merge(there[row.pk], row, held, by=by) for row in drafts if row.pk in there]
    _keep(new, held, by=by)
    held.rows.filter(is_draft=True).delete()  # what nobody added anything to
    held.state, held.taken_at, held.taken_by = Answer.TAKEN.value, timezone.now(), by
    held.save(update_fields=["state", "taken_at", "taken_by"])
    result = TakenOver(len(new), sum(merged), len(merged) - sum(merged))
    counts = {"created": result.created, "amended": result.amended, "unchanged": result.unchanged}
    record(
        "ledgers.request.taken_over",
        held,
        by=by,
        before={"state": Answer.SUBMITTED.label},
        after={"state": held.state_label, **counts},
    )
    form.refresh_from_db()
    return result


def drafts_of(form: CollectionRequest) -> list[LedgerRow]:
    related = ("ledger", "organisation", "region", "person", "responsible", "department")
    return list(form.rows.filter(is_draft=True).select_related(*related).order_by("pk"))


def answered_of(form: CollectionRequest) -> list[LedgerRow]:
    """The drafts that say more than what they went out with."""
    keys = [one.key for one in asked_of(form.collection.ledger.about, form.collection.asked).fields]
    return [row for row in drafts_of(form) if form.is_answered(row, keys)]


def _problems(form: CollectionRequest, rows: Sequence[LedgerRow]) -> Iterator[str]:
    """What keeps the form from being handed in: what is required, does not fit together, or stands there twice."""
    definition = asked_of(form.collection.ledger.about, form.collection.asked)
    seen: dict[Any, int] = {}
    looked_up: dict[str, Any] = {}
    places = {row.pk: number for number, row in enumerate(drafts_of(form), start=1)}
    for row in rows:
        number = places[row.pk]
        values = {one.key: row.value(one.key) for one in definition.fields}
        try:
            clean(definition, values)
        except ValuesError as problem:
            yield from (f"第 {number} 行{message}" for message in problem.messages)
        for doubt in doubts(row, looked_up):
            if not doubt.doubtful:
                yield f"第 {number} 行「{definition.label_of(doubt.key)}」{doubt.message}"
        yield from _twice(number, row, definition, seen)


def _twice(number: int, row: LedgerRow, definition: Definition, seen: dict[Any, int]) -> Iterator[str]:
    identity = tuple(str(row.held(key)) for key in definition.identity)
    if identity and seen.setdefault(identity, number) != number:
        labels = "、".join(definition.label_of(key) for key in definition.identity)
        yield f"第 {number} 行与第 {seen[identity]} 行的{labels}相同，请只留一行"


def _merge(kept: LedgerRow, draft: LedgerRow, form: CollectionRequest, *, by: User) -> bool:
    """Bring a row of the ledger up to date; what the draft says nothing of stays. Whether anything changed."""
    definition = asked_of(form.collection.ledger.about, form.collection.asked)
    values = {one.key: value for one in definition.fields if (value := draft.value(one.key)) is not None}
    changed = bool(amend_row(kept, values, by=by, reason=f"收自{form.whom}：{form.collection}"))
    form.sources.pop(str(draft.pk), None)
    draft.delete()
    return changed


def _keep(rows: Sequence[LedgerRow], form: CollectionRequest, *, by: User) -> None:
    """Drafts as rows of the ledger, at the beginning of their course."""
    ledger = form.collection.ledger
    first = ledger.about.first_state
    for row in rows:
        row.is_draft, row.state = False, first
        row.entered_for, row.entered_on = form.entered_for, form.entered_on
        complete(row)
        row.words, row.updated_at = words_of(row), timezone.now()
    LedgerRow.objects.bulk_update(rows, _WRITTEN, batch_size=500)
    LedgerStep.objects.bulk_create(_first_step(row, first, by) for row in rows if first)
    computing(ledger.code).settle(rows)
    keys = [one.key for one in ledger.about.fields]
    changes = [Change(row, after=said(row, keys)) for row in rows]
    record_many("ledgers.row.taken_over", changes, by=by, reason=f"收自{form.whom}：{form.collection}")


def _first_step(row: LedgerRow, state: str, by: User) -> LedgerStep:
    reported = standing_report(row) if kept_keys(row) else {}
    return LedgerStep(row=row, state=state, day=row.day or today(), by=by, **reported)
