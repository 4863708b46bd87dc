"""A row: entered, amended, moved on, taken back, removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from titian.accounts.models import User
from titian.base.clock import today
from titian.base.errors import Refused
from titian.files.actions import store
from titian.journal.actions import record
from titian.ledgers.computing import computing
from titian.ledgers.definition import ValuesError, clean
from titian.ledgers.filling import complete, doubts, following, keep_report, kept_keys, lacking_for, said, standing_report, words_of
from titian.ledgers.models import Ledger, LedgerRow, LedgerStep
from titian.ledgers.permissions import can_add, can_change, can_remove, can_step

# A name and its bytes, as a form hands them over.
Upload = tuple[str, bytes]


@transaction.atomic
def add_row(
    ledger: Ledger,
    values: Mapping[str, Any],
    *,
    by: User,
    state: str = "",
    on: date | None = None,
    evidence: Sequence[Upload] = (),
    is_draft: bool = False,
    entered_for: str = "",
    entered_on: date | None = None,
) -> LedgerRow:
    """A new row. `values` by field key: yuan, dates, codes, objects. `state`: where it stands already, since `on` (default: its own day).

    Raises ValuesError with everything that is wrong, Refused when the row cannot be.
    """
    can_add(by, ledger).demand()
    definition = ledger.about
    whole = {one.key: values.get(one.key) for one in definition.fields} | dict(values)
    row = LedgerRow(ledger=ledger, version=ledger.version, created_by=by, is_draft=is_draft)
    row.entered_for, row.entered_on = entered_for, entered_on
    row.put(clean(definition, whole))
    row.state = state or definition.first_state
    complete(row)
    _demand_sound(row)
    _demand_own(row, by)
    _demand_filled(row, row.state)
    row.save()
    if row.state:
        _step(row, row.state, on or row.day or row.created_at.date(), note="", by=by)
    computing(ledger.code).settle([row])
    record("ledgers.row.added", row, by=by, after=said(row, [one.key for one in definition.fields]) | {"state": row.state_label})
    attach_evidence(row, evidence, by=by)
    return row


@transaction.atomic
def amend_row(
    row: LedgerRow,
    changes: Mapping[str, Any],
    *,
    by: User,
    reason: str = "",
    on: date | None = None,
    evidence: Sequence[Upload] = (),
) -> list[str]:
    """Change fields; the keys of those that differ come back. The row goes over to the definition that holds now.

    What it says of its progress is kept as said on a day (`on`, default: today).
    """
    can_change(by, row).demand()
    _hold(row)
    definition = row.ledger.about
    stored = clean(definition, changes)
    names = [key for key, value in stored.items() if row.held(key) != value]
    if names:
        computed = {key: value for key, value in following(row).items() if key not in names}
        before = said(row, [*names, *computed])
        row.put({key: stored[key] for key in names} | dict.fromkeys(computed))
        row.version = row.ledger.version
        complete(row)
        names += [key for key, value in computed.items() if row.held(key) != value]
        _demand_sound(row)
        _demand_own(row, by)
        row.save()
        if set(names) & set(kept_keys(row)):
            _report(row, on or today(), by=by)
        computing(row.ledger.code).settle([row])
        record(
            "ledgers.row.amended",
            row,
            by=by,
            before={key: before[key] for key in names if key in before},
            after=said(row, names),
            reason=reason,
        )
    attach_evidence(row, evidence, by=by)
    return names


@transaction.atomic
def report_progress(row: LedgerRow, values: Mapping[str, Any], *, on: date, by: User) -> LedgerStep:
    """What a row says of its progress on a day (per cent, 完成情况, 存在问题, 下一步举措), also when nothing changed; kept for comparison.

    Raises Refused for a ledger that keeps no progress, ValuesError for what is no value of it.
    """
    can_change(by, row).demand()
    _hold(row)
    keys = kept_keys(row)
    if not keys:
        raise Refused(f"「{row.ledger.label}」不按进度登记")
    if row.day and on < row.day:
        raise Refused(f"进展日期 {on} 早于这条记录的日期 {row.day}，请核对")
    stored = clean(row.ledger.about, {key: value for key, value in values.items() if key in keys})
    before = said(row, stored)
    row.put(stored)
    row.words = words_of(row)
    _demand_sound(row)
    after = said(row, stored)
    _report(row, on, by=by)
    record("ledgers.row.reported", row, by=by, before=before, after=after | {"day": on})
    return row.steps.filter(day=on, state=row.state).latest("pk")


@transaction.atomic
def step(row: LedgerRow, state: str, *, on: date, by: User, note: str = "") -> LedgerStep:
    """The row reaches a state on a day; a state that closes sets the day it was closed, any other opens it again."""
    can_step(by, row).demand()
    _hold(row)
    wanted = row.ledger.about.state(state)
    if wanted is None:
        raise Refused(f"「{row.ledger.label}」没有这个状态")
    if wanted.after and row.state not in wanted.after:
        earlier = "、".join(found.label for code in wanted.after if (found := row.ledger.about.state(code)))
        raise Refused(f"「{row.state_label}」不能直接到「{wanted.label}」，要先到{earlier}")
    if row.day and on < row.day and wanted.code != row.ledger.about.first_state:
        raise Refused(f"「{wanted.label}」的日期 {on} 早于这条记录的日期 {row.day}，请核对")
    _demand_filled(row, state)
    before, row.state = row.state_label, state
    row.closed_on = on if wanted.closes else None
    _demand_sound(row)
    made = _step(row, state, on, note=note, by=by)
    _stand(row)
    record("ledgers.row.stepped", row, by=by, before={"state": before}, after={"state": wanted.label, "day": on}, reason=note)
    return made


@transaction.atomic
def take_back_step(row: LedgerRow, *, by: User, reason: str) -> None:
    """The last step was a mistake: the row stands where it stood before."""
    can_step(by, row).demand()
    _hold(row)
    steps = list(row.steps.order_by("day", "pk"))
    if len(steps) < 2:
        raise Refused("这条记录只有开始的状态，没有可以撤回的进展")
    if not reason.strip():
        raise Refused("请写明撤回的理由")
    last = steps[-1]
    before = {"state": last.label, "day": last.day}
    last.delete()
    if kept_keys(row) and (last.progress is not None or last.said):
        _say_as(row, steps[-2])
    _stand(row)
    record("ledgers.row.step_taken_back", row, by=by, before=before, after={"state": row.state_label}, reason=reason)


@transaction.atomic
def remove_row(row: LedgerRow, *, by: User, reason: str) -> None:
    """Entered by mistake; the journal keeps what it said. A row on which others hang stays."""
    can_remove(by, row).demand()
    _hold(row)
    if not reason.strip():
        raise Refused("请写明删除的理由，例如：录入错误")
    if hanging := row.children.count():
        raise Refused(f"有 {hanging} 条记录挂在它下面，请先处理那些记录")
    record("ledgers.row.removed", row, by=by, before=said(row, [one.key for one in row.about.fields]), reason=reason)
    row.delete()


@transaction.atomic
def attach_evidence(row: LedgerRow, evidence: Sequence[Upload], *, by: User) -> None:
    """Keep uploaded evidence with the row; `store` journals each file. Raises Refused for a file that cannot be kept."""
    can_change(by, row).demand()
    files = [store(name, data, by=by, owner=row) for name, data in evidence]
    if files:
        row.evidence.add(*files)
        record("ledgers.row.evidenced", row, by=by, after={"evidence": [file.name for file in files]})


def _hold(row: LedgerRow) -> None:
    """Bring the row up to date and keep everybody else from it until the transaction ends."""
    try:
        row.refresh_from_db(from_queryset=LedgerRow._base_manager.select_for_update(of=("self",)))
    except ObjectDoesNotExist as problem:
        raise Refused("这条记录已被删除，请刷新后查看") from problem


def _step(row: LedgerRow, state: str, on: date, *, note: str, by: User) -> LedgerStep:
    said_now = standing_report(row) if kept_keys(row) else {}
    made = LedgerStep(row=row, state=state, day=on, note=note[:500], by=by, **said_now)
    made.save()
    found = row.ledger.about.state(state)
    if found and found.closes and row.closed_on is None:
        row.closed_on = on
        row.save(update_fields=["closed_on"])
    return made


def _demand_filled(row: LedgerRow, state: str) -> None:
    """Raises Refused where a state asks for fields that are still empty."""
    wanted = row.ledger.about.state(state)
    if wanted and (lacking := lacking_for(row, wanted)):
        raise Refused(f"到「{wanted.label}」之前要先填「{'」「'.join(lacking)}」")


def _report(row: LedgerRow, on: date, *, by: User) -> None:
    """Keep what the row says now as said on a day. Of an earlier day than its last report: the row goes on saying what it said last."""
    keep_report(row, on, by)
    last = row.steps.order_by("day", "pk").last()
    if last is not None and last.day > on and last.progress is not None:
        _say_as(row, last)
    row.touched_on = max(filter(None, [row.touched_on, on]))
    row.save(update_fields=["progress", "data", "touched_on", "updated_at"])


def _say_as(row: LedgerRow, step: LedgerStep) -> None:
    """The row says of its progress what it said at a step; not yet saved."""
    row.put({key: step.progress if key == "progress" else step.said.get(key) for key in kept_keys(row)})
    row.words = words_of(row)


def _stand(row: LedgerRow) -> None:
    """Where the row stands follows from its steps, the last by day; it is closed since the first of the closing steps at the end."""
    steps = list(row.steps.order_by("day", "pk"))
    known = row.ledger.about.states_by_code
    row.state = steps[-1].state if steps else row.ledger.about.first_state
    row.closed_on = None
    for one in reversed(steps):
        if not (one.state in known and known[one.state].closes):
            break
        row.closed_on = one.day
    complete(row)
    row.save(update_fields=["state", "closed_on", "touched_on", "progress", "data", "updated_at", *_derived(row)])
    computing(row.ledger.code).settle([row])


def _derived(row: LedgerRow) -> list[str]:
    """Columns that `complete` may have filled in."""
    return [key for key in computing(row.ledger.code).derived if (one := row.ledger.about.field(key)) and one.is_shared]


def _demand_sound(row: LedgerRow) -> None:
    """Raises ValuesError for what does not fit together."""
    wrong = {doubt.key: doubt.message for doubt in doubts(row) if not doubt.doubtful}
    if wrong:
        raise ValuesError(wrong, {one.key: one.label for one in row.ledger.about.fields})
    row.words = words_of(row)


def _demand_own(row: LedgerRow, by: User) -> None:
    """An outside person enters rows of the own town, organisation or person alone."""
    if by.is_inside:
        return
    can_change(by, row).demand()
