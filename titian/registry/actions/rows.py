"""What every action here does with a row: hold it, check it, change it, say in the journal what was and what is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ObjectDoesNotExist, ValidationError
from django.db import models, transaction

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.base.labels import label_of
from titian.base.money import WAN, to_yuan
from titian.base.quantities import plain
from titian.files.actions import store
from titian.journal.actions import record
from titian.registry.models import AnnualFigure, Organisation, Person, Title

# A name and its bytes, as a form hands them over.
Upload = tuple[str, bytes]


@dataclass(frozen=True)
class Handed:
    """代录: who of the firm or the town handed it over and on which day, for whom an officer enters it; the signed sheet as scans."""

    by: str
    on: date
    scans: Sequence[Upload] = ()


# What the journal keeps in part only: whoever reads it has no business with a phone number.
_MASKED: Mapping[str, Callable[[str], str]] = {**Organisation.MASKED, **Person.MASKED}
_MONEY = frozenset({*AnnualFigure.MONEY, "capital"})
_LAST_DAYS = frozenset({"until", "expires_on"})


def hold(row: models.Model) -> None:
    """Bring the row up to date and keep everybody else from it until the transaction ends. Raises Refused when it is gone."""
    try:
        row.refresh_from_db(from_queryset=type(row)._base_manager.select_for_update(of=("self",)))
    except ObjectDoesNotExist as problem:
        raise Refused("这条记录已被删除，请刷新后查看") from problem


@transaction.atomic
def added(code: str, row: models.Model, *, by: User, reason: str = "") -> None:
    """Store a new row that is sound. Raises Refused with everything that is wrong with it."""
    names = [field.name for field in _own_fields(row)]
    demand_sound(row, names)
    row.save()
    record(code, row, by=by, after=said(row, names), reason=reason)


@transaction.atomic
def amended(code: str, row: models.Model, changes: Mapping[str, Any], *, by: User, reason: str = "") -> list[str]:
    """Change fields of a row that is held, and return the names of those that differ; nothing is written where none does."""
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
    if not reason.strip():
        raise Refused("请写明删除的理由，例如：录入错误")
    record(code, row, by=by, before=said(row, [field.name for field in _own_fields(row)]), reason=reason)
    row.delete()


@transaction.atomic
def attach(code: str, row: AnnualFigure | Title, evidence: Sequence[Upload], *, by: User) -> None:
    """Keep uploaded evidence with the row; `store` journals each file. Raises Refused for a file that cannot be kept."""
    files = [store(name, data, by=by, owner=row) for name, data in evidence]
    if files:
        row.evidence.add(*files)
        record(code, row, by=by, after={"evidence": [file.name for file in files]})


@transaction.atomic
def note_handed(code: str, row: models.Model, handed: Handed, *, by: User) -> None:
    """What was entered for somebody else says who handed it over; the scans belong to the row."""
    if not handed.by.strip():
        raise Refused("代录请填写对方经办人")
    files = [store(name, data, by=by, owner=row) for name, data in handed.scans]
    said = {"对方经办人": handed.by.strip(), "交来日期": handed.on}
    record(code, row, by=by, after={**said, "佐证材料": [file.name for file in files]} if files else said)


def demand_sound(row: models.Model, names: Iterable[str]) -> None:
    """Raise Refused with everything that is wrong with these fields; what stood there before is not asked about."""
    aside = [field.name for field in row._meta.fields if not field.editable or field.primary_key]
    try:
        row.full_clean(exclude=aside)
    except ValidationError as problem:
        messages = list(_messages(row, problem, {*names, NON_FIELD_ERRORS}))
        if messages:
            raise Refused(messages) from problem


def said(row: models.Model, names: Iterable[str]) -> dict[str, object]:
    """Field name → its value as the office writes it; what is empty is left out of a new row's list by whoever reads it."""
    return {name: _word(row, name) for name in names}


def _word(row: models.Model, name: str) -> object:
    value = getattr(row, name)
    if value is None or value == "":
        return None
    if name in _MASKED:
        return _MASKED[name](value)
    if name in _MONEY or name in getattr(row, "MONEY", ()):
        yuan = to_yuan(value)
        return f"{plain(yuan / WAN, grouped=True)} 万元" if abs(yuan) >= WAN else f"{plain(yuan)} 元"
    if name in _LAST_DAYS and isinstance(value, date):
        return value - timedelta(days=1)
    label = getattr(row, f"{name}_label", None)
    return label or (str(value) if isinstance(value, models.Model) else value)


def _messages(row: models.Model, problem: ValidationError, wanted: set[str]) -> Iterator[str]:
    for name, errors in problem.message_dict.items():
        if name in wanted:
            label = "" if name == NON_FIELD_ERRORS else f"「{label_of(row, name)}」"
            yield from (f"{label}{error}" for error in errors)


def _own_fields(row: models.Model) -> list[models.Field[Any, Any]]:
    """What people fill in, where something is filled in."""
    return [
        field
        for field in row._meta.fields
        if field.editable and not field.primary_key and getattr(row, field.attname) not in (None, "")
    ]
