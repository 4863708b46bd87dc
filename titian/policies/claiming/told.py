"""What other rooms tell of benefits. A room's `claims.py` may have

received(organisations) -> Iterable[Received]      benefits given there; `code` is the clause code they answer to
gates() -> Iterable[Gate]                          evaluations that block whoever did not pass
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from titian.base.rooms import modules


@dataclass(frozen=True, slots=True)
class Received:
    """One benefit of one firm for one year, in fen."""

    organisation: int
    code: str
    year: int
    amount: int


@dataclass(frozen=True, slots=True)
class Gate:
    """`blocked_in(year)`: every firm blocked in a year, by key, with the reason; everybody else passes."""

    code: str
    blocked_in: Callable[[int], Mapping[int, str]]


@cache
def _sources(name: str) -> tuple[Callable[..., Iterable[Any]], ...]:
    return tuple(getattr(module, name) for module in modules("claims") if hasattr(module, name))


def received(organisations: Any) -> Iterable[Received]:
    for source in _sources("received"):
        yield from source(organisations)


def gates() -> Iterable[Gate]:
    for source in _sources("gates"):
        yield from source()
