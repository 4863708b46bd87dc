"""The pool: a firm enters, moves on, gets a responsible officer, leaves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.policies.models import PoolEntry
from titian.policies.permissions import can_cultivate
from titian.registry.actions.organisations import hold_current
from titian.registry.actions.rows import added, amended, hold, removed
from titian.registry.models import Organisation


@transaction.atomic
def enter_pool(
    organisation: Organisation, *, programme: str, on: date, by: User, officer: User | None = None, reason: str = "", **fields: Any
) -> PoolEntry:
    """Taken into the pool of a title; where nobody is named, the firm's own officer answers for it."""
    can_cultivate(by, organisation).demand()
    hold_current(organisation)
    entry = PoolEntry(
        organisation=organisation,
        programme=programme,
        entered_on=on,
        stage_since=on,
        officer=officer or organisation.officer,
        reason=reason.strip(),
        **fields,
    )
    added("policies.pool.entered", entry, by=by)
    return entry


@transaction.atomic
def move_stage(entry: PoolEntry, *, stage: str, on: date, by: User, note: str = "") -> None:
    """The firm is a stage further, or back."""
    can_cultivate(by, entry.organisation).demand()
    hold(entry)
    _demand_open(entry)
    if on < entry.entered_on:
        raise Refused(f"阶段日期不能早于入库日期 {entry.entered_on}")
    changes: dict[str, Any] = {"stage": stage, "stage_since": on} | ({"note": note.strip()} if note.strip() else {})
    amended("policies.pool.moved", entry, changes, by=by)


@transaction.atomic
def amend_pool_entry(entry: PoolEntry, *, changes: Mapping[str, Any], by: User, reason: str = "") -> None:
    """Officer, reason, days, notes."""
    can_cultivate(by, entry.organisation).demand()
    hold(entry)
    amended("policies.pool.amended", entry, changes, by=by, reason=reason)


@transaction.atomic
def leave_pool(entry: PoolEntry, *, on: date, why: str, by: User, note: str = "") -> None:
    """It got the title, or is no longer brought up."""
    can_cultivate(by, entry.organisation).demand()
    hold(entry)
    _demand_open(entry)
    amended("policies.pool.left", entry, {"left_on": on, "left_why": why, "left_note": note.strip()}, by=by)


@transaction.atomic
def remove_pool_entry(entry: PoolEntry, *, reason: str, by: User) -> None:
    """Entered by mistake."""
    can_cultivate(by, entry.organisation).demand()
    hold(entry)
    removed("policies.pool.removed", entry, by=by, reason=reason)


def _demand_open(entry: PoolEntry) -> None:
    if entry.left_on:
        raise Refused(f"这家企业已于 {entry.left_on} 出库；再培育请重新入库")
