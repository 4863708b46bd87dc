"""Tables flattened to lines, found again: rows of cells by offset, and the unit a bare number in a cell takes from its header.

Three layouts occur: cells of one row on one line between `|`, tabs, spaced slashes or wide gaps; one cell a line with a 序号 column;
and loose lines where a label ending in a unit, or a line holding only a unit, stands above the numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from titian.reader.quantities.units import UNKNOWN, Measure, Units

_SEPARATORS = (re.compile(r"\||\t"), re.compile(r"\s/\s"), re.compile(r" {2,}"))
_NUMBER = r"-?\d[\d,]*(?:\.\d+)?"
_CELL_NUMBER = re.compile(
    rf"(?:≥|≤|>|<|约|近|超过?|不低于|不少于|不超过)?\s*(?P<first>{_NUMBER})(?:\s*[-—~至]\s*(?P<second>{_NUMBER}))?\s*(?:\+|以上|以下|以内|左右|余|\*)?"
)
_TOTAL = re.compile(r"合\s*计|总\s*计|小\s*计|共\s*计")
_YEARS = re.compile(r"(?:19|20)\d{2}年?(?:\s*[-—]\s*(?:19|20)\d{2}年?)?")
_TRAILING_UNIT = re.compile(
    r"(?:[(\[]\s*(?:计量)?(?:单位)?[::]?\s*(?P<bracketed>[^()\[\]]{1,8}(?:\([^()]\))?)\s*[)\]]|[/,](?P<plain>[^/,]{1,4}))\s*$"
)
_CAPTION = re.compile(
    r"(?:计量)?单位(?:均|都|一律)?[:为]+\s*(?P<units>[^\s,。;、()\[\]|:]{1,6}(?:[、,/][^\s,。;、()\[\]|:]{1,6})*)"
)
_NOTE = re.compile(r"(?:计量)?单位(?:均|都|一律)?为(?P<unit>[^\s,。;、()|:]{1,6})")
_SUBJECT = re.compile(r"[\u4e00-\u9fff]{2}(?=的?$)")
_LABEL_LENGTH = 24
RANK = "rank"


class Cell(NamedTuple):
    """A cell's stripped text and where it begins."""

    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True)
class Table:
    """Header cells (empty when there is no header line) and rows; a row may be shorter than the header.

    `caption` holds the measures of a 单位: line above it.
    """

    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: tuple[Measure, ...] = ()


@dataclass(frozen=True)
class CellMeasures:
    """For the offset where a cell's number begins: the measure it takes, or None when it is a row number or a rank."""

    by_offset: Mapping[int, Measure | None]
    notes: tuple[tuple[str, Measure], ...]

    def note(self, flat: str, start: int) -> Measure | None:
        """The measure a remark gives numbers of this subject (孵化载体面积单位均为万平方米 → 运营面积26)."""
        return next((measure for tail, measure in self.notes if flat.endswith(tail, 0, start)), None)


def tables(flat: str, units: Units) -> list[Table]:
    """Every table of the text, in order."""
    lines = list(_lines(flat))
    return [*_by_separator(lines, units), *_by_row_number(lines)]


def cell_measures(flat: str, units: Units) -> CellMeasures:
    """Where bare numbers stand in cells, with what their headers say of them."""
    found = dict(_loose(list(_lines(flat)), units))
    for table in tables(flat, units):
        found.update(_measured(table, units))
    return CellMeasures(found, tuple(_notes(flat, units)))


def _lines(flat: str) -> Iterator[Cell]:
    for match in re.finditer(r"[^\r\n]+", flat):
        yield from _stripped(match.start(), match.group())


def _stripped(start: int, text: str) -> Iterator[Cell]:
    bare = text.strip()
    if bare:
        yield Cell(start + text.index(bare[0]), bare)


def _split(line: Cell) -> tuple[Cell, ...]:
    """The cells of a line, empty ones kept; a single cell when the line is prose."""
    for separator in _SEPARATORS:
        if separator.search(line.text):
            cells = [_cell(line, start, end) for start, end in _gaps(separator, line.text)]
            least = 2 if separator is _SEPARATORS[0] else 3
            if len(cells) >= least:
                return tuple(cells)
    return (line,)


def _gaps(separator: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    start, end = (1 if text.startswith("|") else 0), (len(text) - 1 if text.endswith("|") else len(text))
    spans = []
    for match in separator.finditer(text, start, end):
        spans.append((start, match.start()))
        start = match.end()
    return [*spans, (start, end)]


def _cell(line: Cell, start: int, end: int) -> Cell:
    text = line.text[start:end]
    bare = text.strip()
    return Cell(line.start + start + (len(text) - len(text.lstrip()) if bare else 0), bare)


def _is_number(cell: Cell) -> bool:
    return bool(_CELL_NUMBER.fullmatch(cell.text)) and not _YEARS.fullmatch(cell.text)


def _by_separator(lines: list[Cell], units: Units) -> Iterator[Table]:
    block: list[tuple[Cell, ...]] = []
    before: Cell | None = None
    for line in [*lines, Cell(0, "")]:
        cells = _split(line)
        if len(cells) > 1:
            block.append(cells)
            continue
        if len(block) > 1:
            yield _table(block, _caption(before, units))
        block, before = [], line


def _caption(line: Cell | None, units: Units) -> tuple[Measure, ...]:
    match = _CAPTION.search(line.text) if line else None
    return _measures(match["units"], units) if match else ()


def _measures(text: str, units: Units) -> tuple[Measure, ...]:
    whole = units.parse(text)
    measures = [whole] if whole else [units.parse(unit) for unit in re.split("[、,/]", text)]
    return tuple(measure for measure in measures if measure is not None)


def _captioned(measures: tuple[Measure, ...], titles: tuple[str, ...], units: Units) -> Measure | None:
    """The caption's measure; of several (单位:家、亿元、%) the one whose kind a title of the number names."""
    if len(measures) < 2:
        return measures[0] if measures else None
    for title in titles:
        bare = title.split("(")[0]
        kind = next((kind for kind, endings in units.kind_endings.items() if bare.endswith(endings)), None)
        found = next((measure for measure in measures if kind and units.kind(measure.unit) == kind), None)
        if found is not None:
            return found
    return None


def _table(block: list[tuple[Cell, ...]], caption: tuple[Measure, ...]) -> Table:
    """The header is the last row without numbers that is as wide as the table: 填报单位 | 统计截止 … above it is none. A row of totals
    is none either, though its numbers look like years."""
    numbered = (place for place, row in enumerate(block) if _TOTAL.match(row[0].text) or any(_is_number(cell) for cell in row))
    heads = next(numbered, 1)
    width = Counter(len(row) for row in block).most_common(1)[0][0]
    full = [place for place in range(heads) if len(block[place]) == width]
    place = full[-1] if full else 0
    header = block[place] if heads else ()
    return Table(header, tuple(block[place + 1 :] if header else block), caption)


def _by_row_number(lines: list[Cell]) -> Iterator[Table]:
    """序号 opens the header, a line `1` the first row, the next number the next row."""
    for at, line in enumerate(lines):
        first = next((n for n in range(at + 2, min(at + 16, len(lines))) if lines[n].text == "1"), None)
        if line.text == "序号" and first is not None:
            yield Table(tuple(lines[at:first]), tuple(_numbered_rows(lines, first, first - at)))


def _numbered_rows(lines: list[Cell], first: int, width: int) -> Iterator[tuple[Cell, ...]]:
    start, number = first, 1
    while True:
        following = str(number + 1)
        end = start + width
        if not (end < len(lines) and lines[end].text == following):
            end = next((n for n in range(start + 1, min(start + 2 * width, len(lines))) if lines[n].text == following), -1)
        if end < 0:
            yield tuple(lines[start : start + width])
            return
        yield tuple(lines[start:end])
        start, number = end, number + 1


def _measured(table: Table, units: Units) -> Iterator[tuple[int, Measure | None]]:
    columns = [_column(cell, units) for cell in table.header]
    counted = _counts_up(table.rows)
    for row in table.rows:
        dated = row[0].text.endswith(units.columns.get(RANK, ()))
        label = None if dated else _row_measure(row, units)
        for index, cell in enumerate(row):
            column = columns[index] if index < len(columns) and len(row) <= len(columns) else None
            if column == RANK or (index == 0 and counted):
                yield from ((offset, None) for offset in _offsets(cell))
            else:
                measure = column if isinstance(column, Measure) else label
                if measure is None and table.caption and not dated:
                    measure = _captioned(table.caption, _titles(table, row, index), units)
                yield from ((offset, measure or Measure(UNKNOWN)) for offset in _offsets(cell, years=measure is not None))


def _titles(table: Table, row: tuple[Cell, ...], index: int) -> tuple[str, ...]:
    """What stands above a cell and before it."""
    above = (table.header[index].text,) if index < len(table.header) else ()
    return (*above, *(cell.text for cell in row[:index]))


def _offsets(cell: Cell, *, years: bool = False) -> Iterator[int]:
    """Where the numbers of a numeric cell begin; a bare year counts only where a unit is known (`years`)."""
    match = _CELL_NUMBER.fullmatch(cell.text)
    if match is not None and (years or not _YEARS.fullmatch(cell.text)):
        yield cell.start + match.start("first")
        if match["second"]:
            yield cell.start + match.start("second")


def _column(cell: Cell, units: Units) -> Measure | str | None:
    """A header cell's measure, RANK for a column of positions, None when it says nothing."""
    found = _trailing_measure(cell.text, units)
    if found is not None:
        return found
    kind = next((name for name, endings in units.columns.items() if cell.text.endswith(endings)), None)
    return kind if kind in {RANK, None} else Measure(str(kind))


def _trailing_measure(text: str, units: Units) -> Measure | None:
    match = _TRAILING_UNIT.search(text)
    if match is not None:
        return units.parse(match["bracketed"] or match["plain"])
    return Measure("%") if text.endswith("%") and not text[:-1].strip()[-1:].isdigit() else None


def _row_measure(row: tuple[Cell, ...], units: Units) -> Measure | None:
    """A cell that is a unit, a label ending in one, or a remark naming it."""
    for cell in row:
        found = units.parse(cell.text) if cell.text else None
        found = found or (None if _is_number(cell) else _trailing_measure(cell.text, units))
        caption = _CAPTION.search(cell.text)
        found = found or (units.parse(caption["units"]) if caption else None)
        if found is not None:
            return found
    return None


def _counts_up(rows: tuple[tuple[Cell, ...], ...]) -> bool:
    """First cells 1, 2, 3 … are row numbers."""
    firsts = [row[0].text for row in rows if row[0].text.isdecimal()]
    return len(firsts) > 1 and firsts == [str(number) for number in range(1, len(firsts) + 1)]


def _loose(lines: list[Cell], units: Units) -> Iterator[tuple[int, Measure | None]]:
    """Lines holding only a number: the measure of the nearest label above; without any label they are page numbers."""
    measure: Measure | None = None
    labelled = False
    for line in lines:
        if _is_number(line) or _YEARS.fullmatch(line.text):
            yield from ((offset, measure or (Measure(UNKNOWN) if labelled else None)) for offset in _offsets(line))
            continue
        labelled = len(line.text) <= _LABEL_LENGTH and line.text[-1] not in "。;:!?,"
        measure = (units.parse(line.text) or _trailing_measure(line.text, units)) if labelled else None


def _notes(flat: str, units: Units) -> Iterator[tuple[str, Measure]]:
    for match in _NOTE.finditer(flat):
        measure, subject = units.parse(match["unit"]), _SUBJECT.search(flat, max(0, match.start() - 3), match.start())
        if measure is not None and subject is not None:
            yield subject.group(), measure
