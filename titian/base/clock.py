"""Today, as the pages take it when nobody names a day. Rules never ask: a day is their argument."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """The day of the office's time zone; a demonstration stands still at the day its settings name."""
    day: date | None = settings.TITIAN.day
    return day or timezone.localdate()


def now() -> datetime:
    """This instant; in a demonstration the same hour of the day it stands still at. For what a page shows, never for what is stored."""
    instant = timezone.localtime()
    return instant.replace(year=today().year, month=today().month, day=today().day)
