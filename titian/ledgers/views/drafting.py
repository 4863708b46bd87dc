"""Defining a ledger in five steps, each saved as it is left; the same steps amend one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from titian.base.forms import Form
from titian.base.pages import Action, Link, Step, demand_or_404, told, work_page
from titian.base.requests import Request
from titian.ledgers import actions
from titian.ledgers.definition.beginning import completed, from_heads, from_ledger
from titian.ledgers.forms.courses import CourseForm
from titian.ledgers.forms.definitions import FieldsForm, FinishForm, HeadForm, NewLedgerForm
from titian.ledgers.forms.measures import MeasuresForm
from titian.ledgers.models import LedgerDraft
from titian.ledgers.models.drafts import UNNAMED
from titian.ledgers.permissions import can_collect, can_define, can_discard, can_work_on
from titian.ledgers.views.previewing import preview_of

STEPS: Mapping[str, str] = {
    "head": "名称和填报方",
    "fields": "字段",
    "course": "状态和颜色",
    "figures": "指标和段落",
    "preview": "预览",
}
HINTS: Mapping[str, str] = {
    "fields": "「企业名称」「乡镇」「期限」「责任人」等与其他台账通用，能一起查、一起数。次序按数字排；「判重」相同的，导入时算同一条。"
    "已有记录的字段改类型，原来的值照新类型读入；读不了的在「预览」里逐条列出。",
    "course": "不设状态的台账就是一张清单。颜色从上往下看，先符合哪条就是哪条。",
    "figures": "指标由台账的行数出来，和其他指标一样进看板、报表和文稿。句子里用花括号写指标名称，如 {清零企业数}、{清零企业数:同比}；"
    "放在 [[ ]] 里的，没有数时自动省去。",
}


def define(request: Request) -> HttpResponse:
    demand_or_404(can_define(request.user))
    form = NewLedgerForm(request.POST or None, request.FILES or None, user=request.user)
    made: list[LedgerDraft] = []
    if request.method == "POST" and form.is_valid():
        data, notes = _beginning(form)
        if form.attempt(lambda: made.append(actions.begin_draft(data, notes=notes, by=request.user))):
            return redirect(made[0].step_url("fields"))
    return work_page(
        request,
        form,
        title="新建台账",
        submit="下一步：字段",
        steps=[Step(label, current=name == "head") for name, label in STEPS.items()],
        template="ledgers/define.html",
        hint="清单、专项行动、一次性的表都在这里建，不用写程序。建好后和其他台账一样录入、导入、查询、计数、写进文稿。",
        back=Link("台账定义", reverse("ledgers:definitions")),
        drafts=_going(request),
    )


def _going(request: Request) -> list[LedgerDraft]:
    """Drafts somebody began, as far as this person may go on with them."""
    recent = LedgerDraft.objects.visible_to(request.user).select_related("ledger", "by")[:30]
    return [one for one in recent if can_work_on(request.user, one)][:10]


def _beginning(form: NewLedgerForm) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What step 2 opens with."""
    data = form.head()
    notes: tuple[str, ...] = ()
    if heads := form.cleaned_data["found"]:
        begun, notes = from_heads(heads)
        data |= begun
    elif (source := form.cleaned_data["source"]) is not None:
        data |= from_ledger(source.about)
    return data, notes


def draft(request: Request, pk: int, step: str) -> HttpResponse:
    found = _draft(request, pk)
    if step == "preview":
        return _preview(request, found)
    if step not in _FORMS:
        raise Http404("没有这一步")
    form = _FORMS[step](request, found)
    if request.method == "POST" and form.is_valid():
        data = {**found.data, **_said(form)}
        data = completed(data, UNNAMED) if step != "head" and found.ledger is None else data
        if form.attempt(lambda: actions.save_draft(found, data, by=request.user)):
            return redirect(found.step_url(step if "more" in request.POST else _after(step)))
    return work_page(
        request,
        form,
        title=_title(found),
        submit=f"保存，下一步：{STEPS[_after(step)]}",
        steps=_steps(found, step),
        template=f"ledgers/define_{step}.html",
        hint=HINTS.get(step, ""),
        back=_back(found),
        actions=_buttons(request, found),
        draft=found,
        notes=found.notes,
    )


_FORMS: Mapping[str, Callable[[Request, LedgerDraft], Form]] = {
    "head": lambda request, found: HeadForm(request.POST or None, initial=found.data, ledger=found.ledger),
    "fields": lambda request, found: FieldsForm(request.POST or None, draft=found),
    "course": lambda request, found: CourseForm(request.POST or None, draft=found),
    "figures": lambda request, found: MeasuresForm(request.POST or None, draft=found),
}


def _said(form: Form) -> Mapping[str, Any]:
    if isinstance(form, HeadForm):
        return form.head()
    assert isinstance(form, FieldsForm | CourseForm | MeasuresForm)
    return form.data_of()


def _preview(request: Request, found: LedgerDraft) -> HttpResponse:
    """How list, form and sentence will look; with it the last button."""
    form = FinishForm(request.POST if request.method == "POST" else None, draft=found)
    if request.method == "POST" and form.is_valid():
        done: list[Any] = []
        reason = form.cleaned_data.get("reason", "")
        if form.attempt(lambda: done.append(actions.finish_draft(found, by=request.user, reason=reason))):
            return _finished(request, found, done[0])
    return work_page(
        request,
        form,
        title=_title(found),
        submit="建立台账" if found.ledger is None else f"保存为第 {found.base + 1} 版",
        steps=_steps(found, "preview"),
        template="ledgers/define_preview.html",
        back=_back(found),
        actions=_buttons(request, found),
        preview=preview_of(found, request.user),
        draft=found,
    )


def _finished(request: Request, found: LedgerDraft, ledger: Any) -> HttpResponse:
    if found.ledger is not None:
        messages.success(request, f"已保存「{ledger}」第 {ledger.version} 版。" if ledger.version > found.base else "没有改动。")
        return redirect("ledgers:definition", ledger.code)
    if ledger.one_off and can_collect(request.user, ledger):
        messages.success(request, f"已建立「{ledger}」，接着写清发给谁、什么时候截止。")
        return redirect("ledgers:start_collection", ledger.code)
    messages.success(request, f"已建立「{ledger}」，可以录入和导入了。")
    return redirect(ledger)


@require_POST
def discard_draft(request: Request, pk: int) -> HttpResponse:
    found = _draft(request, pk)
    demand_or_404(can_discard(request.user, found))
    told(request, lambda: actions.discard_draft(found, by=request.user), "已放弃草稿。")
    return redirect("ledgers:definitions")


def _draft(request: Request, pk: int) -> LedgerDraft:
    demand_or_404(can_define(request.user))
    found = get_object_or_404(LedgerDraft.objects.visible_to(request.user).select_related("ledger"), pk=pk)
    demand_or_404(can_work_on(request.user, found))
    return found


def _title(found: LedgerDraft) -> str:
    return f"新建台账：{found.label}" if found.ledger is None else f"修改台账：{found.ledger}"


def _back(found: LedgerDraft) -> Link:
    if found.ledger is None:
        return Link("台账定义", reverse("ledgers:definitions"))
    return Link(str(found.ledger), reverse("ledgers:definition", args=[found.ledger.code]))


def _buttons(request: Request, found: LedgerDraft) -> list[Action]:
    if not can_discard(request.user, found):
        return []
    url = reverse("ledgers:discard_draft", args=[found.pk])
    return [Action("放弃草稿", url, post=True, confirm="这份草稿将删除，已建立的台账不受影响。")]


def _after(step: str) -> str:
    names = list(STEPS)
    return names[names.index(step) + 1]


def _steps(found: LedgerDraft, current: str) -> list[Step]:
    """Every step can be gone back to; 已填 says that something stands there."""
    said = {"head": "label", "fields": "fields", "course": "states", "figures": "figures"}
    return [
        Step(label, found.step_url(name), current=name == current, done=name in said and said[name] in found.data)
        for name, label in STEPS.items()
    ]
