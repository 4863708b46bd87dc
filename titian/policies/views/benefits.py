"""What one enterprise can claim now, nearly can, has had; asking for it."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from titian.base.clock import today
from titian.base.pages import Action, Fact, Link, demand_or_404, page, told, work_page
from titian.base.permissions import YES, no
from titian.base.requests import Request
from titian.policies import actions
from titian.policies.benefits.definition import BenefitClause
from titian.policies.benefits.standing import State
from titian.policies.benefits.wording import benefit_words
from titian.policies.claiming.standings import Placed, standing_of, standings_of
from titian.policies.forms import AskForm
from titian.policies.models import Claim, PolicyClause, Push
from titian.policies.permissions import can_ask, can_open_push, can_see_benefits, can_see_library
from titian.policies.views.coverage import coverage_page
from titian.policies.views.shared import STATISTICS_NOTE, amount, claim_mark, clause_names, link, mark_of
from titian.registry.forms.fields import wan
from titian.registry.models import Organisation
from titian.registry.views.common import done

GROUPS = (
    ("现在能领", (State.CLAIMABLE, State.CLOSED)),
    ("差一点", (State.NEAR,)),
    ("缺数据、待核", (State.LACKING, State.PENDING)),
    ("不能领", (State.BLOCKED, State.NO)),
)


def own(request: Request) -> HttpResponse:
    """The enterprise's own page; who works inside looks over all firms."""
    demand_or_404(can_see_library(request.user))
    if request.user.is_inside:
        return coverage_page(request)
    demand_or_404(YES if request.user.is_enterprise else no("这一页是企业用户的"))
    return redirect("policies:benefits", request.user.own_organisation_id)


def benefits(request: Request, pk: int) -> HttpResponse:
    firm = _firm(request, pk)
    placed, names = standings_of(firm, today()), clause_names()
    unread = Push.objects.visible_to(request.user).filter(organisation=firm, opened_on=None)
    buttons: list[Action] = []
    if can_open_push(request.user, firm) and unread.exists():
        own = request.user.is_enterprise
        label = "已查看推送的政策" if own else "登记企业已查看推送"
        buttons.append(link(label, "open_pushes", pk, post=True, primary=own))
    sure = [one.found.amount for one in placed if one.state is State.CLAIMABLE and one.found.amount]
    return page(
        request,
        "policies/benefits.html",
        title=f"能领什么：{firm}",
        note=f"现在能领 {len(sure)} 项，共 {wan(sum(sure))} 万元" if sure else "现在没有算得出金额的",
        as_of=today(),
        actions=buttons,
        back=Link(firm.name, firm.get_absolute_url()),
        groups=[(label, [_line(request, firm, one, names) for one in placed if one.state in states]) for label, states in GROUPS],
        claims=[
            (claim, claim_mark(claim))
            for claim in Claim.objects.visible_to(request.user).filter(organisation=firm).select_related("clause")
        ],
        statistics_note=STATISTICS_NOTE,
    )


def _line(request: Request, firm: Organisation, one: Placed, names: Mapping[str, str]) -> dict[str, object]:
    benefit = one.found.clause
    may_ask = one.state in (State.CLAIMABLE, State.LACKING, State.PENDING) and benefit.window.is_open(today())
    return {
        "clause": one.clause,
        "mark": mark_of(one.state),
        "sentence": _named(one.found.sentence, benefit, names),
        "standard": benefit_words(benefit, one.found.year, names),
        "year": one.found.year,
        "window": str(benefit.window),
        "materials": benefit.materials,
        "contact": benefit.contact,
        "cites": f"{one.clause.policy.number or one.clause.policy.title} {benefit.cites}".strip(),
        "clauses": one.found.explained.clauses,
        "ask": reverse("policies:ask", args=[firm.pk, one.clause.pk]) if may_ask and can_ask(request.user, firm) else "",
    }


def _named(sentence: str, benefit: BenefitClause, names: Mapping[str, str]) -> str:
    """Other clauses by their names."""
    for code in benefit.excludes:
        sentence = sentence.replace(code, f"「{names[code]}」") if code in names else sentence
    return sentence


@require_POST
def open_pushes(request: Request, pk: int) -> HttpResponse:
    firm = _firm(request, pk)
    demand_or_404(can_open_push(request.user, firm))
    told(request, lambda: actions.open_pushes(firm, on=today(), by=request.user), "已登记查看。")
    return redirect("policies:benefits", pk)


def ask(request: Request, pk: int, clause: int) -> HttpResponse:
    firm = _firm(request, pk)
    demand_or_404(can_ask(request.user, firm))
    row = get_object_or_404(PolicyClause.objects.visible_to(request.user).in_force_on(today()).with_versions(), pk=clause)
    found = standing_of(firm, row, today())
    if found is None:
        raise Http404("这一条还没有到执行日期")
    first = {"amount": wan(found.amount), "on": today(), "handed_on": today()}
    form = AskForm(request.POST or None, user=request.user, initial=first)

    def act() -> Claim:
        on = form.cleaned_data.get("on") or today()
        return actions.ask_claim(firm, row, year=found.year, on=on, amount=form.amount_fen, handed=form.handed, by=request.user)

    saved = done(request, form, act, "已登记申请。")
    facts = [
        Fact("企业", firm.name),
        Fact("条款", row.label, source=row.policy.number),
        Fact("所属年度", f"{found.year}年度"),
        Fact("标准", benefit_words(found.clause, found.year)),
        Fact("系统判断", mark_of(found.state), source=found.sentence),
        Fact("测算金额", amount(found.amount)),
    ]
    back = Link(f"能领什么：{firm}", reverse("policies:benefits", args=[pk]))
    return saved or work_page(
        request, form, title=f"申请：{row.label}", submit="提交申请", template="policies/ask.html", back=back, facts=facts
    )


def _firm(request: Request, pk: int) -> Organisation:
    demand_or_404(can_see_library(request.user))
    firm: Organisation = get_object_or_404(Organisation.objects.visible_to(request.user).current().select_related("region"), pk=pk)
    demand_or_404(can_see_benefits(request.user, firm))
    return firm
