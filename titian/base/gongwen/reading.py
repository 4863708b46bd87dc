"""A paper as plain text, for counting words and pasting: the same words, in the same order, as the .docx prints them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from titian.base.gongwen.blocks import (
    Annex,
    Attachments,
    Block,
    Cell,
    Heading,
    Landscape,
    Note,
    Paragraph,
    Picture,
    Remark,
    Signature,
    Table,
    TableCell,
    words,
)
from titian.base.gongwen.numbers import chinese_day
from titian.base.gongwen.outline import settled

if TYPE_CHECKING:
    from titian.base.gongwen.paper import Paper


def addressee_line(name: str) -> str:
    """主送机关 closed by one full-width colon."""
    return name.strip().rstrip(":：") + "："


def attachment_lines(names: tuple[str, ...]) -> list[str]:
    """附件：名称, numbered when there are several; no full stop behind a name."""
    bare = [name.strip().rstrip("。；;，,.") for name in names]
    if len(bare) == 1:
        return [f"附件：{bare[0]}"]
    return [f"{'附件：' if number == 1 else ''}{number}.{name}" for number, name in enumerate(bare, 1)]


def lines(paper: Paper) -> list[str]:
    """One line a paragraph; a table row is a line with tabs between its cells."""
    head = [paper.title.replace("\n", ""), paper.subtitle, addressee_line(paper.addressed_to) if paper.addressed_to else ""]
    body = [line for block in settled(paper.blocks, check=paper.edition == "check") for line in _lines(block)]
    return [line for line in (*head, *body) if line]


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield words(block.text) + words(block.run_in)
        case Paragraph() | Note() | Remark():
            yield words(block.text)
        case Table():
            yield from (block.caption, f"单位：{block.unit}" if block.unit else "")
            yield from ("\t".join(map(_cell_words, row)) for row in (*block.head, *block.rows))
            yield words(block.note)
        case Picture():
            yield from (block.caption, words(block.note))
        case Attachments():
            yield from attachment_lines(tuple(block.names))
        case Signature():
            yield from (block.issuer, chinese_day(block.day))
        case Annex():
            yield from (block.label, block.title)
        case Landscape():
            for inner in block.blocks:
                yield from _lines(inner)


def _cell_words(cell: TableCell) -> str:
    return words(cell.text if isinstance(cell, Cell) else cell)
