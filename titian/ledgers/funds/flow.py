"""Money from above by year and level: asked for, expected, issued by document, arrived, paid out, left. Pure Python; everything in fen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

EXPECTED = "expected"
# From the document on. What is expected, shown to the public (公示) or heard of is not money.
ISSUED = ("issued", "arrived", "paid", "settled")
ARRIVED = ("arrived", "paid", "settled")
PAID = ("paid", "settled")


@dataclass(frozen=True)
class Item:
    """One sum as a row says it. None: not said."""

    year: str
    level: str
    state: str
    asked: int | None = None
    expected: int | None = None
    issued: int | None = None
    arrived: int | None = None
    paid: int | None = None

    @property
    def lacking(self) -> bool:
        """Does it not say what it should at its stage?"""
        due = [(self.expected, (EXPECTED,)), (self.issued, ISSUED), (self.arrived, ARRIVED), (self.paid, PAID)]
        return any(sum_ is None and self.state in states for sum_, states in due)


@dataclass(frozen=True)
class Flow:
    """Sums that belong together. `level` "": all levels of a year. `lacking`: how many of them do not say a sum their stage asks for.

    expected   of those that are only expected: once it is issued or refused, nobody expects it any more
    left       arrived and not paid out
    """

    year: str
    level: str
    items: int
    asked: int
    expected: int
    issued: int
    arrived: int
    paid: int
    lacking: int

    @property
    def left(self) -> int:
        return self.arrived - self.paid

    @property
    def on_the_way(self) -> int:
        """Issued and not arrived."""
        return self.issued - self.arrived


def flow(items: Iterable[Item], year: str, level: str) -> Flow:
    """What an earlier stage holds by mistake (an amount «issued» of what is only expected) is not counted."""
    some = list(items)
    return Flow(
        year,
        level,
        len(some),
        sum(one.asked or 0 for one in some),
        sum(one.expected or 0 for one in some if one.state == EXPECTED),
        sum(one.issued or 0 for one in some if one.state in ISSUED),
        sum(one.arrived or 0 for one in some if one.state in ISSUED),
        sum(one.paid or 0 for one in some if one.state in ISSUED),
        sum(one.lacking for one in some),
    )


def flows(items: Iterable[Item], levels: Iterable[str]) -> Iterator[Flow]:
    """A year at a time, the latest first: its levels in their order, then all of them."""
    order = {level: place for place, level in enumerate(levels)}
    by_year = sorted(items, key=lambda one: (one.year, -order.get(one.level, len(order)), one.level), reverse=True)
    for year, some in groupby(by_year, key=lambda one: one.year):
        whole = list(some)
        for level, part in groupby(whole, key=lambda one: one.level):
            yield flow(part, year, level)
        yield flow(whole, year, "")


def left(arrived: int | None, paid: int | None) -> int | None:
    """结余; None while one of the two is not said."""
    return None if arrived is None or paid is None else arrived - paid
