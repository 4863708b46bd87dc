"""One clause: its page, the form in plain Chinese with a live check, its versions, the firms it concerns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from titian.base.clock import today
from titian.base.columns import Column
from titian.base.forms import ReasonForm
from titian.base.pages import Action, Fact, Link, ListPage, Mark, Record, demand_or_404, page, record_page, told, work_page
from titian.base.requests import Request
from titian.journal.models import Entry
from titian.policies import actions
from titian.policies.benefits.standing import State, standing
from titian.policies.benefits.wording import clause_words
from titian.policies.claiming.population import known_of
from titian.policies.claiming.standings import ORDER, programmes_of
from titian.policies.forms import ClauseForm
from titian.policies.models import Policy, PolicyClause, Push
from titian.policies.permissions import can_keep_library, can_push, can_see_drafts, can_see_library
from titian.policies.views.shared import clause_names, firm_link, link, mark_of, yuan
from titian.registry.models import Organisation
from titian.registry.models.organisations import ACTIVE
from titian.registry.views.common import back_to, done

TEMPLATE = "policies/clause_form.html"


def clause(request: Request, pk: int) -> HttpResponse:
    found = _or_404(request, pk)
    day = today()
    version = found.version_on(day)
    benefit = version.benefit if version else None
    facts = [
        Fact("政策", Link(found.policy.title, found.policy.get_absolute_url()), source=found.policy.number),
        Fact("条款出处", (benefit.cites if benefit else "") or None),
        Fact("条款代码", found.code),
        Fact("申报", "正在受理" if found.is_open else "已停止受理"),
        Fact("执行的版本", f"第 {version.number} 版，{version.since} 起" if version else None),
    ]
    mark = Mark("green", "已核对") if benefit and benefit.confirmed else Mark("yellow", "待核")
    record = Record(
        title=found.label,
        mark=mark,
        note=found.policy.title,
        facts=facts,
        entries=Entry.objects.about(found)[:20] if request.user.is_inside else (),
    )
    return record_page(
        request,
        record,
        template="policies/clause.html",
        actions=_buttons(request, found),
        back=back_to(found.policy),
        lines=clause_words(benefit, benefit.year_on(day), clause_names()) if benefit else [],
        versions=list(found.versions.all()) if request.user.is_inside else [],
    )


def _buttons(request: Request, found: PolicyClause) -> list[Action]:
    buttons: list[Action] = []
    if can_keep_library(request.user):
        stop = (
            link("停止受理", "stop_clause", found.pk) if found.is_open else link("恢复受理", "resume_clause", found.pk, post=True)
        )
        buttons += [stop, link("修改条款", "amend_clause", found.pk)]
    if can_see_drafts(request.user):
        buttons.append(link("谁能领", "claimable", found.pk, primary=True))
    return buttons


def add_clause(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_keep_library(request.user))
    policy = get_object_or_404(Policy.objects.visible_to(request.user), pk=pk)
    form = ClauseForm(request.POST or None, initial={"since": policy.since or today()})
    saved = _checked(request, form) or done(
        request,
        form,
        lambda: actions.add_clause(policy, definition=form.definition, since=form.cleaned_data["since"], by=request.user),
        "已登记条款。",
    )
    return saved or _form_page(request, form, title=f"登记条款：{policy}", submit="登记条款", back=back_to(policy))


def amend_clause(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_keep_library(request.user))
    found = _or_404(request, pk)
    latest = found.versions.first()
    form = ClauseForm(
        request.POST or None, definition=latest.definition if latest else None, amending=True, initial={"since": today()}
    )

    def act() -> None:
        said = form.cleaned_data
        actions.amend_clause(found, definition=form.definition, since=said["since"], reason=said["reason"], by=request.user)

    saved = _checked(request, form) or done(request, form, act, "已写入新的版本，此前的计算不变。", found)
    return saved or _form_page(request, form, title=f"修改条款：{found}", submit="写入新版本", back=back_to(found))


def _checked(request: Request, form: ClauseForm) -> HttpResponse | None:
    """The live check (htmx), or the button that only checks: nothing is stored."""
    if request.method != "POST" or not request.headers.get("HX-Request"):
        return None
    form.is_valid()
    return page(request, "policies/clause_check.html", title="", **_read(form))


def _read(form: ClauseForm) -> dict[str, Any]:
    year = today().year - 1
    problems = [error for errors in form.errors.values() for error in errors] if form.is_bound else []
    return {
        "lines": clause_words(form.clause, form.clause.year_on(today()), clause_names()) if form.clause else [],
        "problems": problems,
        "year": year,
    }


def _form_page(request: Request, form: ClauseForm, *, title: str, submit: str, back: Link) -> HttpResponse:
    if form.is_bound:
        form.is_valid()
    return work_page(request, form, title=title, submit=submit, template=TEMPLATE, back=back, **_read(form))


def stop_clause(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_keep_library(request.user))
    found = _or_404(request, pk)
    form = ReasonForm(request.POST or None)
    saved = done(request, form, lambda: actions.stop_clause(found, by=request.user, **form.cleaned_data), "已停止受理。", found)
    return saved or work_page(request, form, title=f"停止受理：{found}", submit="停止受理", back=back_to(found))


@require_POST
def resume_clause(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_keep_library(request.user))
    found = _or_404(request, pk)
    told(request, lambda: actions.resume_clause(found, by=request.user), "已恢复受理。")
    return redirect(found)


# --- who can claim


class Claimant:
    """One firm under one clause."""

    def __init__(self, organisation: Organisation, found: Any, told_on: Any) -> None:
        self.pk, self.organisation, self.found, self.told_on = organisation.pk, organisation, found, told_on


def _claimant(row: Claimant) -> Mapping[str, object]:
    region, officer = row.organisation.region, row.organisation.officer
    return {
        "organisation": firm_link(row.organisation),
        "town": region.name if region else None,
        "state": mark_of(row.found.state),
        "amount": yuan(row.found.amount),
        "why": row.found.sentence,
        "told": row.told_on,
        "officer": officer.name if officer else None,
    }


CLAIMANTS: ListPage[Claimant] = ListPage(
    title="谁能领",
    columns=(
        Column("organisation", "企业名称", width=32),
        Column("town", "所属乡镇", width=12),
        Column("state", "情形", width=12),
        Column("amount", "金额", "money_wan"),
        Column("why", "说明", width=44),
        Column("told", "已推送", "day"),
        Column("officer", "责任人", width=8),
    ),
    row=_claimant,
    empty="没有这一情形的企业。",
    counted="家",
    sorts={"organisation": "organisation", "town": "town", "amount": "amount", "told": "told"},
    template="policies/claimants.html",
)
_SHOWN = {state: state.label for state in ORDER if state is not State.NO}


def claimable(request: Request, pk: int) -> HttpResponse:
    """Every firm the clause concerns, by state; those picked are told of it."""
    demand_or_404(can_see_drafts(request.user))
    found = _or_404(request, pk)
    version = found.version_on(today())
    asked = request.GET.get("state", "claimable")
    rows = claimants(found, asked) if version else []
    picks = [Action("推送给所选企业", link("", "push", pk).url, post=True, primary=True)] if can_push(request.user) else []
    return CLAIMANTS.respond(
        request,
        rows,
        title=f"谁能领：{found.label}",
        as_of=today(),
        back=back_to(found),
        picks=picks,
        states=[(state.value, label) for state, label in _SHOWN.items()],
        asked_state=asked,
    )


def claimants(found: PolicyClause, state: str) -> list[Claimant]:
    """Firms of one state, by name."""
    version, day = found.version_on(today()), today()
    if version is None:
        return []
    benefit = version.benefit
    firms = Organisation.objects.current().enterprises().filter(state=ACTIVE)
    population = known_of(firms, day, programmes_of([benefit]))
    stood = {pk: standing(benefit, known, day) for pk, known in population.items()}
    wanted = {pk: one for pk, one in stood.items() if one.state.value == state}
    told_on = dict(Push.objects.filter(clause=found, year=benefit.year_on(day)).values_list("organisation", "sent_on"))
    rows = firms.filter(pk__in=list(wanted)).select_related("region", "officer").order_by("name")
    return [Claimant(one, wanted[one.pk], told_on.get(one.pk)) for one in rows]


def _or_404(request: Request, pk: int) -> PolicyClause:
    demand_or_404(can_see_library(request.user))
    rows = PolicyClause.objects.visible_to(request.user).with_versions()
    return get_object_or_404(rows, pk=pk)
