"""企业研发投入评价: runs, one run with its results, one result with its clauses; the list of the blocked for other departments."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from titian.base.clock import today
from titian.base.colours import Colour
from titian.base.columns import Column
from titian.base.disclosure import Disclosure
from titian.base.pages import Action, Fact, Link, ListPage, Mark, Record, demand_or_404, record_page, told, work_page
from titian.base.requests import Request
from titian.journal.models import Entry
from titian.rnd import actions
from titian.rnd.blocking import said
from titian.rnd.filters import ResultFilters
from titian.rnd.forms import AnswerForm, AppealForm, ExemptForm, YearForm
from titian.rnd.models import EvaluationResult, EvaluationRun
from titian.rnd.models.evaluation import Appeal, Outcome, RunState
from titian.rnd.permissions import can_appeal, can_decide_appeal, can_evaluate, can_exempt_result, can_publish, can_see_evaluations
from titian.rnd.views.common import LIST, Picker, asked_year, done, firm_link, link, own, town, worked

COLOURS: dict[str, Colour] = {"met": "green", "not_met": "red", "unknown": "yellow", "exempt": "grey"}
INTERNAL = Disclosure.INTERNAL


def _run_row(run: EvaluationRun) -> Mapping[str, object]:
    return {
        "year": Link(f"{run.year}年度", run.get_absolute_url()),
        "policy": str(run.policy),
        "blocked_year": f"{run.blocked_year}年",
        "state": Mark("green" if run.state == RunState.PUBLISHED else "yellow", run.state_label),
        "computed_on": run.computed_on,
        "published_on": run.published_on,
    }


RUNS: ListPage[EvaluationRun] = ListPage(
    title="企业研发投入评价",
    columns=(
        Column("year", "评价年度", width=12),
        Column("policy", "政策版本", width=40),
        Column("blocked_year", "不达标的哪年不享受补助", width=22),
        Column("state", "状态", width=10),
        Column("computed_on", "测算日期", "day"),
        Column("published_on", "公布日期", "day"),
    ),
    row=_run_row,
    empty="还没有做过评价。先在「研发政策参数」里登记本局的评价办法，再开始一个年度的评价。",
    counted="次",
)


def evaluations(request: Request) -> HttpResponse:
    demand_or_404(can_see_evaluations(request.user))
    rows = EvaluationRun.objects.visible_to(request.user).select_related("policy")
    buttons = [link("不享受补助名单", "blocked")]
    if can_evaluate(request.user):
        buttons.append(link("开始评价", "begin_evaluation", primary=True))
    return RUNS.respond(request, rows, actions=buttons)


def begin_evaluation(request: Request) -> HttpResponse:
    demand_or_404(can_evaluate(request.user))
    form = YearForm(request.POST or None, kind="evaluation", initial={"year": today().year - 1})
    saved = done(
        request,
        form,
        lambda: actions.begin_evaluation(form.cleaned_data["policy"], year=form.cleaned_data["year"], by=request.user),
        "已开始评价，请测算。",
    )
    hint = "评价对象是当年规上工业企业。没有可选的政策版本时，先在「研发政策参数」里登记。"
    back = Link("企业研发投入评价", reverse("rnd:evaluations"))
    return saved or work_page(request, form, title="开始企业研发投入评价", submit="开始评价", hint=hint, back=back)


def _result_row(row: EvaluationResult) -> Mapping[str, object]:
    return {
        "organisation": Link(row.organisation.name, row.get_absolute_url()),
        "points": row.points,
        "grade": row.grade or None,
        "outcome": Mark(COLOURS.get(row.outcome, "grey"), row.outcome_label),
        "why": "、".join(clause["label"] for clause in row.clauses if clause["verdict"] != "met") or None,
        "exempt": row.exempt_reason or None,
        "appeal": row.appeal_label or None,
        "town": town(row.organisation),
    }


RESULTS: ListPage[EvaluationResult] = ListPage(
    title="评价结果",
    columns=(
        Column("organisation", "企业名称", width=32),
        Column("points", "得分", width=10, disclosure=INTERNAL),
        Column("grade", "等次", width=8, disclosure=INTERNAL),
        Column("outcome", "结果", width=10, disclosure=INTERNAL),
        Column("why", "未达到或待核的条款", width=30, disclosure=INTERNAL),
        Column("exempt", "免予评价理由", width=20, disclosure=INTERNAL),
        Column("appeal", "申诉", width=10, disclosure=INTERNAL),
        Column("town", "所属乡镇", width=12),
    ),
    row=_result_row,
    empty="还没有测算。点「测算评价」，按当年企业填报、加计扣除申报或审计报告的数逐条打分。",
    counted="家",
    sorts={"organisation": "organisation__name", "points": "low"},
    search=("organisation__name",),
    filters=ResultFilters,
)


def evaluation(request: Request, pk: int) -> HttpResponse:
    run = _run_or_404(request, pk)
    rows = EvaluationResult.objects.visible_to(request.user).filter(run=run).select_related("organisation__region")
    draft = run.state == RunState.DRAFT
    buttons: list[Action] = []
    if draft and can_evaluate(request.user):
        buttons.append(link("测算评价", "compute_evaluation", run.pk, post=True, primary=not run.computed_on))
    if draft and run.computed_on and can_publish(request.user):
        confirm = f"公布以后，不达标企业 {run.blocked_year} 年不享受财政补助；个别有误的按申诉处理。"
        buttons.append(link("公布评价", "publish_evaluation", run.pk, post=True, primary=True, confirm=confirm))
    unconfirmed = [about.label for about in run.policy.policy.parameters.values() if not about.confirmed]
    notes = f"还有 {len(unconfirmed)} 项参数没有核对原文，结果一律列为待核" if unconfirmed and draft else ""
    return RESULTS.respond(
        request,
        rows,
        title=str(run),
        note=" · ".join(filter(None, [f"{run.policy}，{run.state_label}", notes])),
        as_of=run.computed_on,
        actions=buttons,
        back=Link("企业研发投入评价", reverse("rnd:evaluations")),
    )


@require_POST
def compute_evaluation(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_evaluate(request.user))
    run = _run_or_404(request, pk)
    told(request, lambda: actions.compute_evaluation(run, on=today(), by=request.user), "已测算。")
    return redirect(run)


@require_POST
def publish_evaluation(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_publish(request.user))
    run = _run_or_404(request, pk)
    told(request, lambda: actions.publish_evaluation(run, on=today(), by=request.user), "已公布。")
    return redirect(run)


def result(request: Request, pk: int) -> HttpResponse:
    found = _result_or_404(request, pk)
    facts = [
        Fact("企业", firm_link(found.organisation)),
        Fact("得分", found.points, source="有待核条款时为区间" if found.low != found.high else ""),
        Fact("等次", found.grade),
        Fact("依据", str(found.run.policy)),
        *([Fact("免予评价理由", found.exempt_reason)] if found.exempt_reason else []),
        *([Fact("申诉理由", found.appeal_text, day=found.appeal_on)] if found.appeal_text else []),
        *([Fact("处理意见", found.appeal_answer)] if found.appeal_answer else []),
    ]
    record = Record(
        title=f"{found.organisation} {found.run}",
        mark=Mark(COLOURS.get(found.outcome, "grey"), found.outcome_label),
        note=said(found) if _blocks(found) else "",
        facts=facts,
        entries=Entry.objects.about(found)[:20] if request.user.is_inside else (),
    )
    back = Link(str(found.run), found.run.get_absolute_url()) if request.user.is_inside else None
    return record_page(
        request, record, template="rnd/result.html", actions=_buttons(request, found), back=back, clauses=found.clauses
    )


def _blocks(found: EvaluationResult) -> bool:
    published = found.run.state == RunState.PUBLISHED
    return published and found.outcome == Outcome.NOT_MET and found.appeal not in {Appeal.UPHELD, Appeal.RAISED}


def _buttons(request: Request, found: EvaluationResult) -> list[Action]:
    made: list[Action] = []
    if found.outcome != Outcome.EXEMPT and can_exempt_result(request.user, found):
        made.append(link("免予评价", "exempt_result", found.pk))
    published = found.run.state == RunState.PUBLISHED and found.outcome == Outcome.NOT_MET
    if published and not found.appeal and can_appeal(request.user, found):
        made.append(link("登记申诉", "appeal", found.pk, primary=True))
    if found.appeal == Appeal.RAISED and can_decide_appeal(request.user):
        made.append(link("处理申诉", "decide_appeal", found.pk, primary=True))
    return made


def exempt_result(request: Request, pk: int) -> HttpResponse:
    found = _result_or_404(request, pk)
    demand_or_404(can_exempt_result(request.user, found))
    form = ExemptForm(request.POST or None)

    def act() -> None:
        actions.exempt_result(found, **form.cleaned_data, on=today(), by=request.user)

    return worked(request, form, act, title=f"免予评价：{found}", submit="免予评价", said="已免予评价。", back=found, to=found)


def appeal(request: Request, pk: int) -> HttpResponse:
    found = _result_or_404(request, pk)
    demand_or_404(can_appeal(request.user, found))
    form = AppealForm(request.POST or None)

    def act() -> None:
        actions.appeal(found, text=form.cleaned_data["text"], on=today(), by=request.user)

    return worked(request, form, act, title=f"登记申诉：{found}", submit="登记申诉", said="已登记申诉。", back=found, to=found)


def decide_appeal(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_decide_appeal(request.user))
    found = _result_or_404(request, pk)
    form = AnswerForm(request.POST or None)

    def act() -> None:
        said_so = form.cleaned_data
        actions.decide_appeal(found, upheld=said_so["upheld"] == "yes", answer=said_so["answer"], by=request.user)

    hint = f"{found.appeal_on or ''} 申诉：{found.appeal_text}"
    return worked(
        request, form, act, title=f"处理申诉：{found}", submit="处理申诉", said="已处理申诉。", back=found, to=found, hint=hint
    )


def _blocked_row(row: EvaluationResult) -> Mapping[str, object]:
    return {
        "organisation": Link(row.organisation.name, row.get_absolute_url()),
        "uscc": row.organisation.uscc,
        "year": f"{row.run.blocked_year}年",
        "reason": said(row),
        "clause": row.run.policy.document or str(row.run.policy),
        "published_on": row.run.published_on,
    }


BLOCKED: ListPage[EvaluationResult] = ListPage(
    title="不享受财政补助企业名单",
    columns=(
        Column("organisation", "企业名称", width=32),
        Column("uscc", "统一社会信用代码", width=22),
        Column("year", "年度", width=8),
        Column("reason", "理由", width=50),
        Column("clause", "依据", width=30),
        Column("published_on", "公布日期", "day"),
    ),
    row=_blocked_row,
    empty="这一年度没有因研发投入评价不达标而不享受补助的企业。评价公布以后，不达标企业列在这里，可导出送财政等部门。",
    counted="家",
    sorts={"organisation": "organisation__name"},
    search=("organisation__name", "organisation__uscc"),
    template=LIST,
)


def blocked(request: Request) -> HttpResponse:
    """For other departments: who, which year, why, by which document."""
    demand_or_404(can_see_evaluations(request.user))
    year = asked_year(request, default=today().year)
    rows = EvaluationResult.objects.visible_to(request.user).blocking(year).select_related("organisation__region", "run__policy")
    years = [(str(one), f"{one}年") for one in range(today().year + 1, today().year - 4, -1)]
    return BLOCKED.respond(
        request,
        rows,
        as_of=today(),
        note="免予评价、申诉成立和申诉待处理的不在名单里",
        pickers=[Picker("year", "年度", str(year), years)],
        back=Link("企业研发投入评价", reverse("rnd:evaluations")),
    )


def _run_or_404(request: Request, pk: int) -> EvaluationRun:
    demand_or_404(can_see_evaluations(request.user))
    found: EvaluationRun = own(EvaluationRun.objects.visible_to(request.user), pk, "policy")
    return found


def _result_or_404(request: Request, pk: int) -> EvaluationResult:
    found: EvaluationResult = own(EvaluationResult.objects.visible_to(request.user), pk, "organisation", "run__policy")
    return found
