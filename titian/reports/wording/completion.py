"""How much of a target a figure makes, for the words 完成年度目标66.7%. Pure Python.

Counts and amounts only: a share or a growth rate reached «to 97%» says nothing. A growth target of an amount is held against the
amount it asks for (last year's times one plus the growth).
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from titian.base.quantities import Operator
from titian.figures.progress import Forecast, Known, Leg, Measure, as_level, forecast, leg_progress
from titian.reports.wording import lookup
from titian.reports.wording.facts import Fact, Facts, Goal
from titian.reports.wording.gaps import Gap
from titian.reports.wording.periods import span_words


def completed(goal: Goal, value: Decimal, base: Decimal | None) -> Fraction | None:
    """Share of the target that `value` makes; None when that cannot be said."""
    known = Known(value=value, base=base)
    leg = as_level(goal.leg, known)
    if leg is None or leg.kind == "ratio" or leg.operator is Operator.AT_MOST or leg.low <= 0:
        return None
    share = leg_progress(goal.leg, known, Fraction(0)).completion
    return share if share is not None and share >= 0 else None


def base_of(facts: Facts, goal: Goal) -> Decimal | None:
    """Where growth or increase starts: the base stated with the target, else last year's figure."""
    if goal.base is not None or goal.leg.measure is Measure.LEVEL:
        return goal.base
    answered = replace(goal.key, status=facts.status_of(goal.key.indicator))
    before = facts.value(answered.at(goal.key.period.previous_year))
    return before.value if before else None


def covers(goal: Goal, fact: Fact) -> bool:
    """Does the figure count from where the target's period starts? A level always does."""
    inside = fact.key.period in goal.key.period
    return inside and (goal.leg.kind == "stock" or fact.key.period.since == goal.key.period.since)


def distance(facts: Facts, goal: Goal, fact: Fact) -> Decimal | None:
    """How far behind a target is, in percentage points (negative: ahead); None when that says nothing.

    Counts and amounts: the time gone less the share done. Shares and rates: what the target asks less what was reached.
    """
    if not covers(goal, fact) or (goal.join == "or" and goal.others) or goal.leg.operator is Operator.AT_MOST:
        return None
    if goal.leg.kind == "ratio":
        return None if goal.leg.measure is Measure.INCREASE else goal.leg.low - fact.value
    share = completed(goal, fact.value, base_of(facts, goal))
    if share is None:
        return None
    behind = goal.key.period.elapsed(fact.as_of or facts.frame.as_of) - share
    return Decimal(behind.numerator) * 100 / behind.denominator


def goal_label(goal: Goal, year: int) -> str:
    """年度目标, 上半年目标."""
    period = goal.key.period
    return "年度目标" if period.kind == "year" else f"{span_words(period, year=year)}目标"


def projected(facts: Facts, fact: Fact) -> Forecast:
    """The figure at the end of the paper's period: with time, or as last year's did when its cut and its whole are known."""
    own, kind = facts.frame.period, facts.known[fact.key.indicator].kind
    same = lookup.previous(facts, fact)
    whole = facts.value(fact.key.at(own.previous_year), like=fact)
    known = Known(
        value=fact.value,
        last_year_same=None if isinstance(same, Gap) else same.value,
        last_year_whole=whole.value if whole and not lookup.is_cut(whole) else None,
    )
    return forecast(Leg(fact.key.indicator, Decimal(1), kind), known, own.elapsed(fact.as_of or facts.frame.as_of))
