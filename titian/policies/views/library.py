"""The policy library: the list, one document, adding and amending, putting into force and ending, taking over a sample."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from titian.base.clock import today
from titian.base.columns import Column
from titian.base.forms import ReasonForm
from titian.base.pages import Action, Fact, Link, ListPage, Record, demand_or_404, page, record_page, told, work_page
from titian.base.requests import Request
from titian.journal.models import Entry
from titian.policies import actions
from titian.policies.benefits.wording import clause_words
from titian.policies.filters import PolicyFilters
from titian.policies.forms import EndPolicyForm, PolicyForm
from titian.policies.library import problems, samples
from titian.policies.models import Policy, PolicyClause
from titian.policies.models.library import DRAFT, IN_FORCE
from titian.policies.permissions import can_issue, can_keep_library, can_see_drafts, can_see_library
from titian.policies.views.shared import LIBRARY, amount, clause_names, library_link, link, policy_marks
from titian.registry.views.common import WIDE_FORM, back_to, done, import_button


def _row(policy: Policy) -> Mapping[str, object]:
    state, checked = policy_marks(policy)
    return {
        "title": Link(policy.title, policy.get_absolute_url()),
        "number": policy.number or None,
        "issuer": policy.issuer or None,
        "level": policy.level_label,
        "since": policy.since,
        "until": policy.last_day,
        "clauses": len(policy.clauses.all()),
        "state": state,
        "checked": checked,
        "checked_on": policy.checked_on,
    }


POLICIES: ListPage[Policy] = ListPage(
    title=LIBRARY,
    columns=(
        Column("title", "名称", width=40),
        Column("number", "文号", width=24),
        Column("issuer", "发文机关", width=20),
        Column("level", "级别", width=8),
        Column("since", "施行日期", "day"),
        Column("until", "有效期至", "day"),
        Column("clauses", "条款", "integer", unit="条"),
        Column("state", "状态", width=10),
        Column("checked", "与原文核对", width=10),
        Column("checked_on", "最近核对", "day"),
    ),
    row=_row,
    empty="政策库列出文件和条款：谁能享受、多少、什么时候、交什么材料。用「登记政策」录入一份，或从样本收入。",
    counted="份",
    sorts={"title": "title", "since": "since", "until": "until", "level": "level", "checked_on": "checked_on"},
    search=("title", "number", "issuer"),
    filters=PolicyFilters,
)


def library(request: Request) -> HttpResponse:
    demand_or_404(can_see_library(request.user))
    buttons: list[Action] = [link("公众计算器", "calculator")]
    if can_keep_library(request.user):
        buttons += [
            *import_button(request, "policies"),
            link("从样本收入", "samples"),
            link("登记政策", "add_policy", primary=True),
        ]
    return POLICIES.respond(
        request, Policy.objects.visible_to(request.user).prefetch_related("clauses"), actions=buttons, as_of=today()
    )


def policy(request: Request, pk: int) -> HttpResponse:
    found = _or_404(request, pk)
    facts = [
        Fact("文号", found.number or None),
        Fact("发文机关", found.issuer or None),
        Fact("级别", found.level_label),
        Fact("适用地区", found.region or None),
        Fact("施行日期", found.since),
        Fact("有效期至", found.last_day),
        Fact("原文网址", Link(found.url, found.url) if found.url else None),
        Fact("与原文核对", "已核对" if found.confirmed else "待核，不自动计算金额", day=found.checked_on),
        *([Fact("年度预算", amount(found.budget))] if found.budget is not None and request.user.is_inside else []),
        *([Fact("替代它的文件", Link(found.replaced_by.title, found.replaced_by.get_absolute_url()))] if found.replaced_by else []),
        *([Fact("说明", found.note)] if found.note else []),
    ]
    record = Record(
        title=found.title,
        mark=policy_marks(found)[0],
        note=found.number or "文号待补",
        facts=facts,
        entries=Entry.objects.about(found)[:20] if request.user.is_inside else (),
    )
    return record_page(
        request,
        record,
        template="policies/policy.html",
        actions=_buttons(request, found),
        back=library_link(),
        clauses=list(_clauses(found)),
        may_keep=bool(can_keep_library(request.user)),
        policy=found,
    )


def _clauses(found: Policy) -> list[tuple[PolicyClause, list[str], bool]]:
    day, names = today(), clause_names()
    rows = []
    for clause in found.clauses.select_related("policy").prefetch_related("versions"):
        version = clause.version_on(day)
        benefit = version.benefit if version else None
        rows.append(
            (
                clause,
                clause_words(benefit, benefit.year_on(day), names) if benefit else ["还没有到执行日期"],
                bool(benefit and benefit.confirmed),
            )
        )
    return rows


def _buttons(request: Request, found: Policy) -> list[Action]:
    user, buttons = request.user, []
    if can_see_drafts(user):
        buttons.append(link("测算", "simulate", found.pk))
    if can_keep_library(user) and found.state == DRAFT:
        buttons.append(link("删除草案", "remove_policy", found.pk))
    if can_issue(user) and found.state == IN_FORCE:
        buttons.append(link("登记失效", "end_policy", found.pk))
    if can_keep_library(user):
        buttons += [link("修改", "amend_policy", found.pk), link("登记条款", "add_clause", found.pk, primary=found.state != DRAFT)]
    if can_issue(user) and found.state == DRAFT:
        confirm = "确认后按此告知企业、计算能领什么；没有核对的条款仍只显示待核。"
        buttons.append(link("确认施行", "issue_policy", found.pk, post=True, primary=True, confirm=confirm))
    return buttons


def add_policy(request: Request) -> HttpResponse:
    demand_or_404(can_keep_library(request.user))
    form = PolicyForm(request.POST or None)
    saved = done(request, form, lambda: actions.add_policy(by=request.user, **form.values()), "已登记为草案，请接着登记条款。")
    return saved or work_page(request, form, title="登记政策", submit="登记政策", template=WIDE_FORM, back=library_link())


def amend_policy(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_keep_library(request.user))
    found = _or_404(request, pk)
    form = PolicyForm(request.POST or None, initial=PolicyForm.opened_on(found))
    saved = done(request, form, lambda: actions.amend_policy(found, changes=form.values(), by=request.user), "已保存。", found)
    return saved or work_page(request, form, title=f"修改：{found}", submit="保存政策", template=WIDE_FORM, back=back_to(found))


@require_POST
def issue_policy(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_issue(request.user))
    found = _or_404(request, pk)
    told(request, lambda: actions.issue_policy(found, by=request.user), "已确认施行。")
    return redirect(found)


def end_policy(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_issue(request.user))
    found = _or_404(request, pk)
    form = EndPolicyForm(request.POST or None, policy=found, initial={"until": today()})
    saved = done(request, form, lambda: actions.end_policy(found, by=request.user, **form.cleaned_data), "已登记失效。", found)
    return saved or work_page(request, form, title=f"登记失效：{found}", submit="登记失效", back=back_to(found))


def remove_policy(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_keep_library(request.user))
    found = _or_404(request, pk)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        actions.remove_policy(found, by=request.user, **form.cleaned_data)

    saved = done(request, form, act, "已删除草案。", library_link().url)
    return saved or work_page(request, form, title=f"删除草案：{found}", submit="删除草案", back=back_to(found))


# --- samples


def samples_page(request: Request) -> HttpResponse:
    demand_or_404(can_keep_library(request.user))
    taken = set(Policy.objects.exclude(package="").values_list("package", flat=True))
    return page(
        request,
        "policies/samples.html",
        title="政策样本",
        back=library_link(),
        samples=[(sample, sample.code in taken) for sample in samples().values()],
        problems=problems(),
    )


@require_POST
def adopt_sample(request: Request, code: str) -> HttpResponse:
    demand_or_404(can_keep_library(request.user))
    sample = samples().get(code)
    if sample is None:
        raise Http404(f"没有「{code}」这个样本")
    with transaction.atomic():
        found = actions.add_policy(by=request.user, package=code, **sample.fields)
        for clause in sample.clauses:
            actions.add_clause(found, definition=clause, since=found.since or today(), by=request.user)
    return redirect(found)


def _or_404(request: Request, pk: int) -> Policy:
    demand_or_404(can_see_library(request.user))
    return get_object_or_404(Policy.objects.visible_to(request.user).select_related("replaced_by"), pk=pk)
