"""The reading itself: find every number, drop what is no quantity, join ranges, scale table cells, say how exact it is."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

from titian.base.quantities import Operator
from titian.reader.quantities.excluded import excluded
from titian.reader.quantities.flat import flat as flattened
from titian.reader.quantities.judge import is_code, stands, with_unlisted_unit
from titian.reader.quantities.numerals import numerals
from titian.reader.quantities.operators import operator
from titian.reader.quantities.tables import CellMeasures, cell_measures
from titian.reader.quantities.tokens import BEGINNING, NUMBER, Token, token
from titian.reader.quantities.units import UNKNOWN, Units, units
from titian.reader.values import FoundQuantity

_RANGE = re.compile(r" ?(?:——|--|[-—~至到]) ?")
_SERIES = re.compile(r" ?[、和与及] ?")
_CHANGE_BEFORE = re.compile(r"[由从自][^,。;、\d]{0,6}$")


def quantities(text: str, extra: tuple[Path, ...] = ()) -> list[FoundQuantity]:
    """Every quantity of `text` in offset order, those in Chinese numerals marked `numeral`.

    `extra` names folders with further word files (`units.yaml`). Pure: no state but the compiled vocabulary.
    """
    known = units(extra)
    flat = flattened(text)
    cells = cell_measures(flat, known)
    marks = excluded(flat)
    found = [_found(text, flat, entry, bound) for entry, bound in _resolved(flat, _tokens(flat, marks, known), cells, known)]
    taken = bytearray(marks)
    for entry in found:
        taken[entry.offset : entry.end] = b"\x01" * (entry.end - entry.offset)
    counted = (entry for entry in numerals(flat, known) if not any(taken[entry.start : entry.end]))
    found += [_found(text, flat, entry, None, numeral=True) for entry in counted]
    return sorted(found, key=lambda entry: entry.offset)


def _found(text: str, flat: str, entry: Token, bound: Operator | None, *, numeral: bool = False) -> FoundQuantity:
    unit = entry.unit or UNKNOWN
    exactness = bound or operator(flat, entry.start, entry.end, unit, more=entry.more)
    return FoundQuantity(entry.start, text[entry.start : entry.end], entry.value, unit, exactness, numeral)


def _tokens(flat: str, marks: bytearray, known: Units) -> list[Token]:
    """Every Arabic number outside the excluded spans."""
    found: list[Token] = []
    at = 0
    while (begins := BEGINNING.search(flat, at)) is not None:
        match = NUMBER.match(flat, begins.start())
        if match is None or marks[match.start("digits")]:
            at = match.end() if match else begins.end()
            continue
        if match["sign"] and found and found[-1].end == match.start():
            at = match.start("digits")  # 5万元-10万元: the dash of a range
            continue
        found.append(token(flat, match, known))
        at = found[-1].end
    return found


def _resolved(flat: str, tokens: list[Token], cells: CellMeasures, known: Units) -> list[tuple[Token, Operator | None]]:
    """The tokens that are quantities, with the bound a range gives them; read from the end, where a range prints its unit."""
    result: list[tuple[Token, Operator | None]] = []
    for entry in reversed(tokens):
        following = result[-1][0] if result else None
        if following is not None and _is_range(flat, entry, following):
            result[-1] = (following, Operator.AT_MOST)
            result.append((_sharing(_placed(flat, entry, cells) or entry, following), Operator.AT_LEAST))
            continue
        if following is not None and entry.bare and _SERIES.fullmatch(flat, entry.end, following.start) and not following.bare:
            result.append((_sharing(entry, following), None))
            continue
        placed = _placed(flat, with_unlisted_unit(flat, entry, known), cells)
        if placed is not None and _stands(flat, placed, cells, known):
            result.append((placed, None))
    return result[::-1]


def _stands(flat: str, placed: Token, cells: CellMeasures, known: Units) -> bool:
    if placed.start in cells.by_offset:
        return not (placed.bare and is_code(placed))
    return stands(flat, placed, known)


def _is_range(flat: str, entry: Token, following: Token) -> bool:
    """1—2家, 10%-15%, 5万至10万元; from 65家 to 92家 is a change, not a range."""
    if entry.signed or not _RANGE.fullmatch(flat, entry.end, following.start):
        return False
    if _CHANGE_BEFORE.search(flat, max(0, entry.start - 8), entry.start) and flat[entry.end : following.start].strip() in "至到":
        return False
    return entry.unit is None or entry.unit == following.unit


def _sharing(entry: Token, following: Token) -> Token:
    """The scale printed after the second number counts for the first as well (3—5万元)."""
    return entry.taking(following.factor) if entry.bare else entry


def _placed(flat: str, entry: Token, cells: CellMeasures) -> Token | None:
    """The token with what its cell's header says; None when the cell is a row number or a rank."""
    if entry.start in cells.by_offset:
        measure = cells.by_offset[entry.start]
        if measure is None:
            return None
    else:
        measure = cells.note(flat, entry.start)
    if measure is None or entry.unit is not None:
        return entry
    return entry.taking(measure.factor if entry.bare else Decimal(1), None if measure.unit == UNKNOWN else measure.unit)
