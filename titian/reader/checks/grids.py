"""Tables recomputed: 完成率 against target and result, growth against two years, 合计 rows, a total score against its column.

A column is called wrong in a row only when the same reckoning comes out in the other rows; otherwise it is reckoned in another way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from titian.base.quantities import plain, rounded
from titian.reader.checks.passage import Part, Passage
from titian.reader.quantities.flat import flat as flattened
from titian.reader.quantities.tables import Cell, Table
from titian.reader.values import FoundCheck

_HUNDRED = Decimal(100)
_NEAR = Decimal("0.1")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_UNIT_OF_TITLE = re.compile(r"\([^()]*\)$|%$")


@dataclass(frozen=True)
class _Row:
    """A row's name and its single quantities by column."""

    name: str
    parts: Mapping[int, Part]


@dataclass(frozen=True)
class _Grid:
    """A table with titles: what its columns are called and what stands in its rows."""

    titles: tuple[str, ...]
    rows: tuple[_Row, ...]

    def column(self, names: Sequence[object], *, start: int = 0) -> int | None:
        """The column whose title is one of the names, a year in front or a unit behind aside."""
        known = tuple(map(str, names))
        plain_titles = [re.sub(r"^(?:(?:19|20)\d{2}年)?", "", title) for title in self.titles]
        return next((at for at, title in enumerate(plain_titles) if at >= start and title in known), None)

    def years(self) -> dict[int, int]:
        """Column → the one year in its title."""
        found = {at: _YEAR.findall(title) for at, title in enumerate(self.titles)}
        return {at: int(years[0]) for at, years in found.items() if len(years) == 1}


def grids(passage: Passage) -> Iterator[FoundCheck]:
    """Checks of every table that has titles."""
    parts = {part.offset: part for sentence in passage.sentences for part in sentence.parts}
    for table in passage.tables:
        if table.header:
            grid = _grid(table, parts)
            yield from _rates(grid, passage)
            yield from _growths(grid, passage)
            yield from _totals(grid, passage)
            yield from _grades(grid, passage)


def _grid(table: Table, parts: Mapping[int, Part]) -> _Grid:
    titles = tuple(_UNIT_OF_TITLE.sub("", cell.text).strip() for cell in table.header)
    rows = (row for row in table.rows if len(row) <= len(titles))
    return _Grid(titles, tuple(_Row(_name(row), _numbers(row, parts)) for row in rows))


def _name(row: Sequence[Cell]) -> str:
    """The first cell that is no number."""
    return next((cell.text for cell in row if cell.text and not re.fullmatch(r"[\d.,%-]+", cell.text)), "")


def _numbers(row: Sequence[Cell], parts: Mapping[int, Part]) -> dict[int, Part]:
    found = {}
    for at, cell in enumerate(row):
        inside = [parts[offset] for offset in range(cell.start, cell.end) if offset in parts]
        if len(inside) == 1:
            found[at] = inside[0]
    return found


def _rates(grid: _Grid, passage: Passage) -> Iterator[FoundCheck]:
    """完成 / 目标 = 完成率."""
    words = passage.words
    target, actual, rate = (grid.column(words[f"{name}_columns"]) for name in ("target", "actual", "rate"))
    if target is not None and actual is not None and rate is not None:
        yield from _verified(grid, (rate, actual, target), _quotient, "ratio", "完成率")


def _growths(grid: _Grid, passage: Passage) -> Iterator[FoundCheck]:
    """本期 / 上期 - 1 = 增长."""
    words = passage.words
    growth = grid.column(words["growth_columns"])
    later, earlier = grid.column(words["later_columns"]), grid.column(words["earlier_columns"])
    years = grid.years()
    if later is None and earlier is None and len(years) == 2 and abs(min(years.values()) - max(years.values())) == 1:
        later, earlier = max(years, key=lambda at: years[at]), min(years, key=lambda at: years[at])
    if growth is not None and later is not None and earlier is not None:
        yield from _verified(grid, (growth, later, earlier), _increase, "growth", "增幅")


_Reckoning = Callable[[Part, Part], Decimal]


def _quotient(actual: Part, target: Part) -> Decimal:
    return actual.value / target.value * _HUNDRED


def _increase(later: Part, earlier: Part) -> Decimal:
    return (later.value / earlier.value - 1) * _HUNDRED


def _verified(grid: _Grid, columns: tuple[int, int, int], reckon: _Reckoning, kind: str, word: str) -> Iterator[FoundCheck]:
    """One check a row; a row that fails is wrong when at least two others, and most, come out."""
    rows = [tuple(row.parts[at] for at in columns) for row in grid.rows if all(at in row.parts for at in columns)]
    usable = [(result, one, other) for result, one, other in rows if result.unit == "%" and one.unit == other.unit and other.value]
    verdicts = [_fits(result, one, other, reckon) for result, one, other in usable]
    sure = verdicts.count(True) > max(1, verdicts.count(False))
    for (result, one, other), fits in zip(usable, verdicts, strict=True):
        offsets = (result.offset, one.offset, other.offset)
        if fits:
            yield FoundCheck(kind, True, offsets, f"由{one.printed}与{other.printed}算得的{word}与表中{result.printed}一致")
        else:
            actual = plain(rounded(reckon(one, other), 2))
            message = f"表中{word}写为{result.printed},由{one.printed}与{other.printed}算得{actual}%,请核对"
            yield FoundCheck(kind, False if sure else None, offsets, message)


def _fits(result: Part, one: Part, other: Part, reckon: _Reckoning) -> bool:
    """Within the rounding of the printed result and of values printed with decimals."""
    relative = (_decimals(one) / abs(one.value) if one.value else Decimal(0)) + _decimals(other) / abs(other.value)
    actual = reckon(one, other)
    return abs(actual - result.value) <= result.slack + (abs(actual) + _HUNDRED) * relative


def _decimals(part: Part) -> Decimal:
    return part.slack if "." in flattened(part.printed) else Decimal(0)


def _totals(grid: _Grid, passage: Passage) -> Iterator[FoundCheck]:
    """合计 rows, last or first."""
    names, adding = tuple(map(str, passage.words["total_rows"])), tuple(map(str, passage.words["adding_rows"]))
    at = next((index for index, row in enumerate(grid.rows) if row.name in names), None)
    if at is None or sum(row.name in names for row in grid.rows) > 1:
        return
    total, others = grid.rows[at], [row for index, row in enumerate(grid.rows) if index != at]
    columns = [column for column in total.parts if len(others) > 1 and all(column in row.parts for row in others)]
    added = {column: [row.parts[column] for row in others] for column in columns if _addable(total.parts[column], others, column)}
    fits = {column: _sum_fits(total.parts[column], parts) for column, parts in added.items()}
    sure = total.name in adding and (any(fits.values()) or len(fits) == 1)
    for column, parts in added.items():
        yield from _total_checked(total.parts[column], parts, fits[column], grid.titles[column], sure=sure)


def _addable(total: Part, others: Sequence[_Row], column: int) -> bool:
    units = {row.parts[column].unit for row in others} | {total.unit}
    return len(units) == 1 and not total.is_rate


def _sum_fits(total: Part, parts: Sequence[Part]) -> bool:
    added = sum((part.value for part in parts), Decimal(0))
    return abs(added - total.value) <= total.slack + sum((part.slack for part in parts), Decimal(0))


def _total_checked(total: Part, parts: Sequence[Part], fits: bool, title: str, *, sure: bool) -> Iterator[FoundCheck]:
    added = sum((part.value for part in parts), Decimal(0))
    offsets = (total.offset, *(part.offset for part in parts))
    if fits:
        yield FoundCheck("sum", True, offsets, f"表中「{title}」一列各行之和与合计{total.printed}一致")
    elif abs(added - total.value) <= abs(total.value) * _NEAR:
        gap = plain(abs(added - total.value) / _scale(total))
        message = f"表中「{title}」一列的合计写为{total.printed},各行之和为{plain(added / _scale(total))},相差{gap},请核对"
        yield FoundCheck("sum", False if sure else None, offsets, message)


def _scale(total: Part) -> Decimal:
    digits = (
        Decimal(re.sub("[, ]", "", match.group())) if (match := re.match(r"-?[\d, ]+(?:\.\d+)?", total.printed)) else Decimal(0)
    )
    return abs(total.value / digits) if digits else Decimal(1)


def _grades(grid: _Grid, passage: Passage) -> Iterator[FoundCheck]:
    """自评总分88.5分 against the column 得分."""
    known = tuple(map(str, passage.words["score_columns"]))
    columns = [at for at, title in enumerate(grid.titles) if title.endswith(known)]
    grades = tuple(map(str, passage.words["grades"]))
    prose = [part for sentence in passage.sentences if not sentence.in_table for part in sentence.parts]
    stated = next((part for part in prose if part.unit == "分" and part.label.rstrip("为是达 ").endswith(grades)), None)
    parts = [row.parts[columns[0]] for row in grid.rows if columns[0] in row.parts] if len(columns) == 1 else []
    if stated is None or len(parts) < 3 or len(parts) < len(grid.rows):
        return
    yield from _total_checked(stated, parts, _sum_fits(stated, parts), grid.titles[columns[0]], sure=True)
