"""What is on its way to a figure: 还差几家、哪几家、谁盯. A room says it in its `pipelines.py`:
`pipelines(user, code, day) -> Iterable[Stage]`.

Derived when asked, never stored. Stages come nearest to the goal first; a candidate stands in one stage only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from titian.base.rooms import modules


@dataclass(frozen=True)
class Candidate:
    """One that may still count: a firm, a project. `note` is what it waits for, `since` the day it came into the stage."""

    text: str
    url: str = ""
    who: str = ""
    town: str = ""
    note: str = ""
    since: date | None = None


@dataclass(frozen=True)
class Stage:
    """已申报未发证, 培育库在库, 协调中 …; nearest to the goal first."""

    label: str
    candidates: Sequence[Candidate]


@cache
def sources() -> tuple[Callable[[Any, str, date], Iterable[Stage]], ...]:
    """The `pipelines` function of every installed room that has one."""
    return tuple(module.pipelines for module in modules("pipelines"))


def stages_of(user: Any, code: str, day: date) -> list[Stage]:
    """What is on its way to an indicator, as far as this person sees it; empty stages are left out."""
    return [stage for source in sources() for stage in source(user, code, day) if stage.candidates]
