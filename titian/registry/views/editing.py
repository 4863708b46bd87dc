"""Changing an organisation: facts, contacts, names, state, above scale; opening what is masked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from titian.base.forms import Form, ReasonForm
from titian.base.pages import demand_or_404, work_page
from titian.base.requests import Request
from titian.registry import actions
from titian.registry.forms import (
    AmendContacts,
    AmendOrganisation,
    CloseForm,
    RenameForm,
    RevealForm,
    ScaleForm,
    ShortNamesForm,
)
from titian.registry.models import Organisation
from titian.registry.models.organisations import SHORT
from titian.registry.permissions import can_amend_contacts, can_edit, can_reveal
from titian.registry.views.common import WIDE_FORM, back_to, done, organisation_or_404

MANY = 8


def amend(request: Request, pk: int) -> HttpResponse:
    found = _edited(request, pk)
    form = AmendOrganisation(request.POST or None, user=request.user, organisation=found, opened=AmendOrganisation.opened_on(found))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]

        def act(row: Organisation) -> None:
            actions.amend_organisation(row, changes=form.values(), reason=reason, by=request.user)

        if form.guarded(found, current=AmendOrganisation.opened_on, act=act):
            return _saved(request, found, "已保存企业信息。")
    return _work(request, form, found, "修改信息", "保存企业信息", hint="名称用「更名」修改；联系电话在「更新联系方式」里修改。")


def contacts(request: Request, pk: int) -> HttpResponse:
    found = organisation_or_404(request, pk)
    demand_or_404(can_amend_contacts(request.user, found))
    opened = AmendContacts.opened_on(found)
    form = AmendContacts(request.POST or None, request.FILES or None, user=request.user, organisation=found, opened=opened)
    if request.method == "POST" and form.is_valid():

        def act(row: Organisation) -> None:
            actions.amend_organisation(row, changes=form.values(), handed=form.handed, by=request.user)

        if form.guarded(found, current=AmendContacts.opened_on, act=act):
            return _saved(request, found, "已更新联系方式。")
    return _work(request, form, found, "更新联系方式", "保存联系方式")


def rename(request: Request, pk: int) -> HttpResponse:
    found = _edited(request, pk)
    form = RenameForm(request.POST or None, initial={"name": found.name})

    def act() -> None:
        said = form.cleaned_data
        changes = {"name": said["name"]}
        actions.amend_organisation(found, changes=changes, renamed_on=said["renamed_on"], reason=said["reason"], by=request.user)

    return done(request, form, act, "已改名。", found) or _work(request, form, found, "更名", "更改名称")


def short_names(request: Request, pk: int) -> HttpResponse:
    found = _edited(request, pk)
    known = found.names.filter(kind=SHORT).values_list("text", flat=True)
    form = ShortNamesForm(request.POST or None, initial={"names": "\n".join(known)})

    def act() -> None:
        actions.set_short_names(found, names=form.cleaned_data["names"], by=request.user)

    hint = "粘贴名单、搜索时按简称也能找到这家企业。"
    return done(request, form, act, "已保存简称。", found) or _work(request, form, found, "简称", "保存简称", hint=hint)


def close(request: Request, pk: int) -> HttpResponse:
    found = _edited(request, pk)
    form = CloseForm(request.POST or None)
    hint = "资质、年度数据等记录保留可查；从这一天起不再计入在业企业。"
    saved = done(request, form, lambda: actions.close_organisation(found, **form.cleaned_data, by=request.user), "已登记。", found)
    return saved or _work(request, form, found, "注销或迁出", "登记注销或迁出", hint=hint)


def reopen(request: Request, pk: int) -> HttpResponse:
    found = _edited(request, pk)
    form = ReasonForm(request.POST or None)
    saved = done(
        request, form, lambda: actions.reopen_organisation(found, **form.cleaned_data, by=request.user), "已恢复在业。", found
    )
    return saved or _work(request, form, found, "恢复在业", "恢复在业")


def scale(request: Request, pk: int) -> HttpResponse:
    found = _edited(request, pk)
    form = ScaleForm(request.POST or None)
    saved = done(request, form, lambda: actions.state_scale(found, **form.cleaned_data, by=request.user), "已登记规上情况。", found)
    return saved or _work(request, form, found, "登记规上", "登记规上情况", hint="规上由统计部门认定；一年一条，同年再登记即改写。")


def reveal(request: Request, pk: int) -> HttpResponse:
    """The number is shown on this one answer and nowhere else."""
    found = organisation_or_404(request, pk)
    demand_or_404(can_reveal(request.user, found))
    form = RevealForm(request.POST or None)
    number: list[str] = []
    if request.method == "POST" and form.is_valid():
        purpose = form.cleaned_data["purpose"]
        form.attempt(lambda: number.append(actions.reveal(found, field="phone", purpose=purpose, by=request.user)))
    return work_page(
        request,
        form,
        title=f"查看联系电话：{found}",
        submit="查看联系电话",
        template="registry/reveal.html",
        back=back_to(found),
        opened=[("联系人", found.contact), ("联系电话", number[0])] if number else [],
    )


def _edited(request: Request, pk: int) -> Organisation:
    demand_or_404(can_edit(request.user))
    return organisation_or_404(request, pk)


def _saved(request: Request, found: Organisation, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(found)


def _work(request: Request, form: Form, found: Organisation, what: str, submit: str, *, hint: str = "") -> HttpResponse:
    template = WIDE_FORM if len(form.fields) > MANY else "base/work.html"
    return work_page(request, form, title=f"{what}：{found}", submit=submit, hint=hint, template=template, back=back_to(found))
