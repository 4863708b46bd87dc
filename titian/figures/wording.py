"""A target's amount as the office writes it, read and printed: «≥6家», «20—25家», «增长10%以上», «净增6家». Pure Python."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from titian.base.quantities import Operator, Quantity, QuantityError, exactly, parse, plain
from titian.figures.progress import Measure

_RANGE = re.compile(r"(?P<low>[\d.,]+)\s*(?P<unit1>[^\d\s—~-]{0,4}?)\s*(?:—|~|~|-|至|到)\s*(?P<rest>\d.*)")
_MEASURES = (("净增", Measure.INCREASE), ("增长", Measure.GROWTH), ("增速", Measure.GROWTH), ("提高", Measure.INCREASE))


@dataclass(frozen=True)
class Goal:
    """`low` (and `high` for a range) in the base unit; `unit` "" when none was written."""

    low: Decimal
    unit: str
    operator: Operator = Operator.AT_LEAST
    high: Decimal | None = None
    measure: Measure = Measure.LEVEL


def parse_goal(text: str) -> Goal:
    """Read one measure of a target; a bare amount asks for at least that much. Raises QuantityError."""
    body, measure = _measure(text.strip())
    span = _RANGE.fullmatch(body)
    if span:
        high = parse(span["rest"])
        printed = span["rest"].lstrip("0123456789.,")
        low = parse(span["low"] + (span["unit1"] or printed))
        return Goal(low.value, high.unit, Operator.AT_LEAST, high.value, measure)
    found = parse(body)
    operator = Operator.AT_LEAST if found.operator in {Operator.EXACT, Operator.ABOUT} else found.operator
    return Goal(found.value, found.unit, operator, None, measure)


def goal_text(*, low: Decimal, high: Decimal | None, unit: str, operator: Operator, measure: Measure) -> str:
    """Print a target's amount: «≥120家», «20—25家», «增长≥10%», «不超过3%»."""
    shown_unit = "%" if measure is Measure.GROWTH else unit
    head = {Measure.LEVEL: "", Measure.INCREASE: "净增", Measure.GROWTH: "增长"}[measure]
    number, printed = exactly(low, shown_unit)
    if high is not None:
        top, top_unit = exactly(high, shown_unit)
        return f"{head}{plain(number, grouped=True)}{printed if printed != top_unit else ''}—{plain(top, grouped=True)}{top_unit}"
    sign = {Operator.AT_MOST: "≤", Operator.OVER: ">", Operator.EXACT: "=", Operator.ABOUT: "约"}.get(operator, "≥")
    return f"{head}{sign}{plain(number, grouped=True)}{printed}"


def _measure(text: str) -> tuple[str, Measure]:
    for word, measure in _MEASURES:
        if text.startswith(word):
            return text[len(word) :].lstrip("达到至"), measure
    return text, Measure.LEVEL


__all__ = ["Goal", "Quantity", "QuantityError", "goal_text", "parse_goal"]
