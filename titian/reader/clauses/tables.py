"""Tables that arrive as lines: rows between `|`, tabs or spaced slashes, and ledgers written one cell a line.

A cell knows the titles above it and the label of its row, by offset only: what they mean is for others to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

Span: TypeAlias = tuple[int, int]

_SEPARATORS = (re.compile(r"\||\t"), re.compile(r"\s/\s"))
_SHORT = 14
_MIN_COLUMNS = 3
_MOST_COLUMNS = 100  # a longer run of short lines is no head of a ledger
_ORDINAL = re.compile(r"(\d{1,3})(?:$|[.、.]\s*(?=\D))")
_NUMBER_ONLY = re.compile(r"[-—+\d.,%≥≤<>约近超以上余\s]*")
_SENTENCE = re.compile(r"[。;,:!?]")


class Cell(NamedTuple):
    """One cell: its span, the spans of the titles above it, the span of its row's label, and where it sits (table, row, column)."""

    start: int
    end: int
    titles: tuple[Span, ...]
    label: Span | None
    place: tuple[int, int, int]
    total: bool = False


class _Line(NamedTuple):
    start: int
    text: str
    gap: bool  # an empty line stands before it

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def cells(plain: str, is_title: Callable[[str], bool], is_label: Callable[[str], bool]) -> list[Cell]:
    """Every cell below a title row, in order. `is_title` knows column titles, `is_label` those of the column that names the rows."""
    lines = list(_lines(plain))
    found: list[Cell] = []
    for table, (titles, rows) in enumerate([*_separated(lines, plain), *_ledgers(lines, is_title)]):
        labelled = _label_column(plain, titles, rows, is_label)
        for row, spans in enumerate(rows):
            found += _row_cells(plain, titles, spans, labelled, (table, row))
    return sorted(found, key=lambda cell: cell.start)


def _lines(plain: str) -> Iterator[_Line]:
    gap, at = False, 0
    for raw in plain.splitlines(keepends=True):
        text = raw.strip()
        if text:
            yield _Line(at + raw.index(text[0]), text, gap)
        gap = not text
        at += len(raw)


_Rows: TypeAlias = list[list[Span]]
_Found: TypeAlias = tuple[list[list[Span]], _Rows]


def _separated(lines: Sequence[_Line], plain: str) -> Iterator[_Found]:
    """Runs of lines cut by one separator into two cells or more; leading lines without numbers are titles."""
    run: list[list[Span]] = []
    before: re.Pattern[str] | None = None
    for line in [*lines, _Line(len(plain), "", gap=False)]:
        separator = next((mark for mark in _SEPARATORS if mark.search(line.text)), None)
        if run and separator is not before:
            yield _titled(run, plain)
            run = []
        if separator is not None:
            run.append(_cut(line, separator))
        before = separator


def _cut(line: _Line, separator: re.Pattern[str]) -> list[Span]:
    spans, at = [], 0
    for match in [*separator.finditer(line.text), None]:
        end = match.start() if match else len(line.text)
        raw = line.text[at:end]
        inner = raw.strip()
        start = line.start + at + (raw.index(inner[0]) if inner else 0)
        spans.append((start, start + len(inner)))
        at = match.end() if match else end
    if line.text.startswith("|"):
        spans = spans[1:]
    return spans[:-1] if line.text.endswith("|") and len(spans) > 1 else spans


def _titled(run: list[list[Span]], plain: str) -> _Found:
    """Split off the title rows: those whose cells hold no plain numbers (a year in a title is none).

    A remark over them (填报单位: … | 统计截止: …) says nothing of a column.
    """
    heads = 0
    while heads < len(run) - 1 and not any(_is_number(plain[a:b]) for a, b in run[heads][1:]):
        heads += 1
        if heads == 3:
            break
    titles = run[:heads]
    return [row for row in titles if not _is_remark(row, plain)] or titles, run[heads:]


def _is_remark(row: list[Span], plain: str) -> bool:
    """填报单位: … | 统计截止: … says who filled the table in and when, nothing of its columns."""
    return sum(":" in plain[start:end] for start, end in row) * 2 > len(row)


def _is_number(text: str) -> bool:
    """A plain number; 2023年 and 1—11月 over a column are none, 9.76亿元(2025年) in a row is one."""
    text = text.partition("(")[0]
    return (
        bool(re.search(r"\d", text))
        and not re.search(r"(19|20)\d\d|^\d{1,2}月|[-—~至]\d{1,2}月", text)
        and bool(re.match(r"[-—+约近超≥≤<>\s]*\d", text))
    )


def _ledgers(lines: Sequence[_Line], is_title: Callable[[str], bool]) -> Iterator[_Found]:
    """One cell a line: a run of short title lines, then records of as many lines."""
    at = 0
    while at < len(lines):
        width = _title_run(lines, at, is_title)
        if not width:
            at += 1
            continue
        titles = [[(line.start, line.end)] for line in lines[at : at + width]]
        rows, used = _records(lines[at + width :], width)
        if rows:
            yield [[span for (span,) in titles]], rows
        at += width + used


def _title_run(lines: Sequence[_Line], at: int, is_title: Callable[[str], bool]) -> int:
    """How many lines from here are column titles; 0 when this is no ledger."""
    if not is_title(lines[at].text):
        return 0
    width, most = 0, min(len(lines) - at, _MOST_COLUMNS + 1)
    while width < most and _can_be_title(lines[at + width], first=width == 0):
        width += 1
    known = sum(is_title(line.text) for line in lines[at : at + width])
    return width if _MIN_COLUMNS <= width <= _MOST_COLUMNS and known >= 2 and known * 2 >= width else 0


def _can_be_title(line: _Line, *, first: bool) -> bool:
    return (
        len(line.text) <= _SHORT and not _SENTENCE.search(line.text) and not _ORDINAL.match(line.text) and (first or not line.gap)
    )


def _records(lines: Sequence[_Line], width: int) -> tuple[_Rows, int]:
    """Records that begin with the next ordinal or after an empty line; surplus lines belong to the record's longest column."""
    records: list[list[_Line]] = []
    for line in lines:
        if _begins(line, len(records) + 1):
            records.append([line])
        elif not records or (line.gap and len(records[-1]) >= width):
            break
        else:
            records[-1].append(line)
    widest = _widest([record for record in records if len(record) == width], width)
    return [_fitted(record, width, widest) for record in records], sum(map(len, records))


def _begins(line: _Line, ordinal: int) -> bool:
    match = _ORDINAL.match(line.text)
    if match is not None:
        return int(match[1]) == ordinal
    return line.gap and len(line.text) <= 2 * _SHORT and not line.text.endswith(("。", ";"))


def _widest(records: list[list[_Line]], width: int) -> int:
    sizes = [sum(len(record[column].text) for record in records) for column in range(width)]
    return sizes.index(max(sizes)) if records else width // 2


def _fitted(record: list[_Line], width: int, widest: int) -> list[Span]:
    """As many spans as columns: lines over the width are joined into the widest column."""
    surplus = len(record) - width
    spans = [(line.start, line.end) for line in record]
    if surplus <= 0:
        return spans
    return [*spans[:widest], (spans[widest][0], spans[widest + surplus][1]), *spans[widest + surplus + 1 :]]


def _label_column(plain: str, titles: list[list[Span]], rows: _Rows, is_label: Callable[[str], bool]) -> int:
    """Which column names the rows: the one titled so, else the first that holds words."""
    for row in titles:
        for column, (start, end) in enumerate(row):
            if is_label(plain[start:end]):
                return column
    width = max((len(row) for row in rows), default=0)
    for column in range(width):
        texts = [plain[row[column][0] : row[column][1]] for row in rows if column < len(row)]
        if any(not _NUMBER_ONLY.fullmatch(text) for text in texts):
            return column
    return 0


def _row_cells(plain: str, titles: list[list[Span]], spans: list[Span], labelled: int, place: tuple[int, int]) -> Iterator[Cell]:
    label = spans[labelled] if labelled < len(spans) else None
    total = label is not None and bool(re.fullmatch(r"(合计|总计|全[区县市州镇]|小计|汇总).{0,4}", plain[label[0] : label[1]]))
    for column, (start, end) in enumerate(spans):
        above = tuple(_above(row, column) for row in titles if row)
        own = None if column == labelled else label
        yield Cell(start, end, tuple(span for span in above if span[0] < span[1]), own, (*place, column), total)


def _above(row: list[Span], column: int) -> Span:
    """The title over a column; an empty cell of a grouped title row takes the one to its left."""
    for index in range(min(column, len(row) - 1), -1, -1):
        if row[index][0] < row[index][1]:
            return row[index]
    return (0, 0)
