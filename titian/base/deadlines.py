"""What falls on which day: 办公年历. Every room says it of itself in its `deadlines.py`: `deadlines(user, since, until) -> Iterable[Deadline]`.

Derived when asked, never stored; `until` is exclusive. A room gives what this person may see, in a number of queries that does not grow
with the rows, and puts together what falls on one day: nine certificates that end together are one line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from titian.base.rooms import modules
from titian.base.todos import Urgency


@dataclass(frozen=True)
class Deadline:
    """One line of the calendar.

    day     the last day
    text    what is due: 高新技术企业证书到期 9 家
    url     opens the rows
    who     who answers for it, where one person or section does
    room    the area it belongs to, as the office calls it
    source  the rule it follows from, with what is uncertain about it: 国科发火〔2016〕32号第十三条
    done    is it done already?
    """

    day: date
    text: str
    url: str = ""
    who: str = ""
    room: str = ""
    source: str = ""
    done: bool = False

    def colour(self, today: date) -> Urgency:
        if self.done:
            return "green"
        left = (self.day - today).days
        return "red" if left < 0 else "yellow" if left <= 15 else "grey"

    def word(self, today: date) -> str:
        """已完成 · 已过期 3 天 · 今天 · 还有 12 天."""
        if self.done:
            return "已完成"
        left = (self.day - today).days
        return f"已过 {-left} 天" if left < 0 else f"还有 {left} 天" if left else "今天"


@cache
def sources() -> tuple[Callable[[Any, date, date], Iterable[Deadline]], ...]:
    """The `deadlines` function of every installed room that has one."""
    return tuple(module.deadlines for module in modules("deadlines"))


def deadlines_of(user: Any, since: date, until: date) -> list[Deadline]:
    """Everything that falls into [since, until) for this person, in order."""
    found = [line for source in sources() for line in source(user, since, until)]
    return sorted(found, key=lambda line: (line.day, line.room, line.text))
