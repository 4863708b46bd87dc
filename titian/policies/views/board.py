"""The board of the ladder, movement between two days, what ends, what the year may bring, assessing everybody anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from titian.base.clock import today
from titian.base.columns import Column
from titian.base.pages import Action, Link, ListPage, board_page, demand_or_404, page
from titian.base.requests import Request
from titian.jobs.actions import enqueue
from titian.policies import standing
from titian.policies.permissions import can_reassess, can_see_board, can_see_forecast, can_see_ladder
from titian.policies.rungs import pack_label
from titian.policies.tasks import reassess_all
from titian.policies.views.common import asked_day, firm_link, link, to_ladder
from titian.registry.models import Title
from titian.registry.shown import held

WITHIN = (90, 180, 365)


def ladder(request: Request) -> HttpResponse:
    """Every rung with its firms; an enterprise finds its own page."""
    demand_or_404(can_see_ladder(request.user))
    if not can_see_board(request.user):
        return redirect("policies:firm", pk=request.user.own_organisation_id)
    day = asked_day(request)
    steps, run = standing.board(request.user, day)
    return board_page(
        request,
        title="企业梯次",
        note=f"规则：{pack_label(settings.TITIAN.region)}",
        as_of=day,
        template="policies/board.html",
        actions=_buttons(request),
        steps=list(reversed(steps)),
        run=run,
        day=day,
        inside=request.user.is_inside,
    )


def _buttons(request: Request) -> Sequence[Action]:
    user = request.user
    shown = [link("培育库", "pool"), link("只差一步", "near"), link("到期和重新认定", "expiring"), link("升降", "movement")]
    if can_see_forecast(user):
        shown += [link("申报批次", "batches"), link("全年预计", "forecast"), link("登记事实", "stated_facts")]
    if can_reassess(user):
        shown.append(link("重新评估全部企业", "reassess", post=True, primary=True))
    return shown


def movement(request: Request) -> HttpResponse:
    demand_or_404(can_see_board(request.user))
    until = asked_day(request, "until")
    since = asked_day(request, "since") if request.GET.get("since") else date(until.year, 1, 1)
    moved = standing.movement(request.user, since, until)
    note = f"{since} 至 {until} · 上升 {moved.risen} 家 · 下降或退出 {moved.fallen} 家"
    return page(
        request,
        "policies/movement.html",
        title="梯次升降",
        note=note,
        back=to_ladder(),
        moved=moved,
        turns=standing.turns(request.user, since, until),
        since=since,
        until=until,
    )


def forecast(request: Request) -> HttpResponse:
    demand_or_404(can_see_forecast(request.user))
    day = today()
    return page(
        request,
        "policies/forecast.html",
        title=f"{day.year}年新增认定预计",
        as_of=day,
        back=to_ladder(),
        outlooks=standing.outlook(request.user, day),
    )


def _ending_row(title: Title) -> Mapping[str, object]:
    shown = held([title], today())[0]
    firm = title.organisation
    return {
        "organisation": firm_link(firm),
        "kind": Link(title.label, title.get_absolute_url()),
        "until": shown.last_day,
        "state": shown.mark,
        "town": firm.region and firm.region.name,
        "officer": firm.officer and firm.officer.name,
    }


EXPIRING: ListPage[Title] = ListPage(
    title="到期和重新认定",
    columns=(
        Column("organisation", "企业名称", width=34),
        Column("kind", "资质荣誉", width=20),
        Column("until", "有效期至", "day"),
        Column("state", "状态", width=12),
        Column("town", "所属乡镇", width=14),
        Column("officer", "责任人", width=10),
    ),
    row=_ending_row,
    empty="这里列出即将到期的资质。到期前安排企业重新认定；近期没有到期的。",
    counted="项",
    sorts={"until": "until", "kind": "kind"},
    order="until",
)


def expiring(request: Request) -> HttpResponse:
    demand_or_404(can_see_board(request.user))
    asked = request.GET.get("within", "")
    within = int(asked) if asked.isdigit() and int(asked) in WITHIN else WITHIN[-1]
    ways = [Action(f"{days} 天内", f"{reverse('policies:expiring')}?within={days}") for days in WITHIN]
    rows = standing.ending(request.user, today(), within)
    return EXPIRING.respond(request, rows, as_of=today(), note=f"{within} 天内到期", actions=ways, back=to_ladder())


@require_POST
def reassess(request: Request) -> HttpResponse:
    """Everybody, in the background; the job says how far it is."""
    demand_or_404(can_reassess(request.user))
    day = today()
    enqueue(reassess_all, by=request.user, title=f"按 {day} 重新评估全部企业", args=[day.isoformat(), []])
    return redirect("jobs:index")
