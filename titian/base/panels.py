"""What rooms show beside the record of an organisation. Each says it in its `panels.py`: `panels(organisation, user) -> Iterable[Panel]`.

Derived when asked, never stored; a room gives what this person may see, in a number of queries that does not grow with the rows. The page of
an organisation shows them all; the first screen of who acts for one shows them too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from titian.base.pages.common import Mark
from titian.base.rooms import modules


@dataclass(frozen=True)
class PanelLine:
    """One line: what it is about, its state, a sentence; `url` opens it."""

    label: str
    text: str = ""
    url: str = ""
    mark: Mark | None = None


@dataclass(frozen=True)
class Panel:
    """A card. `note` stands beside the title; `empty` is said where there are no lines; `url` opens the whole with the words `more`."""

    title: str
    lines: Sequence[PanelLine] = ()
    note: str = ""
    empty: str = ""
    url: str = ""
    more: str = "全部"


@cache
def sources() -> tuple[Callable[[Any, Any], Iterable[Panel]], ...]:
    """The `panels` function of every installed room that has one."""
    return tuple(module.panels for module in modules("panels"))


def panels_of(organisation: Any, user: Any) -> list[Panel]:
    """In the order of the rooms, lower ones first."""
    return [panel for source in sources() for panel in source(organisation, user)]
