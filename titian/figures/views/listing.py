"""The list of figures: what the books state, and beside it what rows count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.http import HttpResponse
from django.urls import reverse

from titian.base.colours import Colour
from titian.base.columns import Column
from titian.base.pages import Action, Link, ListPage, Mark, demand_or_404
from titian.base.quantities import Quantity
from titian.base.requests import Request
from titian.figures.asked import Asked, asked, offered_periods
from titian.figures.board import FigureRow, approval_of, figure_rows
from titian.figures.computed import Beside, RowBooks, compared
from titian.figures.key import STATUSES, FigureKey
from titian.figures.models import indicators
from titian.figures.permissions import can_approve, can_lift_approval, can_see_figures, can_state
from titian.figures.views.counted import counted_url, difference_mark
from titian.places.models import Region

STATUS_COLOURS: dict[str, Colour] = {"achieved": "green", "submitted": "yellow", "target": "blue"}
COUNTING = {"counted": "有台账数", "differs": "与台账相差", "only": "只有台账数"}


@dataclass(frozen=True)
class Listed:
    """A line of the list: what the books state of a key, what rows count of it (never without a value), or both."""

    stated: FigureRow | None
    beside: Beside | None
    region: Region

    @property
    def key(self) -> FigureKey:
        return self.stated.key if self.stated else _of(self.beside).key

    @property
    def name(self) -> str:
        return self.stated.name if self.stated else _of(self.beside).entry.name

    @property
    def area(self) -> str:
        return self.stated.area_label if self.stated else _of(self.beside).entry.area_label


def _of(beside: Beside | None) -> Beside:
    assert beside is not None, "a line without statements is one of rows"
    return beside


def _row(row: Listed) -> Mapping[str, object]:
    said = (
        _stated_cells(row.stated)
        if row.stated
        else {"name": Link(row.name, counted_url(_of(row.beside), row.region)), "statements": 0}
    )
    return {
        "area": row.area,
        "period": row.key.period,
        "status": Mark(STATUS_COLOURS[row.key.status], STATUSES[row.key.status]),
        "qualifiers": row.key.qualifiers,
        **said,
        **(_counted_cells(row.beside, row) if row.beside else {}),
    }


def _stated_cells(row: FigureRow) -> dict[str, object]:
    first = row.statements[-1]
    number = row.current.id if row.current else first.id
    return {
        "name": Link(row.name, reverse("figures:figure", args=[number])),
        "value": Mark("red", "不一致，待认定") if row.contradicted else row.quantity,
        "as_of": row.current.as_of if row.current else None,
        "statements": len(row.statements),
        "sent": f"{row.sent.printed}（{row.sent.receiver}，{row.sent.sent_on}）" if row.sent else None,
        "difference": row.sent.difference(row.current.value) if row.sent and row.current else None,
        "mark": Mark("yellow", "审定后有更正") if row.changed_since_approved else None,
    }


def _counted_cells(beside: Beside, row: Listed) -> dict[str, object]:
    disputed = row.stated is not None and row.stated.contradicted
    counted = Link(Quantity(beside.counted.value or Decimal(0), beside.entry.unit), counted_url(beside, row.region))
    return {"counted": counted, "compared": None if disputed else difference_mark(beside)}


FIGURES: ListPage[Listed] = ListPage(
    title="指标数",
    columns=(
        Column("area", "领域"),
        Column("name", "指标"),
        Column("period", "期间", "period"),
        Column("status", "状态"),
        Column("value", "数值", "decimal"),
        Column("qualifiers", "口径、范围"),
        Column("as_of", "截至", "day"),
        Column("statements", "出处", "integer", unit="处"),
        Column("sent", "上次报送"),
        Column("difference", "与上次报送差"),
        Column("mark", "提示"),
    ),
    row=_row,
    empty="这里列出账上的每一个数。用「读文稿」读入本局或邻县的总结，核对后入账；也可以用「录入指标」逐个填写。选定期间后，台账数得出的数列在旁边。",
    counted="个指标",
    sorts={"name": "name", "period": "period", "area": "area"},
    template="figures/list.html",
)
_AT = next(place for place, column in enumerate(FIGURES.columns) if column.key == "value") + 1
# Rows are counted for one period: the whole of the books would be counted over and over.
OF_A_PERIOD = replace(
    FIGURES,
    columns=(*FIGURES.columns[:_AT], Column("counted", "台账数", width=12), Column("compared", "与台账"), *FIGURES.columns[_AT:]),
)


def figures(request: Request) -> HttpResponse:
    """The books of a region, by period and area."""
    demand_or_404(can_see_figures(request.user))
    wanted = asked(request.GET, request.user)
    wanted = replace(wanted, periods=offered_periods(wanted.periods, wanted.day))
    rows = _listed(request, wanted)
    return (OF_A_PERIOD if wanted.period else FIGURES).respond(
        request,
        [row for row in rows if _fits(row, request.GET)],
        title=f"{wanted.region}指标数",
        note=wanted.period.label if wanted.period else "",
        actions=_list_actions(request, wanted),
        asked=wanted,
        areas=sorted({row.area for row in rows}),
        statuses=STATUSES.items(),
        countings=COUNTING.items() if wanted.period else (),
        approval=approval_of(wanted.region, wanted.period) if wanted.period else None,
    )


def _listed(request: Request, wanted: Asked) -> list[Listed]:
    """What is stated; of one period also what rows count, beside it or in the catalogue's order below its area."""
    stated = figure_rows(user=request.user, regions=[wanted.region], periods=[wanted.period] if wanted.period else None)
    if wanted.period is None:
        return [Listed(row, None, wanted.region) for row in stated]
    known = indicators()
    counted = RowBooks(user=request.user, day=wanted.day).all(region=wanted.region, period=wanted.period)
    found = compared(counted, region=wanted.region, known=known, current={row.key: row.current for row in stated})
    of_rows = {entry.key: entry for entry in found if entry.counted.value is not None}
    rows = [Listed(row, of_rows.pop(row.key, None), wanted.region) for row in stated]
    order = {code: place for place, code in enumerate(known)}
    rows += [Listed(None, entry, wanted.region) for entry in of_rows.values()]
    return sorted(rows, key=lambda row: order.get(row.key.indicator, len(order)))


def _fits(row: Listed, query: Mapping[str, str]) -> bool:
    area, status, counting = query.get("area", ""), query.get("status", ""), query.get("counting", "")
    beside = row.beside
    fits = {
        "": True,
        "counted": beside is not None,
        "differs": beside is not None and beside.differs,
        "only": row.stated is None,
    }
    return area in {"", row.area} and status in {"", row.key.status} and fits.get(counting, True)


def _list_actions(request: Request, wanted: Asked) -> list[Action]:
    found = [Action("录入指标", reverse("figures:enter"))] if can_state(request.user) else []
    if wanted.period is None:
        return found
    fields = {"region": wanted.region.key, "period": wanted.period.text}
    approval = approval_of(wanted.region, wanted.period)
    if approval is None and can_approve(request.user):
        confirm = f"审定后，{wanted.region}{wanted.period.label}的数只能用更正修改。"
        found.append(Action("审定并锁定本期", reverse("figures:approve"), post=True, confirm=confirm, fields=fields))
    if approval and can_lift_approval(request.user):
        found.append(Action("解除审定", reverse("figures:lift", args=[approval.pk])))
    return found
