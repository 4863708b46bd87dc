"""What one room tells another about an organisation on a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from titian.base.rooms import modules


@dataclass(frozen=True, slots=True)
class Told:
    """One fact. `key` as in `record/stated.py`, «rd_expense_yuan.hnte» of one calibre, or «titles» with a word; `value` as it is kept there;
    `source` in the office's words, `note` what a page says of it. Without a key the note alone is told: why something is not known.
    """

    organisation: int
    key: str
    value: Any
    year: int = 0
    source: str = ""
    note: str = ""


@cache
def sources() -> tuple[Callable[[Any, date], Iterable[Told]], ...]:
    """The `facts` function of every installed room that has one, this room's last: what was stated here counts before anything else."""
    found = [module.facts for module in modules("facts")]
    return tuple(sorted(found, key=lambda source: source.__module__.startswith("titian.policies.")))
