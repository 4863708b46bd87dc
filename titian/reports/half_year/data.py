"""What a half-year report is written from. Pure Python."""

from __future__ import annotations

from titian.reports.wording.facts import Facts
from titian.reports.writer.composing import compose
from titian.reports.writer.outline import Outline, load
from titian.reports.writer.particulars import Particulars
from titian.reports.writer.written import Composed

PERIODS = frozenset({"half"})


def outline(particulars: Particulars) -> Outline:
    """The packaged outline: 导语, 指标段, 完成情况 by area, 亮点, 问题, 下半年打算."""
    return load(__package__)


def written(plan: Outline, facts: Facts, particulars: Particulars) -> Composed:
    return compose(plan, facts)
