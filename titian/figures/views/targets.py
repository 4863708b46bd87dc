"""The targets board, one target, importing a sheet, splitting over towns."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header

from titian.base.forms import whole_number
from titian.base.pages import Action, Link, Mark, Tile, board_page, demand_or_404, page, work_page
from titian.base.pages.drawn import chart_file, downloads
from titian.base.pages.record import Fact
from titian.base.quantities import plain
from titian.base.requests import Request
from titian.exchange.workbook import Sheet, write
from titian.figures import actions
from titian.figures.asked import asked
from titian.figures.board import TargetRow, target_rows
from titian.figures.charts import progress_chart
from titian.figures.columns import BOARD
from titian.figures.forms import ColourForm, TargetsFileForm
from titian.figures.models import ColourSetting, Target
from titian.figures.permissions import can_decompose, can_see_targets, can_set_targets
from titian.figures.progress import Colour
from titian.figures.target_sheet import read_targets
from titian.figures.target_template import template_workbook
from titian.journal.models import Entry
from titian.places.models import Region

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def board(request: Request) -> HttpResponse:
    """Targets of a year as of a day: tiles by colour, table, chart; `?export=xlsx` gives the table."""
    demand_or_404(can_see_targets(request.user))
    wanted = asked(request.GET, request.user)
    region = wanted.region.parent if wanted.region.level == "town" and wanted.region.parent else wanted.region
    year = _year(request.GET.get("year", ""), wanted.day.year)
    rows = target_rows(user=request.user, region=region, year=year, day=wanted.day, beside=True)
    shown = [row for row in rows if _fits(row, request.GET.get("department", ""), request.GET.get("colour", ""))]
    if request.GET.get("export") == "xlsx":
        return _workbook(f"{region}{year}年目标进度", shown)
    chart = progress_chart(shown) if shown else None
    if (file := chart_file(request, chart)) is not None:
        return file
    return board_page(
        request,
        title=f"{region}{year}年目标看板",
        as_of=wanted.day,
        note=f"时间进度 {rows[0].elapsed_percent} %" if rows else "",
        template="figures/board.html",
        tiles=_tiles(rows),
        actions=_board_actions(request),
        rows=shown,
        asked=wanted,
        year=year,
        years=range(year - 2, year + 2),
        departments=sorted({row.target.department.name for row in rows if row.target.department}),
        colours=[(colour.value, colour.label) for colour in Colour],
        chart=chart,
        downloads=downloads(request),
        by_department=_by_department(rows),
        towns=_town_table(shown),
    )


def _year(text: str, fallback: int) -> int:
    return whole_number(text) or fallback if len(text) == 4 else fallback


def _fits(row: TargetRow, department: str, colour: str) -> bool:
    named = row.target.department.name if row.target.department else ""
    return department in {"", named} and colour in {"", row.colour.value}


def _tiles(rows: list[TargetRow]) -> list[Tile]:
    counts = Counter(row.colour for row in rows)
    return [
        Tile(
            label=colour.label,
            number=str(counts[colour]),
            unit="项",
            url=f"?colour={colour.value}",
            colour=colour.value,
            share=Decimal(counts[colour]) / len(rows),
        )
        for colour in Colour
        if rows
    ]


def _by_department(rows: list[TargetRow]) -> list[tuple[str, list[int]]]:
    """Department → how many targets of each colour, in the colours' order."""
    counts: dict[str, Counter[Colour]] = {}
    for row in rows:
        name = row.target.department.name if row.target.department else "未定科室"
        counts.setdefault(name, Counter())[row.colour] += 1
    return [(name, [counter[colour] for colour in Colour]) for name, counter in counts.items()]


def _board_actions(request: Request) -> list[Action]:
    if not can_set_targets(request.user):
        return []
    return [
        Action("下载空白目标表", reverse("figures:target_template")),
        Action("颜色规则", reverse("figures:colour_rule")),
        Action("导入目标表", reverse("figures:import_targets"), primary=True),
    ]


def _workbook(title: str, rows: list[TargetRow]) -> HttpResponse:
    note = f"共 {len(rows)} 项"
    content = write([Sheet("目标进度", title, note, BOARD, [_cells(row) for row in rows])])
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, f"{title}.xlsx") or "attachment"
    return response


def _cells(row: TargetRow) -> Mapping[str, object]:
    """One target as the sheet shows it; the legs' values joined."""
    return {
        "number": row.target.number,
        "title": row.target.title,
        "goal": row.target.goal,
        "department": row.target.department.name if row.target.department else "",
        "owner": row.target.owner.name if row.target.owner else "",
        "reached": "；".join(str(leg.reached or "缺数") for leg in row.legs),
        "counted": "；".join(leg.source or "—" for leg in row.legs),
        "beside": "；".join(leg.beside.told for leg in row.legs if leg.beside and leg.beside.told),
        "percent": row.percent,
        "elapsed": row.elapsed_percent,
        "gap": "；".join(str(leg.gap) for leg in row.legs if leg.gap is not None and leg.gap.value),
        "forecast": "；".join(str(leg.forecast) for leg in row.legs if leg.forecast),
        "method": "；".join(dict.fromkeys(leg.forecast_method for leg in row.legs)),
        "colour": row.colour.label,
        "as_of": next((leg.known.as_of for leg in row.legs if leg.known.as_of), None),
        "source": row.target.source,
    }


def _town_table(rows: list[TargetRow]) -> list[tuple[TargetRow, object]]:
    """Legs that are split over towns."""
    return [(row, leg) for row in rows for leg in row.legs if leg.shares]


def target(request: Request, pk: int) -> HttpResponse:
    """One target: its legs, progress, forecast, the towns' shares."""
    demand_or_404(can_see_targets(request.user))
    wanted = asked(request.GET, request.user)
    found = get_object_or_404(Target.objects.visible_to(request.user).with_parts(), pk=pk)
    year = int(found.period[:4])
    rows = target_rows(user=request.user, region=found.region, year=year, day=wanted.day, beside=True)
    row = next((row for row in rows if row.target.pk == pk), None)
    facts = [
        Fact("目标值", found.goal, source=found.source),
        Fact("期间", found.period_label),
        Fact("责任科室", found.department.name if found.department else None),
        Fact("责任人", found.owner.name if found.owner else None),
        *([Fact("分值", f"{plain(found.weight)} 分")] if found.weight is not None else []),
    ]
    colour = row.colour if row else Colour.GREY
    return page(
        request,
        "figures/target.html",
        title=found.title,
        note=f"{found.region} · {found.period_label}",
        as_of=wanted.day,
        mark=Mark(colour.value, "已撤销" if found.is_dropped else colour.label),
        back=Link("目标看板", reverse("figures:board")),
        target=found,
        row=row,
        facts=facts,
        entries=Entry.objects.about(found)[:20] if request.user.is_inside else (),
        may_decompose=bool(can_decompose(request.user)) and not found.is_dropped,
    )


def import_targets(request: Request) -> HttpResponse:
    """Upload a targets sheet: all rows or none, every error at once."""
    demand_or_404(can_set_targets(request.user))
    wanted = asked(request.GET, request.user)
    form = TargetsFileForm(request.POST or None, request.FILES or None, initial={"region": wanted.region})
    if request.method == "POST" and form.is_valid():
        region: Region = form.cleaned_data["region"]
        done: list[Target] = []

        def act() -> None:
            new = _uploaded(form.cleaned_data["file"], region)
            done.extend(actions.set_targets(new, region=region, by=request.user))

        if form.attempt(act):
            messages.success(request, f"已导入 {len(done)} 项目标")
            return redirect("figures:board")
    hint = "同一序号的几行是一项目标的几个分项；表头里写乡镇名的列是该乡镇的分解数，合计须等于目标值。有错时一行也不导入。"
    return work_page(
        request, form, title="导入目标表", submit="导入目标表", hint=hint, back=Link("目标看板", reverse("figures:board"))
    )


def _uploaded(file: UploadedFile[bytes], region: Region) -> list[actions.NewTarget]:
    """Parse an uploaded workbook through a temporary file of its own name."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(file.name or "目标表.xlsx").name
        with path.open("wb") as copy:
            copy.writelines(file.chunks())
        return read_targets(path, county=region)


def target_template(request: Request) -> HttpResponse:
    """An empty targets sheet with one column a town."""
    demand_or_404(can_set_targets(request.user))
    towns = [town.name for town in Region.objects.filter(level="town").order_by("order", "code")]
    response = HttpResponse(template_workbook(towns), content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, "目标表.xlsx") or "attachment"
    return response


def colour_rule(request: Request) -> HttpResponse:
    """How far behind is yellow."""
    demand_or_404(can_set_targets(request.user))
    form = ColourForm(request.POST or None, initial={"behind_points": ColourSetting.in_force().behind_points})
    if request.method == "POST" and form.is_valid():
        points = form.cleaned_data["behind_points"]
        if form.attempt(lambda: actions.set_colour_rule(behind_points=points, by=request.user)):
            messages.success(request, f"已改为：滞后超过 {points} 个百分点亮黄")
            return redirect("figures:board")
    hint = "到期未完成为红；完成率比时间进度慢、超过此点数为黄；没有数为灰；其余为绿。"
    return work_page(
        request, form, title="颜色规则", submit="保存颜色规则", hint=hint, back=Link("目标看板", reverse("figures:board"))
    )
