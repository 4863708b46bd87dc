"""The paper as the page shows it: the blocks of the clean edition, numbered, with every number linking to its figure inside the house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from titian.base.gongwen.blocks import (
    Attachments,
    Block,
    Cell,
    Heading,
    Landscape,
    Note,
    Paragraph,
    Remark,
    Run,
    Signature,
    Table,
    TableCell,
    runs,
)
from titian.base.gongwen.numbers import chinese_day
from titian.base.gongwen.outline import settled
from titian.base.gongwen.paper import Paper
from titian.base.gongwen.reading import addressee_line, attachment_lines
from titian.figures.asked import counted_address
from titian.reports.wording.pieces import Written

WIDE = 7


@dataclass(frozen=True)
class Shown:
    """One paragraph of the page: `kind` names its dress (title, heading1 … heading4, text, plain, right, note, table)."""

    kind: str
    runs: Sequence[Run] = ()
    head: Sequence[Sequence[ShownCell]] = ()
    rows: Sequence[Sequence[ShownCell]] = ()

    @property
    def is_wide(self) -> bool:
        """A table of more columns than an upright sheet holds."""
        return bool(self.head) and len(self.head[-1]) > WIDE


@dataclass(frozen=True)
class ShownCell:
    runs: Sequence[Run]
    columns: int = 1
    rows: int = 1


def place_of(written: Written) -> str:
    """The rows behind a counted number; the page of a stated figure, of the target where only that has one."""
    if written.counted and written.as_of:
        return counted_address(written.key, written.as_of)
    if written.figure:
        return reverse("figures:figure", args=[written.figure])
    return reverse("figures:target", args=[written.target]) if written.target else ""


def sheet(paper: Paper) -> list[Shown]:
    """Everything on the sheet in reading order."""
    shown = [Shown("title", runs(paper.title.replace("\n", "")))]
    if paper.number:
        shown.insert(0, Shown("number", runs(paper.number)))
    if paper.subtitle:
        shown.append(Shown("subtitle", runs(paper.subtitle)))
    if paper.addressed_to:
        shown.append(Shown("plain", runs(addressee_line(paper.addressed_to))))
    for block in settled(paper.blocks, check=False):
        shown += _shown(block)
    if paper.tail and paper.tail.copies:
        shown.append(Shown("note", runs(f"抄送：{paper.tail.copies}")))
    return shown


def _shown(block: Block) -> list[Shown]:
    shown: list[Shown] = []
    match block:
        case Heading():
            shown = [Shown(f"heading{block.level}", (*runs(block.text), *runs(block.run_in)))]
        case Paragraph():
            shown = [Shown("text" if block.indent else "plain", runs(block.text))]
        case Note() | Remark():
            shown = [Shown("note", runs(block.text))]
        case Table():
            shown = _table(block)
        case Attachments():
            shown = [Shown("text", runs(line)) for line in attachment_lines(tuple(block.names))]
        case Signature():
            shown = [Shown("right", runs(block.issuer)), Shown("right", runs(chinese_day(block.day)))]
        case Landscape():
            shown = [inner for part in block.blocks for inner in _shown(part)]
    return shown


def _table(block: Table) -> list[Shown]:
    shown = [Shown("caption", runs(block.caption))] if block.caption else []
    shown.append(
        Shown(
            "table",
            head=[[_cell(cell) for cell in row] for row in block.head],
            rows=[[_cell(cell) for cell in row] for row in block.rows],
        )
    )
    return [*shown, Shown("note", runs(block.note))] if block.note else shown


def _cell(cell: TableCell) -> ShownCell:
    if isinstance(cell, Cell):
        return ShownCell(runs(cell.text), cell.columns, cell.rows)
    return ShownCell(runs(cell))
