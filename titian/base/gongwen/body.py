"""The body of a paper: settled blocks → paragraphs and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from titian.base.gongwen.blocks import (
    Annex,
    Attachments,
    Blank,
    Block,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Picture,
    Remark,
    Signature,
    Table,
    Text,
    runs,
    words,
)
from titian.base.gongwen.elements import Element, element
from titian.base.gongwen.layout import TEXT_HEIGHT_TWIPS, TEXT_TWIPS, Fonts, characters, text_width
from titian.base.gongwen.numbers import chinese_day
from titian.base.gongwen.parts import Inline, add_property, blank, paragraph, spacer
from titian.base.gongwen.pictures import picture
from titian.base.gongwen.reading import attachment_lines
from titian.base.gongwen.styles import font
from titian.base.gongwen.tables import table
from titian.base.gongwen.titles import title_lines

_AFTER_TABLE_TWIPS = 200
_SEAL_LINES = 2  # room for the seal over the name
_DATE_RIGHT = 4


def indented(*, left: float = 0, right: float = 0, hanging: float = 0, first: float = 0) -> Element:
    """<w:ind> in characters, each measure said twice (for Word and WPS, for LibreOffice)."""
    attributes: dict[str, int] = {}
    for side, count in {"left": left, "right": right, "hanging": hanging, "firstLine": first}.items():
        if count:
            attributes |= {f"{side}Chars": round(count * 100), side: characters(count)}
    return element("ind", **attributes)


@dataclass
class Body:
    """Draws blocks. Remembers pictures (relation → bytes) and whether a page break is due."""

    inline: Inline
    fonts: Fonts
    pictures: dict[str, bytes] = field(default_factory=dict)
    _drawn: int = 0
    _relations: dict[str, str] = field(default_factory=dict)

    def draw(self, blocks: Sequence[Block], *, landscape: bool = False) -> list[Element]:
        """The blocks of one section."""
        made: list[Element] = []
        due = False
        for block in blocks:
            if isinstance(block, PageBreak):
                due = bool(made)
                continue
            elements = self._block(block, TEXT_HEIGHT_TWIPS if landscape else TEXT_TWIPS)
            if elements and (due or (isinstance(block, Annex) and made)):
                elements, due = _on_new_page(elements), False
            made.extend(elements)
        return made

    def _block(self, block: Block, width: int) -> list[Element]:
        match block:
            case Table():
                return self._table(block, width)
            case Picture():
                return self._picture(block, width)
            case Blank():
                return blank(block.lines)
            case Heading() | Paragraph() | Note():
                return [self._text(block)]
        return self._closing(block)

    def _text(self, block: Heading | Paragraph | Note) -> Element:
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph():
                return paragraph("Body" if block.indent else "Addressee", self.inline.content(block.text))
        return self._note(block.text)

    def _closing(self, block: Block) -> list[Element]:
        match block:
            case Attachments():
                return self._attachments(block)
            case Signature():
                return self._signature(block)
            case Remark():
                text = words(block.text).strip()
                closed = [] if text.startswith(("（", "(")) else ["（", "）"]
                return [paragraph("Body", self.inline.content([*closed[:1], *runs(block.text), *closed[1:]]))]
            case Annex():
                return self._annex(block)
        raise TypeError(f"{type(block).__name__} is no block of a settled outline")

    def _heading(self, block: Heading) -> Element:
        """A heading with text behind it is body text that begins in the heading's font."""
        if not runs(block.run_in):
            return paragraph(f"Heading{block.level}", self.inline.content(block.text))
        faces = {1: font(self.fonts.first), 2: font(self.fonts.second)}
        dress = [faces[block.level]] if block.level in faces else []
        return paragraph("Body", [*self.inline.content(block.text, *dress), *self.inline.content(block.run_in)])

    def _note(self, text: Text) -> Element:
        return paragraph("Note", self.inline.content(text))

    def _table(self, block: Table, width: int) -> list[Element]:
        caption = [paragraph("Caption", self.inline.content(block.caption))] if block.caption else []
        note = [self._note(block.note)] if runs(block.note) else []
        return [*caption, *table(block, self.inline, width), *note, spacer(_AFTER_TABLE_TWIPS)]

    def _picture(self, block: Picture, width: int) -> list[Element]:
        self._drawn += 1
        made = [picture(block, self._relation(block.png), self._drawn, width)]
        if block.caption:
            made.append(paragraph("Caption", self.inline.content(block.caption), element("keepNext", val=0)))
        return [*made, self._note(block.note)] if runs(block.note) else made

    def _relation(self, png: bytes) -> str:
        """One part for pictures with equal bytes."""
        relation = self._relations.setdefault(sha256(png).hexdigest(), f"image{len(self._relations) + 1}")
        self.pictures[relation] = png
        return relation

    def _attachments(self, block: Attachments) -> list[Element]:
        lines = attachment_lines(tuple(block.names))
        first = 3 if len(lines) == 1 else 4
        layouts = [indented(left=2 + first, hanging=first), *[indented(left=6, hanging=1)] * (len(lines) - 1)]
        return [
            *blank(),
            *(paragraph("Normal", self.inline.content(line), layout) for line, layout in zip(lines, layouts, strict=True)),
        ]

    def _signature(self, block: Signature) -> list[Element]:
        day = chinese_day(block.day)
        names = [name.strip() for name in block.issuer.splitlines() if name.strip()]
        longest = max((text_width(name) for name in names), default=0.0)
        day_right, name_right = _signature_indents(longest, text_width(day), sealed=block.sealed)
        signed = []
        for name in names:
            right = name_right + (longest - text_width(name)) / 2
            signed.append(paragraph("Normal", self.inline.content(name), element("keepNext"), *_from_right(right)))
        space = [add_property(empty, element("keepNext")) for empty in blank(_SEAL_LINES if block.sealed else 1)]
        return [*space, *signed, paragraph("Normal", self.inline.content(day), *_from_right(day_right))]

    def _annex(self, block: Annex) -> list[Element]:
        label = paragraph("AnnexLabel", self.inline.content(block.label))
        if not block.title:
            return [label]
        title = paragraph("Title", self.inline.content("\n".join(title_lines(block.title))))
        return [label, *blank(), title, *blank()]


def _signature_indents(name: float, day: float, *, sealed: bool) -> tuple[float, float]:
    """Characters between the right edge and the date, and the name (GB/T 9704 7.3.5.1 and 7.3.5.2)."""
    if sealed:
        day_right = max(_DATE_RIGHT, (name - day) / 2)
        return day_right, day_right + (day - name) / 2
    day_right = max(2.0, name - day)
    return day_right, day_right + day + 2 - name


def _from_right(count: float) -> tuple[Element, Element]:
    """Right aligned, so many characters in from the edge."""
    return indented(right=count), element("jc", val="right")


def _on_new_page(elements: list[Element]) -> list[Element]:
    if not str(elements[0].tag).endswith("}p"):
        elements = [spacer(20), *elements]
    add_property(elements[0], element("pageBreakBefore"))
    return elements
