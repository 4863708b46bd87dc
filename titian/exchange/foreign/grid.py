"""A table as it is drawn: cells with their spans, whatever file they came from. Pure Python."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from titian.exchange.heads.words import is_unit
from titian.exchange.values import squeeze

CellKind = Literal["label", "blank", "number", "formula"]
_NUMBER = re.compile(r"[-+]?[\d,]*\.?\d+%?")
# A blank that keeps its unit: «____家», «(  )万元».
_LINED = re.compile(r"[_＿\s()（）]*(?P<unit>[^_＿\s()（）\d]{0,6})[_＿\s()（）]*")


@dataclass(frozen=True, order=True)
class Place:
    """Table, row and column in a file, all from 0."""

    table: int
    row: int
    column: int

    @property
    def text(self) -> str:
        return f"{self.table}-{self.row}-{self.column}"


@dataclass(frozen=True)
class Cell:
    """One drawn cell: its first row and column, its spans, its words. `framed`: it has a line around it, as cells of a table do."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    framed: bool = True
    formula: bool = False

    @cached_property
    def squeezed(self) -> str:
        return squeeze(self.text)

    @cached_property
    def kind(self) -> CellKind:
        if self.formula:
            return "formula"
        if not self.squeezed or self.suffix:
            return "blank"
        return "number" if _NUMBER.fullmatch(self.squeezed) else "label"

    @cached_property
    def suffix(self) -> str:
        """The unit a blank keeps behind what is filled in: «____家» → 家; "" for an empty cell and for a cell that names a unit."""
        match = _LINED.fullmatch(self.text)
        lined = "_" in self.text or "＿" in self.text or bool(re.search(r"[(（]\s+[)）]", self.text))
        return match["unit"] if match and lined and (not match["unit"] or is_unit(match["unit"])) else ""


@dataclass(frozen=True)
class Grid:
    """One table: `name` is the sheet's, or 表1, 表2 … of a document."""

    name: str
    cells: Sequence[Cell]

    @cached_property
    def at(self) -> Mapping[tuple[int, int], Cell]:
        """Every covered place → the cell that covers it."""
        return {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.row + cell.rows)
            for column in range(cell.column, cell.column + cell.columns)
        }

    @cached_property
    def width(self) -> int:
        return max((cell.column + cell.columns for cell in self.cells), default=0)

    @cached_property
    def height(self) -> int:
        return max((cell.row + cell.rows for cell in self.cells), default=0)

    @cached_property
    def lines(self) -> Sequence[Sequence[Cell]]:
        """The cells that begin in each row, left to right: how the table is drawn."""
        rows: list[list[Cell]] = [[] for _ in range(self.height)]
        for cell in sorted(self.cells, key=lambda cell: (cell.row, cell.column)):
            rows[cell.row].append(cell)
        return rows

    def labels_in(self, row: int) -> list[Cell]:
        """Cells with words that stand in a row, each once."""
        found = {id(cell): cell for column in range(self.width) if (cell := self.at.get((row, column))) and cell.kind == "label"}
        return list(found.values())
