"""The pool: the list, one entry, entering, moving on, leaving."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from titian.base.clock import today
from titian.base.colours import Colour
from titian.base.columns import Column
from titian.base.forms import ReasonForm
from titian.base.pages import Fact, Link, ListPage, Mark, Record, demand_or_404, record_page
from titian.base.requests import Request
from titian.journal.models import Entry
from titian.policies import actions
from titian.policies.filters import PoolFilters
from titian.policies.forms import EnterPoolForm, LeavePoolForm, MoveStageForm
from titian.policies.models import PoolEntry, PoolQuerySet
from titian.policies.permissions import can_cultivate, can_see_board, can_see_ladder
from titian.policies.views.common import firm_link, link, to_ladder, worked
from titian.registry.models import Organisation
from titian.registry.views.common import import_button

COLOURS: dict[str, Colour] = {"survey": "grey", "coaching": "blue", "fixing": "yellow", "preparing": "blue", "ready": "green"}


def mark_of(entry: PoolEntry) -> Mark:
    if entry.left_on and entry.left_on <= today():
        return Mark("grey", f"已出库（{entry.left_why_label}）")
    return Mark(COLOURS.get(entry.stage, "grey"), entry.stage_label)


def _row(entry: PoolEntry) -> Mapping[str, object]:
    firm = entry.organisation
    return {
        "organisation": firm_link(firm),
        "programme": Link(entry.programme_label, entry.get_absolute_url()),
        "state": mark_of(entry),
        "stage_since": entry.stage_since,
        "entered_on": entry.entered_on,
        "town": firm.region and firm.region.name,
        "officer": entry.keeper and entry.keeper.name,
        "note": entry.note,
    }


def _of_named(rows: PoolQuerySet, words: str) -> PoolQuerySet:
    return rows.filter(organisation__in=Organisation.objects.named(words))


POOL: ListPage[PoolEntry] = ListPage(
    title="培育库",
    columns=(
        Column("organisation", "企业名称", width=34),
        Column("programme", "培育目标", width=12),
        Column("state", "阶段", width=14),
        Column("stage_since", "进入阶段", "day"),
        Column("entered_on", "入库日期", "day"),
        Column("town", "所属乡镇", width=14),
        Column("officer", "责任人", width=10),
        Column("note", "备注", width=24),
    ),
    row=_row,
    empty="这里列出正在培育的企业和所处阶段。用「列入培育库」逐家添加，或导入摸底名单。",
    counted="家",
    sorts={
        "organisation": "organisation__name",
        "programme": "programme",
        "entered_on": "entered_on",
        "stage_since": "stage_since",
    },
    find=_of_named,
    filters=PoolFilters,
    order="entered_on",
)


def pool(request: Request) -> HttpResponse:
    """What stands in the pool now; who has left is asked for."""
    demand_or_404(can_see_board(request.user))
    rows = PoolEntry.objects.visible_to(request.user).select_related("organisation__region", "organisation__officer", "officer")
    if not request.GET.get("state"):
        rows = rows.filter(pk__in=PoolEntry.objects.in_pool_on(today()).values("pk"))
    add = [link("列入培育库", "enter_pool", primary=True)] if can_cultivate(request.user) else []
    return POOL.respond(request, rows, as_of=today(), actions=[*import_button(request, "pool"), *add], back=to_ladder())


def pool_entry(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_see_ladder(request.user))
    found = _entry_or_404(request, pk)
    firm = found.organisation
    facts = [
        Fact("企业", firm_link(firm)),
        Fact("培育目标", Link(found.programme_label, reverse("policies:sheet", args=[firm.pk, found.programme]))),
        Fact("所属乡镇", firm.region and firm.region.name),
        Fact("入库日期", found.entered_on, source=found.reason),
        Fact("培育阶段", found.stage_label, day=found.stage_since),
        *([Fact("出库", found.left_why_label, source=found.left_note, day=found.left_on)] if found.left_on else []),
        Fact("备注", found.note),
    ]
    entries = Entry.objects.about(found)[:20] if request.user.is_inside else ()
    who = found.keeper.name if found.keeper else ""
    record = Record(title=str(found), mark=mark_of(found), who=who, facts=facts, entries=entries)
    buttons = [] if found.left_on else [link("登记出库", "leave_pool", pk), link("登记阶段", "move_stage", pk, primary=True)]
    buttons.insert(0, link("删除", "remove_pool_entry", pk))
    return record_page(request, record, actions=buttons if can_cultivate(request.user) else (), back=_to_pool())


def enter_pool(request: Request) -> HttpResponse:
    demand_or_404(can_cultivate(request.user))
    asked = request.GET.get("organisation", "")
    there = Organisation.objects.visible_to(request.user).filter(pk=asked).first() if asked.isdigit() else None
    initial = {"on": today(), "organisation": there.name if there else "", "programme": request.GET.get("programme", "hnte")}
    form = EnterPoolForm(request.POST or None, user=request.user, initial=initial)

    def act() -> PoolEntry:
        said = dict(form.cleaned_data)
        return actions.enter_pool(said.pop("organisation"), by=request.user, **said)

    return worked(request, form, act, "已列入培育库。", title="列入培育库", submit="列入培育库", back=_to_pool(), to=None)


def move_stage(request: Request, pk: int) -> HttpResponse:
    found = _edited(request, pk)
    form = MoveStageForm(request.POST or None, initial={"stage": found.stage, "on": today(), "note": found.note})

    def act() -> None:
        actions.move_stage(found, by=request.user, **form.cleaned_data)

    return worked(request, form, act, "已登记阶段。", title=f"登记阶段：{found}", submit="登记阶段", back=_to(found), to=found)


def leave_pool(request: Request, pk: int) -> HttpResponse:
    found = _edited(request, pk)
    form = LeavePoolForm(request.POST or None, initial={"on": today()})

    def act() -> None:
        actions.leave_pool(found, by=request.user, **form.cleaned_data)

    return worked(request, form, act, "已登记出库。", title=f"登记出库：{found}", submit="登记出库", back=_to(found), to=found)


def remove_pool_entry(request: Request, pk: int) -> HttpResponse:
    found = _edited(request, pk)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        actions.remove_pool_entry(found, reason=form.cleaned_data["reason"], by=request.user)

    hint = "只用于录入错误；不再培育的请登记出库。"
    return worked(
        request,
        form,
        act,
        "已删除。",
        title=f"删除：{found}",
        submit="删除培育记录",
        back=_to(found),
        to=reverse("policies:pool"),
        hint=hint,
    )


def _entry_or_404(request: Request, pk: int) -> PoolEntry:
    seen = PoolEntry.objects.visible_to(request.user).select_related("organisation__region", "organisation__officer", "officer")
    return get_object_or_404(seen, pk=pk)


def _edited(request: Request, pk: int) -> PoolEntry:
    demand_or_404(can_cultivate(request.user))
    return _entry_or_404(request, pk)


def _to_pool() -> Link:
    return Link("培育库", reverse("policies:pool"))


def _to(found: PoolEntry) -> Link:
    return Link(str(found), found.get_absolute_url())
