"""Chance that falls the same everywhere: only `random.Random.random()` is drawn from, whose sequence Python promises to keep."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

Thing = TypeVar("Thing")
SEED = 990123


class Dice:
    """Draws for one part of the county; parts have dice of their own, so that a change in one leaves the others as they are."""

    def __init__(self, part: str) -> None:
        self._random = Random(f"{SEED} {part}").random  # noqa: S311 - invented data, nothing secret

    def upto(self, count: int) -> int:
        """0 … count - 1."""
        return int(self._random() * count)

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self._random()

    def whole(self, low: int, high: int) -> int:
        """Both ends included."""
        return low + self.upto(high - low + 1)

    def happens(self, share: float) -> bool:
        return self._random() < share

    def one(self, things: Sequence[Thing]) -> Thing:
        return things[self.upto(len(things))]

    def weighed(self, weights: Mapping[Thing, float]) -> Thing:
        """One key, as likely as its weight."""
        mark = self._random() * sum(weights.values())
        for thing, weight in weights.items():
            mark -= weight
            if mark < 0:
                return thing
        return list(weights)[-1]

    def shuffled(self, things: Iterable[Thing]) -> list[Thing]:
        rest = list(things)
        for place in range(len(rest) - 1, 0, -1):
            other = self.upto(place + 1)
            rest[place], rest[other] = rest[other], rest[place]
        return rest

    def day(self, since: date, until: date) -> date:
        """A working day of [since, until]."""
        found = since + timedelta(days=self.upto((until - since).days + 1))
        weekend = max(0, found.weekday() - 4)
        earlier = found - timedelta(days=weekend)
        return earlier if earlier >= since else found
