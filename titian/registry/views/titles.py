"""Titles: the list, one title, adding, amending, revoking, removing."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from titian.base.clock import today
from titian.base.columns import Column
from titian.base.forms import ReasonForm
from titian.base.pages import Action, Fact, Link, ListPage, Record, demand_or_404, record_page, work_page
from titian.base.requests import Request
from titian.journal.models import Entry
from titian.registry import actions
from titian.registry.filters import TitleFilters
from titian.registry.forms import AddTitle, AmendTitle, RevokeForm
from titian.registry.models import Organisation, OrganisationQuerySet, Title, TitleQuerySet
from titian.registry.permissions import can_add_title, can_edit, can_see_titles
from titian.registry.shown import held
from titian.registry.views.common import (
    WIDE_FORM,
    back_to,
    done,
    evidence_fact,
    import_button,
    link,
    organisation_or_404,
    row_or_404,
)


def _row(title: Title) -> Mapping[str, object]:
    shown = held([title], today())[0]
    return {
        "organisation": Link(title.organisation.name, title.organisation.get_absolute_url()),
        "kind": Link(title.label, title.get_absolute_url()),
        "level": title.level,
        "certificate": title.certificate,
        "applied_on": title.applied_on,
        "since": title.since,
        "until": shown.last_day,
        "state": shown.mark,
        "town": title.organisation.region and title.organisation.region.name,
        "officer": title.organisation.officer and title.organisation.officer.name,
    }


def _of_named(rows: TitleQuerySet, words: str) -> TitleQuerySet:
    """By whose they are, or by certificate."""
    firms: OrganisationQuerySet = Organisation.objects.named(words)
    return rows.filter(organisation__in=firms) | rows.filter(certificate__contains=words)


TITLES: ListPage[Title] = ListPage(
    title="资质荣誉",
    columns=(
        Column("organisation", "企业名称", width=34),
        Column("kind", "资质荣誉", width=20),
        Column("level", "级别", width=8),
        Column("certificate", "证书编号", width=20),
        Column("applied_on", "申报日期", "day"),
        Column("since", "发证日期", "day"),
        Column("until", "有效期至", "day"),
        Column("state", "状态", width=12),
        Column("town", "所属乡镇", width=14),
        Column("officer", "责任人", width=10),
    ),
    row=_row,
    empty="这里列出企业申报和取得的资质荣誉。按公告名单导入，或在企业页面上用「登记资质荣誉」逐项填写。",
    counted="项",
    sorts={"organisation": "organisation__name", "kind": "kind", "applied_on": "applied_on", "since": "since", "until": "until"},
    find=_of_named,
    filters=TitleFilters,
    order="-since",
)


def titles(request: Request) -> HttpResponse:
    demand_or_404(can_see_titles(request.user))
    rows = Title.objects.visible_to(request.user).select_related("organisation__region", "organisation__officer")
    return TITLES.respond(request, rows, as_of=today(), actions=import_button(request, "titles"))


def title(request: Request, pk: int) -> HttpResponse:
    found = _title_or_404(request, pk)
    shown = held([found], today())[0]
    facts = [
        Fact("企业", Link(found.organisation.name, found.organisation.get_absolute_url())),
        Fact("级别", found.level),
        Fact("申报日期", found.applied_on),
        Fact("发证日期", found.since),
        Fact("有效期至", shown.last_day, source=found.about.reference),
        Fact("证书编号", found.certificate),
        Fact("批次或公告文号", found.batch),
        Fact("首次认定", found.is_first),
        *([Fact("未通过日期", found.refused_on)] if found.refused_on else []),
        *([Fact("撤销日期", found.revoked_on)] if found.revoked_on else []),
        *([Fact("备注", found.note)] if found.note else []),
        *evidence_fact(found.evidence.all()),
    ]
    entries = Entry.objects.about(found)[:20] if request.user.is_inside else ()
    record = Record(title=f"{found.label}", note=found.organisation.name, mark=shown.mark, facts=facts, entries=entries)
    return record_page(request, record, actions=_buttons(request, found), back=back_to(found.organisation))


def add_title(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_add_title(request.user))
    firm = organisation_or_404(request, pk)
    form = AddTitle(request.POST or None, request.FILES or None, user=request.user)
    saved = done(
        request,
        form,
        lambda: actions.add_title(firm, **form.values(), evidence=form.uploads, by=request.user),
        "已登记资质荣誉。",
        firm,
    )
    return saved or work_page(
        request, form, title=f"登记资质荣誉：{firm}", submit="登记资质荣誉", template=WIDE_FORM, back=back_to(firm)
    )


def amend_title(request: Request, pk: int) -> HttpResponse:
    found = _edited(request, pk)
    form = AmendTitle(request.POST or None, request.FILES or None, user=request.user, opened=AmendTitle.opened_on(found))
    if request.method == "POST" and form.is_valid():

        def act(row: Title) -> None:
            actions.amend_title(row, changes=form.values(), evidence=form.uploads, by=request.user)

        if form.guarded(found, current=AmendTitle.opened_on, act=act):
            messages.success(request, "已保存资质荣誉。")
            return redirect(found)
    return work_page(request, form, title=f"修改：{found}", submit="保存资质荣誉", template=WIDE_FORM, back=back_to(found))


def revoke_title(request: Request, pk: int) -> HttpResponse:
    found = _edited(request, pk)
    form = RevokeForm(request.POST or None)
    saved = done(request, form, lambda: actions.revoke_title(found, **form.cleaned_data, by=request.user), "已登记撤销。", found)
    hint = "从撤销之日起不再计入有效数；此前仍计入。"
    return saved or work_page(request, form, title=f"撤销：{found}", submit="登记撤销", hint=hint, back=back_to(found))


def remove_title(request: Request, pk: int) -> HttpResponse:
    found = _edited(request, pk)
    form = ReasonForm(request.POST or None)
    firm = found.organisation
    saved = done(request, form, lambda: actions.remove_title(found, **form.cleaned_data, by=request.user), "已删除。", firm)
    hint = "只用于录入错误。被收回的资质请用「登记撤销」，到期的不用处理。删除的内容留在操作记录里。"
    return saved or work_page(request, form, title=f"删除：{found}", submit="删除资质荣誉", hint=hint, back=back_to(found))


def _title_or_404(request: Request, pk: int) -> Title:
    demand_or_404(can_see_titles(request.user))
    return row_or_404(request, Title.objects.visible_to(request.user).select_related("organisation"), pk)


def _edited(request: Request, pk: int) -> Title:
    demand_or_404(can_edit(request.user))
    return _title_or_404(request, pk)


def _buttons(request: Request, found: Title) -> list[Action]:
    if not can_edit(request.user):
        return []
    revoke = [link("登记撤销", "revoke_title", found.pk)] if found.since and not found.revoked_on else []
    return [link("删除", "remove_title", found.pk), *revoke, link("修改", "amend_title", found.pk, primary=True)]
