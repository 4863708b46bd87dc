"""Batches and declarations: the list with pass rates, one batch with its firms, one declaration step by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from titian.base.clock import today
from titian.base.colours import Colour
from titian.base.columns import Column
from titian.base.forms import ReasonForm
from titian.base.pages import Action, Fact, Link, ListPage, Mark, Record, demand_or_404, record_page, told
from titian.base.quantities import plain, rounded
from titian.base.requests import Request
from titian.journal.models import Entry
from titian.policies import actions
from titian.policies.forms import BatchForm, CertifyForm, PlanForm, StepForm
from titian.policies.models import Declaration, DeclarationBatch
from titian.policies.permissions import can_cultivate, can_see_forecast, can_see_ladder
from titian.policies.standing import BatchLine, batch_lines
from titian.policies.views.common import firm_link, link, to_ladder, worked
from titian.registry.views.common import import_button

COLOURS: dict[str, Colour] = {
    "planned": "grey",
    "declared": "blue",
    "accepted": "blue",
    "passed": "green",
    "failed": "red",
    "withdrawn": "grey",
}


def _row(line: BatchLine) -> Mapping[str, object]:
    batch = line.batch
    return {
        "batch": Link(str(batch), batch.get_absolute_url()),
        "county": batch.county_deadline,
        "upper": batch.upper_deadline,
        "planned": line.planned,
        "declared": line.declared,
        "accepted": line.accepted,
        "passed": line.passed,
        "failed": line.failed,
        "waiting": line.waiting,
        "rate": rate_of(line),
        "document": batch.document,
    }


BATCHES: ListPage[BatchLine] = ListPage(
    title="申报批次",
    columns=(
        Column("batch", "批次", width=28),
        Column("county", "本级截止", "day"),
        Column("upper", "上级截止", "day"),
        Column("planned", "列入", "integer", unit="家"),
        Column("declared", "申报", "integer", unit="家"),
        Column("accepted", "受理", "integer", unit="家"),
        Column("passed", "通过", "integer", unit="家"),
        Column("failed", "未通过", "integer", unit="家"),
        Column("waiting", "未出结果", "integer", unit="家"),
        Column("rate", "通过率", width=10),
        Column("document", "通知文号", width=20),
    ),
    row=_row,
    empty="这里列出各项资质的申报批次。收到申报通知后，用「建立批次」填上截止日期，再把企业列入。",
    counted="批",
    sorts={"upper": "upper"},
)


def rate_of(line: BatchLine) -> str:
    """«68.4%»; «未出齐» while anybody waits, nothing where nobody has been declared."""
    if line.rate is None:
        return "未出齐" if line.waiting else ""
    return f"{plain(rounded(line.rate * 100, 1))}%"


def batches(request: Request) -> HttpResponse:
    demand_or_404(can_see_forecast(request.user))
    add = [link("建立批次", "open_batch", primary=True)] if can_cultivate(request.user) else []
    note = "还有未出结果的批次不计通过率"
    buttons = [*import_button(request, "declarations"), *add]
    return BATCHES.respond(request, batch_lines(request.user), as_of=today(), note=note, actions=buttons, back=to_ladder())


def batch(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_see_forecast(request.user))
    found = get_object_or_404(DeclarationBatch, pk=pk)
    line = next(one for one in batch_lines(request.user, found.programme) if one.batch.pk == pk)
    facts = [
        Fact("开始申报", found.opens_on),
        Fact("本级截止", found.county_deadline),
        Fact("上级截止", found.upper_deadline),
        Fact("通知文号", found.document),
        Fact("列入", f"{line.planned} 家", source=f"申报 {line.declared}，受理 {line.accepted}，通过 {line.passed}"),
        Fact("通过率", rate_of(line) or "还没有结果", source=f"未出结果 {line.waiting} 家"),
        Fact("备注", found.note),
    ]
    rows = (
        Declaration.objects.visible_to(request.user).filter(batch=found).select_related("organisation__region", "officer", "batch")
    )
    deadline = min((day for day in (found.county_deadline, found.upper_deadline) if day and day >= today()), default=None)
    record = Record(title=str(found), facts=facts, deadline=deadline, entries=Entry.objects.about(found)[:20])
    buttons = [
        link("删除批次", "remove_batch", pk),
        link("修改批次", "amend_batch", pk),
        link("接上名录里的申报", "take_over", pk, post=True),
        link("列入企业", "plan_declaration", pk, primary=True),
    ]
    return record_page(
        request,
        record,
        template="policies/batch.html",
        actions=buttons if can_cultivate(request.user) else (),
        back=Link("申报批次", reverse("policies:batches")),
        lines=[(one, mark_of(one)) for one in rows.order_by("organisation__name")],
    )


def mark_of(one: Declaration) -> Mark:
    return Mark(COLOURS[one.step], one.step_label)


def open_batch(request: Request) -> HttpResponse:
    demand_or_404(can_cultivate(request.user))
    form = BatchForm(request.POST or None, initial={"programme": request.GET.get("programme", "hnte")})

    def act() -> DeclarationBatch:
        return actions.open_batch(by=request.user, **form.cleaned_data)

    back = Link("申报批次", reverse("policies:batches"))
    return worked(request, form, act, "已建立批次。", title="建立批次", submit="建立批次", back=back, to=None)


def amend_batch(request: Request, pk: int) -> HttpResponse:
    found = _batch_edited(request, pk)
    form = BatchForm(request.POST or None, initial=BatchForm.opened_on(found))

    def act() -> None:
        actions.amend_batch(found, changes=form.cleaned_data, by=request.user)

    return worked(request, form, act, "已保存批次。", title=f"修改：{found}", submit="保存批次", back=_to(found), to=found)


def remove_batch(request: Request, pk: int) -> HttpResponse:
    found = _batch_edited(request, pk)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        actions.remove_batch(found, reason=form.cleaned_data["reason"], by=request.user)

    to = reverse("policies:batches")
    return worked(request, form, act, "已删除批次。", title=f"删除：{found}", submit="删除批次", back=_to(found), to=to)


def plan_declaration(request: Request, pk: int) -> HttpResponse:
    found = _batch_edited(request, pk)
    form = PlanForm(request.POST or None, user=request.user, initial={"on": today()})

    def act() -> None:
        said = dict(form.cleaned_data)
        actions.plan_declaration(said.pop("organisation"), batch=found, by=request.user, **said)

    return worked(request, form, act, "已列入批次。", title=f"列入企业：{found}", submit="列入企业", back=_to(found), to=found)


def declaration(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_see_ladder(request.user))
    found = _declaration_or_404(request, pk)
    batch_value: Any = Link(str(found.batch), found.batch.get_absolute_url()) if request.user.is_inside else str(found.batch)
    facts = [
        Fact("企业", firm_link(found.organisation)),
        Fact("批次", batch_value),
        *(Fact(label, found.day_of(step)) for step, label in Declaration.STEPS.items() if found.day_of(step) or step == "planned"),
        *([Fact("原因", found.reason)] if found.reason else []),
        Fact("名录里的资质", Link(found.title.label, found.title.get_absolute_url()) if found.title else None),
    ]
    entries = Entry.objects.about(found)[:20] if request.user.is_inside else ()
    who = found.officer.name if found.officer else ""
    record = Record(title=str(found), mark=mark_of(found), who=who, facts=facts, entries=entries)
    shown = _buttons(found) if can_cultivate(request.user) else ()
    return record_page(
        request, record, actions=shown, back=_to(found.batch) if request.user.is_inside else firm_link(found.organisation)
    )


def _buttons(found: Declaration) -> Sequence[Action]:
    shown = [link("删除", "remove_declaration", found.pk)] if found.step == "planned" else []
    if found.step != "planned":
        shown.append(link("撤回进展", "take_back_step", found.pk))
    if found.next_steps:
        shown.append(link("登记进展", "step_declaration", found.pk, primary=True))
    if found.passed_on and (found.title is None or found.title.since is None):
        shown.append(link("登记证书", "certify", found.pk, primary=True))
    return shown


def step_declaration(request: Request, pk: int) -> HttpResponse:
    found = _declaration_edited(request, pk)
    form = StepForm(request.POST or None, declaration=found, initial={"on": today()})

    def act() -> None:
        actions.step_declaration(found, by=request.user, **form.cleaned_data)

    hint = f"现在是「{found.step_label}」。"
    return worked(
        request, form, act, "已登记进展。", title=f"登记进展：{found}", submit="登记进展", back=_at(found), to=found, hint=hint
    )


def certify(request: Request, pk: int) -> HttpResponse:
    found = _declaration_edited(request, pk)
    form = CertifyForm(request.POST or None, initial={"since": today()})

    def act() -> None:
        actions.certify(found, by=request.user, **form.values())

    hint = "证书记入名录的「资质荣誉」；在培育库里的同时出库。"
    return worked(
        request, form, act, "已登记证书。", title=f"登记证书：{found}", submit="登记证书", back=_at(found), to=found, hint=hint
    )


def take_back_step(request: Request, pk: int) -> HttpResponse:
    found = _declaration_edited(request, pk)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        actions.take_back_step(found, reason=form.cleaned_data["reason"], by=request.user)

    title = f"撤回「{found.step_label}」：{found}"
    return worked(request, form, act, "已撤回。", title=title, submit="撤回进展", back=_at(found), to=found)


def remove_declaration(request: Request, pk: int) -> HttpResponse:
    found = _declaration_edited(request, pk)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        actions.remove_declaration(found, reason=form.cleaned_data["reason"], by=request.user)

    return worked(request, form, act, "已删除。", title=f"删除：{found}", submit="删除申报", back=_at(found), to=found.batch)


@require_POST
def take_over(request: Request, pk: int) -> HttpResponse:
    """Applications that came in with a list of titles."""
    found = _batch_edited(request, pk)
    told(request, lambda: actions.take_over_applications(found, by=request.user), "已接上名录里这一批的申报。")
    return redirect(found)


def _batch_edited(request: Request, pk: int) -> DeclarationBatch:
    demand_or_404(can_cultivate(request.user))
    return get_object_or_404(DeclarationBatch, pk=pk)


def _declaration_or_404(request: Request, pk: int) -> Declaration:
    seen = Declaration.objects.visible_to(request.user).select_related("organisation__region", "batch", "officer", "title")
    return get_object_or_404(seen, pk=pk)


def _declaration_edited(request: Request, pk: int) -> Declaration:
    demand_or_404(can_cultivate(request.user))
    return _declaration_or_404(request, pk)


def _to(found: DeclarationBatch) -> Link:
    return Link(str(found), found.get_absolute_url())


def _at(found: Declaration) -> Link:
    return Link(str(found), found.get_absolute_url())
