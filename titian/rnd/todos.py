"""What R&D spending asks of a person: returns to look at, what was sent back, awards to approve, appeals to decide, payments to enter."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from titian.accounts.models import User
from titian.base.todos import Todo, Urgency
from titian.registry.models.annual import RETURNS
from titian.rnd.models import Award, EvaluationResult, EvaluationRun, Return
from titian.rnd.models.evaluation import MECHANISM as EVALUATION
from titian.rnd.models.evaluation import Appeal, RunState
from titian.rnd.models.returns import ReturnState
from titian.rnd.models.subsidy import MECHANISM as SUBSIDY
from titian.rnd.models.subsidy import AwardState
from titian.rnd.permissions import can_approve, can_decide_appeal, can_edit, can_publish

ROOM = "研发"


def todos(user: User) -> Iterator[Todo]:
    if user.is_enterprise:
        yield from _sent_back(user)
    if can_edit(user):
        yield from _to_accept(user)
        yield from _to_pay(user)
    if can_approve(user):
        yield from _to_approve(user)
    if can_publish(user) and can_decide_appeal(user):
        yield from _to_decide(user)


def _line(text: str, url: str, state: str, colour: Urgency, mechanism: str) -> Todo:
    return Todo(text, url, state=state, colour=colour, room=ROOM, mechanism=mechanism)


def _sent_back(user: User) -> Iterator[Todo]:
    for found in Return.objects.visible_to(user).filter(state=ReturnState.RETURNED).select_related("organisation"):
        yield _line(f"修改退回的{found.period_label}研发投入填报", found.get_absolute_url(), "退回修改", "red", RETURNS)


def _to_accept(user: User) -> Iterator[Todo]:
    """Of the firms of an officer; those nobody is responsible for fall to everybody."""
    rows = Return.objects.visible_to(user).filter(state=ReturnState.SUBMITTED)
    mine = rows.filter(organisation__officer=user.pk) | rows.filter(organisation__officer=None)
    count = mine.count()
    if count:
        yield _line(f"核对并采用 {count} 份研发投入填报", f"{reverse('rnd:returns')}?state=submitted", "待采用", "yellow", RETURNS)


def _to_pay(user: User) -> Iterator[Todo]:
    rows = Award.objects.visible_to(user).filter(state=AwardState.APPROVED).exclude(batch=None).select_related("batch__run")
    for batch in {award.batch for award in rows}:
        if batch is not None:
            yield _line(f"登记「{batch}」的到账", batch.get_absolute_url(), "未到账", "yellow", SUBSIDY)


def _to_approve(user: User) -> Iterator[Todo]:
    rows = Award.objects.visible_to(user).filter(state=AwardState.ELIGIBLE, run__is_closed=False).select_related("run")
    for run in {award.run for award in rows}:
        count = sum(award.run_id == run.pk for award in rows)
        yield _line(f"审定「{run}」{count} 项", f"{run.get_absolute_url()}?state=eligible", "待审定", "yellow", SUBSIDY)


def _to_decide(user: User) -> Iterator[Todo]:
    for result in EvaluationResult.objects.visible_to(user).filter(appeal=Appeal.RAISED).select_related("organisation", "run"):
        yield _line(f"处理「{result.organisation}」的研发投入评价申诉", result.get_absolute_url(), "待处理", "red", EVALUATION)
    for run in EvaluationRun.objects.visible_to(user).filter(state=RunState.DRAFT).exclude(computed_on=None):
        yield _line(f"公布「{run}」", run.get_absolute_url(), "待公布", "yellow", EVALUATION)
