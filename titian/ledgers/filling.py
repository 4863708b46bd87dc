"""What follows from what was filled in, what does not fit together, and how a row reads in the journal and to a search."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from datetime import date
from typing import Any

from django.db import models

from titian.accounts.models import User
from titian.base import masking
from titian.base.disclosure import Disclosure
from titian.base.registers import Remark
from titian.ledgers.computing import computing
from titian.ledgers.definition import Field, State
from titian.ledgers.definition.fields import Kind
from titian.ledgers.definition.values import amount_text
from titian.ledgers.models import LedgerRow, LedgerStep
from titian.registry.names import folded

WITHHELD = "（不得导出的内容，不写入操作记录）"
_SEARCHED = frozenset({Kind.TEXT, Kind.PROSE})


def complete(row: LedgerRow, last_step: date | None = None) -> None:
    """What nobody said: firm and region follow from the row it belongs to, region and department from the firm and the officer, a name from
    the person or firm, what the ledger computes; the last day something happened."""
    for key in computing(row.ledger.code).inherits if row.parent is not None else ():
        if getattr(row, f"{key}_id") is None:
            setattr(row, f"{key}_id", getattr(row.parent, f"{key}_id"))
    if row.region_id is None and row.organisation is not None:
        row.region_id = row.organisation.region_id
    if row.department_id is None and row.responsible is not None:
        row.department_id = row.responsible.department_id
    if row.department_id is None:
        row.department_id = row.ledger.own_department_id
    computing(row.ledger.code).complete(row)
    if not row.title and row.ledger.about.field("title"):
        row.title = str(row.person or row.organisation or "")[:300]
    if last_step is None and row.pk:
        last_step = row.steps.aggregate(last=models.Max("day"))["last"]
    row.touched_on = max(filter(None, [row.day, last_step]), default=None)


def following(row: LedgerRow) -> dict[str, Any]:
    """Key → value of what nobody said but the ledger computed, and still would: it follows when the rest changes."""
    held = {key: row.held(key) for key in computing(row.ledger.code).derived if row.ledger.about.field(key)}
    held = {key: value for key, value in held.items() if value is not None}
    if not held:
        return {}
    bare = copy(row)
    bare.put(dict.fromkeys(held))
    computing(row.ledger.code).complete(bare)
    return {key: value for key, value in held.items() if bare.held(key) == value}


def doubts(row: LedgerRow, known: dict[str, Any] | None = None) -> Iterator[Remark]:
    """Days that contradict each other, and what the ledger itself finds wrong or doubtful. `known` lives as long as an import."""
    if row.day and row.closed_on and row.closed_on < row.day:
        yield Remark("closed_on", f"早于开始日期 {row.day}，请核对")
    if row.day and row.due and row.due < row.day:
        yield Remark("due", f"早于开始日期 {row.day}，请核对")
    if row.parent_id and row.parent_id == row.pk:
        yield Remark("parent", "不能是自己")
    yield from computing(row.ledger.code).doubts(row, {} if known is None else known)


def kept_keys(row: LedgerRow) -> tuple[str, ...]:
    """The fields whose values are kept day by day: the progress and the texts beside it; none where the ledger has no progress or course."""
    if not row.state or row.ledger.about.field("progress") is None:
        return ()
    return ("progress", *(key for key in computing(row.ledger.code).kept if row.ledger.about.field(key)))


def standing_report(row: LedgerRow) -> dict[str, Any]:
    """What the row says of its progress now, as `LedgerStep` keeps it."""
    texts = {key: row.held(key) for key in kept_keys(row) if key != "progress"}
    return {"progress": row.progress, "said": {key: value for key, value in texts.items() if value is not None}}


def keep_report(row: LedgerRow, day: date, by: User | None) -> LedgerStep:
    """Keep what the row says of its progress as said on a day; one report a day."""
    report = row.steps.filter(day=day, state=row.state).order_by("pk").last() or LedgerStep(
        row=row, state=row.state, day=day, by=by
    )
    report.progress, report.said = standing_report(row)["progress"], standing_report(row)["said"]
    report.save()
    return report


def lacking_for(row: LedgerRow, state: State) -> list[str]:
    """The labels of the fields that a state asks for and that are empty."""
    return [row.ledger.about.label_of(key) for key in state.needs if row.held(key) is None]


def words_of(row: LedgerRow, *, inside: bool = True) -> str:
    """What a search looks through, folded: the title and every text, for who is outside only those shown outside. Firms and people are found
    by their own names."""
    fields = (one for one in row.ledger.about.fields if one.kind in _SEARCHED and (inside or not one.inside))
    texts = [str(row.held(one.key) or "") for one in fields]
    return folded(" ".join(filter(None, texts)))


def said(row: LedgerRow, keys: Iterable[str]) -> dict[str, Any]:
    """Field key → value as the office writes it, for the journal; empty ones are left out."""
    found = {key: _word(row, key) for key in keys}
    return {key: value for key, value in found.items() if value is not None}


def journalled(one: Field, text: str) -> str:
    """What must not be exported, as the journal tells it: who reads the journal need not be who sees the row."""
    return masking.phone(text) if one.kind is Kind.TEXT else WITHHELD


def _word(row: LedgerRow, key: str) -> Any:
    one = row.ledger.about.field(key)
    value = row.shown(key)
    if value is None or one is None:
        return None
    if one.disclosure is Disclosure.RESTRICTED:
        return journalled(one, str(value))
    if one.kind is Kind.MONEY:
        return amount_text(one, value)
    return str(value) if isinstance(value, models.Model) else value
