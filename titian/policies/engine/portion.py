"""A rate of an amount: the one node of the vocabulary that multiplies, in whole numbers only."""

from __future__ import annotations

from dataclasses import dataclass

from titian.policies.engine.nodes import Constant, Facts, Number


@dataclass(frozen=True, slots=True)
class Portion(Number):
    """`numerator` of `denominator` parts of a number that is not below zero, rounded down to whole steps (a rate in law, never a fraction)."""

    of: Number
    numerator: Constant
    denominator: int
    step: int = 1

    def value(self, facts: Facts) -> int | None:
        base, numerator = self.of.value(facts), self.numerator.value(facts)
        if base is None or numerator is None:
            return None
        return max(base, 0) * numerator // (self.denominator * self.step) * self.step
