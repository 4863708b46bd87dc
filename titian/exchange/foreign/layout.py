"""Reading a grid as a form: which blanks wait for a value, under which row and column label, and which table is a list. Pure Python."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from titian.base.periods import Period
from titian.exchange.foreign.grid import Cell, Grid, Place
from titian.exchange.foreign.times import said_period
from titian.exchange.heads.words import head_of, is_unit
from titian.exchange.values import squeeze

_ORDINAL = re.compile(r"[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[甲乙丙丁戊])[)）]?[、.]?|序号|行次|编号|栏次")
_TIMES = re.compile(r"\d+|[上下]半年|第?[一二三四]季度|[一二三四五六七八九十]+月份?|全年")
_SHEET_UNIT = re.compile(r"单位[:：]([^；;。)）]{1,20})")
_NOTE = re.compile(r"(?:注|备注|说明|填表说明|填报说明)\d?[:：.、].*", re.DOTALL)
_COUNTING = frozenset({"序号", "编号", "行次"})
_FEWEST_HEADS = 3
_LONGEST_LABEL = 60


@dataclass(frozen=True)
class Spot:
    """A blank that waits for a value.

    name    how a mapping names it: its labels without periods, so that it is the same next quarter; unique in the form
    row     labels left of it, column the labels above it, both in reading order; either may be empty, not both
    unit    what its labels say: 万元, 家, %; "" when nothing does
    suffix  a unit that stays in the cell behind the value
    table_unit  «单位：万元» over the table: for amounts that say no unit of their own
    """

    place: Place
    name: str
    row: tuple[str, ...]
    column: tuple[str, ...]
    unit: str = ""
    suffix: str = ""
    table_unit: str = ""

    @property
    def is_signature(self) -> bool:
        """«填表人：____»: of the office itself and of no period."""
        return not self.column and squeeze(self.row[-1]).endswith(":")

    @property
    def label(self) -> str:
        """For people: 高新技术企业数 · 2025年."""
        return " · ".join([*self.row, *self.column])


@dataclass(frozen=True)
class ListArea:
    """A table with one line a record: its heads (place of a column → words), the blank rows below them, from 0.

    number is the column that counts the lines (序号), if there is one; without a blank row `last_row` is before `first_row`
    """

    table: int
    heads: Mapping[int, str]
    first_row: int
    last_row: int
    number: int | None = None


@dataclass(frozen=True)
class Form:
    """A blank form. `kind` is xlsx or docx; `notices` what may be lost of its look."""

    name: str
    kind: str
    grids: Sequence[Grid]
    notices: Sequence[str] = ()

    @cached_property
    def spots(self) -> Sequence[Spot]:
        found = [found for number, grid in enumerate(self.grids) for found in _spots(number, grid)]
        seen: Counter[str] = Counter()
        named = []
        for spot in found:
            name = _timeless(f"{'/'.join(spot.row)}|{'/'.join(spot.column)}")
            seen[name] += 1
            named.append(Spot(spot.place, f"{name}#{seen[name]}", spot.row, spot.column, spot.unit, spot.suffix, spot.table_unit))
        return named

    @cached_property
    def by_place(self) -> Mapping[Place, Spot]:
        return {spot.place: spot for spot in self.spots}

    @cached_property
    def lists(self) -> Sequence[ListArea]:
        return [area for number, grid in enumerate(self.grids) if (area := _list_area(number, grid))]

    @cached_property
    def fingerprint(self) -> str:
        """The same for the same form of another period: its labels in reading order without times and numbers."""
        labels = [_timeless(cell.text) for grid in self.grids for line in grid.lines for cell in line if cell.kind == "label"]
        return hashlib.sha256("\n".join(label for label in labels if label).encode()).hexdigest()

    @cached_property
    def title(self) -> str:
        """The words of the first row that has only one cell with words, else the file's name."""
        for grid in self.grids:
            for row in range(min(grid.height, 3)):
                labels = grid.labels_in(row)
                if len(labels) == 1 and not labels[0].squeezed.startswith("附件"):
                    return " ".join(labels[0].text.split())[:_LONGEST_LABEL]
        return self.name.rpartition(".")[0][:_LONGEST_LABEL]

    @cached_property
    def period(self) -> Period | None:
        """The period the title or the file's name says."""
        return said_period(self.title) or said_period(self.name)


def _timeless(text: str) -> str:
    return _TIMES.sub("", squeeze(text))


def _spots(number: int, grid: Grid) -> Iterator[Spot]:
    framed = any(cell.framed for cell in grid.cells)
    sheet_unit = _sheet_unit(grid)
    for line in grid.lines:
        for cell in line:
            row, column = (_left(grid, cell), _above(grid, cell)) if cell.kind == "blank" else ([], [])
            # Beside a table that is drawn with lines only a signature (填表人：) waits for anything.
            drawn = cell.framed or not framed or _ends_open(row)
            if not (drawn and _is_spot(grid, cell, row, column)):
                continue
            unit = cell.suffix or _unit([*row, *column])
            words = tuple(_words(row)), () if _ends_open(row) else tuple(_words(column))
            yield Spot(Place(number, cell.row, cell.column), "", *words, unit, cell.suffix, sheet_unit)


def _is_spot(grid: Grid, cell: Cell, row: Sequence[Cell], column: Sequence[Cell]) -> bool:
    """A blank between labels; with a row label alone only when it stands right behind it (单位名称 | ____)."""
    if not _words(row) or any(_NOTE.fullmatch(label.text) for label in row):
        return False
    if _words(column) and not _ends_open(row):
        return True
    nearest = row[-1]
    return nearest.column + nearest.columns == cell.column and len(grid.labels_in(cell.row)) < grid.width


def _ends_open(row: Sequence[Cell]) -> bool:
    """«填表人：» waits for what stands behind it and for nothing under a head."""
    return bool(row) and row[-1].squeezed.endswith((":", "："))


def _left(grid: Grid, cell: Cell) -> list[Cell]:
    """The run of words next to the left of a cell, in reading order; blanks and numbers between them and the cell are skipped."""
    found: list[Cell] = []
    column = cell.column - 1
    while column >= 0:
        other = grid.at.get((cell.row, column))
        if other is not None and other.kind == "label":
            found.insert(0, other)
        elif found and (other is None or other.kind == "blank"):
            break
        column = (other.column if other else column) - 1
    return found


def _above(grid: Grid, cell: Cell) -> list[Cell]:
    """The run of heads above a cell, top first, without titles and notes that stand alone in their row."""
    found: list[Cell] = []
    row = cell.row - 1
    while row >= 0:
        other = grid.at.get((row, cell.column))
        if other is not None and other.kind == "label":
            if not _stands_alone(grid, other):
                found.insert(0, other)
            elif found:
                break
        elif found:
            break
        row = (other.row if other else row) - 1
    return found


def _stands_alone(grid: Grid, cell: Cell) -> bool:
    """A title, a note, «单位：万元», «填报日期：»: over the column, and no head of it."""
    alone = cell.columns >= grid.width or len(grid.labels_in(cell.row)) == 1
    return alone or _ends_open([cell]) or _SHEET_UNIT.search(cell.text) is not None


def _words(cells: Sequence[Cell]) -> list[str]:
    """What labels say, without ordinals and cells that only name a unit."""
    said = [" ".join(cell.text.split()) for cell in cells if not _ORDINAL.fullmatch(cell.squeezed) and not is_unit(cell.squeezed)]
    return [words[:_LONGEST_LABEL] for words in dict.fromkeys(said)]


def _unit(cells: Sequence[Cell]) -> str:
    """The unit nearest to the cell: a column's bracket, then the row's, then a cell that is a unit."""
    own = [head_of(cell.text).unit for cell in reversed(cells)]
    alone = [cell.squeezed for cell in reversed(cells) if is_unit(cell.squeezed)]
    return next((unit for unit in [*own, *alone] if unit), "")


def _sheet_unit(grid: Grid) -> str:
    """«单位：万元» over the table, when it names one unit only."""
    for cell in grid.cells:
        match = _SHEET_UNIT.search(cell.squeezed)
        if match and is_unit(match[1]):
            return match[1]
    return ""


def _list_area(number: int, grid: Grid) -> ListArea | None:
    """The last row of heads with nothing but blanks (and ordinals) under them; None when the table is no list."""
    for row in range(grid.height - 1, -1, -1):
        heads = {cell.column: cell for cell in grid.labels_in(row) if not _is_ordinal_row(grid, row)}
        if len(heads) < _FEWEST_HEADS:
            continue
        last = row + 1
        while last < grid.height and not [cell for cell in grid.labels_in(last) if not _ORDINAL.fullmatch(cell.squeezed)]:
            last += 1
        if last == row + 1 and last < grid.height:
            return None
        words = {column: "".join(dict.fromkeys([*_words(_above(grid, cell)), *_words([cell])])) for column, cell in heads.items()}
        counted = next((column for column, cell in heads.items() if cell.squeezed in _COUNTING), None)
        return ListArea(number, {column: text for column, text in words.items() if text}, row + 1, last - 1, counted)
    return None


def _is_ordinal_row(grid: Grid, row: int) -> bool:
    return all(_ORDINAL.fullmatch(cell.squeezed) for cell in grid.labels_in(row))
