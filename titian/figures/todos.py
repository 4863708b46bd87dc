"""What the books ask of a person: figures that contradict themselves, targets that are behind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse

from titian.accounts.models import User
from titian.base.clock import today
from titian.base.periods import Period
from titian.base.todos import Todo, Urgency
from titian.figures.asked import home_region
from titian.figures.board import TargetRow, conflict_list, target_rows
from titian.figures.permissions import TARGETS, can_resolve
from titian.figures.progress import Colour

ROOM = "指标"


def todos(user: User) -> Iterator[Todo]:
    """For who may decide: one line for all conflicts of the county; for everybody inside: the late targets they are answerable for."""
    region = home_region(user) if user.is_inside else None
    if region is None:
        return
    if can_resolve(user):
        count = len(conflict_list(user=user, regions=[region]))
        if count:
            yield Todo(f"认定 {count} 处不一致的数", reverse("figures:conflicts"), state="待认定", colour="red", room=ROOM)
    day = today()
    for row in target_rows(user=user, region=region, year=day.year, day=day):
        if row.colour in {Colour.RED, Colour.YELLOW} and _answers_for(user, row):
            yield _late(row)


def _answers_for(user: User, row: TargetRow) -> bool:
    """The owner; without an owner the department; leaders for all."""
    target = row.target
    if user.is_leader:
        return True
    return (
        target.owner_id == user.pk
        if target.owner_id
        else target.department_id is not None and target.department_id == user.department_id
    )


def _late(row: TargetRow) -> Todo:
    last_day = Period(row.target.period).until - timedelta(days=1)
    missing = "；".join(f"还差 {leg.gap}" for leg in row.legs if leg.gap and leg.gap.value)
    text = f"追赶目标「{row.target.title}」{missing and f'，{missing}'}"
    colour: Urgency = "red" if row.colour is Colour.RED else "yellow"
    return Todo(
        text, row.target.get_absolute_url(), due=last_day, state=row.colour.label, colour=colour, room=ROOM, mechanism=TARGETS
    )
