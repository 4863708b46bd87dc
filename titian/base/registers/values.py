"""A value between the sheet, the model's field, and what batches and the journal keep of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models

from titian.base.columns import MONEY
from titian.base.money import to_fen

_AS_THEY_ARE = frozenset({str, int, bool, type(None)})


def kept(value: Any) -> Any:
    """A value as JSON keeps it and as two values are compared: objects by key, days and amounts as text."""
    if type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value.normalize() + 0) if value else "0"
    return list(value) if isinstance(value, tuple) else value


def all_kept(values: Mapping[str, Any]) -> dict[str, Any]:
    """Every value of a row as JSON keeps it."""
    return {key: value if type(value) in _AS_THEY_ARE else kept(value) for key, value in values.items()}


def all_in_words(values: Mapping[str, Any]) -> dict[str, Any]:
    """Every value of a row as the journal keeps it."""
    return {key: value if type(value) in _AS_THEY_ARE else in_words(value) for key, value in values.items()}


def in_words(value: Any) -> Any:
    """A value as the journal keeps it: objects by name."""
    return str(value) if isinstance(value, models.Model) else kept(value)


def stored(value: Any, kind: str, place: Any) -> Any:
    """A cleaned value as the model's field holds it."""
    if value is None:
        return None if place.null else place.get_default() if place.has_default() else ""
    return to_fen(value) if kind in MONEY else value
