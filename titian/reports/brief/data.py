"""What a brief is written from: as many figures as its length and its kind allow, the weightiest first. Pure Python."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from titian.reports.wording.facts import Facts
from titian.reports.writer.composing import compose
from titian.reports.writer.outline import Outline, SectionPlan, load
from titian.reports.writer.particulars import Particulars
from titian.reports.writer.written import Composed

PERIODS = frozenset({"half", "year", "quarter", "month"})
SHORT, LONG = 300, 800
# How many figures a brief of this length carries (三到五个数).
_FIGURES = {SHORT: 5, LONG: 14}


def outline(particulars: Particulars) -> Outline:
    return load(__package__)


def written(plan: Outline, facts: Facts, particulars: Particulars) -> Composed:
    """Compose, then let packaged sentences fall from the end until the length and the number of figures fit; the officer's stay."""
    whole = compose(plan, facts)
    best = whole
    for shorter in _shorter(plan, whole):
        if fits(best, particulars.limit):
            break
        best = compose(shorter, facts)
    # What was dropped for length is not missing: the list of the whole paper stays.
    return replace(best, missing=whole.missing)


def fits(composed: Composed, limit: int) -> bool:
    figures = [number for number in composed.written if number.is_figure]
    return composed.characters <= limit and len(figures) <= most_figures(limit)


def most_figures(limit: int) -> int:
    return next((count for length, count in _FIGURES.items() if limit <= length), _FIGURES[LONG])


def _shorter(plan: Outline, whole: Composed) -> Iterator[Outline]:
    """The outline with its last written packaged sentence off, then the one before it …"""
    keys = [line.line.key for section in whole.sections for line in section.lines if line.sentence and not line.line.own]
    off: set[str] = set()
    for key in reversed(keys):
        off.add(key)
        yield replace(plan, sections=tuple(_without(section, off) for section in plan.sections))


def _without(section: SectionPlan, off: set[str]) -> SectionPlan:
    points = tuple(
        replace(point, lines=tuple(replace(line, on=line.on and line.key not in off) for line in point.lines))
        for point in section.points
    )
    return replace(section, points=points)
