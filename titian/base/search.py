"""What the search box in the bar finds. Every room says it of itself in its `search.py`: `search(user, words) -> Iterable[Hit]`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from titian.base.rooms import modules

LIMIT = 20


@dataclass(frozen=True)
class Hit:
    """One find. `kind` is what it is (指标, 文稿, 用户), `note` what tells it from its namesakes (period, value, role)."""

    kind: str
    text: str
    url: str
    note: str = ""


@cache
def sources() -> tuple[Callable[[Any, str], Iterable[Hit]], ...]:
    """The `search` function of every installed room that has one. It filters by `visible_to(user)` and stops at LIMIT."""
    return tuple(module.search for module in modules("search"))


def hits_for(user: Any, words: str) -> dict[str, list[Hit]]:
    """Kind → finds, in the order of the rooms; nothing for empty words."""
    found: dict[str, list[Hit]] = {}
    if words.strip():
        for source in sources():
            for hit in source(user, words.strip()):
                found.setdefault(hit.kind, []).append(hit)
    return found
