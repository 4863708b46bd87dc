"""报送留底： keeping what left the bureau."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.base.quantities import Operator
from titian.figures.key import FigureKey
from titian.figures.models import SentFigure
from titian.figures.permissions import can_record_sent
from titian.journal.actions import Change, record_many


@dataclass(frozen=True)
class Sending:
    """One figure of a paper: its key, the value behind it, and how it was printed."""

    key: FigureKey
    value: Decimal
    operator: Operator
    printed: str
    figure_id: int | None = None


@transaction.atomic
def record_sent(
    figures: Sequence[Sending], *, receiver: str, day: date, paper: str, by: User, paper_ref: str = ""
) -> list[SentFigure]:
    """Keep every figure of a paper that was sent to `receiver` on `day`."""
    can_record_sent(by).demand()
    if not receiver.strip():
        raise Refused("请写明报送给谁")
    rows = [
        SentFigure(
            identity=sending.key.text,
            indicator=sending.key.indicator,
            value=sending.value,
            operator=sending.operator,
            printed=sending.printed,
            receiver=receiver,
            sent_on=day,
            paper=paper,
            paper_ref=paper_ref,
            figure_id=sending.figure_id,
            recorded_by=by,
        )
        for sending in figures
    ]
    rows = SentFigure.objects.bulk_create(rows)
    record_many("figures.figure.sent", [Change(row, after={"printed": row.printed, "receiver": receiver}) for row in rows], by=by)
    return rows
