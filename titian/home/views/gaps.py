"""还差几家、哪几家、谁盯: every target with what is on its way, and the candidates one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.urls import reverse

from titian.base.clock import today
from titian.base.columns import Column
from titian.base.pages import Link, ListPage, Mark, demand_or_404
from titian.base.pipelines import Candidate, Stage, stages_of
from titian.base.printing import quantity_text
from titian.base.requests import Request
from titian.figures.asked import home_region
from titian.figures.board import TargetRow, target_rows
from titian.figures.computed import declared
from titian.figures.permissions import can_see_figures


@dataclass(frozen=True)
class Gap:
    """A target and what is on its way to it."""

    row: TargetRow
    stages: tuple[Stage, ...]
    keepers: tuple[str, ...] = ()

    @property
    def who(self) -> str:
        """Who has the target, else who keeps what it is counted from."""
        return str(self.row.target.owner or self.row.target.department or "、".join(self.keepers))

    @property
    def pk(self) -> int:
        return self.row.target.pk


def _row(gap: Gap) -> Mapping[str, object]:
    target, legs = gap.row.target, gap.row.legs
    missing = [quantity_text(leg.gap) for leg in legs if leg.gap is not None and leg.gap.value]
    reached = [quantity_text(leg.reached) if leg.reached else "缺数" for leg in legs]
    on_the_way = "；".join(f"{stage.label} {len(stage.candidates)}" for stage in gap.stages)
    return {
        "target": Link(target.title, reverse("home:gap", args=[target.pk])),
        "goal": target.goal,
        "reached": "；".join(reached),
        "gap": f" {target.join_label} ".join(missing) or ("已达到" if gap.row.progress.met else None),
        "stages": on_the_way or None,
        "who": gap.who or None,
        "state": Mark(gap.row.colour.value, gap.row.colour.label),
    }


GAPS: ListPage[Gap] = ListPage(
    title="还差几家",
    columns=(
        Column("target", "目标", width=30),
        Column("goal", "要求", width=16),
        Column("reached", "完成", width=16),
        Column("gap", "还差", width=16),
        Column("stages", "在途（各阶段）", width=46),
        Column("who", "责任", width=14),
        Column("state", "状态", width=10),
    ),
    row=_row,
    empty="还没有目标。从上级下达的任务表导入目标后，这里列出每项还差多少、在途有哪些、谁在盯。",
    counted="项",
    sorts={"who": "who", "state": "state"},
    per_page=100,
)

CANDIDATES: ListPage[tuple[Stage, Candidate]] = ListPage(
    title="哪几家",
    columns=(
        Column("stage", "阶段", width=24),
        Column("name", "企业或事项", width=36),
        Column("town", "乡镇", width=12),
        Column("who", "谁盯", width=10),
        Column("since", "自", "day"),
        Column("note", "说明", width=20),
    ),
    row=lambda pair: {
        "stage": pair[0].label,
        "name": Link(pair[1].text, pair[1].url) if pair[1].url else pair[1].text,
        "town": pair[1].town or None,
        "who": pair[1].who or None,
        "since": pair[1].since,
        "note": pair[1].note or None,
    },
    empty="名录和台账里没有在途的企业或事项。登记申报、入库或台账进展后，会按阶段列在这里。",
    counted="家",
    sorts={"who": "who", "town": "town", "since": "since"},
    per_page=200,
)


def gaps(request: Request) -> HttpResponse:
    """All targets of the year."""
    demand_or_404(can_see_figures(request.user))
    rows = _targets(request)
    stages: dict[str, tuple[Stage, ...]] = {}
    for code in {leg.leg.indicator for row in rows for leg in row.legs}:
        stages[code] = tuple(stages_of(request.user, code, today()))
    kept = {code: computed.keeper for code, computed in declared().items() if computed.keeper}
    found = [_gap(row, stages, kept) for row in rows]
    return GAPS.respond(request, found, as_of=today(), note="在途的不等于能完成")


def _gap(row: TargetRow, stages: Mapping[str, tuple[Stage, ...]], kept: Mapping[str, str]) -> Gap:
    codes = [leg.leg.indicator for leg in row.legs]
    keepers = dict.fromkeys(kept[code] for code in codes if code in kept)
    return Gap(row, tuple(stage for code in codes for stage in stages[code]), tuple(keepers))


def gap(request: Request, pk: int) -> HttpResponse:
    """One target: who is on the way, stage by stage."""
    demand_or_404(can_see_figures(request.user))
    row = next((row for row in _targets(request) if row.target.pk == pk), None)
    if row is None:
        raise Http404("没有这项目标，或不在本年度")
    stages = [stage for leg in row.legs for stage in stages_of(request.user, leg.leg.indicator, today())]
    pairs = [(stage, candidate) for stage in stages for candidate in stage.candidates]
    missing = "；".join(quantity_text(leg.gap) for leg in row.legs if leg.gap is not None and leg.gap.value)
    note = f"要求 {row.target.goal}，{f'还差 {missing}' if missing else '已达到'}，在途 {len(pairs)}"
    back = Link("还差几家", reverse("home:gaps"))
    return CANDIDATES.respond(request, pairs, title=f"哪几家：{row.target.title}", note=note, as_of=today(), back=back)


def _targets(request: Request) -> list[TargetRow]:
    region = home_region(request.user)
    if region is None:
        return []
    county = region.parent if region.level == "town" and region.parent else region
    return target_rows(user=request.user, region=county, year=today().year, day=today())
