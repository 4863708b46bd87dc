"""A row as a JSON array and back. What SQLite wrote PostgreSQL reads, and the other way round."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps.registry import Apps
from django.db import models
from django.db.models.functions import Cast
from django.utils.duration import duration_string

# Whoever is logged in logs in again: a copy of the sessions would be a key to the house.
LEFT_OUT = frozenset({"sessions.session"})
Field = models.Field[Any, Any]
Table = type[models.Model]


def tables(registry: Apps) -> list[Table]:
    """Every table of the rooms and of Django's own, those of many-to-many fields among them; by name."""
    found = registry.get_models(include_auto_created=True)
    own = (model for model in found if model._meta.managed and not model._meta.proxy)
    return sorted((model for model in own if model._meta.label_lower not in LEFT_OUT), key=lambda model: model._meta.label_lower)


def columns(table: Table) -> list[Field]:
    """The columns that are stored, not computed by the database."""
    return [field for field in table._meta.local_concrete_fields if not getattr(field, "generated", False)]


def rows(table: Table, chunk: int) -> Iterable[list[Any]]:
    """Every row as JSON values, in order of the key, `chunk` at a time in memory."""
    fields = columns(table)
    asked = [Cast(field.name, models.TextField()) if isinstance(field, models.JSONField) else field.attname for field in fields]
    key = table._meta.pk.attname if table._meta.pk else "pk"
    for row in table._base_manager.order_by(key).values_list(*asked).iterator(chunk_size=chunk):
        yield [_plain(field, value) for field, value in zip(fields, row, strict=True)]


def _plain(field: Field, value: Any) -> Any:
    """A JSON field comes and goes as its own text, so that «nothing» and JSON's null stay two things."""
    if value is None or isinstance(field, models.JSONField):
        return value
    value = field.get_prep_value(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, timedelta):
        return duration_string(value)
    return base64.b64encode(bytes(value)).decode("ascii") if isinstance(value, bytes | memoryview) else value


def instance(table: Table, fields: Sequence[Field], row: Sequence[Any]) -> models.Model:
    """The row as an object to insert. Raises ValueError and its kin for values that are none of the column's."""
    made = table()
    for field, value in zip(fields, row, strict=True):
        setattr(made, field.attname, _read(field, value))
    return made


def _read(field: Field, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(field, models.JSONField):
        inside = _storable(json.loads(value))
        return models.Value(None, models.JSONField()) if inside is None else inside
    return field.to_python(_storable(value) if isinstance(value, str) else value)


def _storable(value: Any) -> Any:
    """PostgreSQL stores no NUL; SQLite may hold one that came in by a file."""
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, list):
        return [_storable(part) for part in value]
    return {_storable(key): _storable(part) for key, part in value.items()} if isinstance(value, dict) else value
