"""What every action here does with a row: check it, store it, say in the journal what was and what is, money in 元."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models, transaction

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.base.money import to_yuan
from titian.base.quantities import plain
from titian.journal.actions import record
from titian.registry.actions.rows import demand_sound, hold
from titian.rnd.models import Award, Return

MONEY = frozenset({*Return.MONEY, "amount", "base", "computed", "paid", "budget"})

__all__ = ["MONEY", "added", "amended", "demand_reason", "hold", "removed", "said"]


@transaction.atomic
def added(code: str, row: models.Model, *, by: User, reason: str = "") -> None:
    """Store a new row that is sound. Raises Refused with everything that is wrong with it."""
    names = [field.name for field in row._meta.fields if field.editable and not field.primary_key]
    demand_sound(row, names)
    row.save()
    record(code, row, by=by, after=said(row, [name for name in names if getattr(row, name) not in (None, "")]), reason=reason)


@transaction.atomic
def amended(code: str, row: models.Model, changes: Mapping[str, Any], *, by: User, reason: str = "") -> list[str]:
    """Change fields of a row that is held; nothing is written where none differs."""
    names = [name for name, value in changes.items() if getattr(row, name) != value]
    if not names:
        return []
    before = said(row, names)
    for name in names:
        setattr(row, name, changes[name])
    demand_sound(row, names)
    row.save()
    record(code, row, by=by, before=before, after=said(row, names), reason=reason)
    return names


@transaction.atomic
def removed(code: str, row: models.Model, *, by: User, reason: str) -> None:
    """Delete a row that was entered by mistake; the journal keeps what it said."""
    demand_reason(reason, "请写明删除的理由，例如：录入错误")
    names = [field.name for field in row._meta.fields if field.editable and not field.primary_key]
    record(code, row, by=by, before=said(row, [name for name in names if getattr(row, name) not in (None, "")]), reason=reason)
    row.delete()


def demand_reason(reason: str, asked: str) -> None:
    if not reason.strip():
        raise Refused(asked)


def said(row: models.Model, names: Iterable[str]) -> dict[str, object]:
    """Field name → its value as the office writes it."""
    return {name: _word(row, name) for name in names}


def _word(row: models.Model, name: str) -> object:
    value = getattr(row, name)
    if value is None or value == "":
        return None
    if name in MONEY and isinstance(value, int):
        return f"{plain(to_yuan(value), grouped=True)} 元"
    label = getattr(row, f"{name}_label", None)
    return label or (str(value) if isinstance(value, models.Model) else value)


def hold_award(award: Award) -> None:
    """Up to date and locked; refused where its run is done."""
    hold(award)
    if award.run.is_closed:
        raise Refused(f"「{award.run}」已经办结，不能再改")
