"""What towns and firms were sent: their list, one form, filling it in (also 代录), handing in, giving back, letting off, taking over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from titian.base.clock import today
from titian.base.columns import Column
from titian.base.forms import ReasonForm
from titian.base.pages import Action, Fact, Link, ListPage, Mark, Record, demand_or_404, record_page, told, work_page
from titian.base.printing import instant_text
from titian.base.requests import Request
from titian.journal.models import Entry
from titian.ledgers import actions
from titian.ledgers.collecting.asking import asked_of
from titian.ledgers.columns.made import made
from titian.ledgers.definition import Definition
from titian.ledgers.forms.collections import ReturnForm
from titian.ledgers.models import CollectionRequest, LedgerRow
from titian.ledgers.permissions import can_excuse, can_fill, can_see_requests, can_take_over
from titian.ledgers.views.collections import answer_mark
from titian.registry.views.common import done


def _row(found: CollectionRequest) -> Mapping[str, object]:
    return {
        "title": Link(found.collection.title, found.get_absolute_url()),
        "due": found.collection.due,
        "state": own_mark(found),
        "basis": found.collection.basis,
        "reason": found.reason,
    }


def own_mark(found: CollectionRequest) -> Mark:
    if found.is_fillable and found.collection.is_late(today()):
        return Mark("red", f"{found.state_label}，已过期限")
    if found.is_fillable and found.collection.due == today():
        return Mark("yellow", f"{found.state_label}，今日截止")
    return answer_mark(found)


REQUESTS: ListPage[CollectionRequest] = ListPage(
    title="收到的表",
    columns=(
        Column("title", "名称", width=36),
        Column("due", "截止日期", "day"),
        Column("state", "状态"),
        Column("basis", "依据", width=30),
        Column("reason", "退回或免报原因", width=30),
    ),
    row=_row,
    empty="科技局发来填报的表列在这里。已掌握的内容已经填好，核对补齐后报送。",
    counted="份",
    search=("collection__title",),
)


def requests(request: Request) -> HttpResponse:
    demand_or_404(can_see_requests(request.user))
    rows = CollectionRequest.objects.visible_to(request.user).select_related("collection", "region", "organisation")
    return REQUESTS.respond(request, rows.order_by("collection__state", "collection__due", "-pk"))


def request(request: Request, pk: int) -> HttpResponse:
    found = request_or_404(request, pk)
    user = request.user
    definition = asked_of(found.collection.ledger.about, found.collection.asked)
    rows, left = _answers(found, definition)
    shown = Paginator(rows, 100).get_page(request.GET.get("page"))
    record = Record(
        title=f"{found.collection.title}：{found.whom}" if user.is_inside else found.collection.title,
        mark=own_mark(found),
        deadline=found.collection.due,
        facts=list(_facts(found)),
        entries=Entry.objects.about(found)[:12] if user.is_inside else (),
    )
    return record_page(
        request,
        record,
        template="ledgers/collect_request.html",
        actions=list(_buttons(request, found)),
        back=_up(request, found),
        columns=_columns(definition),
        page=shown,
        left=left,
        lined=[_line(found, row, definition) for row in shown],
    )


def _answers(found: CollectionRequest, definition: Definition) -> tuple[list[LedgerRow], int]:
    """The rows that say something, and how many say no more than they went out with."""
    every = list(found.rows.select_related("ledger", "organisation", "region", "person", "responsible").order_by("pk"))
    keys = [one.key for one in definition.fields]
    rows = [row for row in every if not row.is_draft or found.is_answered(row, keys)]
    return rows, len(every) - len(rows)


def _columns(definition: Definition) -> list[Column]:
    return [column for column in made(definition) if definition.field(column.key)]


def _line(found: CollectionRequest, row: LedgerRow, definition: Definition) -> dict[str, Any]:
    """A row with where it comes from and what was said to be wrong with it."""
    cells = [(column, row.shown(column.key)) for column in _columns(definition)]
    return {"row": row, "cells": cells, "source": found.source_of(row), "note": found.note_on(row)}


def _facts(found: CollectionRequest) -> Iterator[Fact]:
    collection = found.collection
    yield Fact("法律或文件依据", collection.basis)
    yield Fact("截止日期", collection.due)
    if collection.instructions:
        yield Fact("填报说明", collection.instructions)
    if found.reason:
        yield Fact("退回或免报原因", found.reason)
    if found.submitted_at:
        yield Fact("报送", f"{found.submitted_by} {instant_text(found.submitted_at)}")
    if found.entered_for:
        yield Fact("代录：经办人", found.entered_for, day=found.entered_on)
    if found.taken_at:
        yield Fact("接收", f"{found.taken_by} {instant_text(found.taken_at)}")
    for file in found.evidence.all():
        yield Fact("盖章扫描件", Link(file.name, reverse("files:download", args=[file.pk])))


def _buttons(request: Request, found: CollectionRequest) -> Iterator[Action]:
    user = request.user
    if can_take_over(user, found):
        text = "交来的行直接成为台账的记录，已有的按判重更新，不用再录。"
        yield _button("接收入台账", "take_over", found, post=True, primary=True, confirm=text)
        yield _button("退回修改", "return_request", found)
    if can_fill(user, found):
        yield _button("代录" if user.is_inside else "填报", "fill", found, primary=not user.is_inside)
    if can_excuse(user, found):
        yield _button("免报", "excuse_request", found)


def _button(label: str, name: str, found: CollectionRequest, **how: Any) -> Action:
    return Action(label, reverse(f"ledgers:{name}", args=[found.pk]), **how)


def return_request(request: Request, pk: int) -> HttpResponse:
    found = request_or_404(request, pk)
    demand_or_404(can_take_over(request.user, found))
    rows = _answers(found, asked_of(found.collection.ledger.about, found.collection.asked))[0][:200]
    form = ReturnForm(request.POST or None, rows=rows)

    def act() -> None:
        actions.return_request(found, reason=form.cleaned_data["reason"], notes=form.notes(), by=request.user)

    saved = done(request, form, act, f"已退回「{found.whom}」。", found.collection)
    return saved or work_page(
        request,
        form,
        title=f"退回修改：{found.whom}",
        submit="退回修改",
        template="ledgers/collect_return.html",
        back=Link(str(found.whom), found.get_absolute_url()),
    )


def excuse_request(request: Request, pk: int) -> HttpResponse:
    found = request_or_404(request, pk)
    demand_or_404(can_excuse(request.user, found))
    form = ReasonForm(request.POST or None)

    def act() -> None:
        actions.excuse_request(found, reason=form.cleaned_data["reason"], by=request.user)

    saved = done(request, form, act, f"「{found.whom}」免报。", found.collection)
    back = Link(str(found.whom), found.get_absolute_url())
    return saved or work_page(request, form, title=f"免报：{found.whom}", submit="免报", back=back)


@require_POST
def take_over(request: Request, pk: int) -> HttpResponse:
    found = request_or_404(request, pk)
    demand_or_404(can_take_over(request.user, found))
    results: list[actions.TakenOver] = []
    if told(request, lambda: results.append(actions.take_over(found, by=request.user)), f"已接收「{found.whom}」。"):
        result = results[0]
        messages.info(request, f"新增 {result.created} 条，更新 {result.amended} 条，无变化 {result.unchanged} 条。")
    return redirect(found.collection)


def request_or_404(request: Request, pk: int) -> CollectionRequest:
    rows = CollectionRequest.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("collection__ledger", "region", "organisation", "submitted_by", "taken_by"), pk=pk)


def _up(request: Request, found: CollectionRequest) -> Link:
    if request.user.is_inside:
        return Link(found.collection.title, found.collection.get_absolute_url())
    return Link("收到的表", reverse("ledgers:requests"))
