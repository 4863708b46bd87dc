"""Plans: changes together after which no clause of a programme fails any more, easiest first.

A plan mends the first failing clause by one lever, or by two where no single one is enough, looks again, and so on. At the end every
change is made as small as the others allow, so that one unit less of any of them would not do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from titian.policies.engine.explain import VERDICTS, Verdict, together
from titian.policies.engine.nodes import Condition, Facts
from titian.policies.engine.programme import Programme
from titian.policies.engine.reverse import Change, Lever, facts_of, least, least_change, moved, single_changes
from titian.policies.engine.units import Unit

WIDTH = 3  # ways followed from one failing clause
DEPTH = 10
SMALL = 12  # of a first lever, when two are needed
COUNTED = {Unit.PEOPLE, Unit.PIECES, Unit.ITEMS}


@dataclass(frozen=True)
class Plan:
    """Changes, and the verdict after them: met, or unknown where something is not known yet."""

    changes: tuple[Change, ...]
    verdict: Verdict

    @property
    def effort(self) -> int:
        return sum(change.effort for change in self.changes)

    def __str__(self) -> str:
        return "，".join(map(str, self.changes))


def plans(programme: Programme, values: Facts, levers: Sequence[Lever], most: int = 5) -> list[Plan]:
    """At most so many plans; none where nothing fails, or where what fails cannot be changed (a bad record, a missed date)."""
    tests = [clause.test for clause in programme.clauses]
    if all(test.holds(values) is not False for test in tests):
        return []
    found: dict[tuple[tuple[str, int], ...], Plan] = {}
    for changes in _ways(tests, values, levers, (), DEPTH):
        plan = _finished(tests, values, changes)
        found.setdefault(tuple(sorted((one.lever.key, one.amount) for one in plan.changes)), plan)
    return sorted(found.values(), key=lambda plan: (plan.effort, str(plan)))[:most]


def _ways(
    tests: Sequence[Condition], values: Facts, levers: Sequence[Lever], done: tuple[Change, ...], depth: int
) -> Iterator[tuple[Change, ...]]:
    now = moved(values, done)
    failing = next((test for test in tests if test.holds(now) is False), None)
    if failing is None:
        yield done
        return
    if depth == 0:
        return
    steps: list[tuple[Change, ...]] = [(change,) for change in single_changes(failing, now, levers)]
    steps = steps or list(_pairs(failing, now, levers))
    for step in steps[:WIDTH]:
        yield from _ways(tests, values, levers, _merged(done, step), depth - 1)


def _pairs(test: Condition, now: Facts, levers: Sequence[Lever]) -> Iterator[tuple[Change, ...]]:
    """Two levers where no single one is enough: a few of something that is counted, and the least of another."""
    read = facts_of(test)
    able = [lever for lever in levers if read.intersection(lever.moves) and lever.room(now)]
    found = []
    for first in able:
        if first.unit in COUNTED:
            found += list(_seconds(test, now, first, [lever for lever in able if lever.key != first.key]))
    yield from sorted(found, key=lambda pair: sum(change.effort for change in pair))


def _seconds(test: Condition, now: Facts, first: Lever, others: Sequence[Lever]) -> Iterator[tuple[Change, ...]]:
    for amount in range(1, min(SMALL, first.room(now)) + 1):
        begun = Change(first, amount)
        then = moved(now, [begun])
        for second in others:
            change = least_change(test, then, second)
            if change is not None:
                yield begun, change


def _merged(done: tuple[Change, ...], step: tuple[Change, ...]) -> tuple[Change, ...]:
    amounts = {change.lever.key: change for change in done}
    for change in step:
        have = amounts.get(change.lever.key)
        amounts[change.lever.key] = Change(change.lever, change.amount + (have.amount if have else 0), change.certain)
    return tuple(amounts.values())


def _finished(tests: Sequence[Condition], values: Facts, changes: tuple[Change, ...]) -> Plan:
    """Every change as small as the others allow; what is not needed any more is left out."""
    kept = list(changes)
    for change in changes:
        others = [one for one in kept if one is not change]

        def enough(amount: int, others: list[Change] = others, change: Change = change) -> bool:
            return _stands(tests, moved(values, [*others, Change(change.lever, amount)]))

        if _stands(tests, moved(values, others)):
            kept = others
            continue
        smallest = least(enough, change.amount)
        assert smallest is not None, "a plan that stood stands"
        kept = [Change(change.lever, smallest, change.certain) if one is change else one for one in kept]
    after = moved(values, kept)
    return Plan(tuple(kept), together([VERDICTS[test.holds(after)] for test in tests]))


def _stands(tests: Sequence[Condition], values: Facts) -> bool:
    return all(test.holds(values) is not False for test in tests)
