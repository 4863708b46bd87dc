"""Rows of cells → lines `a | b | c`. A merged cell is printed once and keeps its columns: numbers stay under their headers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

SEPARATOR = " | "


def row_line(cells: Sequence[str]) -> str:
    """One line; empty cells at the end are dropped, a lone cell stands bare (a title, a note, 单位:万元)."""
    filled = [cell for cell in cells if cell]
    if len(filled) <= 1:
        return "".join(filled)
    last = max(at for at, cell in enumerate(cells) if cell)
    return SEPARATOR.join(cells[: last + 1])


@dataclass
class Grid:
    """Cells put in from left to right, top to bottom, that may span columns and rows. Beside its corner a cell's place is empty."""

    rows: list[list[str]] = field(default_factory=list)
    _covered_until: dict[int, int] = field(default_factory=dict)

    def start_row(self) -> None:
        self.rows.append([])
        self._fill()

    def add(self, text: str, columns: int = 1, rows: int = 1) -> None:
        """Put a cell into the next free place of the current row."""
        row = self.rows[-1]
        for column in range(len(row), len(row) + columns):
            if rows > 1:
                self._covered_until[column] = len(self.rows) - 1 + rows
        row.extend([text, *[""] * (columns - 1)])
        self._fill()

    def _fill(self) -> None:
        row = self.rows[-1]
        while self._covered_until.get(len(row), 0) >= len(self.rows):
            row.append("")

    def lines(self) -> Iterable[str]:
        return (row_line(row) for row in self.rows)
