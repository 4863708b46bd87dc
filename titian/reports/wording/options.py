"""Can a placeholder say this of its figure? Pure Python."""

from __future__ import annotations

from titian.figures.catalogue import Indicator
from titian.figures.key import STATUSES
from titian.reports.wording.periods import SpanError, as_span
from titian.reports.wording.terms import SAME_UNITS, STATUS_WORDS, View


def option_problem(name: str, value: str, entry: Indicator, view: View) -> str:
    """Why `name=value` is not possible for this figure; "" when it is."""
    if name == "status" and value not in {*STATUSES, *STATUS_WORDS}:
        return f"状态「{value}」应为：{'、'.join(STATUS_WORDS)}"
    if name == "show" and (value not in {"2", "3", "4", "5"} or view is not View.NAMES):
        return "列名数只用于「名单」，写 2 至 5"
    if name == "unit" and value not in SAME_UNITS.get(entry.unit, (entry.unit,)):
        return f"「{entry.name}」的单位可写：{'、'.join(SAME_UNITS.get(entry.unit, (entry.unit,)))}"
    if name == "period":
        try:
            as_span(value)
        except SpanError as problem:
            return str(problem)
    return ""
