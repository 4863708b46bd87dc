"""A text cut into pieces for the page: plain words, and numbers with what is known of them. Pure Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

NUMBER, FIGURE = "number", "figure"


@dataclass(frozen=True)
class Span:
    """A number in the text. `dress` is the CSS word: a status for a figure, `number` for a bare one; `wrong` when a failing check names it."""

    start: int
    end: int
    dress: str
    title: str = ""
    wrong: bool = False
    corrected: bool = False


@dataclass(frozen=True)
class Piece:
    """A stretch of one line: bare text when `span` is None."""

    text: str
    span: Span | None = None


def spans(result: Mapping[str, object], *, names: Mapping[str, str], corrected: Iterable[int] = ()) -> list[Span]:
    """The numbers of a reading's JSON in order, figures before bare numbers where they overlap."""
    wrong = {offset for check in _rows(result, "checks") if check["holds"] is False for offset in _offsets(check)}
    decided = set(corrected)
    found: dict[int, Span] = {}
    for entry in _rows(result, "quantities"):
        found[_at(entry)] = Span(_at(entry), _end(entry), NUMBER, "", _at(entry) in wrong, _at(entry) in decided)
    for entry in _rows(result, "figures"):
        name = names.get(str(entry["code"]), str(entry["code"]))
        title = f"{name} · {entry['period']}"
        found[_at(entry)] = Span(_at(entry), _end(entry), str(entry["status"]), title, _at(entry) in wrong, _at(entry) in decided)
    return _apart(found[offset] for offset in sorted(found))


def lines(text: str, marks: Sequence[Span]) -> list[list[Piece]]:
    """The text's non-empty lines, each cut at its numbers. Together the pieces give the text back, line ends aside."""
    result: list[list[Piece]] = []
    start, waiting = 0, list(marks)
    for line in text.splitlines(keepends=True):
        body, end = line.rstrip("\r\n"), start + len(line)
        mine = [span for span in waiting if start <= span.start and span.end <= start + len(body)]
        if body.strip():
            result.append(_pieces(text, start, start + len(body), mine))
        waiting = [span for span in waiting if span.start >= end]
        start = end
    return result


def _pieces(text: str, start: int, end: int, marks: Sequence[Span]) -> list[Piece]:
    pieces, place = [], start
    for span in marks:
        if span.start > place:
            pieces.append(Piece(text[place : span.start]))
        pieces.append(Piece(text[span.start : span.end], span))
        place = span.end
    if place < end:
        pieces.append(Piece(text[place:end]))
    return pieces


def _apart(marks: Iterable[Span]) -> list[Span]:
    """Drop a number that begins inside the one before it."""
    kept: list[Span] = []
    for span in marks:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _rows(result: Mapping[str, object], name: str) -> Sequence[Mapping[str, object]]:
    rows = result.get(name, [])
    return rows if isinstance(rows, list) else []


def _offsets(check: Mapping[str, object]) -> Sequence[int]:
    offsets = check["offsets"]
    return offsets if isinstance(offsets, list) else []


def _at(entry: Mapping[str, object]) -> int:
    return int(str(entry["offset"]))


def _end(entry: Mapping[str, object]) -> int:
    return _at(entry) + len(str(entry["number_text"]))
