"""Paragraphs and runs: the two elements everything in a paper is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from titian.base.gongwen.blocks import Run, Text, runs
from titian.base.gongwen.elements import Element, element, name, text_element
from titian.base.gongwen.styles import exact, size

_BOOKMARK = re.compile(r"[^\w]")
# The order the schema wants; Word refuses some files that mix it up.
_PARAGRAPH_ORDER = (
    *(
        "pStyle",
        "keepNext",
        "keepLines",
        "pageBreakBefore",
        "framePr",
        "widowControl",
        "pBdr",
        "shd",
        "tabs",
        "kinsoku",
        "overflowPunct",
    ),
    *("autoSpaceDE", "autoSpaceDN", "adjustRightInd", "snapToGrid", "spacing", "ind", "jc", "outlineLvl", "rPr", "sectPr"),
)
_RUN_ORDER = ("rStyle", "rFonts", "b", "bCs", "color", "spacing", "w", "sz", "szCs", "u", "shd")


def in_order(properties: Iterable[Element], order: Sequence[str]) -> list[Element]:
    """Children of a pPr and its like, sorted as the schema wants them."""
    rank = {name: place for place, name in enumerate(order)}
    return sorted(properties, key=lambda child: rank[str(child.tag).rpartition("}")[2]])


def paragraph(style: str, content: Iterable[Element] = (), *properties: Element) -> Element:
    """<w:p> of a named style with direct properties on top."""
    layout = in_order([element("pStyle", val=style), *properties], _PARAGRAPH_ORDER)
    return element("p", element("pPr", *layout), *content)


def blank(lines: int = 1) -> list[Element]:
    return [paragraph("Normal") for _ in range(lines)]


def spacer(height_twips: int, *properties: Element) -> Element:
    """An empty paragraph of an exact height."""
    return paragraph("Normal", (), exact(height_twips), element("rPr", *size(1)), *properties)


def plain_run(text: str, *properties: Element) -> Element:
    """<w:r>. The hint makes quotation marks, dashes and dots take the Chinese font."""
    named = {str(child.tag).rpartition("}")[2]: child for child in properties}
    fonts = named.setdefault("rFonts", element("rFonts"))
    fonts.set(name("hint"), "eastAsia")
    return element("r", element("rPr", *in_order(named.values(), _RUN_ORDER)), *_pieces(text))


def _pieces(text: str) -> list[Element]:
    """Text with line ends and tabs as their own elements."""
    kinds = {"\n": "br", "\t": "tab"}
    return [element(kinds[piece]) if piece in kinds else text_element(piece) for piece in re.split(r"([\n\t])", text) if piece]


@dataclass
class Inline:
    """Turns runs into elements; remembers links and bookmarks of the paper. Without `check` only the words are written."""

    check: bool
    links: dict[str, str] = field(default_factory=dict)
    _bookmarks: set[str] = field(default_factory=set)

    def content(self, text: Text, *properties: Element) -> list[Element]:
        """Elements for a paragraph; `properties` go on every run (copied)."""
        return [made for run in runs(text) for made in self._run(run, properties)]

    def _run(self, run: Run, properties: Sequence[Element]) -> list[Element]:
        dress = [deepcopy(child) for child in properties]
        if run.bold:
            dress.append(element("b"))
        if not self.check:
            return [plain_run(run.text, *dress)]
        if run.marked:
            dress.append(element("shd", val="clear", color="auto", fill="FEF3C7"))
        if run.href:
            dress.insert(0, element("rStyle", val="Hyperlink"))
        made = plain_run(run.text, *dress)
        return self._bookmarked(run, self._linked(run, made) if run.href else made)

    def _linked(self, run: Run, made: Element) -> Element:
        tip = {"tooltip": run.tip[:255]} if run.tip else {}
        if run.href.startswith("#"):
            return element("hyperlink", made, anchor=bookmark_name(run.href[1:]), history=1, **tip)
        relation = self.links.setdefault(run.href, f"link{len(self.links) + 1}")
        return element("hyperlink", made, r__id=relation, history=1, **tip)

    def _bookmarked(self, run: Run, made: Element) -> list[Element]:
        target = bookmark_name(run.bookmark) if run.bookmark else ""
        if not target or target in self._bookmarks:
            return [made]
        self._bookmarks.add(target)
        number = len(self._bookmarks)
        return [element("bookmarkStart", id=number, name=target), made, element("bookmarkEnd", id=number)]


def bookmark_name(text: str) -> str:
    """What Word takes for a bookmark: letters, figures and _, a letter first, at most 40."""
    return ("b_" + _BOOKMARK.sub("_", text))[:40] if not text[:1].isalpha() else _BOOKMARK.sub("_", text)[:40]


def add_property(made: Element, *properties: Element) -> Element:
    """Put more properties on a paragraph, in the schema's order; returns it."""
    layout = made[0]
    layout[:] = in_order([*layout, *properties], _PARAGRAPH_ORDER)
    return made
