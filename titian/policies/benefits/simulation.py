"""What a draft would cost: who gains, by place, under a ceiling; two drafts side by side. Amounts in fen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
YUAN = 100
ALL, PRO_RATA, RANKED = "all", "pro_rata", "ranked"
CUTS = {ALL: "不设上限", PRO_RATA: "超出时按比例折减", RANKED: "超出时按顺序安排，额满为止"}


@dataclass(frozen=True, slots=True)
class Gain(Generic[Key]):
    """What one firm gets. `asked` None: cannot be told yet. `granted` is what remains under the ceiling; `rank` larger comes first."""

    key: Key
    place: str
    asked: int | None
    rank: int = 0
    granted: int | None = None


@dataclass(frozen=True)
class Simulated(Generic[Key]):
    """`unknown`: firms of which it cannot be told; their number says how far the cost may still grow."""

    gains: tuple[Gain[Key], ...]
    unknown: int
    ceiling: int | None

    @property
    def firms(self) -> int:
        return sum(bool(one.granted) for one in self.gains)

    @property
    def asked(self) -> int:
        return sum(one.asked or 0 for one in self.gains)

    @property
    def granted(self) -> int:
        return sum(one.granted or 0 for one in self.gains)

    def by_place(self) -> list[tuple[str, int, int]]:
        """(place, firms, granted), the largest first."""
        firms: Counter[str] = Counter()
        money: Counter[str] = Counter()
        for one in self.gains:
            if one.granted:
                firms[one.place] += 1
                money[one.place] += one.granted
        return [(place, firms[place], money[place]) for place in sorted(money, key=lambda place: (-money[place], place))]


def simulated(gains: Iterable[Gain[Key]], *, ceiling: int | None = None, cut: str = ALL) -> Simulated[Key]:
    """Grant everything, or what the ceiling allows; a share of it is rounded down to whole yuan."""
    rows = list(gains)
    known = [one for one in rows if one.asked]
    unknown = sum(one.asked is None for one in rows)
    total = sum(one.asked or 0 for one in known)
    if ceiling is None or cut == ALL or total <= ceiling:
        granted = [_granted(one, one.asked or 0) for one in known]
    elif cut == PRO_RATA:
        granted = [_granted(one, (one.asked or 0) * ceiling // (total * YUAN) * YUAN) for one in known]
    else:
        granted = _ranked(known, ceiling)
    return Simulated(tuple(sorted(granted, key=lambda one: (-(one.granted or 0), -(one.asked or 0)))), unknown, ceiling)


def _granted(one: Gain[Key], amount: int) -> Gain[Key]:
    return Gain(one.key, one.place, one.asked, one.rank, amount)


def _ranked(gains: Sequence[Gain[Key]], ceiling: int) -> list[Gain[Key]]:
    """In the order of the rank whole amounts until the next one no longer fits; who comes after that gets nothing."""
    left, found, full = ceiling, [], False
    for one in sorted(gains, key=lambda one: (-one.rank, str(one.key))):
        asked = one.asked or 0
        full = full or asked > left
        found.append(_granted(one, 0 if full else asked))
        left -= 0 if full else asked
    return found


@dataclass(frozen=True, slots=True)
class Difference(Generic[Key]):
    """One firm under two drafts."""

    key: Key
    first: int
    second: int

    @property
    def change(self) -> int:
        return self.second - self.first


def compared(first: Simulated[Key], second: Simulated[Key]) -> list[Difference[Key]]:
    """Every firm that gets something under either, the largest change first."""
    one, other = _by_key(first), _by_key(second)
    found = [Difference(key, one.get(key, 0), other.get(key, 0)) for key in dict.fromkeys([*one, *other])]
    return sorted(found, key=lambda row: (-abs(row.change), str(row.key)))


def _by_key(found: Simulated[Key]) -> Mapping[Key, int]:
    return {one.key: one.granted for one in found.gains if one.granted}
