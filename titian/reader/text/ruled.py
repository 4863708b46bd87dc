"""Tables drawn with lines on a PDF page: the lines are put together into a grid and the glyphs into its cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from titian.reader.text.pdfium import Glyph, Rule

_NEAR = 3.0  # points two drawn lines may be apart and still be one, or short of each other and still meet
_CELLS = 20_000


@dataclass
class Ruled:
    """A table: the x of its vertical and the y of its horizontal lines, rising, and the cells that belong together (merged)."""

    xs: list[float]
    ys: list[float]
    rules: list[Rule]
    corners: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def cell(self, glyph: Glyph) -> tuple[int, int] | None:
        """(row from the top, column) of the cell a glyph stands in; None outside."""
        x, y = (glyph.left + glyph.right) / 2, (glyph.bottom + glyph.top) / 2
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]):
            return None
        column = min(bisect_right(self.xs, x), len(self.xs) - 1) - 1
        row = len(self.ys) - 1 - min(bisect_right(self.ys, y), len(self.ys) - 1)
        return self.corners[row, column]

    def rows(self, text_of: dict[tuple[int, int], str]) -> list[list[str]]:
        """The texts by row and column; what a merged cell covers is empty."""
        columns = range(len(self.xs) - 1)
        return [[text_of.get((row, column), "") for column in columns] for row in range(len(self.ys) - 1)]


def find_tables(rules: Sequence[Rule]) -> list[Ruled]:
    """Every group of lines that forms at least two columns and two rows."""
    tables = [_table(group) for group in _groups(rules)]
    return [table for table in tables if table is not None]


def _groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Lines that touch, directly or through others. Horizontal and vertical ones only meet each other."""
    flat = [rule for rule in rules if rule.horizontal and rule.until - rule.since > 2 * _NEAR]
    upright = [rule for rule in rules if not rule.horizontal and rule.until - rule.since > 2 * _NEAR]
    if not upright or len(flat) * len(upright) > 1_000_000:
        return []
    leader = list(range(len(flat) + len(upright)))

    def find(at: int) -> int:
        while leader[at] != at:
            leader[at] = leader[leader[at]]
            at = leader[at]
        return at

    for one, line in enumerate(flat):
        for two, wall in enumerate(upright, len(flat)):
            if line.since - _NEAR <= wall.at <= line.until + _NEAR and wall.since - _NEAR <= line.at <= wall.until + _NEAR:
                leader[find(one)] = find(two)
    groups: dict[int, list[Rule]] = {}
    for at, rule in enumerate([*flat, *upright]):
        groups.setdefault(find(at), []).append(rule)
    return list(groups.values())


def _table(rules: list[Rule]) -> Ruled | None:
    xs = _merged(rule.at for rule in rules if not rule.horizontal)
    ys = _merged(rule.at for rule in rules if rule.horizontal)
    if len(xs) < 3 or len(ys) < 3 or len(xs) * len(ys) > _CELLS:
        return None
    table = Ruled(xs, ys, rules)
    _join_merged(table)
    return table


def _merged(positions: Iterable[float]) -> list[float]:
    """Rising positions, those nearer than a line's width counted once."""
    found: list[float] = []
    for position in sorted(positions):
        if not found or position - found[-1] > _NEAR:
            found.append(position)
    return found


def _join_merged(table: Ruled) -> None:
    """Give every cell the upper left cell of the merged one it is part of: cells with no line between them are one."""
    rows, columns = len(table.ys) - 1, len(table.xs) - 1
    walls = _covered([rule for rule in table.rules if not rule.horizontal], table.xs, table.ys)
    floors = _covered([rule for rule in table.rules if rule.horizontal], table.ys, table.xs)
    for row in range(rows):
        level = rows - 1 - row  # counted from the bottom, as ys rises
        for column in range(columns):
            corner = (row, column)
            if row and (level + 1, column) not in floors:
                corner = table.corners[row - 1, column]
            elif column and (column, level) not in walls:
                corner = table.corners[row, column - 1]
            table.corners[row, column] = corner


def _covered(rules: list[Rule], across: list[float], along: list[float]) -> set[tuple[int, int]]:
    """(line, stretch) pairs that are drawn: line counts the positions `across`, stretch the gaps between the positions `along`."""
    found = set()
    for rule in rules:
        line = min(range(len(across)), key=lambda at: abs(across[at] - rule.at))
        for stretch in range(len(along) - 1):
            if rule.since <= (along[stretch] + along[stretch + 1]) / 2 <= rule.until:
                found.add((line, stretch))
    return found
