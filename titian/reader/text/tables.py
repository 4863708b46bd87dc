"""Rows of cells → lines `a | b | c`. A merged cell is printed once and keeps its columns: numbers stay under their headers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

SEPARATOR = " | "
Place = tuple[int, int]  # row and column, from 0
_YEAR = re.compile(r"(?:19|20)\d{2}")
_NUMBER = re.compile(r"[-+]?\d[\d,.\uff0c]*\s*(?:%|[^\s年月日季])?")
_HEADER_ROWS = 6  # a header begins within these, after a title and a line with the unit


def row_line(cells: Sequence[str]) -> str:
    """One line; empty cells at the end are dropped, a lone cell stands bare (a title, a note, 单位:万元)."""
    filled = [cell for cell in cells if cell]
    if len(filled) <= 1:
        return "".join(filled)
    last = max(at for at, cell in enumerate(cells) if cell)
    return SEPARATOR.join(cells[: last + 1])


@dataclass
class Grid:
    """Cells put in from left to right, top to bottom, that may span columns and rows. Beside its corner a cell's place is empty.

    `corners` gives for each covered place the corner of the cell that covers it.
    """

    rows: list[list[str]] = field(default_factory=list)
    corners: dict[Place, Place] = field(default_factory=dict)
    _below: dict[int, tuple[int, Place]] = field(default_factory=dict)  # column → last row covered from above, and by which cell

    def start_row(self) -> None:
        self.rows.append([])
        self._fill()

    def add(self, text: str, columns: int = 1, rows: int = 1, *, continues: bool = False) -> None:
        """Put a cell into the next free place of the current row; `continues` says that it belongs to the cell above."""
        number, column = len(self.rows) - 1, len(self.rows[-1])
        corner = self._corner((number - 1, column)) if continues and number else (number, column)
        for at in range(column, column + columns):
            if rows > 1:
                self._below[at] = (number + rows - 1, corner)
            if (number, at) != corner:
                self.corners[number, at] = corner
        self.rows[-1].extend([text, *[""] * (columns - 1)])
        self._fill()

    def _corner(self, place: Place) -> Place:
        return self.corners.get(place, place)

    def _fill(self) -> None:
        number, row = len(self.rows) - 1, self.rows[-1]
        while (covered := self._below.get(len(row))) is not None and covered[0] >= number:
            self.corners[number, len(row)] = covered[1]
            row.append("")

    def lines(self) -> list[str]:
        return [row_line(row) for row in with_single_header(self.rows, self.corners)]


def with_single_header(rows: Sequence[Sequence[str]], corners: Mapping[Place, Place]) -> list[list[str]]:
    """The rows, with a header of two or three storeys made one: «2024年» over «目标 | 完成» becomes «2024年目标 | 2024年完成».

    The upper row is emptied, its labels stand in the lower one; only labels are moved, never a row with numbers.
    """
    made = [list(row) for row in rows]
    for upper in range(min(len(made) - 1, _HEADER_ROWS)):
        joined = _joined_header(made, upper, corners)
        if joined is not None:
            made[upper], made[upper + 1] = [], joined
    return made


def _joined_header(rows: list[list[str]], upper: int, corners: Mapping[Place, Place]) -> list[str] | None:
    """Row `upper` and the one below as one row of labels; None when they are not a header of two storeys."""
    above, below = rows[upper], rows[upper + 1]
    over = [corners.get((upper, column), (upper, column)) for column in range(len(below))]
    heads = [_at(above, column if row != upper else at) for column, (row, at) in enumerate(over)]
    is_spread = [over.count(corner) > 1 for corner in over]
    # Every lower label but the first has one above it, or the upper row is a title over some of the columns.
    complete = all(head for head, low in zip(heads[1:], below[1:], strict=True) if low)
    labels = all(_is_label(cell) for cell in (*above, *below) if cell) and not any(above[len(below) :])
    if not any(is_spread) or len(set(over)) < 2 or sum(map(bool, below)) < 2 or not complete or not labels:
        return None
    covered = [corners.get((upper + 1, column), (upper + 1, 0))[0] <= upper for column in range(len(below))]
    return [
        _label(head, low, own=not spread or under)
        for head, low, spread, under in zip(heads, below, is_spread, covered, strict=True)
    ]


def _label(head: str, low: str, *, own: bool) -> str:
    """Both labels as one; without a lower one the upper stands if it is the column's own."""
    if not low:
        return head if own else ""
    if low.startswith(head):
        return low
    if _YEAR.fullmatch(head):
        return f"{head}年{low}"
    return f"{head} {low}" if head[-1:].isdigit() and low[0].isdigit() else head + low


def _at(row: Sequence[str], column: int) -> str:
    return row[column] if column < len(row) else ""


def _is_label(cell: str) -> bool:
    """Short, no sentence and no bare number (a year, a month or a day is a label)."""
    if len(cell) > 20 or re.search(r"[。;\uff1b]", cell):
        return False
    return bool(_YEAR.fullmatch(cell)) or not _NUMBER.fullmatch(cell)
