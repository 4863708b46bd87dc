"""From an outline to what is printed: parts of the other edition dropped, headings, points and captions numbered. Pure values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from titian.base.gongwen.blocks import (
    Annex,
    Block,
    CheckOnly,
    Heading,
    Landscape,
    Paragraph,
    Picture,
    Points,
    Run,
    Table,
    runs,
    words,
)
from titian.base.gongwen.numbering import HeadingCounter, enumerate_texts


def settled(blocks: Sequence[Block], *, check: bool) -> list[Block]:
    """Blocks with nothing left to decide: no CheckOnly, no Points, every number in the text."""
    kept = list(_kept(blocks, check=check))
    flat = list(_flat(kept))
    numbering = _Numbering(
        tables=sum(isinstance(block, Table) and bool(block.caption) for block in flat) > 1,
        pictures=sum(isinstance(block, Picture) and bool(block.caption) for block in flat) > 1,
    )
    return [made for block in kept for made in numbering.settle(block)]


def _kept(blocks: Iterable[Block], *, check: bool) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, CheckOnly):
            yield from _kept(block.blocks, check=check) if check else ()
        elif isinstance(block, Landscape):
            if inner := list(_kept(block.blocks, check=check)):
                yield Landscape(inner)
        else:
            yield block


def _flat(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield from _flat(block.blocks) if isinstance(block, Landscape) else (block,)


@dataclass
class _Numbering:
    """Counts through one paper. Captions are numbered where there is more than one of their kind."""

    tables: bool
    pictures: bool
    headings: HeadingCounter = field(default_factory=HeadingCounter)
    counted: dict[str, int] = field(default_factory=dict)

    def settle(self, block: Block) -> list[Block]:
        match block:
            case Heading():
                return [self._heading(block)]
            case Points():
                return list(_points(block))
            case Table() if block.caption and self.tables:
                return [replace(block, caption=self._caption("表", block.caption))]
            case Picture() if block.caption and self.pictures:
                return [replace(block, caption=self._caption("图", block.caption))]
            case Landscape():
                return [Landscape([made for inner in block.blocks for made in self.settle(inner)])]
            case Annex():
                self.headings.restart()
        return [block]

    def _heading(self, block: Heading) -> Heading:
        label = [Run(self.headings.label(block.level))] if block.numbered else []
        return replace(block, text=(*label, *_stopped(block)), numbered=False)

    def _caption(self, kind: str, caption: str) -> str:
        self.counted[kind] = self.counted.get(kind, 0) + 1
        return f"{kind}{self.counted[kind]}　{caption}"


def _stopped(block: Heading) -> tuple[Run, ...]:
    """The heading's runs; with text behind it, it ends in a full stop."""
    closed = words(block.text)[-1:] in "。：；！？"
    return runs(block.text) if closed or not runs(block.run_in) else (*runs(block.text), Run("。"))


def _points(block: Points) -> Iterator[Paragraph]:
    """One paragraph, or one for the lead and one for every point."""
    points, lead = enumerate_texts(block.points), runs(block.lead)
    if block.inline:
        whole = (*lead, *(run for point in points for run in point))
        yield from [Paragraph(whole)] if points else []
        return
    if lead and points:
        yield Paragraph(lead)
    yield from (Paragraph(point) for point in points)
