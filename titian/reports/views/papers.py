"""The list of papers, starting one, one paper, its head, its way to 定稿 and out."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from titian.base.clock import today
from titian.base.columns import Column
from titian.base.errors import Refused
from titian.base.forms import ReasonForm
from titian.base.gongwen.paper import Edition
from titian.base.pages import Action, Link, ListPage, demand_or_404, paper_page, work_page
from titian.base.periods import Period
from titian.base.requests import Request
from titian.figures.asked import home_region
from titian.figures.outgoing import Prefer
from titian.files.actions import open_for
from titian.reports import actions
from titian.reports.forms import FreezeForm, SendForm, StartForm, head_changes, head_form, head_values
from titian.reports.models import OfficeOutline, Paper, PaperState
from titian.reports.permissions import can_arrange, can_freeze, can_revise, can_see_papers, can_send, can_start
from titian.reports.views.common import attempted, paper_mark, paper_or_404
from titian.reports.views.shown import page_of_paper
from titian.reports.wording.periods import last_day
from titian.reports.writer import exporting
from titian.reports.writer.assembling import Assembled

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
STEPS = {"circulate": (actions.circulate, "已转入征求意见稿"), "submit": (actions.submit_for_approval, "已送审")}


def _row(paper: Paper) -> Mapping[str, object]:
    sections = [section for section in paper.sections.all() if section.is_on and section.is_written]
    reviewed = sum(section.state == "reviewed" for section in sections)
    return {
        "name": Link(str(paper) if paper.subject else paper.genre_label, paper.get_absolute_url()),
        "period": Period(paper.period),
        "region": paper.region.name,
        "as_of": paper.as_of,
        "state": paper_mark(paper),
        "reviewed": f"{reviewed}/{len(sections)}",
        "number": paper.number,
        "made_by": paper.made_by.name,
        "made_on": paper.made_at.date(),
    }


PAPERS: ListPage[Paper] = ListPage(
    title="文稿",
    columns=(
        Column("name", "文种"),
        Column("period", "期间", "period"),
        Column("region", "区域"),
        Column("as_of", "数据截至", "day"),
        Column("state", "状态"),
        Column("reviewed", "已审章节"),
        Column("number", "文号"),
        Column("made_by", "起草人"),
        Column("made_on", "起草日期", "day"),
    ),
    row=_row,
    empty="半年总结、年度总结、简报、指标表和建议提案答复都从这里起草：数由账上取，句子由提纲定，缺的数列在一旁。",
    counted="份",
    sorts={"period": "period", "as_of": "as_of", "made_on": "made_at"},
    search=("number", "addressee", "genre"),
)


def papers(request: Request) -> HttpResponse:
    demand_or_404(can_see_papers(request.user))
    rows = Paper.objects.visible_to(request.user).with_parts()
    start = [Action("起草文稿", reverse("reports:start"), primary=True)] if can_start(request.user) else []
    return PAPERS.respond(request, rows, actions=[*start, Action("提纲", reverse("reports:outlines"))])


def start(request: Request) -> HttpResponse:
    """A new paper, from the default outline, a kept one, or last year's paper."""
    demand_or_404(can_start(request.user))
    region = home_region(request.user)
    if region is None:
        raise Http404("还没有区划。请系统管理员先建立县区及乡镇")
    form = StartForm(request.POST or None, initial=_half_year())
    made: list[Paper] = []
    if form.is_valid():
        data, source = form.cleaned_data, form.cleaned_data["source"]

        def begun() -> None:
            paper = actions.start_paper(
                genre=data["genre"],
                period=data["period"],
                as_of=data["as_of"],
                region=region,
                outline=source if isinstance(source, OfficeOutline) else None,
                like=source if isinstance(source, Paper) else None,
                extras=data["extras"],
                prefer=Prefer(data["prefer"]),
                by=request.user,
            )
            made.append(paper)

        if form.attempt(begun):
            messages.success(request, "已按提纲起草。请安排各节科室、撰稿人和时限")
            return redirect(made[0])
    return work_page(request, form, title="起草文稿", submit="起草文稿", back=Link("文稿", reverse("reports:list")))


def _half_year() -> dict[str, object]:
    day = today()
    period = Period.of_half(day.year, 1 if day.month <= 6 else 2)
    return {"genre": "half-year", "period": period, "as_of": min(day, last_day(period)), "prefer": Prefer.ROWS}


def paper(request: Request, pk: int) -> HttpResponse:
    """The paper as it will print; at its side sections, missing sentences, 核数."""
    found = paper_or_404(request, pk)
    shown = page_of_paper(request, Assembled.of(found, user=request.user))
    return paper_page(
        request,
        title=str(found),
        mark=paper_mark(found),
        note=f"{found.region} · 数据截至 {found.as_of} · {found.prefer_label}",
        template="reports/paper.html",
        actions=_actions(request, found),
        back=Link("文稿", reverse("reports:list")),
        **shown,
    )


def _actions(request: Request, paper: Paper) -> list[Action]:
    user, at = request.user, [paper.pk]
    found = []
    if can_arrange(user, paper):
        found.append(Action("改文头", reverse("reports:head", args=at)))
        step = {PaperState.DRAFT: ("征求意见", "circulate"), PaperState.COMMENT: ("送审", "submit")}.get(paper.state)
        found += [Action(step[0], reverse("reports:step", args=[paper.pk, step[1]]), post=True)] if step else []
    if can_freeze(user, paper):
        found.append(Action("定稿", reverse("reports:freeze", args=at), primary=True))
    if can_send(user, paper):
        found.append(Action("登记报送", reverse("reports:send", args=at), primary=True))
    if can_revise(user, paper):
        found.append(Action("重新修改", reverse("reports:revise", args=at)))
    return found


def head(request: Request, pk: int) -> HttpResponse:
    """标题, 文号, 主送, 成文日期, 截至日; for a reply the case."""
    found = paper_or_404(request, pk)
    demand_or_404(can_arrange(request.user, found))
    form = head_form(found.genre)(request.POST or None, opened=head_values(found))
    if form.is_valid() and form.guarded(
        found,
        current=head_values,
        act=lambda fresh: actions.amend_paper(fresh, by=request.user, **head_changes(fresh, form.cleaned_data)),
    ):
        messages.success(request, "文头已改")
        return redirect(found)
    return work_page(request, form, title="改文头", submit="保存文头", back=Link(str(found), found.get_absolute_url()))


@require_POST
def step(request: Request, pk: int, verb: str) -> HttpResponse:
    found = paper_or_404(request, pk)
    demand_or_404(can_arrange(request.user, found))
    if verb not in STEPS:
        raise Http404
    act, said = STEPS[verb]
    attempted(request, lambda: act(found, by=request.user), said)
    return redirect(found)


def freeze(request: Request, pk: int) -> HttpResponse:
    """定稿: what stands in the way is told; a changed figure opens its section again first."""
    found = paper_or_404(request, pk)
    demand_or_404(can_freeze(request.user, found))
    form = FreezeForm(request.POST or None)
    if request.method == "POST":
        actions.reopen_changed(found, by=request.user)
    if form.is_valid() and form.attempt(lambda: actions.freeze(found, reason=form.cleaned_data["reason"], by=request.user)):
        messages.success(request, "已定稿，清稿和核对稿都已留存")
        return redirect(found)
    hint = "定稿会留存清稿、核对稿和每个数的当时值。各节须已审核，核数清单里的“须改”须已改正。"
    return work_page(request, form, title="定稿", submit="定稿", hint=hint, back=Link(str(found), found.get_absolute_url()))


def revise(request: Request, pk: int) -> HttpResponse:
    found = paper_or_404(request, pk)
    demand_or_404(can_revise(request.user, found))
    form = ReasonForm(request.POST or None)
    if form.is_valid() and form.attempt(lambda: actions.revise(found, reason=form.cleaned_data["reason"], by=request.user)):
        messages.success(request, "已重新打开；已定稿的版本和报送登记不变")
        return redirect(found)
    hint = "已定稿、已报送的版本保留原样；再次定稿成为新的一版，并列出与上一版的差别。"
    return work_page(request, form, title="重新修改", submit="重新修改", hint=hint, back=Link(str(found), found.get_absolute_url()))


def send(request: Request, pk: int) -> HttpResponse:
    """报送登记."""
    found = paper_or_404(request, pk)
    demand_or_404(can_send(request.user, found))
    form = SendForm(request.POST or None, initial={"day": today()})
    if form.is_valid() and form.attempt(lambda: actions.send(found, by=request.user, **form.cleaned_data)):
        messages.success(request, "已登记报送，文中各数已作报送留底")
        return redirect(found)
    return work_page(request, form, title="登记报送", submit="登记报送", back=Link(str(found), found.get_absolute_url()))


@require_POST
def keep(request: Request, pk: int) -> HttpResponse:
    """Keep the draft as it stands, as a check edition."""
    found = paper_or_404(request, pk)
    demand_or_404(can_arrange(request.user, found))
    attempted(request, lambda: actions.keep_version(found, edition="check", by=request.user), "已留存一版核对稿")
    return redirect(found)


def download(request: Request, pk: int) -> HttpResponse:
    """?edition=clean|check &as=docx|pdf: the paper of now; a final one as it was kept, whatever the books say since."""
    found = paper_or_404(request, pk)
    edition: Edition = "clean" if request.GET.get("edition") == "clean" else "check"
    as_pdf = request.GET.get("as") == "pdf"
    try:
        title, content = _file_of(request, found, edition)
        content = exporting.pdf(content) if as_pdf else content
    except Refused as problem:
        for message in problem.messages:
            messages.error(request, message)
        return redirect(found)
    label = "" if edition == "clean" else "（核对稿）"
    name = f"{title}{label}.{'pdf' if as_pdf else 'docx'}".replace("\n", "")
    response = HttpResponse(content, content_type="application/pdf" if as_pdf else DOCX)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _file_of(request: Request, paper: Paper, edition: Edition) -> tuple[str, bytes]:
    """Title and .docx. Raises Refused with what must not leave."""
    kept = paper.final_version(edition)
    if kept is not None:
        with open_for(kept.file, by=request.user) as file:
            return kept.title, file.read()
    assembled = Assembled.of(paper, user=request.user)
    exported = exporting.export(paper.kind, assembled.composed, assembled.particulars, edition=edition)
    return exported.title, exported.content
