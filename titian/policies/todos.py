"""What the ladder asks of an officer: batches that close, declarations without an answer, firms in the pool that could be declared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse

from titian.accounts.models import User
from titian.base.clock import today
from titian.base.todos import Todo
from titian.policies.models import Claim, Declaration, DeclarationBatch, PolicyClause, PoolEntry, Push
from titian.policies.models.claims import APPROVED, ASKED
from titian.policies.models.claims import MECHANISM as PAYOUTS
from titian.policies.models.library import MECHANISM as LIBRARY
from titian.policies.permissions import LADDER, can_approve_claim, can_cultivate, can_keep_claims, can_keep_library

ROOM, FUNDS = "企业", "资金政策"
SOON = timedelta(days=15)
LONG = timedelta(days=180)


def todos(user: User) -> Iterator[Todo]:
    yield from _of_claims(user)
    if not can_cultivate(user):
        return
    yield from _batches(user)
    yield from _ready(user)
    yield from _unanswered(user)


def _batches(user: User) -> Iterator[Todo]:
    """Batches that close soon, with how many of this person's firms are not declared yet."""
    day = today()
    mine = Q(declarations__officer=user, declarations__declared_on=None, declarations__withdrawn_on=None)
    closing = DeclarationBatch.objects.filter(county_deadline__gte=day, county_deadline__lte=day + SOON)
    left = dict(closing.order_by().values_list("pk").annotate(count=Count("declarations", filter=mine)))
    for batch in closing:
        if not left[batch.pk]:
            continue
        text = f"收齐「{batch}」{left[batch.pk]} 家企业的申报材料"
        yield Todo(
            text, batch.get_absolute_url(), due=batch.county_deadline, state="将截止", colour="yellow", room=ROOM, mechanism=LADDER
        )


def _ready(user: User) -> Iterator[Todo]:
    """Firms at the last stage of the pool that stand in no batch."""
    ready = PoolEntry.objects.in_pool_on(today()).filter(officer=user, stage="ready")
    count = ready.exclude(organisation__in=Declaration.objects.waiting().values("organisation")).count()
    if count:
        address = f"{reverse('policies:pool')}?stage=ready&officer={user.pk}"
        yield Todo(f"把 {count} 家可以申报的培育企业列入批次", address, state="待列入", colour="blue", room=ROOM, mechanism=LADDER)


def _unanswered(user: User) -> Iterator[Todo]:
    """Declared half a year ago, and no result."""
    late = Declaration.objects.waiting().filter(officer=user, declared_on__lte=today() - LONG).count()
    if late:
        address = reverse("policies:batches")
        yield Todo(f"核实 {late} 家企业申报半年以上没有结果", address, state="待核实", colour="red", room=ROOM, mechanism=LADDER)


# --- claims and windows


def _of_claims(user: User) -> Iterator[Todo]:
    if user.is_enterprise:
        yield from _unread(user)
    if can_approve_claim(user):
        yield from _counted(user, ASKED, "审定 {count} 笔兑现申请", "待审定")
    if can_keep_claims(user):
        yield from _counted(user, APPROVED, "登记 {count} 笔兑现的拨付", "待拨付")
    if can_keep_library(user):
        yield from _closing(user)


def _counted(user: User, state: str, text: str, word: str) -> Iterator[Todo]:
    count = Claim.objects.visible_to(user).filter(state=state).count()
    if count:
        address = f"{reverse('policies:claims')}?state={state}"
        yield Todo(text.format(count=count), address, state=word, colour="yellow", room=FUNDS, mechanism=PAYOUTS)


def _unread(user: User) -> Iterator[Todo]:
    count = Push.objects.visible_to(user).filter(opened_on=None).count()
    if count:
        address = reverse("policies:own")
        yield Todo(f"查看推送的 {count} 条政策", address, state="未查看", colour="yellow", room=FUNDS, mechanism=LIBRARY)


def _closing(user: User) -> Iterator[Todo]:
    """Windows that close within a fortnight."""
    day = today()
    for clause in PolicyClause.objects.in_force_on(day).with_versions():
        version = clause.version_on(day)
        first, last = version.benefit.window.around(day) if version else (None, None)
        if last and day <= last <= day + SOON and (first is None or first <= day):
            address = reverse("policies:claimable", args=[clause.pk])
            text = f"提醒还没有申请「{clause}」的企业"
            yield Todo(text, address, due=last, state="将截止", colour="yellow", room=FUNDS, mechanism=LIBRARY)
