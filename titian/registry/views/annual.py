"""Annual figures: the list, one row, entering, amending, choosing among sources, removing."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect

from titian.base.clock import today
from titian.base.columns import Column
from titian.base.forms import ReasonForm
from titian.base.pages import Action, Fact, Link, ListPage, Mark, Record, demand_or_404, record_page, work_page
from titian.base.requests import Request
from titian.journal.models import Entry
from titian.registry import actions
from titian.registry.filters import AnnualFilters
from titian.registry.forms import AddAnnualFigure, AmendAnnualFigure
from titian.registry.models import AnnualFigure, AnnualFigureQuerySet, Organisation, Source
from titian.registry.permissions import (
    can_amend_annual_figures,
    can_choose_source,
    can_edit,
    can_file_annual_figures,
    can_see_annual_figures,
)
from titian.registry.shown import figure_text
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

_MONEY = ("revenue", "high_tech_income", "rd_expense", "tax_paid", "total_assets")
_PEOPLE = ("staff", "sci_tech_staff")
_LABELS = {field.name: str(field.verbose_name) for field in AnnualFigure._meta.fields}


def _row(row: AnnualFigure) -> Mapping[str, object]:
    return {
        "organisation": Link(row.organisation.name, row.organisation.get_absolute_url()),
        "year": row.year,
        "source": Link(row.source_label, row.get_absolute_url()),
        **{name: row.amount(name) for name in _MONEY},
        **{name: getattr(row, name) for name in _PEOPLE},
        "state": _decision(row),
        "town": row.organisation.region and row.organisation.region.name,
    }


def _decision(row: AnnualFigure) -> Mark | None:
    if row.is_chosen:
        return Mark("green", "已采用")
    same = [other for other in row.organisation.annual_figures.all() if other.year == row.year]
    return Mark("red", "待认定") if len(same) > 1 and not any(other.is_chosen for other in same) else None


def _of_named(rows: AnnualFigureQuerySet, words: str) -> AnnualFigureQuerySet:
    return rows.filter(organisation__in=Organisation.objects.named(words))


ANNUAL: ListPage[AnnualFigure] = ListPage(
    title="年度数据",
    columns=(
        Column("organisation", "企业名称", width=34),
        Column("year", "年度", "year"),
        Column("source", "来源", width=14),
        *(Column(name, _LABELS[name], "money_wan") for name in _MONEY),
        *(Column(name, _LABELS[name], "integer", unit="人") for name in _PEOPLE),
        Column("state", "认定", width=8),
        Column("town", "所属乡镇", width=14),
    ),
    row=_row,
    empty="这里按企业、年度、来源列出营业收入、研发费用、人员等数据。可以导入整张表，或在企业页面上用「录入年度数据」填写。",
    counted="行",
    sorts={"organisation": "organisation__name", "year": "year", **{name: name for name in (*_MONEY, *_PEOPLE)}},
    find=_of_named,
    filters=AnnualFilters,
    sparse=True,  # a source says only what it asks: what it does not say is no figure that anybody owes
)


# Of the firms of one page: what else is said of the same year.
SAME_FIRM = Prefetch("organisation__annual_figures", AnnualFigure.objects.only("organisation", "year", "is_chosen"))


def annual_figures(request: Request) -> HttpResponse:
    demand_or_404(can_see_annual_figures(request.user))
    rows = AnnualFigure.objects.visible_to(request.user).select_related("organisation__region").prefetch_related(SAME_FIRM)
    return ANNUAL.respond(request, rows, actions=import_button(request, "annual-figures"))


def annual_figure(request: Request, pk: int) -> HttpResponse:
    found = _figures_or_404(request, pk)
    same = list(found.organisation.annual_figures.filter(year=found.year))
    differing = set(found.differing(same))
    facts = [
        Fact("企业", Link(found.organisation.name, found.organisation.get_absolute_url())),
        Fact("依据", found.document),
        Fact("对方经办人", found.handed_by, day=found.handed_on),
        Fact("录入人", found.entered_by and found.entered_by.name),
        *(_figure(found, name, name in differing) for name in (*AnnualFigure.MONEY, *AnnualFigure.PEOPLE)),
        *evidence_fact(found.evidence.all()),
        *([Fact("采用理由", found.chosen_reason)] if found.is_chosen else []),
    ]
    record = Record(
        title=f"{found.year}年 {found.source_label}",
        note=f"{found.organisation.name}　{_of_source(found)}".strip(),
        mark=_mark(found, same),
        facts=facts,
        entries=Entry.objects.about(found)[:20] if request.user.is_inside else (),
    )
    return record_page(request, record, actions=_buttons(request, found, len(same)), back=back_to(found.organisation))


def _figure(row: AnnualFigure, name: str, differs: bool) -> Fact:
    text = figure_text(row, name)
    unit = "人" if name in AnnualFigure.PEOPLE else "万元"
    return Fact(_LABELS[name], f"{text} {unit}" if text else None, source="与另一来源不一致" if differs else "")


def _mark(row: AnnualFigure, same: list[AnnualFigure]) -> Mark | None:
    if row.is_chosen:
        return Mark("green", "已采用")
    if len(same) == 1:
        return Mark("blue", "唯一来源")
    return Mark("grey", "未采用") if any(other.is_chosen for other in same) else Mark("red", "多个来源，待认定")


def enter_annual_figures(request: Request, pk: int) -> HttpResponse:
    firm = organisation_or_404(request, pk)
    demand_or_404(can_file_annual_figures(request.user, firm))
    form = AddAnnualFigure(request.POST or None, request.FILES or None, user=request.user, day=today())
    saved = done(
        request,
        form,
        lambda: actions.enter_annual_figures(firm, **form.values(), evidence=form.uploads, by=request.user),
        "已录入年度数据。",
        firm,
    )
    hint = f"一个来源一行。「{Source.LABELS[Source.STATISTICS]}」的数只供对照，不作补助、评价、门槛和清零的依据。不知道的留空，不要填 0。"
    return saved or work_page(
        request, form, title=f"录入年度数据：{firm}", submit="录入年度数据", template=WIDE_FORM, hint=hint, back=back_to(firm)
    )


def amend_annual_figures(request: Request, pk: int) -> HttpResponse:
    found = _figures_or_404(request, pk)
    demand_or_404(can_amend_annual_figures(request.user, found))
    opened = AmendAnnualFigure.opened_on(found)
    form = AmendAnnualFigure(request.POST or None, request.FILES or None, user=request.user, opened=opened)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]

        def act(row: AnnualFigure) -> None:
            actions.amend_annual_figures(row, changes=form.values(), evidence=form.uploads, reason=reason, by=request.user)

        if form.guarded(found, current=AmendAnnualFigure.opened_on, act=act):
            messages.success(request, "已保存年度数据。")
            return redirect(found)
    return work_page(request, form, title=f"修改：{found}", submit="保存年度数据", template=WIDE_FORM, back=back_to(found))


def choose_source(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_choose_source(request.user))
    found = _figures_or_404(request, pk)
    form = ReasonForm(request.POST or None)
    firm = found.organisation
    saved = done(request, form, lambda: actions.choose_source(found, **form.cleaned_data, by=request.user), "已采用。", firm)
    hint = f"{found.year}年的指标从此用「{found.source_label}」的数；其余来源保留可查，可以改选。{_of_source(found)}"
    return saved or work_page(request, form, title=f"采用：{found}", submit="采用此来源", hint=hint, back=back_to(firm))


def remove_annual_figures(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_edit(request.user))
    found = _figures_or_404(request, pk)
    form = ReasonForm(request.POST or None)
    firm = found.organisation
    saved = done(
        request, form, lambda: actions.remove_annual_figures(found, **form.cleaned_data, by=request.user), "已删除。", firm
    )
    hint = "只用于录入错误。删除的内容留在操作记录里。"
    return saved or work_page(request, form, title=f"删除：{found}", submit="删除年度数据", hint=hint, back=back_to(found))


def _figures_or_404(request: Request, pk: int) -> AnnualFigure:
    demand_or_404(can_see_annual_figures(request.user))
    rows = AnnualFigure.objects.visible_to(request.user).select_related("organisation", "entered_by")
    return row_or_404(request, rows, pk)


def _of_source(row: AnnualFigure) -> str:
    """What the source's rows are not for."""
    return "" if row.source in Source.BENEFITS else f"「{row.source_label}」的数只供汇总和对照，不作补助、评价、门槛和清零的依据。"


def _buttons(request: Request, found: AnnualFigure, sources: int) -> list[Action]:
    made = [link("删除", "remove_annual_figures", found.pk)] if can_edit(request.user) else []
    if can_choose_source(request.user) and sources > 1 and not found.is_chosen:
        made.append(link("采用此来源", "choose_source", found.pk))
    if can_amend_annual_figures(request.user, found):
        made.append(link("修改", "amend_annual_figures", found.pk, primary=True))
    return made
