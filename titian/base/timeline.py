"""What the house knows of an organisation. Every room says it of itself in its `timeline.py`: `events(organisation, user) -> Iterable[Event]`.

Derived when asked, never stored; a room gives what this person may see, in a number of queries that does not grow with the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from titian.base.pages import Event
from titian.base.rooms import modules


@cache
def sources() -> tuple[Callable[[Any, Any], Iterable[Event]], ...]:
    """The `events` function of every installed room that has one."""
    return tuple(module.events for module in modules("timeline"))


def events_of(organisation: Any, user: Any) -> list[Event]:
    """Everything the rooms know of it, the latest first."""
    found = [event for source in sources() for event in source(organisation, user)]
    return sorted(found, key=lambda event: event.day, reverse=True)
