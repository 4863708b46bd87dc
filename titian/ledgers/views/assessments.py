"""平台考核: the scores of a batch as one table, its grades, what stands still and what becomes of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from titian.base.clock import today
from titian.base.columns import Column
from titian.base.pages import Action, Link, ListPage, Mark, demand_or_404, page, told, work_page
from titian.base.pages.work import BAD_INPUT
from titian.base.requests import Request
from titian.ledgers import actions
from titian.ledgers.assessments.book import ASSESSMENTS, Book, bands_of, batches, book, grade_label, quota_of
from titian.ledgers.assessments.grading import edges
from titian.ledgers.assessments.platforms import PLATFORMS, PROGRESS, Candidate, candidates, rule_of
from titian.ledgers.assessments.scoring import faults_of_scheme
from titian.ledgers.forms.computed import DecisionForm, ScoresForm, scores_as_typed, scores_form
from titian.ledgers.models import Ledger, LedgerRow
from titian.ledgers.permissions import can_add, can_grade, can_see_overviews
from titian.ledgers.views.common import back_to, ledger_or_404, link, row_or_404, state_mark
from titian.registry.views.common import done


def scoring(request: Request) -> HttpResponse:
    """Items by platforms; who may enter rows fills it in, everybody inside reads it."""
    demand_or_404(can_see_overviews(request.user))
    ledger = ledger_or_404(request, ASSESSMENTS)
    known = batches()
    asked = (request.GET.get("batch", ""), request.GET.get("scheme", ""))
    batch, scheme = asked if asked in known else next(iter(known), ("", ""))
    found = book(batch, scheme, ledger.about)
    form = scores_form(found)(request.POST or None, opened=scores_as_typed(found))
    if request.method == "POST":
        demand_or_404(can_add(request.user, ledger))
        if form.is_valid() and _saved(request, ledger, found, form):
            return redirect(f"{request.path}?{urlencode({'batch': batch, 'scheme': scheme})}")
    return _scoring_page(request, ledger, found, form, known)


def _saved(request: Request, ledger: Ledger, found: Book, form: ScoresForm) -> bool:
    def act() -> None:
        changed = actions.score_assessments(ledger, found.batch, found.scheme, form.scores(), on=today(), by=request.user)
        messages.success(request, f"已保存 {changed} 项打分。" if changed else "没有改动。")

    return form.unchanged_since(scores_as_typed(book(found.batch, found.scheme, ledger.about)), act=act)


def _scoring_page(request: Request, ledger: Ledger, found: Book, form: ScoresForm, known: list[tuple[str, str]]) -> HttpResponse:
    about, quota = ledger.about, quota_of(ledger.about)
    return page(
        request,
        "ledgers/scoring.html",
        title=f"打分表：{found.batch}" if found.batch else "打分表",
        note=found.scheme,
        as_of=today(),
        back=back_to(ledger),
        actions=_scoring_buttons(request, found),
        status=BAD_INPUT if form.is_bound and form.errors else 200,
        form=form,
        book=found,
        known=known,
        lines=form.lines(),
        heads=[(entry, graded, grade_label(about, graded.grade) if graded else "") for entry, graded in form.heads()],
        falls=[
            (one, next(entry.name for entry in found.entries if str(entry.assessment.pk) == one.key))
            for one in found.graded
            if one.why
        ],
        may_score=bool(can_add(request.user, ledger)),
        faults=list(faults_of_scheme(found.items)),
        edges=edges(bands_of(about)),
        places=quota.places(len(found.entries)) if found.entries else 0,
        quota=quota,
    )


def _scoring_buttons(request: Request, found: Book) -> list[Action]:
    if not found.entries or not can_grade(request.user):
        return []
    fields = {"batch": found.batch, "scheme": found.scheme}
    confirm = "按分数和名额写入每家的总分和等次，覆盖已登记的。确定评定吗？"
    return [link("评定等次", "grade", post=True, fields=fields, confirm=confirm)]


@require_POST
def grade(request: Request) -> HttpResponse:
    ledger = ledger_or_404(request, ASSESSMENTS)
    demand_or_404(can_grade(request.user))
    batch, scheme = request.POST.get("batch", ""), request.POST.get("scheme", "")
    told(request, lambda: actions.grade_assessments(ledger, batch, scheme, on=today(), by=request.user), f"已评定{batch}等次。")
    return redirect(f"{reverse('ledgers:scoring')}?{urlencode({'batch': batch, 'scheme': scheme})}")


def _candidate(one: Candidate) -> dict[str, object]:
    row, latest = one.row, one.assessment
    graded = f"{latest.batch} {latest.shown('kind') or '未定等次'}" if latest else None
    return {
        "title": Link(str(row), row.get_absolute_url()),
        "ledger": row.ledger.label,
        "organisation": str(row.organisation or "") or None,
        "state": state_mark(row),
        "reasons": "；".join(one.reasons),
        "grade": Link(graded, latest.get_absolute_url()) if latest else None,
        "decided": f"{one.decided.day} {one.decided.label}" if one.decided else Mark("yellow", "待决定"),
    }


STALLED: ListPage[Candidate] = ListPage(
    title="停滞平台",
    columns=(
        Column("title", "平台", width=30),
        Column("ledger", "台账", width=12),
        Column("organisation", "依托（建设）单位", width=26),
        Column("state", "状态", width=12),
        Column("reasons", "停滞情形", width=44),
        Column("grade", "最近考核", width=14),
        Column("decided", "已有决定", width=26),
    ),
    row=_candidate,
    empty="没有达到停滞规则的平台。规则看「创新平台」多久没有进展和产出、「平台建设进度」的节点逾期多久。",
    counted="家",
)


def stalled(request: Request) -> HttpResponse:
    """Candidates for 淘汰或改造: what the rule names, to be decided by a meeting."""
    demand_or_404(can_see_overviews(request.user))
    ledger = ledger_or_404(request, PLATFORMS)
    building = Ledger.objects.visible_to(request.user).filter(code=PROGRESS).first()
    rule, late = rule_of(ledger.about), rule_of(building.about) if building else rule_of(ledger.about)
    note = f"规则：{rule.months} 个月没有进展和产出，或建设节点逾期超过 {late.late_days} 天"
    return STALLED.respond(request, candidates(today()), note=note, as_of=today(), back=back_to(ledger))


def decide(request: Request, pk: int) -> HttpResponse:
    """保留, 限期整改 or 撤销, by which meeting, on which day."""
    found = row_or_404(request, pk)
    demand_or_404(can_grade(request.user))
    if found.ledger.code not in {PLATFORMS, PROGRESS}:
        raise Http404(f"「{found.ledger.label}」没有这样的处理决定")
    assessments = LedgerRow.objects.visible_to(request.user).of(ASSESSMENTS).filter(parent=found.pk).select_related("ledger")
    form = DecisionForm(request.POST or None, assessments=assessments.order_by("-day", "-pk"), day=today())
    saved = done(request, form, lambda: _decided(request, found, form.cleaned_data), "已登记处理决定。", found)
    hint = (
        "；".join(next((one.reasons for one in candidates(today()) if one.row.pk == found.pk), ())) or "这个平台没有达到停滞规则。"
    )
    title = f"登记处理决定：{found}"
    return saved or work_page(request, form, title=title, submit="登记处理决定", hint=hint, back=back_to(found))


def _decided(request: Request, row: LedgerRow, said: dict[str, Any]) -> None:
    meeting, due, assessment = said["meeting"], said["due"], said["assessment"]
    actions.decide_platform(row, said["decision"], on=said["on"], meeting=meeting, due=due, assessment=assessment, by=request.user)
