"""What the reader asks of a person: papers they read in that are not in the books yet."""

from __future__ import annotations

from collections.abc import Iterator

from titian.accounts.models import User
from titian.base.todos import Todo
from titian.reader.models import KeptReading
from titian.reader.permissions import can_accept


def todos(user: User) -> Iterator[Todo]:
    if not can_accept(user):
        return
    mine = KeptReading.objects.visible_to(user).filter(read_by=user, accepted_at=None).defer("text")
    for reading in mine:
        wrong = len(reading.failing)
        yield Todo(
            f"核对并入账「{reading}」",
            reading.get_absolute_url(),
            state=f"{wrong} 处不符" if wrong else "待入账",
            colour="red" if wrong else "yellow",
            room="文稿",
            since=reading.read_at.date(),
        )
