"""Regions: the list by level, one region with its history and bases, and what may happen to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from titian.base.columns import Column
from titian.base.forms import Form, ReasonForm
from titian.base.pages import Action, Event, Fact, Link, ListPage, Mark, Record, demand_or_404, record_page, work_page
from titian.base.requests import Request
from titian.journal.models import Entry
from titian.places import actions
from titian.places.filters import RegionFilters
from titian.places.forms import AbolishForm, BaseForm, MergeForm, RegionForm, RenameForm
from titian.places.models import Region
from titian.places.permissions import can_edit_places, can_see_places

SUB_REGIONS = 200


def _state(region: Region) -> Mark:
    return Mark("green", "现有") if region.until is None else Mark("grey", "已并入" if region.merged_into_id else "已撤销")


def _row(region: Region) -> Mapping[str, object]:
    return {
        "name": Link(region.name, region.get_absolute_url()),
        "code": region.code,
        "level": region.level_label,
        "parent": region.parent and region.parent.name,
        "former": "、".join(name.text for name in region.former_names.all()) or None,
        "state": _state(region),
        "until": region.until,
    }


REGIONS: ListPage[Region] = ListPage(
    title="区划",
    columns=(
        Column("name", "名称", width=18),
        Column("code", "区划代码", width=14),
        Column("level", "层级", width=10),
        Column("parent", "上级", width=14),
        Column("former", "曾用名", width=18),
        Column("state", "状态", width=8),
        Column("until", "撤销日期", width=12),
    ),
    row=_row,
    empty="还没有区划。乡镇名单可在安装时用 titian init --towns 一次建好，也可用「添加区划」逐个添加。",
    counted="个",
    sorts={"name": "name", "code": "code", "level": "level", "parent": "parent__name", "until": "until"},
    search=("name", "code", "former_names__text"),
    filters=RegionFilters,
)


def regions(request: Request) -> HttpResponse:
    demand_or_404(can_see_places(request.user))
    add = [Action("添加区划", reverse("places:add"), primary=True)] if can_edit_places(request.user) else []
    rows = Region.objects.select_related("parent").prefetch_related("former_names")
    ordered = rows.order_by(F("parent__level").asc(nulls_first=True), "parent__order", "parent", "order", "code", "pk").distinct()
    return REGIONS.respond(request, ordered, actions=add)


def region(request: Request, pk: int) -> HttpResponse:
    """One region: what it is, what it was called, what belongs to it, the bases comparisons divide by."""
    demand_or_404(can_see_places(request.user))
    found = get_object_or_404(Region.objects.select_related("parent", "merged_into"), pk=pk)
    edits = bool(can_edit_places(request.user))
    record = Record(
        title=found.name,
        mark=_state(found),
        note=found.level_label,
        facts=_facts(found),
        events=_history(found),
        entries=Entry.objects.about(found).select_related("actor")[:20] if edits else (),
    )
    return record_page(
        request,
        record,
        template="places/region.html",
        actions=_buttons(found) if edits else (),
        back=Link("区划", reverse("places:list")),
        children=found.children.order_by("order", "code", "pk")[:SUB_REGIONS],
        bases=found.bases.order_by("kind", "-year"),
        base_url=reverse("places:state_base", args=[found.pk]) if edits else "",
    )


def _facts(found: Region) -> list[Fact]:
    links = [("上级", found.parent), ("并入", found.merged_into)]
    return [
        Fact("区划代码", found.code),
        *(Fact(label, Link(other.name, other.get_absolute_url())) for label, other in links if other),
        *([Fact("设立日期", found.since)] if found.since else []),
        *([Fact("撤销日期", found.until)] if found.until else []),
    ]


def _history(found: Region) -> list[Event]:
    """Names and mergers, newest first."""
    names = [*(name.text for name in found.former_names.all()), found.name]
    events = [
        Event(name.until, f"由「{name.text}」更名为「{names[place + 1]}」") for place, name in enumerate(found.former_names.all())
    ]
    events += [
        Event(other.until, f"「{other.name}」并入", url=other.get_absolute_url()) for other in found.merged.all() if other.until
    ]
    if found.until:
        events.append(Event(found.until, f"并入「{found.merged_into}」" if found.merged_into else "撤销"))
    return sorted(events, key=lambda event: event.day, reverse=True)


def _buttons(found: Region) -> list[Action]:
    def to(verb: str) -> str:
        return reverse(f"places:{verb}", args=[found.pk])

    if found.until:
        return [Action("恢复区划", to("reinstate"))]
    back = [Action("撤回更名", to("take_back_name"))] if found.former_names.exists() else []
    return [Action("更名", to("rename")), *back, Action("并入其他区划", to("merge")), Action("撤销区划", to("abolish"))]


def add(request: Request) -> HttpResponse:
    demand_or_404(can_edit_places(request.user))
    form = RegionForm(request.POST or None)
    if form.is_valid() and form.attempt(lambda: actions.add_region(**form.cleaned_data, by=request.user)):
        messages.success(request, f"「{form.cleaned_data['name']}」已在区划里。")
        return redirect("places:list")
    return work_page(request, form, title="添加区划", submit="添加区划", back=Link("区划", reverse("places:list")))


def rename(request: Request, pk: int) -> HttpResponse:
    hint = "以前期间的文稿仍印旧名；用旧名也查得到。"
    return _change(request, pk, RenameForm, actions.rename, title="更名", done="已更名", hint=hint)


def take_back_name(request: Request, pk: int) -> HttpResponse:
    hint = "最近一次更名作废，名称回到更名以前，如同没有更过。"
    return _change(request, pk, ReasonForm, actions.take_back_name, title="撤回更名", done="更名已撤回", hint=hint)


def merge(request: Request, pk: int) -> HttpResponse:
    hint = "生效日以前的数仍在原区划名下；下级区划一并归入。该区划的用户和企业请另行改到新的区划。"
    return _change(request, pk, MergeForm, _merge, title="并入其他区划", done="已并入", hint=hint)


def _merge(found: Region, *, into: Region, **values: Any) -> Region:
    return actions.merge([found], into=into, **values)


def abolish(request: Request, pk: int) -> HttpResponse:
    hint = "撤销后不再出现在新的目标和表样里，以前的数不变。改名请用「更名」，合并请用「并入其他区划」。"
    return _change(request, pk, AbolishForm, actions.abolish, title="撤销区划", done="已撤销", hint=hint)


def reinstate(request: Request, pk: int) -> HttpResponse:
    hint = "用于录入有误时。并入时一起归过去的下级区划，请逐个改回。"
    return _change(request, pk, ReasonForm, actions.reinstate, title="恢复区划", done="已恢复", hint=hint)


def state_base(request: Request, pk: int) -> HttpResponse:
    hint = "人均、占比等比较用的公开数。同一年同一基数再填一次，以新填的为准，旧数留在操作日志里。"
    return _change(request, pk, BaseForm, _state_base, title="填报基数", done="基数已保存", hint=hint)


def _state_base(found: Region, **values: Any) -> None:
    actions.state_base(region=found, **values)


def _change(
    request: Request, pk: int, kind: type[Form], act: Callable[..., object], *, title: str, done: str, hint: str
) -> HttpResponse:
    """A form over one region, behind the one right that all of them ask for."""
    demand_or_404(can_edit_places(request.user))
    found = get_object_or_404(Region, pk=pk)
    more = {"region": found} if kind is MergeForm else {}
    form = kind(request.POST or None, **more)
    if form.is_valid() and form.attempt(lambda: act(found, **form.cleaned_data, by=request.user)):
        messages.success(request, f"{done}。")
        return redirect("places:region", pk)
    back = Link(found.name, found.get_absolute_url())
    return work_page(request, form, title=f"{title}：{found.name}", submit=title, hint=hint, back=back)
