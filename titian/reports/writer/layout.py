"""The composed paper as blocks of an official paper; the same for the .docx and for the page. Pure Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from titian.base.gongwen.blocks import Block, Heading, Paragraph, Points, Run, words
from titian.reports.wording.pieces import Piece, Written
from titian.reports.writer.outline import POINTS
from titian.reports.writer.written import Composed, WrittenSection

# Where a printed number leads to (absolute address, "" nowhere) and what is told about it.
Link = Callable[[Written], str]

# Up to so many characters 一是…二是… run on in one paragraph; longer, every point has its own.
_ONE_PARAGRAPH = 160


def no_link(written: Written) -> str:
    return ""


def body(composed: Composed, link: Link = no_link) -> list[Block]:
    """Headings, paragraphs, 一是/二是: everything between the title and the signature."""
    return [block for section in composed.sections for block in section_blocks(section, link)]


def section_blocks(section: WrittenSection, link: Link = no_link) -> list[Block]:
    blocks: list[Block] = []
    if section.plan.level and section.title:
        blocks.append(Heading(section.plan.level, section.title))
    narrative = _narrative(section, link)
    generated = _generated(section, link)
    both = (*generated, *narrative) if section.plan.narrative_last else (*narrative, *generated)
    return [*blocks, *both]


def text_runs(pieces: Iterable[Piece], link: Link = no_link) -> tuple[Run, ...]:
    """Pieces as runs; a printed number carries its link and what a reviewer wants to know of it."""
    return tuple(
        Run(piece.text, href=link(piece.written), tip=tip(piece.written)) if piece.written else Run(piece.text) for piece in pieces
    )


def tip(written: Written) -> str:
    """代码 · 期间 · 口径 · 截至 · 台账几行, for the pointer."""
    day = f"截至{written.as_of.isoformat()}" if written.as_of else ""
    rows = f"台账{written.rows}行" if written.counted else ""
    return " · ".join(part for part in (written.code, written.key.period.label, written.key.qualifiers, day, rows) if part)


def _narrative(section: WrittenSection, link: Link) -> list[Block]:
    rows = []
    for row in section.narrative:
        pieces = [piece for line in row if line.sentence for piece in line.sentence.pieces]
        if pieces:
            rows.append(Paragraph(text_runs(pieces, link)))
    return list(rows)


def _generated(section: WrittenSection, link: Link) -> list[Block]:
    texts: Sequence[tuple[Run, ...]] = [text_runs(point.pieces, link) for point in section.points if point.pieces]
    if section.plan.style == POINTS and len(texts) > 1:
        return [Points(texts, inline=sum(len(words(text)) for text in texts) <= _ONE_PARAGRAPH)]
    return [Paragraph(text) for text in texts]
