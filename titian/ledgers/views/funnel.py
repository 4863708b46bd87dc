"""How far the rows of each batch came: declared, selected, accepted. No rate while a row of the batch is still open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.utils.http import urlencode

from titian.base.clock import today
from titian.base.pages import board_page, demand_or_404
from titian.base.requests import Request
from titian.ledgers.definition import State
from titian.ledgers.filters import OPEN, at_least
from titian.ledgers.models import Ledger, LedgerRow, LedgerStep
from titian.ledgers.permissions import can_see_overviews
from titian.ledgers.views.common import back_to, ledger_or_404, link
from titian.registry.filters import NONE


@dataclass(frozen=True)
class Reached:
    """One stage of a batch. `share` of the first stage; None while the batch is open, and for the first stage itself."""

    state: State
    rows: int
    people: int
    share: Fraction | None
    address: str


@dataclass(frozen=True)
class Line:
    """One batch, or all of them together (`batch` None)."""

    batch: str | None
    total: int
    open: int
    stages: Sequence[Reached]
    address: str
    open_address: str

    @property
    def is_complete(self) -> bool:
        return not self.open


def funnel(request: Request, code: str) -> HttpResponse:
    ledger = ledger_or_404(request, code)
    demand_or_404(can_see_overviews(request.user))
    if not ledger.about.stages:
        raise Http404(f"「{ledger.label}」没有分阶段，不作阶段统计")
    lines = _lines(ledger, LedgerRow.objects.visible_to(request.user).kept().filter(ledger=ledger))
    about = ledger.about
    return board_page(
        request,
        title=f"{about.label}阶段统计",
        note=f"{len(lines) - 1} 批" if lines else "",
        as_of=today(),
        template="ledgers/funnel.html",
        actions=[link("打印", "funnel", code, query="print=1")],
        back=back_to(ledger),
        lines=lines,
        stages=about.stages,
        counted=about.counted,
        with_people=about.field("person") is not None,
        batch_label=about.label_of("batch") if about.field("batch") else "批次",
    )


def _lines(ledger: Ledger, rows: Any) -> list[Line]:
    """Newest batch first, all together at the end; three questions."""
    open_ = Count("pk", filter=Q(closed_on=None) | Q(closed_on__gt=today()))
    counts = {
        batch: (total, unfinished)
        for batch, total, unfinished in rows.order_by().values_list("batch").annotate(rows=Count("pk"), unfinished=open_)
    }
    if not counts:
        return []
    steps, measures = LedgerStep.objects.filter(row__in=rows.order_by()).order_by(), _measures(ledger)
    reached = {batch: found for batch, *found in steps.values_list("row__batch").annotate(**measures)}
    lines = [_made(ledger, batch, *counts[batch], reached.get(batch, [])) for batch in sorted(counts, reverse=True)]
    whole = list(steps.aggregate(**measures).values())
    return [*lines, _made(ledger, None, sum(line.total for line in lines), sum(line.open for line in lines), whole)]


def _measures(ledger: Ledger) -> dict[str, Any]:
    """Rows and people of each stage, two by two: who reached a later one passed it."""
    measures: dict[str, Any] = {}
    for number, state in enumerate(ledger.about.stages):
        passed = Q(state__in=at_least(ledger.about, state.code))
        measures[f"rows{number}"] = Count("row", filter=passed, distinct=True)
        measures[f"people{number}"] = Count("row__person", filter=passed, distinct=True)
    return measures


def _made(ledger: Ledger, batch: str | None, total: int, unfinished: int, found: Sequence[int]) -> Line:
    of_batch = {} if batch is None else {"batch": batch or NONE}
    counts = list(found) or [0] * 2 * len(ledger.about.stages)

    def address(**asked: str) -> str:
        query = urlencode({**of_batch, **asked})
        return f"{ledger.get_absolute_url()}?{query}" if query else ledger.get_absolute_url()

    stages = [
        Reached(state, rows, people, _share(rows, counts[0], unfinished, place), address(reached=state.code))
        for place, (state, rows, people) in enumerate(zip(ledger.about.stages, counts[::2], counts[1::2], strict=True))
    ]
    return Line(batch, total, unfinished, stages, address(), address(state=OPEN))


def _share(rows: int, first: int, unfinished: int, place: int) -> Fraction | None:
    return Fraction(rows, first) if place and first and not unfinished else None
