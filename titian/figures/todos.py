"""What the books ask of a person: figures that contradict themselves, targets that are behind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse

from titian.accounts.models import User
from titian.accounts.roles import Role
from titian.base.clock import today
from titian.base.periods import Period
from titian.base.todos import Todo, Urgency
from titian.figures.asked import home_region
from titian.figures.board import TargetRow, conflict_list, target_rows
from titian.figures.permissions import TARGETS, can_resolve
from titian.figures.progress import Colour

ROOM = "指标"


def todos(user: User) -> Iterator[Todo]:
    """For who may decide: one line for all conflicts of the county; for everybody inside: the late targets they are answerable for; for a
    chief one line for those of the section."""
    region = home_region(user) if user.is_inside else None
    if region is None:
        return
    if can_resolve(user):
        count = len(conflict_list(user=user, regions=[region]))
        if count:
            yield Todo(f"认定 {count} 处不一致的数", reverse("figures:conflicts"), state="待认定", colour="red", room=ROOM)
    day = today()
    late = [
        row for row in target_rows(user=user, region=region, year=day.year, day=day) if row.colour in {Colour.RED, Colour.YELLOW}
    ]
    yield from (_late(row) for row in late if _answers_for(user, row))
    others = [row for row in late if user.role == Role.CHIEF and user.department_id and not _answers_for(user, row)]
    if mine := [row for row in others if row.target.department_id == user.department_id]:
        yield _of_department(mine)


def _of_department(rows: Sequence[TargetRow]) -> Todo:
    """For its chief, who answers for the section but has not each target to chase: one line for all that others in it are chasing."""
    worst = next((row for row in rows if row.colour is Colour.RED), rows[0])
    address = f"{reverse('figures:board')}?{urlencode({'department': rows[0].target.department})}"
    text = f"督促本科室 {len(rows)} 个落后的目标"
    return Todo(
        text,
        address,
        state=worst.colour.label,
        colour="red" if worst.colour is Colour.RED else "yellow",
        room=ROOM,
        mechanism=TARGETS,
    )


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
