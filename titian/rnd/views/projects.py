"""Projects and the entries of their ledger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import redirect

from titian.base.clock import today
from titian.base.columns import Column
from titian.base.disclosure import Disclosure
from titian.base.forms import ReasonForm
from titian.base.money import in_wan
from titian.base.pages import Action, Fact, Link, ListPage, Mark, Record, demand_or_404, record_page, work_page
from titian.base.requests import Request
from titian.journal.models import Entry
from titian.registry.models import Organisation
from titian.registry.views.common import WIDE_FORM
from titian.rnd import actions
from titian.rnd.filters import ProjectFilters
from titian.rnd.forms import AddProject, AmendProject, CostForm
from titian.rnd.forms.returns import whose
from titian.rnd.models import CostLine, Project
from titian.rnd.permissions import can_add, can_amend_project, can_file, can_remove, can_see_returns
from titian.rnd.views.common import done, firm_link, import_button, link, own, town, yuan

INTERNAL = Disclosure.INTERNAL
LINES = 200


def _row(project: Project) -> Mapping[str, object]:
    return {
        "code": Link(project.code, project.get_absolute_url()),
        "name": project.name,
        "organisation": firm_link(project.organisation),
        "since": project.since,
        "until": project.last_day,
        "activity": project.activity_label or None,
        "source": project.source_label or None,
        "booked": yuan(getattr(project, "booked", None)),
        "doubts": Mark("yellow", f"{len(project.doubts)} 处提示") if project.doubts else None,
        "town": town(project.organisation),
    }


def _named(rows: Any, words: str) -> Any:
    return rows.filter(organisation__in=Organisation.objects.named(words)) | rows.filter(name__icontains=words)


PROJECTS: ListPage[Project] = ListPage(
    title="研发项目",
    columns=(
        Column("code", "项目编号", width=12, disclosure=INTERNAL),
        Column("name", "项目名称", width=30, disclosure=INTERNAL),
        Column("organisation", "企业名称", width=28),
        Column("since", "起始日期", "day", disclosure=INTERNAL),
        Column("until", "完成日期", "day", disclosure=INTERNAL),
        Column("activity", "活动类型", width=12, disclosure=INTERNAL),
        Column("source", "项目来源", width=12, disclosure=INTERNAL),
        Column("booked", "辅助账合计", "money_wan", disclosure=INTERNAL),
        Column("doubts", "提示", width=10),
        Column("town", "所属乡镇", width=12),
    ),
    row=_row,
    empty="这里是企业的研发项目。先导入研发项目，再导入辅助账；也可以逐项登记。四个口径都由辅助账推出。",
    counted="项",
    sorts={
        "code": "code",
        "name": "name",
        "organisation": "organisation__name",
        "since": "since",
        "until": "until",
        "booked": "booked",
    },
    find=_named,
    filters=ProjectFilters,
)


def projects(request: Request) -> HttpResponse:
    demand_or_404(can_see_returns(request.user))
    rows = Project.objects.visible_to(request.user).select_related("organisation__region").annotate(booked=Sum("costs__amount"))
    buttons = import_button(request, "rnd-projects", "rnd-costs")
    if can_add(request.user):
        buttons.append(link("登记研发项目", "add_project", primary=True))
    return PROJECTS.respond(request, rows, actions=buttons)


def project(request: Request, pk: int) -> HttpResponse:
    found = _or_404(request, pk)
    facts = [
        Fact("企业", firm_link(found.organisation)),
        Fact("起始日期", found.since),
        Fact("完成日期", found.last_day),
        Fact("项目来源", found.source_label),
        Fact("开展形式", found.form_label),
        Fact("所处阶段", found.stage_label),
        Fact("活动类型", found.activity_label or Mark("yellow", "待补")),
        Fact("技术经济目标", found.goal),
        Fact("成果形式", found.outcome),
        Fact("研发人员数", None if found.people is None else f"{found.people} 人"),
        Fact("实际工作时间", None if found.person_months is None else f"{found.person_months} 人月"),
        Fact("预算", None if found.budget is None else f"{in_wan(found.budget)} 万元"),
        *([Fact("形成无形资产年度", found.formed_year)] if found.formed_year else []),
        *([Fact("提示核对", "；".join(found.doubts))] if found.doubts else []),
    ]
    lines = list(found.costs.order_by("-year", "-day", "-pk")[:LINES])
    record = Record(
        title=str(found),
        note=found.organisation.name,
        facts=facts,
        entries=Entry.objects.about(found)[:20] if request.user.is_inside else (),
    )
    return record_page(
        request,
        record,
        template="rnd/project.html",
        actions=_buttons(request, found),
        back=Link("研发项目", link("", "projects").url),
        project=found,
        lines=lines,
        line_count=found.costs.count(),
        years=found.costs.values_list("year").annotate(total=Sum("amount")).order_by("-year"),
        may_amend=bool(can_amend_project(request.user, found)),
    )


def _buttons(request: Request, found: Project) -> list[Action]:
    made = [link("四口径对照", "firm_year", found.organisation_id, (found.since or today()).year)]
    if can_remove(request.user):
        made.append(link("删除项目", "remove_project", found.pk))
    if can_amend_project(request.user, found):
        made.append(link("修改项目", "amend_project", found.pk))
    if can_file(request.user, found.organisation):
        made.append(link("登记辅助账", "add_cost", found.pk, primary=True))
    return made


def add_project(request: Request) -> HttpResponse:
    demand_or_404(can_add(request.user))
    form = AddProject(request.POST or None, user=request.user)
    saved = done(request, form, lambda: actions.add_project(whose(form), **form.values(), by=request.user), "已登记研发项目。")
    hint = "全部项目逐项登记，不合并；委托、受托、失败和没有完成的也登记。"
    back = Link("研发项目", link("", "projects").url)
    return saved or work_page(request, form, title="登记研发项目", submit="登记研发项目", template=WIDE_FORM, hint=hint, back=back)


def amend_project(request: Request, pk: int) -> HttpResponse:
    found = _or_404(request, pk)
    demand_or_404(can_amend_project(request.user, found))
    form = AmendProject(request.POST or None, user=request.user, opened=AmendProject.opened_on(found))
    if request.method == "POST" and form.is_valid():

        def act(row: Project) -> None:
            actions.amend_project(row, changes=form.values(), by=request.user)

        if form.guarded(found, current=AmendProject.opened_on, act=act):
            messages.success(request, "已保存研发项目。")
            return redirect(found)
    back = Link(str(found), found.get_absolute_url())
    return work_page(request, form, title=f"修改：{found}", submit="保存研发项目", template=WIDE_FORM, back=back)


def remove_project(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_remove(request.user))
    found = _or_404(request, pk)
    form = ReasonForm(request.POST or None)
    saved = done(
        request,
        form,
        lambda: actions.remove_project(found, reason=form.cleaned_data["reason"], by=request.user),
        "已删除。",
        "rnd:projects",
    )
    back = Link(str(found), found.get_absolute_url())
    return saved or work_page(request, form, title=f"删除：{found}", submit="删除研发项目", back=back)


def add_cost(request: Request, pk: int) -> HttpResponse:
    found = _or_404(request, pk)
    demand_or_404(can_file(request.user, found.organisation))
    form = CostForm(request.POST or None, initial={"year": today().year - 1})
    saved = done(request, form, lambda: actions.add_cost(found, **form.values(), by=request.user), "已登记辅助账。", found)
    back = Link(str(found), found.get_absolute_url())
    return saved or work_page(request, form, title=f"登记辅助账：{found}", submit="登记分录", template=WIDE_FORM, back=back)


def amend_cost(request: Request, pk: int) -> HttpResponse:
    line = _line_or_404(request, pk)
    demand_or_404(can_amend_project(request.user, line.project))
    form = CostForm(request.POST or None, initial=CostForm.opened_on(line))
    saved = done(
        request, form, lambda: actions.amend_cost(line, changes=form.values(), by=request.user), "已保存分录。", line.project
    )
    back = Link(str(line.project), line.project.get_absolute_url())
    return saved or work_page(request, form, title=f"修改分录：{line}", submit="保存分录", template=WIDE_FORM, back=back)


def remove_cost(request: Request, pk: int) -> HttpResponse:
    line = _line_or_404(request, pk)
    demand_or_404(can_amend_project(request.user, line.project))
    form, home = ReasonForm(request.POST or None), line.project
    saved = done(
        request, form, lambda: actions.remove_cost(line, reason=form.cleaned_data["reason"], by=request.user), "已删除分录。", home
    )
    hint = "只用于录入错误；已经入账又冲回的，登记一条负数分录。"
    back = Link(str(home), home.get_absolute_url())
    return saved or work_page(request, form, title=f"删除分录：{line}", submit="删除分录", hint=hint, back=back)


def _or_404(request: Request, pk: int) -> Project:
    demand_or_404(can_see_returns(request.user))
    found: Project = own(Project.objects.visible_to(request.user), pk, "organisation__region")
    return found


def _line_or_404(request: Request, pk: int) -> CostLine:
    demand_or_404(can_see_returns(request.user))
    found: CostLine = own(CostLine.objects.visible_to(request.user), pk, "project__organisation")
    return found
