"""邻县对比： what the neighbours state for the same period, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Count
from django.http import HttpResponse
from django.urls import reverse

from titian.base.columns import Column
from titian.base.pages import Link, ListPage, demand_or_404
from titian.base.pages.drawn import chart_file, downloads
from titian.base.periods import Period
from titian.base.requests import Request
from titian.figures.asked import Asked, asked
from titian.figures.charts import comparison_chart
from titian.figures.models import Figure
from titian.figures.neighbours import BASES, Cell, Comparison, compare
from titian.figures.permissions import can_see_figures
from titian.places.models import Region


def neighbours(request: Request) -> HttpResponse:
    """A table of indicators by region; the chosen row is drawn as a chart."""
    demand_or_404(can_see_figures(request.user))
    wanted = asked(request.GET, request.user)
    period = wanted.period or _shared_period(wanted)
    per = request.GET.get("per", "") if request.GET.get("per", "") in BASES else ""
    regions = [region for region in wanted.regions if region.level == "county"]
    rows = compare(user=request.user, regions=regions, period=period, per=per) if period else []
    drawn = next((row for row in rows if row.key.indicator == request.GET.get("indicator", "")), rows[0] if rows else None)
    chart = comparison_chart(drawn, regions, period, BASES[per][0] if per else "") if drawn and period else None
    if (file := chart_file(request, chart)) is not None:
        return file
    return _listing(regions, per, request).respond(
        request,
        rows,
        note=" · ".join(filter(None, [period.label if period else "", BASES[per][0] if per else "各地公布数"])),
        period=period,
        periods=wanted.periods,
        per=per,
        bases=[(key, label) for key, (label, _, _) in BASES.items()],
        base_label=BASES[per][2] if per else "",
        chart=chart,
        downloads=downloads(request),
    )


def _shared_period(wanted: Asked) -> Period | None:
    """The period of which the other regions of the books have most figures; the later one of equals."""
    others = Figure.objects.counting().filter(status="achieved").exclude(region=wanted.region)
    counts = dict(others.values_list("period").annotate(Count("indicator", distinct=True)))
    shared = [period for period in wanted.periods if period.text in counts]
    return max(shared, key=lambda period: (counts[period.text], period.until), default=next(iter(wanted.periods), None))


def _listing(regions: Sequence[Region], per: str, request: Request) -> ListPage[Comparison]:
    head = Column("name", "指标")
    columns = (head, *(Column(f"region-{region.pk}", region.name, "decimal") for region in regions))

    def cells(row: Comparison) -> Mapping[str, object]:
        address = request.GET.copy()
        address["indicator"] = row.key.indicator
        values = {f"region-{region.pk}": _value(cell, per) for region, cell in zip(regions, row.cells, strict=True)}
        return {"name": Link(row.label, f"?{address.urlencode()}"), **values}

    return ListPage(
        title="邻县对比",
        columns=columns,
        row=cells,
        empty="读入邻县的总结并入账后，这里把各地同一期间、同一口径的数排在一起。请先用「读文稿」读入邻县公开的总结。",
        counted="个指标",
        template="figures/neighbours.html",
        sorts={"name": "name"},
    )


def _value(cell: Cell | None, per: str) -> Link | None:
    if cell is None or cell.shown(per=per) is None:
        return None
    return Link(cell.shown(per=per), reverse("figures:figure", args=[cell.figure_id]))
