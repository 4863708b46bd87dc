"""The 五建五制 checklist: its items as data, and how far a firm has come. Pure Python."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

PATH = Path(__file__).with_suffix(".yaml")


@dataclass(frozen=True, slots=True)
class Item:
    """One item: 五建 or 五制, the facet it belongs to, the hnte clause it bears on, what proves it."""

    code: str
    label: str
    group: str
    facet: str
    decides: str
    proof: str


@cache
def items() -> Mapping[str, Item]:
    data = yaml.safe_load(PATH.read_text("utf-8"))
    return {code: Item(code, **about) for code, about in data["items"].items()}


def share_done(done: Collection[str]) -> int:
    """Per cent of the items that are done, rounded down."""
    known = items()
    return 100 * len(known.keys() & set(done)) // len(known)


def blocking(done: Collection[str], failing: Collection[str]) -> list[Item]:
    """Items not done that bear on clauses which fail or are unknown."""
    return [one for one in items().values() if one.code not in done and one.decides in failing]
