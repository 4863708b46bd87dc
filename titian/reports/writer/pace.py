"""Sentences the machine makes of the targets themselves: which are behind time, which are reached. Figures, no judgement. Pure Python."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from titian.reports.wording import completion, lookup
from titian.reports.wording.facts import Facts, Goal
from titian.reports.wording.grammar import Placeholder
from titian.reports.wording.library import PLAN, packaged_sentences
from titian.reports.wording.lookup import Found
from titian.reports.writer.offered import noun_in
from titian.reports.writer.outline import Line, Point


def slow_lines(facts: Facts, most: int) -> tuple[Point, ...]:
    """The targets furthest behind (more than the books' threshold), one point each: «新增雏鹰企业0家，完成年度目标0%，慢于时间进度41.4个百分点。»"""
    if not most:
        return ()
    behind = sorted(slow_goals(facts), key=lambda pair: (pair[0].leg.kind == "ratio", -pair[1]))
    return tuple(_point("slow", goal, facts, tail="[[，{%s:percent}]][[，{%s:behind}]]。") for goal, _ in behind[:most])


def finished_lines(facts: Facts, most: int) -> tuple[Point, ...]:
    """What was done beyond its target, the furthest first: «新建博士创新站3家，完成年度目标100%。» A level that merely stands is no feat."""
    if not most:
        return ()
    reached = sorted(_finished(facts), key=lambda pair: -pair[1])
    return tuple(_point("done", goal, facts, tail="，{%s:percent}。") for goal, _ in reached[:most])


def slow_goals(facts: Facts) -> list[tuple[Goal, Decimal]]:
    """Targets behind time by more than the threshold (shares and rates: below what was asked), with how far in percentage points."""
    found = []
    for goal, fact in answered_goals(facts):
        distance = completion.distance(facts, goal, fact.fact)
        if distance is not None and distance > (0 if goal.leg.kind == "ratio" else facts.behind_points):
            found.append((goal, distance))
    return found


def noun_of(code: str, facts: Facts) -> str:
    """What the figure is called in a sentence: the packaged plan's words, else the catalogue's name without 数."""
    packaged = packaged_sentences().get(f"{PLAN}.{code}")
    if packaged:
        return packaged.text.partition("{")[0]
    return noun_in(facts.known[code]) if code in facts.known else code


def _finished(facts: Facts) -> list[tuple[Goal, Fraction]]:
    found = []
    for goal, fact in answered_goals(facts):
        if (goal.join == "or" and goal.others) or goal.leg.kind != "flow":
            continue
        share = completion.completed(goal, fact.fact.value, completion.base_of(facts, goal))
        if share is not None and share >= 1 and completion.covers(goal, fact.fact):
            found.append((goal, share))
    return found


def answered_goals(facts: Facts) -> list[tuple[Goal, Found]]:
    """Targets of the paper's year that are asked for without qualifiers and have their figure."""
    own = facts.frame.period
    found = []
    for goal in facts.goals:
        key = goal.key
        plain = not (key.calibre or key.level or key.stage or key.scope)
        if key.period not in {own, own.whole_year} or not plain:
            continue
        answer = lookup.figure(facts, Placeholder(key.indicator))
        if isinstance(answer, Found) and lookup.goal(facts, Placeholder(key.indicator)) is goal:
            found.append((goal, answer))
    return found


def _point(kind: str, goal: Goal, facts: Facts, *, tail: str) -> Point:
    code = goal.key.indicator
    text = f"{noun_of(code, facts)}{{{code}}}" + tail.replace("%s", code)
    return Point((Line(f"{kind}.{code}", text),))
