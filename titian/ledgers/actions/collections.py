"""Sending a ledger or a one-off form to towns or firms: drafted, approved, out, put off, closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from titian.accounts.models import User
from titian.base.clock import today
from titian.base.errors import Refused
from titian.journal.actions import record
from titian.ledgers.actions.drafted import begin_rows
from titian.ledgers.collecting.asking import asked_of
from titian.ledgers.collecting.prefill import rows_for
from titian.ledgers.models import Collection, CollectionRequest, CollectionState, Ledger
from titian.ledgers.models.collections import ASKED, FIRMS, FROM_REGISTER, NOTHING, PREFILLS, TOWNS
from titian.ledgers.permissions import can_amend_collection, can_approve, can_collect, can_run, can_withdraw
from titian.places.models import Region
from titian.registry.models import Organisation

_SAID = ("title", "basis", "asked", "due", "instructions", "prefill", "with_numbers")
Whom = Region | Organisation


@transaction.atomic
def start_collection(
    ledger: Ledger,
    *,
    title: str,
    basis: str,
    asked: str,
    due: date,
    whom: Sequence[Whom],
    by: User,
    instructions: str = "",
    prefill: str = NOTHING,
    with_numbers: bool = False,
) -> Collection:
    """Draft it. `whom`: towns (asked towns) or organisations (asked firms). Raises Refused with everything that is wrong."""
    can_collect(by, ledger).demand()
    said = dict(zip(_SAID, (title.strip(), basis.strip(), asked, due, instructions.strip(), prefill, with_numbers), strict=True))
    collection = Collection(ledger=ledger, created_by=by, **said)
    _demand_sound(collection, whom)
    collection.save()
    _ask(collection, whom)
    record("ledgers.collection.started", collection, by=by, after={**said, "asked": len(whom)})
    return collection


@transaction.atomic
def amend_collection(collection: Collection, *, whom: Sequence[Whom], by: User, **said: Any) -> None:
    """While it is a draft: what it says, and whom it asks."""
    held = _held(collection)
    can_amend_collection(by, held).demand()
    before = {name: getattr(held, name) for name in _SAID} | {"asked": held.requests.count()}
    for name, value in said.items():
        assert name in _SAID, name
        setattr(held, name, value.strip() if isinstance(value, str) else value)
    _demand_sound(held, whom)
    held.save()
    still = held.requests.filter(Q(region__in=_of(whom, Region)) | Q(organisation__in=_of(whom, Organisation)))
    held.requests.exclude(pk__in=list(still.values_list("pk", flat=True))).delete()
    _ask(held, whom)
    after = {name: getattr(held, name) for name in _SAID} | {"asked": len(whom)}
    changed = [name for name in after if before[name] != after[name]]
    record(
        "ledgers.collection.amended",
        held,
        by=by,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    collection.refresh_from_db()


@transaction.atomic
def submit_collection(collection: Collection, *, by: User, on: date | None = None) -> None:
    """Lay it before a leader, today unless another day is named. A second click does nothing."""
    held = _held(collection)
    if held.state == CollectionState.WAITING:
        return
    can_amend_collection(by, held).demand()
    if held.due < (on or today()):
        raise Refused(f"截止日期 {held.due} 已过，请改期后再送批")
    _move(held, CollectionState.WAITING, "ledgers.collection.submitted", by=by)
    collection.refresh_from_db()


@transaction.atomic
def withdraw_collection(collection: Collection, *, by: User) -> None:
    """Back to the draft before a leader has decided."""
    held = _held(collection)
    can_withdraw(by, held).demand()
    _move(held, CollectionState.DRAFT, "ledgers.collection.withdrawn", by=by)
    collection.refresh_from_db()


@transaction.atomic
def approve_collection(collection: Collection, *, by: User, reason: str = "") -> None:
    """It goes out: what is known is filled in for everybody asked. A second click does nothing."""
    held = _held(collection)
    if held.state == CollectionState.SENT and held.approved_by_id == by.pk:
        return
    can_approve(by, held).demand()
    if held.ledger.is_archived:
        raise Refused(f"「{held.ledger}」已停用，不能再发")
    held.approved_by, held.approved_at, held.reason = by, timezone.now(), reason.strip()[:300]
    asked = list(held.requests.select_related("region", "organisation"))
    _move(held, CollectionState.SENT, "ledgers.collection.approved", by=by, reason=reason, more={"asked": len(asked)})
    for request in asked:
        request.collection = held
        begin_rows(request, rows_for(request, held), by=by)
    collection.refresh_from_db()


@transaction.atomic
def refuse_collection(collection: Collection, *, by: User, reason: str) -> None:
    """Not like this: back to the draft with a word why."""
    held = _held(collection)
    can_approve(by, held).demand()
    if not reason.strip():
        raise Refused("请写明不同意的理由")
    held.reason = reason.strip()[:300]
    _move(held, CollectionState.DRAFT, "ledgers.collection.refused", by=by, reason=reason)
    collection.refresh_from_db()


@transaction.atomic
def extend_collection(collection: Collection, *, due: date, by: User, reason: str) -> None:
    """More time for everybody who has not answered."""
    held = _held(collection)
    can_run(by, held).demand()
    if due < today():
        raise Refused(f"新的截止日期 {due} 已过，请核对")
    before, held.due = held.due, due
    held.save(update_fields=["due", "updated_at"])
    record("ledgers.collection.extended", held, by=by, before={"due": before}, after={"due": due}, reason=reason)
    collection.refresh_from_db()


@transaction.atomic
def close_collection(collection: Collection, *, by: User, reason: str = "") -> None:
    """Nothing more is handed in. What nobody took over yet must be decided first; who did not answer stays 未报."""
    held = _held(collection)
    can_run(by, held).demand()
    waiting = [str(request.whom) for request in held.requests.filter(state="submitted").select_related("region", "organisation")]
    if waiting:
        raise Refused(f"{'、'.join(waiting[:10])}已报、还没有接收，请先接收或退回")
    _move(held, CollectionState.CLOSED, "ledgers.collection.closed", by=by, reason=reason)
    collection.refresh_from_db()


@transaction.atomic
def drop_collection(collection: Collection, *, by: User) -> None:
    """A draft that is not needed after all."""
    held = _held(collection)
    can_amend_collection(by, held).demand()
    record("ledgers.collection.dropped", held, by=by, before={"title": held.title, "asked": held.requests.count()})
    held.delete()


def _demand_sound(collection: Collection, whom: Sequence[Whom]) -> None:
    problems = []
    if not collection.title:
        problems.append("请写名称")
    if not collection.basis:
        problems.append("请写明法律或文件依据：没有依据的表不发给基层")
    if collection.asked not in ASKED:
        problems.append(f"发给「{collection.asked}」不认识，应为{'、'.join(ASKED.values())}")
    elif not asked_of(collection.ledger.about, collection.asked).fields:
        problems.append(f"「{collection.ledger}」的字段都标了仅局内，没有可以填的")
    elif any(not isinstance(one, Region if collection.asked == TOWNS else Organisation) for one in whom):
        problems.append(f"发给的应都是{ASKED[collection.asked]}")
    if not whom:
        problems.append(f"请选至少一{'个乡镇' if collection.asked == TOWNS else '家企业'}")
    if collection.prefill not in PREFILLS:
        problems.append(f"预填「{collection.prefill}」不认识，应为{'、'.join(PREFILLS.values())}")
    if collection.asked == TOWNS and collection.prefill == FROM_REGISTER and collection.ledger.about.field("organisation") is None:
        problems.append(f"「{collection.ledger}」没有企业字段，不能用企业名录预填")
    if problems:
        raise Refused(problems)


def _ask(collection: Collection, whom: Sequence[Whom]) -> None:
    """A request for everybody who has none yet, in the order given."""
    column = "organisation" if collection.asked == FIRMS else "region"
    known = set(collection.requests.values_list(f"{column}_id", flat=True))
    new = [CollectionRequest(collection=collection, **{column: one}) for one in dict.fromkeys(whom) if one.pk not in known]
    CollectionRequest.objects.bulk_create(new)


def _of(whom: Sequence[Whom], kind: type) -> list[int]:
    return [one.pk for one in whom if isinstance(one, kind)]


def _move(
    held: Collection, state: CollectionState, code: str, *, by: User, reason: str = "", more: dict[str, Any] | None = None
) -> None:
    before = held.state_label
    held.state = state.value
    held.save()
    record(code, held, by=by, before={"state": before}, after={"state": held.state_label, **(more or {})}, reason=reason)


def _held(collection: Collection) -> Collection:
    """As it is stored, kept from everybody else until the transaction ends."""
    found = Collection.objects.select_for_update(of=("self",)).select_related("ledger").filter(pk=collection.pk).first()
    if found is None:
        raise Refused("这份表已被删除，请刷新后查看")
    return found
