"""A definition drafted step by step, then made a ledger or a new version of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.base.registers import registers
from titian.journal.actions import record
from titian.ledgers.actions.definitions import amend_ledger, define_ledger
from titian.ledgers.definition import dump
from titian.ledgers.models import Ledger, LedgerDraft
from titian.ledgers.models.drafts import UNNAMED
from titian.ledgers.permissions import can_amend_definition, can_define, can_discard, can_work_on

_OWN = "own"


@transaction.atomic
def begin_draft(data: Mapping[str, Any], *, by: User, notes: Sequence[str] = ()) -> LedgerDraft:
    """A ledger that is not there yet. `notes`: what was left out of somebody's heads, said on the next page."""
    can_define(by).demand()
    draft = LedgerDraft.objects.create(data=dict(data), notes=list(notes), by=by)
    record("ledgers.draft.begun", draft, by=by, after={"label": draft.label})
    return draft


@transaction.atomic
def begin_amendment(ledger: Ledger, *, by: User) -> LedgerDraft:
    """The ledger's definition to be changed; one's own draft of the same version is gone on with."""
    can_amend_definition(by, ledger).demand()
    if ledger.is_archived:
        raise Refused(f"「{ledger.label}」已停用，请先恢复再修改")
    going = LedgerDraft.objects.filter(ledger=ledger, by=by, base=ledger.version).first()
    if going is not None:
        return going
    about = dump(ledger.about)
    draft = LedgerDraft.objects.create(ledger=ledger, base=ledger.version, data=about, tuning=ledger.tuning, by=by)
    record("ledgers.draft.begun", draft, by=by, after={"label": draft.label, "version": ledger.version})
    return draft


@transaction.atomic
def save_draft(draft: LedgerDraft, data: Mapping[str, Any], *, by: User) -> None:
    """The whole definition as it stands now; need not be sound yet. The same once more writes nothing."""
    can_work_on(by, draft).demand()
    held = _held(draft)
    if held.data == dict(data) and not held.notes:
        return
    draft.data, draft.notes = dict(data), []
    draft.save(update_fields=["data", "notes", "updated_at"])
    record("ledgers.draft.saved", draft, by=by, after={"label": draft.label, "fields": len(draft.data.get("fields") or ())})


@transaction.atomic
def discard_draft(draft: LedgerDraft, *, by: User) -> None:
    can_discard(by, draft).demand()
    record("ledgers.draft.discarded", _held(draft), by=by, before={"label": draft.label})
    draft.delete()


@transaction.atomic
def finish_draft(draft: LedgerDraft, *, by: User, reason: str = "") -> Ledger:
    """The ledger it becomes; days, words and the 科室 set on the page of parameters meanwhile stay as they were set.

    Raises DefinitionError or Refused with everything that is wrong; the draft is then still there.
    """
    can_work_on(by, draft).demand()
    held = _held(draft)
    if held.ledger is None:
        ledger = define_ledger(_named(held.data, free_code()), by=by)
    else:
        if held.ledger.version != held.base:
            raise Refused(
                f"「{held.ledger.label}」在您修改期间已被别人改到第 {held.ledger.version} 版，请放弃这份草稿，从新版本改起"
            )
        ledger = amend_ledger(held.ledger, dump(held.definition), by=by, reason=reason)
    record("ledgers.draft.finished", held, by=by, after={"ledger": ledger.label, "version": ledger.version})
    held.delete()
    return ledger


def free_code() -> str:
    """own1, own2 …: nobody has to think of one, nobody sees it but in an address."""
    taken = {*Ledger.objects.values_list("code", flat=True), *registers()}
    number = 1 + max((int(code.removeprefix(_OWN)) for code in taken if code.removeprefix(_OWN).isdecimal()), default=0)
    return f"{_OWN}{number}"


def _named(data: Mapping[str, Any], code: str) -> dict[str, Any]:
    """The definition under its code, which the codes of its own figures carry too."""
    return {**_renamed(dict(data), f"local.{UNNAMED}.", f"local.{code}."), "name": code}


def _renamed(value: Any, old: str, new: str) -> Any:
    if isinstance(value, str):
        return value.replace(old, new)
    if isinstance(value, Mapping):
        return {key: _renamed(entry, old, new) for key, entry in value.items()}
    return [_renamed(entry, old, new) for entry in value] if isinstance(value, list | tuple) else value


def _held(draft: LedgerDraft) -> LedgerDraft:
    """The draft as it is stored, kept from everybody else until the transaction ends."""
    found = LedgerDraft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
    if found is None:
        raise Refused("这份草稿已经办完或放弃了，请刷新后查看")
    return found
