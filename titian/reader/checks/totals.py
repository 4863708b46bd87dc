"""Totals of a table: 合计 rows first or last, 小计 and numbered groups below them, 合计 columns, a total score or a total told in the prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from titian.reader.checks.grid import Grid, Row
from titian.reader.checks.passage import Part, Passage, shown
from titian.reader.values import FoundCheck

_NEAR = Decimal("0.1")
_TOLD_NEAR = Decimal("0.05")
_LEVELS = (
    re.compile(r"^[一二三四五六七八九十]+[、.]"),
    re.compile(r"^\([一二三四五六七八九十]+\)"),
    re.compile(r"^(?:\(?\d+\)|\d+[.、])"),
)
_AMONG = re.compile(r"^\(?(?:其中|含|#)")


@dataclass(frozen=True)
class _Sum:
    """A total row and the rows it adds up, by their number in the table."""

    total: int
    parts: tuple[int, ...]


def totals(grid: Grid, passage: Passage) -> Iterator[FoundCheck]:
    """Every total of one table."""
    for statement in _sums(grid, passage):
        yield from _added_up(grid, statement, passage)
    yield from _across(grid, passage)
    yield from _grades(grid, passage)
    yield from _told(grid, passage)


def _sums(grid: Grid, passage: Passage) -> Iterator[_Sum]:
    """The total of all rows, then those of groups; rows that only say 其中 belong to none."""
    names = tuple(map(str, passage.words["total_rows"]))
    rows = [at for at, row in enumerate(grid.rows) if not _AMONG.match(row.name)]
    whole = [at for at in rows if _bare(grid.rows[at].name) in names]
    if len(whole) > 1:
        return
    rest = [at for at in rows if at not in whole]
    groups = _subtotals(grid, rest) or _numbered(grid, rest)
    yield from groups
    inner = {at for group in groups for at in group.parts}
    top = tuple(at for at in rest if at not in inner)
    if whole and len(top) > 1:
        yield _Sum(whole[0], top)


def _bare(name: str) -> str:
    return re.sub(r"[\s:]", "", name)


def _subtotals(grid: Grid, rows: Sequence[int]) -> list[_Sum]:
    """省级小计 above its rows or below them, whichever comes out more often."""
    marks = [at for at in rows if _bare(grid.rows[at].name).endswith("小计")]
    if not marks:
        return []
    above = [
        _Sum(at, tuple(row for row in rows if at < row < following))
        for at, following in zip(marks, [*marks[1:], 10**6], strict=True)
    ]
    below = [_Sum(at, tuple(row for row in rows if before < row < at)) for before, at in zip([-1, *marks], marks, strict=False)]
    layouts = [[group for group in layout if len(group.parts) > 1] for layout in (above, below)]
    return max(layouts, key=lambda layout: sum(_coming_out(grid, group) for group in layout))


def _numbered(grid: Grid, rows: Sequence[int]) -> list[_Sum]:
    """一、省级 with 1. and 2. below it."""
    levels = {at: next((level for level, mark in enumerate(_LEVELS) if mark.match(grid.rows[at].name)), None) for at in rows}
    if len({level for level in levels.values() if level is not None}) != 2:
        return []
    top = min(level for level in levels.values() if level is not None)
    marks = [at for at in rows if levels[at] == top]
    ends = [*marks[1:], 10**6]
    found = [
        _Sum(at, tuple(row for row in rows if at < row < end and levels[row] is not None))
        for at, end in zip(marks, ends, strict=True)
    ]
    return [group for group in found if len(group.parts) > 1]


def _coming_out(grid: Grid, statement: _Sum) -> int:
    columns = _columns(grid, statement)
    return sum(_fits(grid.rows[statement.total].parts[column], parts) for column, parts in columns.items())


def _columns(grid: Grid, statement: _Sum) -> Mapping[int, list[Part]]:
    """Column → the parts of the total, where every row has one of the same unit."""
    total, rows = grid.rows[statement.total], [grid.rows[at] for at in statement.parts]
    complete = [column for column in total.parts if all(column in row.parts for row in rows)]
    return {column: [row.parts[column] for row in rows] for column in complete if _addable(total.parts[column], rows, column)}


def _addable(total: Part, others: Sequence[Row], column: int) -> bool:
    units = {row.parts[column].unit for row in others} | {total.unit}
    return len(units) == 1 and not total.is_rate


def _added_up(grid: Grid, statement: _Sum, passage: Passage) -> Iterator[FoundCheck]:
    added = _columns(grid, statement)
    total = grid.rows[statement.total]
    unaddable = tuple(map(str, passage.words["unaddable_columns"]))
    columns = {at: parts for at, parts in added.items() if not grid.titles[at].endswith(unaddable)}
    fits = {column: _fits(total.parts[column], parts) for column, parts in columns.items()}
    adding = _bare(total.name).endswith(tuple(map(str, passage.words["adding_rows"])))
    sure = any(fits.values()) or (adding and len(fits) == 1)
    for column, parts in columns.items():
        yield from _checked(total.parts[column], parts, fits[column], f"表中「{grid.titles[column]}」一列", sure=sure)


def _fits(total: Part, parts: Sequence[Part]) -> bool:
    added = sum((part.value for part in parts), Decimal(0))
    return abs(added - total.value) <= total.slack + sum((part.slack for part in parts), Decimal(0))


def _checked(
    total: Part, parts: Sequence[Part], fits: bool, where: str, *, sure: bool, near: Decimal = _NEAR
) -> Iterator[FoundCheck]:
    added = sum((part.value for part in parts), Decimal(0))
    offsets = (total.offset, *(part.offset for part in parts))
    if fits:
        yield FoundCheck("sum", True, offsets, f"{where}各项之和与合计{total.printed}一致")
    elif abs(added - total.value) <= max(abs(total.value) * near, Decimal(1)):
        gap = shown(abs(added - total.value), total)
        message = f"{where}的合计写为{total.printed}，各行之和为{shown(added, total)}，相差{gap}，请核对"
        yield FoundCheck("sum", False if sure else None, offsets, message)


def _across(grid: Grid, passage: Passage) -> Iterator[FoundCheck]:
    """A 合计 column: the columns on one side of it, in the rows where all have a number of its unit."""
    names = tuple(map(str, passage.words["adding_rows"]))
    for at in [at for at, title in enumerate(grid.titles) if title.endswith(names)]:
        sides = [_row_sums(grid, at, side) for side in (range(at), range(at + 1, len(grid.titles)))]
        rows = max(sides, key=lambda side: sum(_fits(*row) for row in side))
        fits = [_fits(*row) for row in rows]
        if fits.count(True) > max(1, fits.count(False)):
            for (total, parts), fit in zip(rows, fits, strict=True):
                yield from _checked(total, parts, fit, "表中该行", sure=True, near=Decimal(1))


def _row_sums(grid: Grid, at: int, columns: range) -> list[tuple[Part, list[Part]]]:
    found = []
    for row in grid.rows:
        parts = [row.parts[column] for column in columns if column in row.parts]
        if at in row.parts and len(parts) > 1 and {part.unit for part in parts} == {row.parts[at].unit}:
            found.append((row.parts[at], parts))
    return found


def _prose(passage: Passage) -> list[Part]:
    return [part for sentence in passage.sentences if not sentence.in_table for part in sentence.parts]


def _grades(grid: Grid, passage: Passage) -> Iterator[FoundCheck]:
    """自评总分91.5分 against the column 得分."""
    known = tuple(map(str, passage.words["score_columns"]))
    columns = [at for at, title in enumerate(grid.titles) if title.endswith(known)]
    grades = tuple(map(str, passage.words["grades"]))
    stated = next((part for part in _prose(passage) if part.unit == "分" and part.label.rstrip("为是达 ").endswith(grades)), None)
    parts = [row.parts[columns[0]] for row in grid.rows if columns[0] in row.parts] if len(columns) == 1 else []
    if stated is None or len(parts) < 3 or len(parts) < len(grid.rows):
        return
    yield from _checked(stated, parts, _fits(stated, parts), f"表中「{grid.titles[columns[0]]}」一列", sure=True)


def _told(grid: Grid, passage: Passage) -> Iterator[FoundCheck]:
    """全区累计走访402家次 in the prose, where the table has no total row; wrong only beside another column that comes out."""
    names = tuple(map(str, passage.words["total_rows"]))
    if len(grid.rows) < 3 or any(_bare(row.name) in names for row in grid.rows):
        return
    found = [(total, parts, at) for at in range(1, len(grid.titles)) for total, parts in _told_column(grid, at, passage)]
    fits = [_fits(total, parts) for total, parts, _ in found]
    for (total, parts, at), fit in zip(found, fits, strict=True):
        yield from _checked(total, parts, fit, f"表中「{grid.titles[at]}」一列", sure=any(fits), near=_TOLD_NEAR)


def _told_column(grid: Grid, at: int, passage: Passage) -> Iterator[tuple[Part, list[Part]]]:
    parts = [row.parts[at] for row in grid.rows if at in row.parts]
    if len(parts) < len(grid.rows) or len({part.unit for part in parts}) > 1 or parts[0].is_rate or len(grid.titles[at]) < 2:
        return
    telling = [part for part in _prose(passage) if part.unit == parts[0].unit and grid.titles[at] in part.label and part.exact]
    added = sum((part.value for part in parts), Decimal(0))
    near = [part for part in telling if abs(part.value - added) <= abs(added) * _TOLD_NEAR]
    if added and near:
        yield near[0], parts
