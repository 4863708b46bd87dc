"""The reverse: the least that has to change so that a clause passes.

    least_change(clause.test, record.values, lever)     # Change, or None where this lever alone is not enough

Exact on integers: galloping and bisection on the tree itself, for a lever only ever helps (a property test holds every rule to it); the
answer passes and one unit less does not. Where other facts are unknown, the most a change can do is to make a failing clause unknown:
then `certain` is false.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from titian.policies.engine.nodes import Condition, Fact, Facts, Flag
from titian.policies.engine.units import Unit, in_words

MOST = {Unit.MONEY: 10**15, Unit.PEOPLE: 10_000_000, Unit.POINTS: 100_000_000, Unit.SHARE: 10**9}
MOST_OTHERS = 100_000


@dataclass(frozen=True, slots=True)
class Lever:
    """One thing an enterprise can do: the facts it moves together, one unit each.

    direction   1 where more helps, -1 where less does
    limits      (part, whole): a part must not exceed its whole
    most        the highest value of the first fact
    weight      effort of one `step`, for putting plans in order; no rule, only an order
    """

    key: str
    label: str
    unit: Unit
    moves: tuple[str, ...]
    direction: int = 1
    limits: tuple[tuple[str, str], ...] = ()
    most: int | None = None
    weight: int = 1
    step: int = 1

    def room(self, values: Facts) -> int:
        """How many units it can be moved on this record."""
        room = MOST.get(self.unit, MOST_OTHERS)
        for part, whole in self.limits:
            have, limit = values[part], values[whole]
            room = min(room, limit - have) if have is not None and limit is not None else 0
        have = values[self.moves[0]]
        if self.most is not None and have is not None:
            room = min(room, self.most - have)
        if self.direction < 0 and have is not None:
            room = min(room, have)
        return max(0, room)


@dataclass(frozen=True, slots=True)
class Change:
    """A lever moved by so many units; `certain`: the clause then passes, else it can no longer be said to fail."""

    lever: Lever
    amount: int
    certain: bool = True

    @property
    def effort(self) -> int:
        """For comparing changes: so many steps at the lever's weight."""
        return self.lever.weight * -(-self.amount // self.lever.step)

    def __str__(self) -> str:
        """«还差研发费用 35.1 万元», «还差 2 名科技人员», «还差 1 件Ⅰ类知识产权»."""
        amount = in_words(self.amount, self.lever.unit)
        if self.lever.direction < 0:
            return f"须减少{self.lever.label} {amount}"
        if self.lever.unit in (Unit.PEOPLE, Unit.PIECES, Unit.ITEMS):
            return f"还差 {amount}{self.lever.label}"
        return f"还差{self.lever.label} {amount}"


def moved(values: Facts, changes: Iterable[Change]) -> dict[str, int | None]:
    """The facts after changes. An unknown fact stays unknown."""
    found = dict(values)
    for change in changes:
        for name in change.lever.moves:
            have = found[name]
            if have is not None:
                found[name] = have + change.lever.direction * change.amount
    return found


def least_change(test: Condition, values: Facts, lever: Lever) -> Change | None:
    """The least move of one lever that makes a failing condition hold; failing that, that makes it no longer fail."""
    room = lever.room(values)
    if not room or not any(values[name] is not None for name in lever.moves):
        return None

    def holds(amount: int) -> bool | None:
        return test.holds(moved(values, [Change(lever, amount)]))

    surely = least(lambda amount: holds(amount) is True, room)
    if surely is not None:
        return Change(lever, surely)
    perhaps = least(lambda amount: holds(amount) is not False, room)
    return None if perhaps is None else Change(lever, perhaps, certain=False)


def least(passes: Callable[[int], bool], room: int) -> int | None:
    """The smallest amount from 1 to `room` that passes, of a test that stays passed once it is; None where none does."""
    failing, trying = 0, 1
    while not passes(trying):
        if trying >= room:
            return None
        failing, trying = trying, min(2 * trying, room)
    while trying - failing > 1:
        middle = (failing + trying) // 2
        if passes(middle):
            trying = middle
        else:
            failing = middle
    return trying


def facts_of(test: Condition) -> frozenset[str]:
    """The facts a condition looks at."""
    return frozenset(node.name for node in test.walk() if isinstance(node, Fact | Flag))


def single_changes(test: Condition, values: Facts, levers: Iterable[Lever]) -> Iterator[Change]:
    """What each lever alone would have to do for a failing condition, easiest first."""
    read = facts_of(test)
    found = [least_change(test, values, lever) for lever in levers if read.intersection(lever.moves)]
    yield from sorted((change for change in found if change is not None), key=lambda change: change.effort)
