"""The vocabulary of a rule. Small and closed: every backend knows these nodes and no others.

Numbers are integers (money in fen, shares in half basis points, points in millionths; see `units.py`) or None, which means unknown.
Conditions are True, False or None, joined by Kleene's tables. A ratio is never divided: it is compared by cross-multiplication, and is
unknown where its denominator is not above zero. Which edge of a band belongs to it is said by the operator of its steps.
"""

from __future__ import annotations

import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Literal

Facts = Mapping[str, int | None]
Operator = Literal[">=", ">", "<=", "<", "="]
OPERATORS: Mapping[Operator, Callable[[int, int], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "=": operator.eq,
}


class Node(ABC):  # noqa: B024 (its kinds are numbers, conditions, ratios and shares)
    """Anything in a tree."""

    __slots__ = ()

    def parts(self) -> Iterator[Node]:
        """The nodes directly below, in the order of reading."""
        for one in fields(self):  # type: ignore[arg-type]  # every node is a dataclass
            value = getattr(self, one.name)
            for part in value if isinstance(value, tuple) else (value,):
                if isinstance(part, Node):
                    yield part

    def walk(self) -> Iterator[Node]:
        """This node and all below."""
        yield self
        for part in self.parts():
            yield from part.walk()


class Number(Node):
    """A node that is an integer or unknown."""

    __slots__ = ()

    @abstractmethod
    def value(self, facts: Facts) -> int | None:
        """The number on this record; None when unknown."""


class Condition(Node):
    """A node that holds, does not hold, or cannot be told."""

    __slots__ = ()

    @abstractmethod
    def holds(self, facts: Facts) -> bool | None:
        """True, False, or None when unknown."""


@dataclass(frozen=True, slots=True)
class Fact(Number):
    """A number of the record. A name the record lacks is a mistake in the rule: KeyError."""

    name: str

    def value(self, facts: Facts) -> int | None:
        return facts[self.name]


@dataclass(frozen=True, slots=True)
class Constant(Number):
    """A dated parameter, or a number of the rule's own (then `parameter` is empty). Unconfirmed: unknown, whatever it says."""

    number: int
    parameter: str = ""
    confirmed: bool = True

    def value(self, facts: Facts) -> int | None:
        return self.number if self.confirmed else None


@dataclass(frozen=True, slots=True)
class Sum(Number):
    """Unknown as soon as one term is."""

    terms: tuple[Number, ...]

    def value(self, facts: Facts) -> int | None:
        total = 0
        for term in self.terms:
            found = term.value(facts)
            if found is None:
                return None
            total += found
        return total


@dataclass(frozen=True, slots=True)
class Least(Number):
    """The smaller of two; unknown as soon as one is."""

    first: Number
    second: Number

    def value(self, facts: Facts) -> int | None:
        first, second = self.first.value(facts), self.second.value(facts)
        return None if first is None or second is None else min(first, second)


@dataclass(frozen=True, slots=True)
class Most(Number):
    """The larger of two; unknown as soon as one is."""

    first: Number
    second: Number

    def value(self, facts: Facts) -> int | None:
        first, second = self.first.value(facts), self.second.value(facts)
        return None if first is None or second is None else max(first, second)


@dataclass(frozen=True, slots=True)
class FirstKnown(Number):
    """The first, else the second: what was decided before what can only be bounded."""

    first: Number
    second: Number

    def value(self, facts: Facts) -> int | None:
        found = self.first.value(facts)
        return self.second.value(facts) if found is None else found


@dataclass(frozen=True, slots=True)
class Ratio(Node):
    """Two numbers, never divided."""

    numerator: Number
    denominator: Number

    def both(self, facts: Facts) -> tuple[int, int] | None:
        """Numerator and denominator; None where one is unknown or the denominator is not above zero."""
        above, below = self.numerator.value(facts), self.denominator.value(facts)
        return None if above is None or below is None or below <= 0 else (above, below)


@dataclass(frozen=True, slots=True)
class Share(Node):
    """What a ratio is compared with: `numerator` of `denominator` (5 of 100)."""

    numerator: Number
    denominator: int


@dataclass(frozen=True, slots=True)
class Compare(Condition):
    """A number with a number, or a ratio with a share."""

    left: Number | Ratio
    operator: Operator
    right: Number | Share

    def holds(self, facts: Facts) -> bool | None:
        if isinstance(self.left, Ratio):
            both = self.left.both(facts)
            assert isinstance(self.right, Share), "a ratio is compared with a share"
            share = self.right.numerator.value(facts)
            if both is None or share is None:
                return None
            return OPERATORS[self.operator](both[0] * self.right.denominator, share * both[1])
        assert isinstance(self.right, Number), "a number is compared with a number"
        left, right = self.left.value(facts), self.right.value(facts)
        return None if left is None or right is None else OPERATORS[self.operator](left, right)


@dataclass(frozen=True, slots=True)
class Step(Node):
    """One band of a table: its bound, and what stands in it."""

    bound: Constant | Share
    gives: Number
    label: str = ""


@dataclass(frozen=True, slots=True)
class Steps(Number):
    """A table of bands: the first step whose comparison with its bound holds, else `otherwise`.

    `>=` with falling bounds: lower edges inclusive; `<=` with rising bounds: upper edges inclusive. Unknown where what is looked up is,
    or where a bound or the step found is unconfirmed.
    """

    by: Number | Ratio
    operator: Operator
    steps: tuple[Step, ...]
    otherwise: Number

    def value(self, facts: Facts) -> int | None:
        step = self.step(facts)
        return None if step is None else step.gives.value(facts)

    def step(self, facts: Facts) -> Step | None:
        """The band the record falls into; None when unknown."""
        for step in self.steps:
            fits = Compare(self.by, self.operator, step.bound).holds(facts)
            if fits is None:
                return None
            if fits:
                return step
        return Step(_ZERO, self.otherwise)


_ZERO = Constant(0)


@dataclass(frozen=True, slots=True)
class When(Number):
    """One number or another; unknown as long as the condition is."""

    test: Condition
    then: Number
    otherwise: Number

    def value(self, facts: Facts) -> int | None:
        holds = self.test.holds(facts)
        if holds is None:
            return None
        return self.then.value(facts) if holds else self.otherwise.value(facts)


@dataclass(frozen=True, slots=True)
class Flag(Condition):
    """A yes-or-no fact (1, 0 or None) that has to be as `wanted`."""

    name: str
    wanted: bool = True

    def holds(self, facts: Facts) -> bool | None:
        found = facts[self.name]
        return None if found is None else bool(found) is self.wanted


@dataclass(frozen=True, slots=True)
class AllOf(Condition):
    """False as soon as one is false, true when all are true."""

    of: tuple[Condition, ...]

    def holds(self, facts: Facts) -> bool | None:
        result: bool | None = True
        for one in self.of:
            holds = one.holds(facts)
            if holds is False:
                return False
            if holds is None:
                result = None
        return result


@dataclass(frozen=True, slots=True)
class AnyOf(Condition):
    """True as soon as one is true, false when all are false."""

    of: tuple[Condition, ...]

    def holds(self, facts: Facts) -> bool | None:
        result: bool | None = False
        for one in self.of:
            holds = one.holds(facts)
            if holds:
                return True
            if holds is None:
                result = None
        return result


@dataclass(frozen=True, slots=True)
class Between(Condition):
    """What an interval decides: true as soon as `certain` is, false as soon as `possible` is, else unknown."""

    certain: Condition
    possible: Condition

    def holds(self, facts: Facts) -> bool | None:
        if self.certain.holds(facts):
            return True
        return False if self.possible.holds(facts) is False else None
