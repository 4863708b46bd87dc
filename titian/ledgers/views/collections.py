"""Sending a ledger to towns or firms: the list, drafting and amending, laying before a leader, letting out, chasing, closing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from titian.base.clock import today
from titian.base.colours import Colour
from titian.base.columns import Column
from titian.base.forms import Form, ReasonForm
from titian.base.pages import Action, Fact, Link, ListPage, Mark, Record, demand_or_404, record_page, told, work_page
from titian.base.permissions import Verdict
from titian.base.requests import Request
from titian.journal.models import Entry
from titian.ledgers import actions
from titian.ledgers.collecting.prefill import share_known
from titian.ledgers.collecting.reminding import reminder
from titian.ledgers.collecting.similar import similar
from titian.ledgers.forms.collections import CollectionForm, ExtendForm
from titian.ledgers.models import Answer, Collection, CollectionRequest, CollectionState, Ledger
from titian.ledgers.models.collections import PREFILLS
from titian.ledgers.permissions import (
    can_amend_collection,
    can_approve,
    can_collect,
    can_run,
    can_see_collections,
    can_take_over,
    can_withdraw,
)
from titian.registry.views.common import done

_COLOURS: dict[str, Colour] = {"draft": "grey", "waiting": "yellow", "sent": "blue", "closed": "green"}
ANSWER_COLOURS: dict[str, Colour] = {"open": "grey", "submitted": "blue", "returned": "red", "taken": "green", "excused": "grey"}


def _mark(found: Collection) -> Mark:
    return Mark(_COLOURS[found.state], found.state_label)


def answer_mark(request: CollectionRequest) -> Mark:
    return Mark(ANSWER_COLOURS[request.state], request.state_label)


def _row(found: Collection) -> Mapping[str, object]:
    asked, missing = getattr(found, "asked_count", 0), getattr(found, "missing_count", 0)
    return {
        "title": Link(found.title, found.get_absolute_url()),
        "ledger": found.ledger.label,
        "asked": found.asked_label,
        "due": found.due,
        "state": _mark(found),
        "handed": asked - missing if found.is_running or found.state == CollectionState.CLOSED else None,
        "missing": missing if found.is_running or found.state == CollectionState.CLOSED else None,
        "waiting": getattr(found, "waiting_count", 0) if found.is_running else None,
        "by": found.created_by.name,
    }


COLLECTIONS: ListPage[Collection] = ListPage(
    title="发表收数",
    columns=(
        Column("title", "名称", width=34),
        Column("ledger", "台账", width=20),
        Column("asked", "发给"),
        Column("due", "截止日期", "day"),
        Column("state", "状态"),
        Column("handed", "已答复", "integer"),
        Column("missing", "未报", "integer"),
        Column("waiting", "待接收", "integer"),
        Column("by", "起草人"),
    ),
    row=_row,
    empty="这里列出发给乡镇、企业填报的表。在台账页面点「发表收数」起草，写明依据，局领导批准后发出；交来的内容接收后直接入台账，不用再录。",
    counted="份",
    sorts={"due": "due", "title": "title"},
    search=("title", "ledger__label"),
)


def collections(request: Request) -> HttpResponse:
    demand_or_404(can_see_collections(request.user))
    rows = Collection.objects.visible_to(request.user).with_counts().select_related("ledger", "created_by").order_by("-pk")
    return COLLECTIONS.respond(request, rows)


def start_collection(request: Request, code: str) -> HttpResponse:
    demand_or_404(can_see_collections(request.user))
    ledger = get_object_or_404(Ledger.objects.visible_to(request.user), code=code)
    demand_or_404(can_collect(request.user, ledger))
    form = CollectionForm(
        request.POST or None,
        user=request.user,
        ledger=ledger,
        day=today(),
        initial={"title": ledger.label, "instructions": ledger.about.help},
    )

    def act() -> Collection:
        return actions.start_collection(ledger, **form.said(), by=request.user)

    return done(request, form, act, "已起草，核对后送局领导审批。") or _work(request, form, ledger, "起草发表")


def amend_collection(request: Request, pk: int) -> HttpResponse:
    found = _collection(request, pk, can_amend_collection)
    opened = CollectionForm.opened_on(found)
    form = CollectionForm(request.POST or None, user=request.user, ledger=found.ledger, day=today(), initial=opened)

    def act() -> None:
        said = form.said()
        actions.amend_collection(found, whom=said.pop("whom"), by=request.user, **said)

    saved = done(request, form, act, "已保存。", found)
    return saved or _work(request, form, found.ledger, "保存修改", back=_back(found))


def _work(request: Request, form: Form, ledger: Ledger, submit: str, *, back: Link | None = None) -> HttpResponse:
    return work_page(
        request,
        form,
        title=f"发表收数：{ledger}",
        submit=submit,
        template="ledgers/collect.html",
        hint="写明依据和截止日期，局领导批准后才发出。已掌握的先预填，一年内发过的相近的表会在审批前列出。不按先后排名，不作打卡。",
        back=back or Link("发表收数", reverse("ledgers:collections")),
    )


def collection(request: Request, pk: int) -> HttpResponse:
    found = _collection(request, pk)
    asked = list(found.requests.select_related("region", "organisation", "submitted_by").in_order())
    for one in asked:
        one.collection = found
    return record_page(
        request,
        Record(title=found.title, mark=_mark(found), facts=list(_facts(found)), entries=Entry.objects.about(found)[:12]),
        template="ledgers/collection.html",
        actions=list(_buttons(request, found, asked)),
        back=Link("发表收数", reverse("ledgers:collections")),
        collection=found,
        asked=[(one, answer_mark(one)) for one in asked],
        missing=[one for one in asked if one.state in {Answer.OPEN, Answer.RETURNED}],
        reminder=reminder(found, asked, today()) if found.is_running else "",
        alike=similar(found, today()) if found.state in {CollectionState.DRAFT, CollectionState.WAITING} else [],
        known=_known(found),
    )


def _known(found: Collection) -> dict[str, Any]:
    known, every = share_known(found)
    return {"known": known, "every": every, "percent": len(known) * 100 // max(len(every), 1)}


def _facts(found: Collection) -> Iterator[Fact]:
    yield Fact("台账", Link(found.ledger.label, found.ledger.get_absolute_url()))
    yield Fact("法律或文件依据", found.basis)
    yield Fact(
        "发给", f"{found.asked_label} {found.requests.count()} 个" if found.asked == "town" else f"企业 {found.requests.count()} 家"
    )
    yield Fact("截止日期", found.due)
    numbers = "，数字也带出" if found.with_numbers else ""
    yield Fact("预填", f"{PREFILLS[found.prefill]}{numbers}")
    yield Fact("起草人", found.created_by.name, day=found.created_at.date())
    if found.approved_by:
        day = found.approved_at.date() if found.approved_at else None
        yield Fact("审批人", found.approved_by.name, day=day)
    if found.reason:
        yield Fact("审批意见", found.reason)
    if found.instructions:
        yield Fact("填报说明", found.instructions)


def _buttons(request: Request, found: Collection, asked: list[CollectionRequest]) -> Iterator[Action]:
    user = request.user
    if can_amend_collection(user, found):
        yield _button("送局领导审批", "submit_collection", found, post=True, primary=True)
        yield _button("修改", "amend_collection", found)
        yield _button("删除草稿", "drop_collection", found, post=True, confirm="这份草稿将删除，没有发给任何单位。")
    if can_approve(user, found):
        whom = "乡镇" if found.asked == "town" else "企业"
        text = f"批准后立即发给 {len(asked)} 个{whom}，已掌握的内容自动预填。"
        yield _button("批准发出", "approve_collection", found, post=True, primary=True, confirm=text)
        yield _button("不同意", "refuse_collection", found)
    if can_withdraw(user, found):
        yield _button("撤回修改", "withdraw_collection", found, post=True)
    if can_run(user, found):
        if any(can_take_over(user, one) for one in asked):
            yield _button("全部接收", "take_over_all", found, post=True, primary=True)
        yield _button("延期", "extend_collection", found)
        yield _button("结束收报", "close_collection", found, post=True, confirm="结束后不再收；没有报的保持未报。")


def _button(label: str, name: str, found: Collection, **how: Any) -> Action:
    return Action(label, reverse(f"ledgers:{name}", args=[found.pk]), **how)


@require_POST
def submit_collection(request: Request, pk: int) -> HttpResponse:
    found = _collection(request, pk, can_amend_collection)
    return _acted(request, found, lambda: actions.submit_collection(found, by=request.user), "已送局领导审批。")


@require_POST
def withdraw_collection(request: Request, pk: int) -> HttpResponse:
    found = _collection(request, pk, can_withdraw)
    return _acted(request, found, lambda: actions.withdraw_collection(found, by=request.user), "已撤回，可以修改。")


@require_POST
def approve_collection(request: Request, pk: int) -> HttpResponse:
    found = _collection(request, pk, can_approve)
    return _acted(request, found, lambda: actions.approve_collection(found, by=request.user), "已批准并发出。")


def refuse_collection(request: Request, pk: int) -> HttpResponse:
    found = _collection(request, pk, can_approve)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        actions.refuse_collection(found, reason=form.cleaned_data["reason"], by=request.user)

    saved = done(request, form, act, "已退回起草人。", found)
    return saved or work_page(request, form, title=f"不同意：{found}", submit="退回起草人", back=_back(found))


def extend_collection(request: Request, pk: int) -> HttpResponse:
    found = _collection(request, pk, can_run)
    form = ExtendForm(request.POST or None, initial={"due": found.due})

    def act() -> None:
        actions.extend_collection(found, **form.cleaned_data, by=request.user)

    saved = done(request, form, act, "已延期。", found)
    return saved or work_page(request, form, title=f"延期：{found}", submit="延期", back=_back(found))


@require_POST
def close_collection(request: Request, pk: int) -> HttpResponse:
    found = _collection(request, pk, can_run)
    return _acted(request, found, lambda: actions.close_collection(found, by=request.user), "已结束收报。")


@require_POST
def drop_collection(request: Request, pk: int) -> HttpResponse:
    found = _collection(request, pk, can_amend_collection)
    dropped = told(request, lambda: actions.drop_collection(found, by=request.user), "已删除草稿。")
    return redirect("ledgers:collections") if dropped else redirect(found)


@require_POST
def take_over_all(request: Request, pk: int) -> HttpResponse:
    """Whatever waits, each by itself: one that cannot be taken over holds up no other."""
    found = _collection(request, pk, can_run)
    waiting = found.requests.filter(state=Answer.SUBMITTED).select_related("collection__ledger", "region", "organisation")
    every = list(waiting.in_order())
    for one in every:
        told(request, partial(actions.take_over, one, by=request.user), f"已接收「{one.whom}」。")
    if not every:
        messages.info(request, "没有待接收的。")
    return redirect(found)


def _acted(request: Request, found: Collection, act: Callable[[], object], said: str) -> HttpResponse:
    told(request, act, said)
    return redirect(found)


def _collection(request: Request, pk: int, may: Callable[[Any, Collection], Verdict] | None = None) -> Collection:
    demand_or_404(can_see_collections(request.user))
    rows = Collection.objects.visible_to(request.user).select_related("ledger", "created_by", "approved_by")
    found = get_object_or_404(rows, pk=pk)
    if may is not None:
        demand_or_404(may(request.user, found))
    return found


def _back(found: Collection) -> Link:
    return Link(str(found), found.get_absolute_url())
