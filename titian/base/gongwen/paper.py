"""The builder of a paper: blocks in, .docx bytes out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from titian.base.gongwen.blocks import (
    Align,
    Annex,
    Attachments,
    Blank,
    Block,
    CheckOnly,
    Heading,
    Landscape,
    Note,
    PageBreak,
    Paragraph,
    Picture,
    Points,
    Remark,
    Signature,
    Table,
    TableCell,
    Text,
)
from titian.base.gongwen.layout import Fonts
from titian.base.gongwen.numbers import document_number
from titian.base.gongwen.reading import lines
from titian.base.gongwen.render import render

Edition = Literal["clean", "check"]
Letterhead = Literal["file", "letter"]


@dataclass(frozen=True)
class Imprint:
    """版记: who gets copies, who printed and when. A letter prints the copies only."""

    copies: str = ""
    printed_by: str = ""
    printed_on: date | None = None


@dataclass
class Paper:
    """A paper under construction. Methods append blocks in reading order and return the paper; `save()` gives the .docx.

    title        the heading of the paper; «\\n» breaks it by hand, otherwise `titles.title_lines` does
    edition      clean: no links, tips, bookmarks, marks or `CheckOnly` blocks, document properties scrubbed; check: all of them
    letterhead   file: red 发文机关标志, 文号 and red line on top (文件格式);
                 letter: 信函格式 with two red double lines; None: title only
    issuer       the 发文机关 of the letterhead; in the file form 文件 is added unless the name ends with it
    number       文号, checked by `numbers.document_number` (raises DocumentNumberError)
    subtitle     a line in 楷体 under the title: （2026年6月30日）, 张某某
    signer       签发人 of a paper that goes up (the 文号 then moves to the left)
    mark         A, B, C or D at the top right of a reply letter
    day          the day in the document properties (none: that of the signature)
    """

    title: str
    edition: Edition = "clean"
    issuer: str = ""
    number: str = ""
    letterhead: Letterhead | None = None
    subtitle: str = ""
    copy_number: str = ""
    secrecy: str = ""
    urgency: str = ""
    signer: str = ""
    mark: str = ""
    day: date | None = None
    fonts: Fonts = field(default_factory=Fonts)
    blocks: list[Block] = field(default_factory=list)
    addressed_to: str = ""
    tail: Imprint | None = None

    def __post_init__(self) -> None:
        if self.number:
            self.number = document_number(self.number)

    def add(self, block: Block) -> Paper:
        self.blocks.append(block)
        return self

    def extend(self, blocks: Iterable[Block]) -> Paper:
        """Put a whole outline in."""
        self.blocks.extend(blocks)
        return self

    def addressee(self, name: str) -> Paper:
        """主送机关 or 称谓 under the title, from the left edge, closed by a full-width colon."""
        self.addressed_to = name
        return self

    def heading(self, level: int, text: Text, run_in: Text = "", *, numbered: bool = True) -> Paper:
        """一、（一）1.（1）: numbers are counted, not passed. `run_in` continues in the same paragraph."""
        return self.add(Heading(level, text, run_in, numbered))

    def paragraph(self, text: Text, *, indent: bool = True) -> Paper:
        """Body text; a plain string with line ends becomes several paragraphs."""
        parts: list[Text] = [line for line in re.split(r"[\r\n]+", text) if line.strip()] if isinstance(text, str) else [text]
        return self.extend(Paragraph(part, indent) for part in parts)

    def points(self, points: Sequence[Text], *, lead: Text = "", inline: bool = True) -> Paper:
        """一是…二是…: numbered when written; one point alone is printed without 一是."""
        return self.add(Points(points, lead, inline))

    def table(
        self,
        head: Sequence[Sequence[TableCell]],
        rows: Sequence[Sequence[TableCell]],
        *,
        widths: Sequence[float] | None = None,
        caption: str = "",
        unit: str = "",
        note: Text = "",
        align: Sequence[Align] | None = None,
        grid: bool = False,
    ) -> Paper:
        """A table; see `blocks.Table`."""
        return self.add(Table(head, rows, widths, caption, unit, note, align, grid))

    def picture(self, png: bytes, width_mm: float = 150, caption: str = "", note: Text = "", alternative: str = "") -> Paper:
        return self.add(Picture(png, width_mm, caption, note, alternative))

    def note(self, text: Text) -> Paper:
        """Small print: sources, calibres."""
        return self.add(Note(text))

    def attachments(self, names: Sequence[str]) -> Paper:
        """附件说明."""
        return self.add(Attachments(names))

    def signature(self, issuer: str, day: date, *, sealed: bool = True) -> Paper:
        """署名 and 成文日期."""
        return self.add(Signature(issuer, day, sealed))

    def remark(self, text: Text) -> Paper:
        """附注: （联系人：…）."""
        return self.add(Remark(text))

    def imprint(self, copies: str = "", printed_by: str = "", printed_on: date | None = None) -> Paper:
        """版记 at the foot of the last page."""
        self.tail = Imprint(copies, printed_by, printed_on)
        return self

    def annex(self, label: str, title: str = "") -> Paper:
        """Begin an attachment on a new page."""
        return self.add(Annex(label, title))

    def landscape(self, blocks: Sequence[Block]) -> Paper:
        """Blocks on pages turned sideways."""
        return self.add(Landscape(blocks))

    def check_only(self, blocks: Sequence[Block]) -> Paper:
        """Blocks that the clean edition leaves out."""
        return self.add(CheckOnly(blocks))

    def blank(self, lines: int = 1) -> Paper:
        return self.add(Blank(lines))

    def page_break(self) -> Paper:
        return self.add(PageBreak())

    def save(self) -> bytes:
        """The .docx; the same paper gives the same bytes."""
        return render(self)

    def text(self) -> str:
        """The words from the title to the last block, one line a paragraph (a table row: cells parted by tabs), all numbers counted.

        Without letterhead and 版记: what is counted and pasted.
        """
        return "\n".join(lines(self))
