"""What waits for a person. Every room says it of itself in its `todos.py`: `todos(user) -> list[Todo]`; derived when asked, never stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from django.conf import settings

from titian.base.clock import today
from titian.base.rooms import modules

Urgency = Literal["red", "yellow", "green", "grey", "blue"]


@dataclass(frozen=True)
class Todo:
    """One thing that waits.

    text     verb and object: 审核「上半年总结」
    url      where it is done
    due      the last day it can be done; None: whenever
    state    the word on its mark (待审核, 已逾期); empty: no mark
    colour   the mark's colour
    room     the area it belongs to, as the office calls it: 指标, 文稿
    since    the day it began to wait, where known
    mechanism  of `base.mechanisms`, several between blanks: nothing waits where the office has nothing to do with it
    """

    text: str
    url: str
    due: date | None = None
    state: str = ""
    colour: Urgency = "grey"
    room: str = ""
    since: date | None = None
    mechanism: str = ""

    def late(self, day: date) -> bool:
        return self.due is not None and self.due < day


@cache
def sources() -> tuple[Callable[[Any], Iterable[Todo]], ...]:
    """The `todos` function of every installed room that has one."""
    return tuple(module.todos for module in modules("todos"))


def todos_of(user: Any) -> list[Todo]:
    """Everything that waits for this person: what is due today first, for that can still be met; then what is overdue and what comes, the
    earliest first; what has no day last."""
    day = today()
    found = [todo for source in sources() for todo in source(user) if settings.TITIAN.shows(todo.mechanism)]
    return sorted(found, key=lambda todo: (todo.due != day, todo.due is None, todo.due or date.max, todo.room, todo.text))
