"""A Paper → the bytes of its .docx."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from titian.base.gongwen.blocks import Annex, Block, Landscape, Signature
from titian.base.gongwen.body import Body
from titian.base.gongwen.elements import Element, element, root
from titian.base.gongwen.footers import CHECK_REMARK, Margins, margins, section
from titian.base.gongwen.heads import closing, opening
from titian.base.gongwen.outline import settled
from titian.base.gongwen.package import Package, Properties
from titian.base.gongwen.parts import Inline, add_property, spacer
from titian.base.gongwen.styles import font_table, settings, styles

if TYPE_CHECKING:
    from titian.base.gongwen.paper import Paper

Section = tuple[bool, list[Block]]  # does the sheet lie on its side, and what is on it
_NO_DAY = date(2000, 1, 1)


def render(paper: Paper) -> bytes:
    """The whole file."""
    sections = _sections(settled(paper.blocks, check=paper.edition == "check"), upright=bool(paper.letterhead))
    package, page = Package(), margins(paper, turned=any(landscape for landscape, _ in sections))
    inline = Inline(check=paper.edition == "check")
    body = Body(inline, paper.fonts)
    document = root("document", element("body", *_content(paper, sections, body, page)))
    package.add("document.xml", "document", document)
    for file, tree in {"styles": styles(paper.fonts), "settings": settings(), "fontTable": font_table(paper.fonts)}.items():
        package.add(f"{file}.xml", file, tree, relation=file)
    for name, tree in page.parts.items():
        package.add(f"{name}.xml", name.partition("-")[0], tree, relation=name)
    for relation, png in body.pictures.items():
        package.add_picture(relation, png)
    for address, relation in inline.links.items():
        package.add_link(relation, address)
    return package.zipped(_properties(paper))


def _content(paper: Paper, sections: list[Section], body: Body, page: Margins) -> list[Element]:
    """The children of <w:body>: sections one after the other, each closed by its sectPr."""
    made: list[Element] = []
    for index, (landscape, blocks) in enumerate(sections):
        first, last = index == 0, index == len(sections) - 1
        elements = [*(opening(paper, body.inline) if first else []), *body.draw(blocks, landscape=landscape)]
        if last and paper.tail:
            elements.extend(closing(paper.tail, body.inline, letter=paper.letterhead == "letter"))
        properties = section(page, landscape=landscape, first=first)
        made.extend([*elements, properties] if last else _closed(elements, properties))
    return made


def _sections(blocks: list[Block], *, upright: bool) -> list[Section]:
    """Blocks by the way the sheet lies. The title stands on the sheet of what comes first, under a red head always `upright`."""
    made: list[Section] = [(not upright and _begins_turned(blocks), [])]
    for block in blocks:
        landscape = isinstance(block, Landscape)
        if made[-1][0] != landscape:
            made.append((landscape, []))
        made[-1][1].extend(block.blocks if isinstance(block, Landscape) else [block])
    return made


def _begins_turned(blocks: list[Block]) -> bool:
    """An annex on its side has a page of its own: the title is not its own."""
    first = blocks[0] if blocks else None
    return isinstance(first, Landscape) and not isinstance(next(iter(first.blocks), None), Annex)


def _closed(elements: list[Element], properties: Element) -> list[Element]:
    """A section's end sits in its last paragraph; after a table one is made for it."""
    if not elements or not str(elements[-1].tag).endswith("}p"):
        elements = [*elements, spacer(20)]
    add_property(elements[-1], properties)
    return elements


def _properties(paper: Paper) -> Properties:
    signed = [block.day for block in paper.blocks if isinstance(block, Signature)]
    day = paper.day or (signed[-1] if signed else _NO_DAY)
    return Properties(paper.title, day, CHECK_REMARK if paper.edition == "check" else "")
