"""Charts that reports share, from the facts of a composed paper. Pure Python."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from titian.base import charts
from titian.base.periods import Period
from titian.base.quantities import scaled
from titian.figures.key import FigureKey
from titian.reports.wording import completion, printing
from titian.reports.wording.facts import Facts, Goal
from titian.reports.wording.lookup import Found
from titian.reports.writer.pace import answered_goals, noun_of

_MOST_GOALS = 20
SOURCE = "本局台账、账上数"


def targets_chart(facts: Facts) -> charts.Chart | None:
    """Targets whose completion can be said, with the time that is over; None when there are none."""
    goals: dict[str, charts.Goal] = {}
    for goal, found in answered_goals(facts):
        drawn = _goal(facts, goal, found)
        if drawn is not None:
            goals.setdefault(drawn.label, drawn)
    if not goals:
        return None
    period = facts.frame.period.whole_year
    shown = sorted(goals.values(), key=lambda goal: goal.completion or 0, reverse=True)[:_MOST_GOALS]
    elapsed = period.elapsed(facts.frame.as_of)
    day = facts.frame.word("paper.as_of")
    return charts.progress("年度目标完成率", shown, period=f"{period.label}，截至{day}", source=SOURCE, elapsed=elapsed)


def history_chart(facts: Facts, code: str, kind: str) -> charts.Chart | None:
    """One figure over the periods of a kind up to the paper's own; None with fewer than two."""
    entry = facts.known[code]
    known: dict[Period, Decimal] = {}
    own = FigureKey(code, facts.frame.period, facts.frame.region, facts.status_of(code))
    for key in dict.fromkeys((*facts.keys_of(code), own)):
        bare = not (key.stage or key.scope or key.level or key.calibre) and key.status == facts.status_of(code)
        found = facts.value(key) if bare and key.period.kind == kind and key.period <= facts.frame.period else None
        if found is not None:
            known[key.period] = found.value
    if len(known) < 2:
        return None
    periods = sorted(known)
    series = charts.Series.of(entry.name, entry.unit, [known[period] for period in periods])
    labels = [period.label.removesuffix("年") if kind == "year" else period.label for period in periods]
    return charts.history(entry.name, labels, series, period=f"{periods[0].label}至{periods[-1].label}", source=SOURCE)


def present(drawn: Sequence[charts.Chart | None]) -> list[charts.Chart]:
    return [chart for chart in drawn if chart is not None]


def _goal(facts: Facts, goal: Goal, found: Found) -> charts.Goal | None:
    base = completion.base_of(facts, goal)
    share = completion.completed(goal, found.fact.value, base) if completion.covers(goal, found.fact) else None
    if share is None or (goal.join == "or" and goal.others):
        return None
    unit = facts.known[goal.key.indicator].unit
    number, printed = scaled(found.fact.value, unit)
    distance = completion.distance(facts, goal, found.fact)
    slow = distance is not None and distance > facts.behind_points and share < 1
    asked = printing.requirement(goal.leg, unit)
    target = ("增长" if asked.before == "增长" else "净增" if asked.before == "净增" else "") + asked.text
    label = noun_of(goal.key.indicator, facts)
    return charts.Goal(label, number, target, printed, share, "yellow" if slow else "green")
