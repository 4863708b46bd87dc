"""指标目录： every indicator with its definition; the office may add its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from titian.base.columns import Column
from titian.base.pages import Action, Link, ListPage, Mark, demand_or_404, work_page
from titian.base.requests import Request
from titian.figures import actions
from titian.figures.catalogue import Indicator
from titian.figures.computed import declared
from titian.figures.forms import IndicatorForm
from titian.figures.models import indicators
from titian.figures.models.indicators import KINDS
from titian.figures.permissions import can_add_indicator, can_see_figures

DIRECTIONS = {"up": "越多越好", "down": "越少越好", "none": "不论多少"}


@dataclass(frozen=True)
class Row:
    """An indicator, and whether a register's rows count it."""

    entry: Indicator
    is_counted: bool


def _row(row: Row) -> Mapping[str, object]:
    entry = row.entry
    return {
        "counted": Mark("green", "台账") if row.is_counted else None,
        "area": entry.area_label,
        "name": entry.name,
        "unit": entry.unit,
        "kind": KINDS.get(entry.kind, entry.kind),
        "definition": entry.definition,
        "publisher": entry.publisher,
        "frequency": entry.frequency,
        "calibre": entry.calibre,
        "direction": DIRECTIONS.get(entry.direction, entry.direction),
        "disclosure": entry.disclosure,
        "code": entry.code,
    }


CATALOGUE: ListPage[Row] = ListPage(
    title="指标目录",
    columns=(
        Column("area", "领域"),
        Column("name", "指标"),
        Column("unit", "单位"),
        Column("kind", "类型"),
        Column("counted", "台账可数"),
        Column("definition", "定义"),
        Column("publisher", "发布部门"),
        Column("frequency", "频次"),
        Column("calibre", "口径"),
        Column("disclosure", "公开属性"),
        Column("code", "代码"),
    ),
    row=_row,
    empty="指标目录是空的。",
    counted="个指标",
    sorts={"name": "name", "area": "area", "counted": "counted"},
    per_page=200,
    template="figures/catalogue.html",
)


def catalogue(request: Request) -> HttpResponse:
    demand_or_404(can_see_figures(request.user))
    add = [Action("增设指标", reverse("figures:add_indicator"))] if can_add_indicator(request.user) else []
    counted = declared()
    rows = [Row(entry, code in counted) for code, entry in indicators().items()]
    return CATALOGUE.respond(request, rows, actions=add)


def add_indicator(request: Request) -> HttpResponse:
    demand_or_404(can_add_indicator(request.user))
    form = IndicatorForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and form.attempt(lambda: actions.add_indicator(**form.cleaned_data, by=request.user))
    ):
        messages.success(request, f"已增设指标「{form.cleaned_data['name']}」")
        return redirect("figures:catalogue")
    return work_page(request, form, title="增设指标", submit="增设指标", back=Link("指标目录", reverse("figures:catalogue")))
