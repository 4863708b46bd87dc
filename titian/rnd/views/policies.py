"""Policy versions: thresholds, evaluations, subsidies, as packaged and as this office states them."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpResponse
from django.urls import reverse

from titian.base.clock import today
from titian.base.columns import Column
from titian.base.pages import Action, Fact, Link, ListPage, Mark, Record, demand_or_404, record_page, work_page
from titian.base.requests import Request
from titian.journal.models import Entry
from titian.registry.views.common import WIDE_FORM
from titian.rnd import actions
from titian.rnd.forms import PolicyForm
from titian.rnd.models import PolicyVersion
from titian.rnd.permissions import can_see_policies, can_state_policy
from titian.rnd.policy import KINDS, Policy, packaged
from titian.rnd.views.common import done, link, own


def _row(version: PolicyVersion) -> Mapping[str, object]:
    policy = version.policy
    unconfirmed = sum(not about.confirmed for about in policy.parameters.values())
    current = version.since <= today() and (version.until is None or today() < version.until)
    return {
        "label": Link(version.label, version.get_absolute_url()),
        "kind": version.kind_label,
        "document": version.document or None,
        "since": version.since,
        "until": version.last_day,
        "state": Mark("green", "施行中") if current else Mark("grey", "未施行或已失效"),
        "checked": Mark("yellow", f"{unconfirmed} 项未核对") if unconfirmed else Mark("green", "已核对"),
    }


POLICIES: ListPage[PolicyVersion] = ListPage(
    title="研发政策参数",
    columns=(
        Column("label", "名称", width=34),
        Column("kind", "类别", width=16),
        Column("document", "文号", width=30),
        Column("since", "施行日期", "day"),
        Column("until", "失效日期", "day"),
        Column("state", "状态", width=14),
        Column("checked", "与原文核对", width=12),
    ),
    row=_row,
    empty="本局还没有登记过参数：监测界限和清零界限先按系统自带的，评价和后补助须先登记本局施行的办法。",
    counted="个",
    sorts={"since": "since", "label": "label"},
)


def policies(request: Request) -> HttpResponse:
    demand_or_404(can_see_policies(request.user))
    buttons = [
        link(f"登记{policy.label}", "state_policy", policy.code) for policy in packaged().values() if can_state_policy(request.user)
    ]
    return POLICIES.respond(request, PolicyVersion.objects.visible_to(request.user), actions=buttons)


def policy(request: Request, pk: int) -> HttpResponse:
    found = _or_404(request, pk)
    about = found.policy
    record = Record(
        title=found.label,
        note=f"{found.kind_label} · {found.document or '没有文号'}",
        facts=[
            Fact("施行日期", found.since),
            Fact("失效日期", found.last_day),
            *([Fact("说明", found.note)] if found.note else []),
            *(_fact(about, key) for key in about.parameters),
        ],
        entries=Entry.objects.about(found)[:20],
    )
    buttons: list[Action] = []
    if can_state_policy(request.user):
        buttons.append(link("修改参数", "amend_policy", found.pk, primary=True))
    return record_page(request, record, actions=buttons, back=Link("研发政策参数", reverse("rnd:policies")))


def _fact(policy: Policy, key: str) -> Fact:
    about = policy.parameters[key]
    return Fact(about.label, about.printed, source=about.reference if about.confirmed else f"未核对：{about.reference}")


def state_policy(request: Request, code: str) -> HttpResponse:
    demand_or_404(can_state_policy(request.user))
    demand_or_404(can_see_policies(request.user))
    sample = packaged().get(code)
    if sample is None:
        raise Http404(f"没有「{code}」这个样本")
    form = PolicyForm(request.POST or None, policy=sample, initial={"since": today()})
    saved = done(request, form, lambda: actions.state_policy(code, **form.values(), by=request.user), "已登记。")
    hint = f"{KINDS[sample.kind]}。{sample.note}".strip()
    back = Link("研发政策参数", reverse("rnd:policies"))
    return saved or work_page(
        request, form, title=f"登记：{sample.label}", submit="登记参数", template=WIDE_FORM, hint=hint, back=back
    )


def amend_policy(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_state_policy(request.user))
    found = _or_404(request, pk)
    form = PolicyForm(request.POST or None, policy=packaged()[found.package], version=found)
    saved = done(request, form, lambda: actions.amend_policy(found, changes=form.values(), by=request.user), "已保存。", found)
    hint = "已经公布的评价、审定的补助用过的参数不能改，请另立一个版本。"
    back = Link(found.label, found.get_absolute_url())
    return saved or work_page(
        request, form, title=f"修改：{found.label}", submit="保存参数", template=WIDE_FORM, hint=hint, back=back
    )


def _or_404(request: Request, pk: int) -> PolicyVersion:
    demand_or_404(can_see_policies(request.user))
    found: PolicyVersion = own(PolicyVersion.objects.visible_to(request.user), pk)
    return found
