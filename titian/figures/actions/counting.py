"""Stating what rows count: the value goes into the books with the rows behind it kept as they are."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.base.periods import Period
from titian.figures.actions.statements import NewFigure, correct, hold, state_figures
from titian.figures.computed import Counted, RowBooks
from titian.figures.models import Figure, FrozenRows, Origin, State
from titian.figures.permissions import can_state
from titian.journal.actions import record
from titian.places.models import Region

DOCUMENT = "本局台账"


@transaction.atomic
def state_from_rows(code: str, *, region: Region, period: Period, day: date, by: User) -> Figure:
    """按台账入账： what the rows say as of `day` becomes a figure of the books; the same day's earlier count is corrected by it.

    Raises Refused when the rows say nothing, or nothing new.
    """
    can_state(by).demand()
    hold(region)
    books = RowBooks(user=by, day=day)
    counted = books.counted(code, region=region, period=period)
    if counted is None or counted.value is None:
        raise Refused(f"台账数不出这个数：{counted.why if counted else '没有台账记这个指标，或您看不到这些行'}")
    earlier = _earlier(counted, region)
    figure = _corrected(earlier, counted, by) if earlier else _stated(counted, region, by)
    FrozenRows.objects.create(figure=figure, parts=_frozen(books, counted, region))
    record("figures.figure.counted", figure, by=by, after={"value": counted.value, "rows": counted.rows, "as_of": counted.day})
    return figure


def _earlier(counted: Counted, region: Region) -> Figure | None:
    """What was stated from the rows of the same day and still counts."""
    rows = Figure.objects.of_key(counted.key(region)).filter(origin=Origin.ROWS, as_of=counted.day, state=State.STATED)
    return rows.filter(corrected_by=None).order_by("-pk").first()


def _stated(counted: Counted, region: Region, by: User) -> Figure:
    assert counted.value is not None
    key = counted.key(region)
    new = NewFigure(
        indicator=key.indicator,
        period=key.period.text,
        value=counted.value,
        status=key.status,
        as_of=counted.day,
        calibre=key.calibre,
        origin=Origin.ROWS,
        document=DOCUMENT,
    )
    return state_figures([new], region=region, by=by)[0]


def _corrected(earlier: Figure, counted: Counted, by: User) -> Figure:
    assert counted.value is not None
    if earlier.value == counted.value:
        raise Refused(f"台账数没有变（{earlier.printed}），不必再入账")
    new = correct(earlier, value=counted.value, reason="台账已变，按台账重新入账", by=by)
    new.origin, new.document = Origin.ROWS, DOCUMENT
    new.save(update_fields=["identity", "origin", "document"])
    return new


def _frozen(books: RowBooks, counted: Counted, region: Region) -> list[dict[str, Any]]:
    """Every part with its rows: what they are and what they are called today."""
    parts: list[dict[str, Any]] = []
    for number, (part, amount) in enumerate(zip(counted.computed.parts, counted.parts, strict=True)):
        rows = books.rows(counted.computed, number, region=region, period=counted.period, day=counted.day)
        listed = [[row.pk, str(row)[:200]] for row in rows.order_by("pk")]
        parts.append({"label": part.label, "value": str(amount.value), "rows": listed})
    return parts
