"""What a reply is asked beside the common list: is every point answered, is the letter complete. Pure Python."""

from __future__ import annotations

from collections.abc import Iterator

from titian.reports.writer.particulars import Particulars
from titian.reports.writer.proofing import ASK, ERROR, Finding
from titian.reports.writer.written import Composed


def asks(composed: Composed, particulars: Particulars) -> Iterator[Finding]:
    """Points without a word of answer are wrong; what the letter lacks is asked for."""
    for number, point in enumerate(particulars.case.points, 1):
        section = composed.section(f"point{number}")
        if section is None or section.is_empty:
            yield Finding("coverage", ERROR, f"第{number}点“{point}”没有答复，请写办理情况", f"point{number}")
        elif not section.narrative:
            yield Finding("coverage", ASK, f"第{number}点“{point}”只有数据，没有写办理情况", f"point{number}")
    if particulars.case.missing:
        yield Finding("coverage", ASK, f"答复函还缺：{'、'.join(particulars.case.missing)}，问办公室")
