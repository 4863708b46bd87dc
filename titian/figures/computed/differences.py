"""Figures of the books that differ from what the rows count."""

from __future__ import annotations

from datetime import date

from titian.accounts.models import User
from titian.figures.books import Books
from titian.figures.computed.compared import Beside, compared
from titian.figures.computed.counting import RowBooks
from titian.figures.models import indicators
from titian.places.models import Region

YEARS = 2  # how far back the office still answers for a number


def differing(*, user: User, region: Region, day: date) -> list[Beside]:
    """Every figure of the last years whose counting statement cannot be true if the rows are; each counted as of its own day."""
    books, rows, known = Books.open(user=user, region_ids=[region.pk]), RowBooks(user=user, day=day), indicators()
    found = []
    for key in books.by_key:
        stated = books.value(key) if key.indicator in rows.declared and key.period.last_year > day.year - YEARS else None
        if stated is None:
            continue
        counted = rows.counted(key.indicator, region=region, period=key.period, day=stated.as_of or day)
        if counted and counted.key(region) == key:
            found += compared([counted], region=region, known=known, current={key: stated})
    order = {code: place for place, code in enumerate(known)}
    return sorted((beside for beside in found if beside.differs), key=lambda beside: (order[beside.entry.code], beside.key.period))
