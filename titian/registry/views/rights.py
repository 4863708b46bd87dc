"""Intellectual property: the list, one right, adding, amending, removing."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from titian.base.clock import today
from titian.base.columns import Column
from titian.base.forms import ReasonForm
from titian.base.pages import Fact, Link, ListPage, Mark, Record, demand_or_404, record_page, work_page
from titian.base.requests import Request
from titian.journal.models import Entry
from titian.registry import actions
from titian.registry.filters import PropertyFilters
from titian.registry.forms import AddProperty, AmendProperty
from titian.registry.models import IntellectualProperty, Organisation, PropertyQuerySet
from titian.registry.permissions import can_edit, can_see_organisations
from titian.registry.views.common import WIDE_FORM, back_to, done, import_button, link, organisation_or_404, row_or_404


def _mark(right: IntellectualProperty) -> Mark:
    """What it is today."""
    if right.granted_on is None:
        return Mark("blue", "未授权" if right.applied_on else "日期不详")
    return Mark("grey", "已届满") if right.expires_on and right.expires_on <= today() else Mark("green", "已授权")


def _row(right: IntellectualProperty) -> Mapping[str, object]:
    return {
        "organisation": Link(right.organisation.name, right.organisation.get_absolute_url()),
        "name": Link(right.name, right.get_absolute_url()),
        "kind": right.kind_label,
        "rank": right.class_label,
        "number": right.number,
        "obtained": right.obtained_label,
        "granted_on": right.granted_on,
        "state": _mark(right),
        "town": right.organisation.region and right.organisation.region.name,
    }


def _of_named(rows: PropertyQuerySet, words: str) -> PropertyQuerySet:
    """By holder, number, or what it is called."""
    held = rows.filter(organisation__in=Organisation.objects.named(words))
    return held | rows.filter(number__contains=words) | rows.filter(name__contains=words)


PROPERTIES: ListPage[IntellectualProperty] = ListPage(
    title="知识产权",
    columns=(
        Column("organisation", "权利人", width=34),
        Column("name", "名称", width=34),
        Column("kind", "类型", width=14),
        Column("rank", "类别", width=8),
        Column("number", "授权号", width=20),
        Column("obtained", "获得方式", width=10),
        Column("granted_on", "授权日期", "day"),
        Column("state", "状态", width=8),
        Column("town", "所属乡镇", width=14),
    ),
    row=_row,
    empty="这里列出企业的专利、软件著作权等。按季度从知识产权部门的表导入，或在企业页面上用「登记知识产权」填写。",
    counted="件",
    sorts={"organisation": "organisation__name", "kind": "kind", "granted_on": "granted_on"},
    find=_of_named,
    filters=PropertyFilters,
    order="-granted_on",
)


def rights(request: Request) -> HttpResponse:
    demand_or_404(can_see_organisations(request.user))
    rows = IntellectualProperty.objects.visible_to(request.user).select_related("organisation__region")
    return PROPERTIES.respond(request, rows, as_of=today(), actions=import_button(request, "ip"))


def right(request: Request, pk: int) -> HttpResponse:
    found = _right_or_404(request, pk)
    facts = [
        Fact("权利人", Link(found.organisation.name, found.organisation.get_absolute_url())),
        Fact("类型", found.kind_label, source=f"{found.class_label}知识产权"),
        Fact("授权号", found.number),
        Fact("获得方式", found.obtained_label),
        Fact("申请日期", found.applied_on),
        Fact("授权日期", found.granted_on),
        Fact("届满日期", found.last_day),
    ]
    entries = Entry.objects.about(found)[:20] if request.user.is_inside else ()
    record = Record(title=found.name, note=found.organisation.name, mark=_mark(found), facts=facts, entries=entries)
    buttons = [link("删除", "remove_property", pk), link("修改", "amend_property", pk, primary=True)]
    return record_page(request, record, actions=buttons if can_edit(request.user) else (), back=back_to(found.organisation))


def add_right(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_edit(request.user))
    firm = organisation_or_404(request, pk)
    form = AddProperty(request.POST or None, user=request.user)
    saved = done(request, form, lambda: actions.add_right(firm, **form.values(), by=request.user), "已登记知识产权。", firm)
    return saved or work_page(
        request, form, title=f"登记知识产权：{firm}", submit="登记知识产权", template=WIDE_FORM, back=back_to(firm)
    )


def amend_right(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_edit(request.user))
    found = _right_or_404(request, pk)
    form = AmendProperty(request.POST or None, user=request.user, opened=AmendProperty.opened_on(found))
    if request.method == "POST" and form.is_valid():

        def act(row: IntellectualProperty) -> None:
            actions.amend_right(row, changes=form.values(), by=request.user)

        if form.guarded(found, current=AmendProperty.opened_on, act=act):
            messages.success(request, "已保存知识产权。")
            return redirect(found)
    return work_page(request, form, title=f"修改：{found}", submit="保存知识产权", template=WIDE_FORM, back=back_to(found))


def remove_right(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_edit(request.user))
    found = _right_or_404(request, pk)
    form = ReasonForm(request.POST or None)
    firm = found.organisation
    saved = done(request, form, lambda: actions.remove_right(found, **form.cleaned_data, by=request.user), "已删除。", firm)
    hint = "只用于录入错误。删除的内容留在操作记录里。"
    return saved or work_page(request, form, title=f"删除：{found}", submit="删除知识产权", hint=hint, back=back_to(found))


def _right_or_404(request: Request, pk: int) -> IntellectualProperty:
    demand_or_404(can_see_organisations(request.user))
    return row_or_404(request, IntellectualProperty.objects.visible_to(request.user).select_related("organisation"), pk)
