"""A sentence as pieces: plain words, and numbers that know which figure they print. Pure Python."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from titian.base.quantities import Operator
from titian.figures.key import FigureKey
from titian.reports.wording.terms import View

# Left over when a part is dropped: marks at the head, marks before a stronger one, marks after one that opens, empty brackets.
_LEFTOVERS = (
    re.compile(r"^[，、；：。\s]+"),
    re.compile(r"（[，、；\s]*）"),
    re.compile(r"[，、；：]+(?=[。！？）])"),
    re.compile(r"[，、]+(?=；)"),
    re.compile(r"(?<=[，、；：（])[，、；]+"),
    re.compile(r"(?<=[。！？])[，、；。]+"),
)
_ENDS = "。！？…"


@dataclass(frozen=True)
class Written:
    """A number as it was printed.

    `value` is the stored value, `said` what the print says (rounded to the printed decimals), both in `unit`; `high` the upper end of a
    range. `key` is the figure's identity, `period` and `status` what a reader of the sentence takes them to be. A derived number
    (growth, completion) has `is_figure` False and the key of the figure it was computed from. `counted`: it comes from `rows` of the
    registers as of `as_of`; else `figure` is the statement of the books.
    """

    key: FigureKey
    view: View
    printed: str
    value: Decimal
    said: Decimal
    unit: str
    operator: Operator = Operator.EXACT
    high: Decimal | None = None
    period: str = ""
    status: str = ""
    as_of: date | None = None
    figure: int | None = None
    target: int | None = None
    names: tuple[str, ...] = ()
    is_figure: bool = True
    counted: bool = False
    rows: int = 0

    @property
    def code(self) -> str:
        return self.key.indicator

    @property
    def is_stated(self) -> bool:
        """A figure, or a target of whatever measure: something with a source. Growth and completion are computed from such."""
        return self.is_figure or self.view in {View.TARGET, View.GOAL}


@dataclass(frozen=True)
class Piece:
    """Words of a sentence; with `written` they are a printed number."""

    text: str
    written: Written | None = None


def text_of(pieces: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def tidied(pieces: Sequence[Piece], *, ending: str = "") -> tuple[Piece, ...]:
    """Take away the marks a dropped part leaves behind and close the sentence with `ending` when it is open."""
    for pattern in _LEFTOVERS:
        pieces = _without(pieces, pattern)
    kept = tuple(piece for piece in pieces if piece.text)
    if ending and kept and kept[-1].text.rstrip("”’）")[-1:] not in _ENDS:
        return _closed(kept, ending)
    return kept


def opened(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """A sentence without its full stop, to be continued."""
    if not pieces or pieces[-1].written:
        return pieces
    last = replace(pieces[-1], text=pieces[-1].text.rstrip("。"))
    return (*pieces[:-1], last) if last.text else pieces[:-1]


def _closed(pieces: tuple[Piece, ...], ending: str) -> tuple[Piece, ...]:
    last = pieces[-1]
    if last.written:
        return (*pieces, Piece(ending))
    return (*pieces[:-1], replace(last, text=last.text.rstrip("，、；：") + ending))


def _without(pieces: Sequence[Piece], pattern: re.Pattern[str]) -> Sequence[Piece]:
    """Delete what `pattern` finds in the whole text, wherever the pieces part it; printed numbers are never touched."""
    spans = [match.span() for match in pattern.finditer(text_of(pieces))]
    if not spans:
        return pieces
    result, place = [], 0
    for piece in pieces:
        kept = piece.text
        if piece.written is None:
            kept = "".join(char for offset, char in enumerate(piece.text, place) if not any(a <= offset < b for a, b in spans))
        result.append(replace(piece, text=kept))
        place += len(piece.text)
    return result
