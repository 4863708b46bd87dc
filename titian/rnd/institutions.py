"""Which firms have a research institution on a day. The register of institutions lies above this room, so it is found at start-up: a room that
keeps one names a function in its AppConfig, `institutions = "titian.ledgers.listings.institutions"`: (user, day) → organisation → the day
from which it has one that stands on that day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache

from django.apps import apps
from django.utils.module_loading import import_string

from titian.accounts.models import User

Since = Callable[[User, date], Mapping[int, date]]


@cache
def _source() -> Since | None:
    named = next(filter(None, (getattr(config, "institutions", "") for config in apps.get_app_configs())), "")
    source: Since | None = import_string(named) if named else None
    return source


def institutions(user: User, day: date) -> Mapping[int, date] | None:
    """Organisation → since when it has one that stands on a day; None where no register of institutions is kept here, or it has no row."""
    source = _source()
    return (source(user, day) or None) if source else None
