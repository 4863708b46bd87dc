"""What a reply is asked beside the common list: is every point answered with approved figures, is the letter complete. Pure Python."""

from __future__ import annotations

from collections.abc import Iterator

from titian.reports.wording.terms import View
from titian.reports.writer.particulars import Particulars
from titian.reports.writer.proofing import ASK, ERROR, Finding, against_books
from titian.reports.writer.proofing.findings import name_of
from titian.reports.writer.proofing.proof import places
from titian.reports.writer.written import Composed


def asks(composed: Composed, particulars: Particulars) -> Iterator[Finding]:
    """Points without a word of answer are wrong; what the letter lacks is asked for."""
    for number, point in enumerate(particulars.case.points, 1):
        section = composed.section(f"point{number}")
        if section is None or section.is_empty:
            yield Finding("coverage", ERROR, f"第{number}点“{point}”没有答复，请写办理情况", f"point{number}")
        elif not section.narrative:
            yield Finding("coverage", ASK, f"第{number}点“{point}”只有数据，没有写办理情况", f"point{number}")
    yield from _unapproved(composed)
    if particulars.case.missing:
        yield Finding("coverage", ASK, f"答复函还缺：{'、'.join(particulars.case.missing)}，问办公室")


def _unapproved(composed: Composed) -> Iterator[Finding]:
    """What is said to deputies binds the office: a figure that nobody approved yet, counted or stated, is named before it goes out."""
    waiting: dict[str, int | None] = {}
    for place in places(composed):
        written = place.written
        if not written.is_figure or written.view in {View.TARGET, View.GOAL, View.EXPECTED, View.FORECAST}:
            continue
        fact = against_books.fact_of(written, composed.facts)
        if fact is None or not fact.statement.approved:
            waiting.setdefault(f"{name_of(composed.facts, written.code)}{written.printed}", written.figure)
    if waiting:
        said = f"还没有审定的数 {len(waiting)} 个：{'、'.join(waiting)}。请在「指标数」审定这一期（台账数先按台账入账），或者改用已审定期间的数"
        yield Finding("unapproved", ASK, said, figures=tuple(number for number in dict.fromkeys(waiting.values()) if number))
