"""Words every rule uses: sums over the years that count, intervals, growth."""

from __future__ import annotations

from titian.policies.engine.nodes import Between, Compare, Fact, Sum
from titian.policies.engine.programme import Interval

SPAN = ("y1", "y2", "y3")


def last(name: str) -> Fact:
    """A fact of last year."""
    return Fact(f"y1.{name}")


def over_years(name: str, years: int = 3) -> Sum:
    """The sum over the last so many years; years before the firm's founding count nothing."""
    return Sum(tuple(Fact(f"{span}.{name}") for span in SPAN[:years]))


def passed(score: Interval) -> Between:
    """A score decided by its interval."""
    assert score.threshold is not None, "a score that passes has a mark"
    certain = Compare(score.low, score.operator, score.threshold)
    return Between(certain, Compare(score.high, score.operator, score.threshold))


def settled(score: Interval) -> Between:
    """True once the score is known, unknown before; never false."""
    return Between(Compare(score.low, "=", score.high), Compare(score.low, "<=", score.high))
