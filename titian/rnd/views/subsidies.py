"""The subsidy run: runs, one run as a board with its lines, one award, what a leader decides."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.db.models import Count, Sum
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from titian.base.clock import today
from titian.base.colours import Colour
from titian.base.columns import Column
from titian.base.disclosure import Disclosure
from titian.base.errors import Refused
from titian.base.money import in_wan, to_yuan
from titian.base.pages import Action, Link, ListPage, Mark, Tile, demand_or_404, told, work_page
from titian.base.requests import Request
from titian.rnd import actions
from titian.rnd.filters import AwardFilters
from titian.rnd.forms import YearForm
from titian.rnd.models import Award, SubsidyRun
from titian.rnd.models.subsidy import AwardState
from titian.rnd.permissions import can_approve, can_run_subsidy, can_see_subsidies
from titian.rnd.views.common import done, link, own, picked, town, yuan

INTERNAL = Disclosure.INTERNAL
COLOURS: dict[str, Colour] = {
    "eligible": "blue",
    "blocked": "grey",
    "unknown": "yellow",
    "approved": "green",
    "declined": "grey",
    "paid": "green",
}


def _run_row(run: SubsidyRun) -> Mapping[str, object]:
    return {
        "title": Link(run.title, run.get_absolute_url()),
        "year": run.year,
        "policy": str(run.policy),
        "computed_on": run.computed_on,
        "awards": getattr(run, "awarded", None),
        "state": Mark("grey", "已办结") if run.is_closed else Mark("blue", "办理中"),
    }


RUNS: ListPage[SubsidyRun] = ListPage(
    title="研发费用后补助",
    columns=(
        Column("title", "名称", width=30),
        Column("year", "所属年度", "year"),
        Column("policy", "政策版本", width=44),
        Column("computed_on", "测算日期", "day"),
        Column("awards", "测算行数", "integer", unit="项"),
        Column("state", "状态", width=10),
    ),
    row=_run_row,
    empty="还没有做过后补助测算。先在「研发政策参数」里登记施行的办法，再开始一个年度的测算。",
    counted="次",
    sorts={"year": "year"},
)


def subsidies(request: Request) -> HttpResponse:
    demand_or_404(can_see_subsidies(request.user))
    rows = SubsidyRun.objects.visible_to(request.user).select_related("policy").annotate(awarded=Count("awards"))
    buttons = [link("开始测算", "begin_subsidy", primary=True)] if can_run_subsidy(request.user) else []
    return RUNS.respond(request, rows, actions=buttons)


def begin_subsidy(request: Request) -> HttpResponse:
    demand_or_404(can_run_subsidy(request.user))
    form = YearForm(request.POST or None, kind="subsidy", initial={"year": today().year - 1})
    saved = done(
        request,
        form,
        lambda: actions.begin_subsidy(form.cleaned_data["policy"], year=form.cleaned_data["year"], by=request.user),
        "已开始，请测算。",
    )
    hint = "年度是研发费用发生的年度。没有可选的政策版本时，先在「研发政策参数」里登记。"
    back = Link("研发费用后补助", reverse("rnd:subsidies"))
    return saved or work_page(request, form, title="开始后补助测算", submit="开始测算", hint=hint, back=back)


def _award_row(award: Award) -> Mapping[str, object]:
    return {
        "organisation": Link(award.organisation.name, award.get_absolute_url()),
        "type": award.type_label,
        "base": yuan(award.base),
        "computed": yuan(award.computed),
        "amount": yuan(award.amount),
        "paid": yuan(award.paid),
        "state": Mark(COLOURS.get(award.state, "grey"), award.state_label),
        "reason": award.reason or award.formula or None,
        "town": town(award.organisation),
    }


AWARDS: ListPage[Award] = ListPage(
    title="后补助测算",
    columns=(
        Column("organisation", "企业名称", width=30),
        Column("type", "类型", width=24),
        Column("base", "补助基数", "money_wan", disclosure=INTERNAL),
        Column("computed", "测算金额", "money_wan", disclosure=INTERNAL),
        Column("amount", "审定金额", "money_wan"),
        Column("paid", "实拨金额", "money_wan"),
        Column("state", "状态", width=10),
        Column("reason", "计算过程或理由", width=44, disclosure=INTERNAL),
        Column("town", "所属乡镇", width=12),
    ),
    row=_award_row,
    empty="还没有测算。点「测算后补助」，按加计扣除申报数逐家计算；不予补助和待核的也列出，写明理由。",
    counted="项",
    sorts={"organisation": "organisation__name", "base": "base", "computed": "computed", "amount": "amount", "paid": "paid"},
    search=("organisation__name",),
    filters=AwardFilters,
    template="rnd/subsidy.html",
    sparse=True,
)


def subsidy(request: Request, pk: int) -> HttpResponse:
    run = _run_or_404(request, pk)
    rows = Award.objects.visible_to(request.user).filter(run=run).select_related("organisation__region", "run__policy")
    picks = []
    if not run.is_closed and can_approve(request.user):
        picks.append(link("按测算金额审定所选", "approve_many", run.pk, post=True, primary=True))
    if not run.is_closed and can_run_subsidy(request.user):
        picks.append(link("所选编入拨付批次", "make_batch", run.pk, post=True))
    return AWARDS.respond(
        request,
        rows,
        title=run.title,
        note=f"{run.policy}；金额向下取整到元",
        as_of=run.computed_on,
        actions=_run_buttons(request, run),
        picks=picks,
        back=Link("研发费用后补助", reverse("rnd:subsidies")),
        tiles=_tiles(run),
        batches=_batches(run),
    )


def _batches(run: SubsidyRun) -> list[dict[str, object]]:
    rows = run.batches.annotate(count=Count("awards"), granted=Sum("awards__amount"), arrived=Sum("awards__paid"))
    return [
        {
            "number": batch.number,
            "url": batch.get_absolute_url(),
            "day": batch.day,
            "count": batch.count,
            "granted": to_yuan(batch.granted or 0),
            "arrived": to_yuan(batch.arrived or 0),
        }
        for batch in rows
    ]


def _run_buttons(request: Request, run: SubsidyRun) -> list[Action]:
    if run.is_closed or not can_run_subsidy(request.user):
        return []
    made = [link("办结", "close_subsidy", run.pk, post=True, confirm="办结以后不能再改。")] if run.computed_on else []
    return [*made, link("测算后补助", "compute_subsidy", run.pk, post=True, primary=not run.computed_on)]


def _tiles(run: SubsidyRun) -> list[Tile]:
    """By state: how many lines, and what they come to."""
    groups = run.awards.values_list("state").annotate(
        count=Count("pk"), computed=Sum("computed"), amount=Sum("amount"), paid=Sum("paid")
    )
    known = {state: (count, computed, amount, paid) for state, count, computed, amount, paid in groups}
    tiles = []
    for state, label in AwardState.LABELS.items():
        count, computed, amount, paid = known.get(state, (0, None, None, None))
        money = {"eligible": computed, "approved": amount, "paid": paid}.get(state)
        lines = [f"{in_wan(money)} 万元"] if money else []
        tiles.append(Tile(label, str(count), "项", f"{run.get_absolute_url()}?state={state}", lines=lines, colour=COLOURS[state]))
    return tiles


@require_POST
def compute_subsidy(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_run_subsidy(request.user))
    run = _run_or_404(request, pk)
    told(request, lambda: actions.compute_subsidy(run, on=today(), by=request.user), "已测算。")
    return redirect(run)


@require_POST
def close_subsidy(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_run_subsidy(request.user))
    run = _run_or_404(request, pk)
    told(request, lambda: actions.close_subsidy(run, by=request.user), "已办结。")
    return redirect(run)


@require_POST
def approve_many(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_approve(request.user))
    run = _run_or_404(request, pk)
    approved = 0
    for award in picked(request, run.awards.select_related("run__policy", "organisation")):
        try:
            actions.approve(award, on=today(), by=request.user)
            approved += 1
        except Refused as problem:
            messages.error(request, str(problem))
    messages.success(request, f"已审定 {approved} 项。")
    return redirect(run)


def _run_or_404(request: Request, pk: int) -> SubsidyRun:
    demand_or_404(can_see_subsidies(request.user))
    found: SubsidyRun = own(SubsidyRun.objects.visible_to(request.user), pk, "policy")
    return found
