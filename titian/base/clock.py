"""Today, as the pages take it when nobody names a day. Rules never ask: a day is their argument."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """The day of the office's time zone; a demonstration stands still at the day its settings name."""
    day: date | None = settings.TITIAN.day
    return day or timezone.localdate()
