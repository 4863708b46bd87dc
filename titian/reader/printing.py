"""A reading for the eye: a table of figures, the checks that fail, and why a number was read as it was."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from titian.base.errors import Refused
from titian.base.quantities import show
from titian.figures.catalogue import packaged
from titian.reader.text import Extracted
from titian.reader.values import FoundCheck, FoundFigure, FoundQuantity, Reading

_STATUS = {"achieved": "完成", "target": "目标", "submitted": "申报"}
_KINDS = {
    "half_year": "半年总结",
    "annual": "年度总结",
    "quarter": "季度总结",
    "reply": "答复函",
    "ledger": "台账",
    "brief": "简报",
    "speech": "讲话",
    "plan": "计划",
    "other": "其他",
}
_HEAD = ("位置", "代码", "指标", "数值", "状态", "期间", "原文")
_QUOTE = 40


def printed(name: str, source: Extracted, reading: Reading, notices: Sequence[str]) -> Iterator[str]:
    """The lines `titian read` prints for one file."""
    yield f"== {name}"
    yield _about(reading)
    yield from (f"注意：{notice}" for notice in notices)
    if reading.figures:
        yield from table([_HEAD, *(_row(figure) for figure in reading.figures)])
    listed = sum(not quantity.numeral for quantity in reading.quantities)
    yield f"读到数字 {listed} 个，其中指标 {len(reading.figures)} 个"
    yield from _checks(source, reading.checks)
    yield ""


def _about(reading: Reading) -> str:
    document = reading.document
    parts = (document.title, document.number, document.region, document.period, _KINDS.get(document.kind, document.kind))
    return "  ".join(part for part in parts if part)


def _row(figure: FoundFigure) -> tuple[str, ...]:
    indicator = packaged().get(figure.code)
    return (
        str(figure.offset),
        figure.code,
        indicator.name if indicator else "",
        show(figure.value, figure.unit, figure.qualifier),
        _STATUS.get(figure.status, figure.status),
        figure.period,
        _shortened(figure.quote, figure.number_text),
    )


def _shortened(quote: str, number: str) -> str:
    """The quote's part around its number."""
    flat = re.sub(r"\s+", " ", quote)
    at = max(0, flat.find(number))
    start = max(0, min(at - _QUOTE // 2, len(flat) - _QUOTE))
    end = start + _QUOTE
    return ("…" if start else "") + flat[start:end] + ("…" if end < len(flat) else "")


def _checks(source: Extracted, checks: Sequence[FoundCheck]) -> Iterator[str]:
    failing = [check for check in checks if check.holds is False]
    asking = [check for check in checks if check.holds is None]
    if checks:
        yield f"核对 {len(checks)} 处：不符 {len(failing)} 处，需问清口径 {len(asking)} 处"
    for mark, found in (("不符", failing), ("待问", asking)):
        for check in found:
            where = f"({source.place(check.offsets[0])})" if check.offsets else ""
            yield f"  {mark} {check.message}{where}"


def table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows with their columns below each other; a han takes the room of two letters."""
    widths = [max(width(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        cells = (cell + " " * (size - width(cell)) for cell, size in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def width(text: str) -> int:
    """Columns a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def explanation(source: Extracted, reading: Reading, offset: int) -> list[str]:
    """How the number at an offset came to be read, one decision a line. Raises Refused when there is none at that place."""
    number = _at(reading, offset)
    if number is None:
        raise Refused(f"第 {offset} 个字处没有读到数字{_nearest(reading, offset)}")
    figures = [figure for figure in reading.figures if figure.offset == number.offset]
    reasons = [*reading.why.get(number.offset, ()), *(reason for figure in figures for reason in figure.why)]
    head = f"「{number.number_text}」在第 {number.offset} 个字处，{source.place(number.offset)}"
    return [head, *(f"  {reason}" for reason in dict.fromkeys(reasons)), *(_verdict(figure) for figure in figures)]


def _verdict(figure: FoundFigure) -> str:
    _, code, name, value, status, period, _ = _row(figure)
    return f"读作：{code} {name} {value} {status} {period}"


def _at(reading: Reading, offset: int) -> FoundQuantity | FoundFigure | None:
    every: list[FoundQuantity | FoundFigure] = [*reading.figures, *reading.quantities]
    return next((number for number in every if number.offset <= offset < number.end), None)


def _nearest(reading: Reading, offset: int) -> str:
    every: list[FoundQuantity | FoundFigure] = [*reading.quantities, *reading.figures]
    if not every:
        return "，全文没有读到数字"
    number = min(every, key=lambda found: abs(found.offset - offset))
    return f"，最近的是第 {number.offset} 个字处的「{number.number_text}」"
