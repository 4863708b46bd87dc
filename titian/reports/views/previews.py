"""The live preview of sentence templates: what each would print now, what is dropped, what is missing, what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.forms import BoundField

from titian.figures.asked import counted_address
from titian.reports.forms import SectionForm
from titian.reports.models import Section
from titian.reports.wording.facts import Facts
from titian.reports.wording.pieces import Piece
from titian.reports.wording.sentences import Omitted, Sentence
from titian.reports.writer.composing import write_line
from titian.reports.writer.outline import Line, Point
from titian.reports.writer.sheet import place_of
from titian.reports.writer.written import Broken


@dataclass(frozen=True)
class ShownPiece:
    text: str
    url: str = ""


@dataclass(frozen=True)
class Preview:
    """`pieces` as printed (empty: nothing is), `gaps` why not or what fell, `faults` what is wrong with the template, `differences` where
    rows and books say different things of a printed number."""

    pieces: Sequence[ShownPiece] = ()
    differences: Sequence[ShownPiece] = ()
    gaps: Sequence[str] = ()
    faults: Sequence[str] = ()
    is_spare: bool = False


@dataclass(frozen=True)
class LineRow:
    line: Line
    text: BoundField
    on: BoundField
    shown: Preview


@dataclass(frozen=True)
class PointRow:
    point: Point
    topic: BoundField
    lines: Sequence[LineRow]


def previews(section: Section, form: SectionForm, facts: Facts) -> list[PointRow]:
    """Every sentence of a section with its field and what it would print."""
    facts = _aimed(section, facts)
    rows = []
    for fields in form.rows():
        lines = [
            LineRow(
                entry.line,
                entry.text,
                entry.on,
                _preview(entry.line, str(entry.text.value() or ""), facts, bool(fields.point.lead)),
            )
            for entry in fields.lines
        ]
        rows.append(PointRow(fields.point, fields.topic, lines))
    return rows


def preview_of(text: str, facts: Facts, section: Section) -> Preview:
    """One text of possibly several lines."""
    facts = _aimed(section, facts)
    shown = [_preview(Line("", line), line, facts, fragment=False) for line in text.splitlines() if line.strip()]
    return Preview(
        pieces=[piece for entry in shown for piece in entry.pieces],
        differences=[piece for entry in shown for piece in entry.differences],
        gaps=[gap for entry in shown for gap in entry.gaps],
        faults=[fault for entry in shown for fault in entry.faults],
    )


def _preview(line: Line, text: str, facts: Facts, fragment: bool) -> Preview:
    outcome = write_line(Line(line.key, text.strip()), facts, fragment=fragment).outcome
    if isinstance(outcome, Broken):
        return Preview(faults=[str(fault) for fault in outcome.faults])
    if isinstance(outcome, Omitted):
        return Preview(gaps=[gap.message for gap in outcome.gaps], is_spare=line.spare)
    if isinstance(outcome, Sentence):
        pieces, differing = [_piece(piece) for piece in outcome.pieces], list(_differences(outcome, facts))
        return Preview(pieces, differing, list(outcome.notes), is_spare=line.spare)
    return Preview()


def _differences(sentence: Sentence, facts: Facts) -> Iterator[ShownPiece]:
    """«台账计47家，账面认定50家，相差3家», opening to both."""
    for written in sentence.written:
        out = facts.outgoing(written.key, written.as_of) if written.is_figure else None
        if out and out.told and out.tally:
            yield ShownPiece(out.told, counted_address(out.tally.key, out.tally.day))


def _piece(piece: Piece) -> ShownPiece:
    return ShownPiece(piece.text, place_of(piece.written) if piece.written else "")


def _aimed(section: Section, facts: Facts) -> Facts:
    return facts.aiming(facts.frame.planned) if section.role == "plan" else facts
