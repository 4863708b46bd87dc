"""A table as the checks see it: what its columns are called, and the quantities of each row by column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from titian.reader.checks.passage import Part, Passage
from titian.reader.quantities.tables import Cell, Table

_YEAR = re.compile(r"(?:19|20)\d{2}")
_UNIT_OF_TITLE = re.compile(r"[(\[][^()\[\]]*[)\]]$|%$")
_NO_NAME = re.compile(r"[\d.,%-]*")
_PARAGRAPH = re.compile(r"\r?\n[ \t]*\r?\n")
_LINE = re.compile(r"\S[^\r\n]*")
_LONGEST_TITLE = 12


@dataclass(frozen=True)
class Row:
    """A row's name, its cells, the single quantity of a column and all quantities of a column."""

    name: str
    cells: Sequence[Cell]
    parts: Mapping[int, Part]
    inside: Mapping[int, tuple[Part, ...]]


@dataclass(frozen=True)
class Grid:
    """A table with titles: what its columns are called (units aside) and what stands in its rows."""

    titles: tuple[str, ...]
    rows: tuple[Row, ...]

    def column(self, names: Sequence[object], *, but: Sequence[object] = ()) -> int | None:
        """The one column whose title ends in one of the names and in none of `but`; an exact title comes first."""
        known, others = tuple(map(str, names)), tuple(map(str, but))
        exact = [at for at, title in enumerate(self.titles) if title in known]
        ending = [at for at, title in enumerate(self.titles) if title.endswith(known) and not (others and title.endswith(others))]
        found = exact or ending
        return found[0] if len(found) == 1 or exact else None

    def years(self) -> dict[int, int]:
        """Column → the one year in its title."""
        found = {at: _YEAR.findall(title) for at, title in enumerate(self.titles)}
        return {at: int(years[0]) for at, years in found.items() if len(years) == 1}


def grids_of(passage: Passage) -> Iterator[Grid]:
    """Every table with titles, tables written as blocks of lines included."""
    parts = {part.offset: part for sentence in passage.sentences for part in sentence.parts}
    found = [table for table in passage.tables if table.header]
    for table in [*found, *(() if found else _blocks(passage))]:
        yield _grid(table, parts)


def _grid(table: Table, parts: Mapping[int, Part]) -> Grid:
    titles = tuple(_UNIT_OF_TITLE.sub("", cell.text).replace(" ", "") for cell in table.header)
    return Grid(titles, tuple(_row(row, parts) for row in table.rows if len(row) <= len(titles)))


def _row(cells: Sequence[Cell], parts: Mapping[int, Part]) -> Row:
    inside = {
        at: tuple(parts[offset] for offset in range(cell.start, cell.end) if offset in parts) for at, cell in enumerate(cells)
    }
    single = {at: found[0] for at, found in inside.items() if len(found) == 1}
    name = next((cell.text for cell in cells if not _NO_NAME.fullmatch(cell.text)), "")
    return Row(name, cells, single, inside)


def _blocks(passage: Passage) -> Iterator[Table]:
    """A ledger printed one cell a line, a blank line between the entries: the first block holds the titles."""
    rates = tuple(map(str, passage.words["rate_columns"]))
    blocks = list(_paragraphs(passage.flat))
    for at, block in enumerate(blocks):
        titled = len(block) > 2 and all(len(cell.text) <= _LONGEST_TITLE for cell in block)
        if titled and any(_UNIT_OF_TITLE.sub("", cell.text).endswith(rates) for cell in block):
            rows = [row for row in blocks[at + 1 :] if len(row) == len(block)]
            if len(rows) > 1:
                yield Table(block, tuple(rows))
            return


def _paragraphs(flat: str) -> Iterator[tuple[Cell, ...]]:
    borders = [(0, 0), *(match.span() for match in _PARAGRAPH.finditer(flat)), (len(flat), len(flat))]
    for (_, start), (end, _) in pairwise(borders):
        yield _cells(flat, start, end)


def _cells(flat: str, start: int, end: int) -> tuple[Cell, ...]:
    return tuple(Cell(match.start(), match.group().rstrip()) for match in _LINE.finditer(flat, start, end))
