"""What a brief is asked beside the common list: its length, its title, its practice. Pure Python."""

from __future__ import annotations

from collections.abc import Iterator

from titian.reports.brief.data import fits, most_figures
from titian.reports.writer.particulars import Particulars
from titian.reports.writer.proofing import ASK, ERROR, Finding
from titian.reports.writer.written import Composed


def asks(composed: Composed, particulars: Particulars) -> Iterator[Finding]:
    """Longer than asked, without a title that makes a point, without a practice told."""
    if not fits(composed, particulars.limit):
        most = most_figures(particulars.limit)
        yield Finding("length", ERROR, f"正文{composed.characters}字，限{particulars.limit}字、{most}个数以内，请删减")
    if not particulars.title:
        yield Finding("length", ASK, "标题是自动拟的，简报的标题应是一个观点，请拟题")
    practice = composed.section("practice")
    if practice is None or practice.is_empty:
        yield Finding("length", ASK, "没有写做法：简报应写清一项做法，再用三到五个数说明", "practice")
