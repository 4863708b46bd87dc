"""What an annual report is written from. Pure Python."""

from __future__ import annotations

from titian.reports.wording.facts import Facts
from titian.reports.writer.composing import compose
from titian.reports.writer.outline import Outline, load
from titian.reports.writer.particulars import Particulars
from titian.reports.writer.written import Composed

PERIODS = frozenset({"year"})


def outline(particulars: Particulars) -> Outline:
    """The packaged outline: 指标段 first, last year's R&D marked with its year, next year's targets."""
    return load(__package__)


def written(plan: Outline, facts: Facts, particulars: Particulars) -> Composed:
    return compose(plan, facts)
