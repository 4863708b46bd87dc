"""The list of organisations."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from titian.base.clock import today
from titian.base.colours import Colour
from titian.base.columns import Column
from titian.base.forms import whole_number
from titian.base.pages import Action, Link, ListPage, Mark, demand_or_404, work_page
from titian.base.requests import Request
from titian.registry import actions
from titian.registry.filters import OrganisationFilters
from titian.registry.forms import AddOrganisation, AssignForm
from titian.registry.models import Organisation, OrganisationQuerySet, Title
from titian.registry.permissions import can_add_organisation, can_edit, can_see_organisations
from titian.registry.views.common import WIDE_FORM, done, import_button, link

STATE_COLOURS: dict[str, Colour] = {"active": "green", "closed": "grey", "moved": "yellow"}


def state_mark(organisation: Organisation) -> Mark:
    if organisation.merged_into_id:
        return Mark("grey", "已并入另一家")
    return Mark(STATE_COLOURS.get(organisation.state, "grey"), organisation.state_label)


def _row(organisation: Organisation) -> Mapping[str, object]:
    return {
        "name": Link(organisation.name, organisation.get_absolute_url()),
        "uscc": organisation.uscc,
        "town": organisation.region and organisation.region.name,
        "industry": organisation.industry_label,
        "titles": "、".join(dict.fromkeys(title.about.short for title in organisation.titles.all())),
        "officer": organisation.officer and organisation.officer.name,
        "founded_on": organisation.founded_on,
        "state": state_mark(organisation),
    }


ORGANISATIONS: ListPage[Organisation] = ListPage(
    title="企业名录",
    columns=(
        Column("name", "企业名称", width=34),
        Column("uscc", "统一社会信用代码", width=22),
        Column("town", "所属乡镇", width=14),
        Column("industry", "行业", width=18),
        Column("titles", "现有资质荣誉", width=24),
        Column("officer", "责任人", width=10),
        Column("founded_on", "成立日期", "day"),
        Column("state", "状态", width=10),
    ),
    row=_row,
    empty="这里列出局里打交道的每一家企业和单位。有现成的表就用「导入」，一次导入全部；也可以用「添加企业」逐家登记。",
    counted="家",
    sorts={"name": "name", "uscc": "uscc", "town": "region__code", "industry": "industry", "founded_on": "founded_on"},
    find=OrganisationQuerySet.named,
    filters=OrganisationFilters,
)


def organisations(request: Request) -> HttpResponse:
    """Everything the person may see, but for what was merged into another."""
    demand_or_404(can_see_organisations(request.user))
    day = today()
    held = Prefetch("titles", Title.objects.here().valid_on(day))
    rows = Organisation.objects.visible_to(request.user).current().select_related("region", "officer").prefetch_related(held)
    edits = bool(can_edit(request.user))
    return ORGANISATIONS.respond(
        request,
        rows.defer("scope", "note"),
        as_of=day,
        actions=_buttons(request),
        picks=[Action("指定责任人", reverse("registry:assign"))] if edits else (),
    )


def _buttons(request: Request) -> list[Action]:
    found = import_button(request, "organisations")
    if can_edit(request.user):
        return [*found, link("名单匹配", "match"), link("添加企业", "add_organisation", primary=True)]
    return [*found, link("报送企业", "add_organisation", primary=True)] if can_add_organisation(request.user) else []


def add_organisation(request: Request) -> HttpResponse:
    demand_or_404(can_add_organisation(request.user))
    said = "添加企业" if can_edit(request.user) else "报送企业"
    form = AddOrganisation(
        request.POST or None, request.FILES or None, user=request.user, initial={"name": request.GET.get("name", "")}
    )
    saved = done(
        request, form, lambda: actions.add_organisation(**form.values(), handed=form.handed, by=request.user), f"已{said}。"
    )
    hint = "只有名称必填；暂时没有的可以空着，列入待补。"
    back = Link("企业名录", reverse("registry:organisations"))
    return saved or work_page(request, form, title=said, submit=said, template=WIDE_FORM, hint=hint, back=back)


def assign(request: Request) -> HttpResponse:
    """Somebody responsible for the firms ticked in the list, or for the one in the address."""
    demand_or_404(can_edit(request.user))
    keys = [key for text in request.POST.getlist("pick") or request.GET.getlist("pick") if (key := whole_number(text))]
    chosen = list(Organisation.objects.visible_to(request.user).current().filter(pk__in=keys))
    form = AssignForm(request.POST if "officer" in request.POST else None)
    if form.is_bound and form.is_valid():
        count = actions.assign_officer(chosen, officer=form.cleaned_data["officer"], by=request.user)
        messages.success(request, f"已为 {count} 家企业指定责任人。")
        return redirect(chosen[0] if len(chosen) == 1 else "registry:organisations")
    return work_page(
        request,
        form,
        title="指定责任人",
        submit=f"为 {len(chosen)} 家企业指定责任人",
        hint="、".join(one.name for one in chosen[:20]) + ("等" if len(chosen) > 20 else ""),
        template="registry/assign.html",
        back=Link("企业名录", reverse("registry:organisations")),
        chosen=chosen,
    )
