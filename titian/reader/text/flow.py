"""HTML elements → lines of text: blocks break lines, data tables become rows of cells, layout tables simply flow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from titian.reader.text.tables import Grid

INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby s samp small "
    "span strike strong sub sup time tt u var wbr o:p st1:chsdate".split()
)
_SMALL = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_HAN = r"[⺀-鿿豈-﫿\u3000-〿\uff00-\uffef]"
_WRAPPED = re.compile(rf"(?<={_HAN})[ \t\r]*\n\s*|[ \t\r]*\n\s*(?={_HAN})")
_SPACES = re.compile(r"[\s\u00a0\u2002-\u200a\u3000]+")
_NOTHING = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")


def tidy(text: str) -> str:
    """Spaces as a reader sees them: runs are one, a line end beside Chinese is none, none at either end."""
    return _SPACES.sub(" ", _WRAPPED.sub("", _NOTHING.sub("", text))).strip()


def tidy_line(text: str) -> str:
    """A line whose spaces may part columns: a tab stays a tab, two and more spaces are two, one is one."""
    return _SPACES.sub(_column_gap, _NOTHING.sub("", text)).strip()


def _column_gap(run: re.Match[str]) -> str:
    return "\t" if "\t" in run[0] else "  " if len(run[0]) > 1 or run[0] == "\u3000" else " "


def raised(text: str) -> str:
    """A superscript square or cube: 平方m2 → m²; other superscripts (marks of notes) stay as they are."""
    return text.translate(_SMALL) if text.strip() in {"2", "3"} else text


def text_of(node: etree._Element) -> str:
    """All text of an element, tidied."""
    return tidy("".join(str(text) for text in node.itertext()))


@dataclass(frozen=True)
class Block:
    """A line with how much of it is the text of links, and whether it is a row of a table."""

    text: str
    linked: int = 0
    row: bool = False


@dataclass
class _Paragraph:
    parts: list[str] = field(default_factory=list)
    linked: int = 0

    def add(self, text: str | None, *, linked: bool) -> None:
        if text:
            self.parts.append(text)
            self.linked += len(text.strip()) if linked else 0

    def taken(self) -> Iterator[Block]:
        """The block so far, if it says anything; the paragraph is empty afterwards."""
        text = tidy("".join(self.parts))
        if text:
            yield Block(text, self.linked)
        self.parts, self.linked = [], 0


def blocks(root: etree._Element, *, tables: bool = True) -> Iterator[Block]:
    """The lines of an element in reading order. With `tables` False a table flows like everything else."""
    paragraph, links = _Paragraph(), 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, node in walk:
        if node.tag not in INLINE:
            yield from paragraph.taken()
        links += {"start": 1, "end": -1}[event] if node.tag == "a" else 0
        if event == "start" and tables and node.tag == "table" and is_data_table(node):
            walk.skip_subtree()
            yield from _table(node)
        elif event == "start":
            yield from _text_of(node, paragraph, linked=links > 0)
        elif node is not root:
            paragraph.add(node.tail, linked=links > 0)
    yield from paragraph.taken()


def _text_of(node: etree._Element, paragraph: _Paragraph, *, linked: bool) -> Iterator[Block]:
    text = node.text or ""
    if node.tag == "pre":
        for line in text.split("\n"):
            paragraph.add(line, linked=linked)
            yield from paragraph.taken()
    else:
        paragraph.add(raised(text) if node.tag == "sup" else text, linked=linked)


def is_data_table(table: etree._Element) -> bool:
    """Rows of short cells; a table that holds another one, has a single column or lives by one long cell only lays out the page."""
    if table.find(".//table") is not None:
        return False
    rows = [[len(_cell_text(cell)) for cell in _cells(row)] for row in table.iter("tr")]
    sizes = [size for row in rows for size in row]
    longest, total = max(sizes, default=0), sum(sizes)
    return max(map(len, rows), default=0) > 1 and (longest <= 200 or longest * 2 <= total)


def _cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in row if cell.tag in {"td", "th"}]


def _cell_text(cell: etree._Element) -> str:
    return " ".join(block.text for block in blocks(cell, tables=False))


def _table(table: etree._Element) -> Iterator[Block]:
    grid = Grid()
    for row in table.iter("tr"):
        grid.start_row()
        for cell in _cells(row):
            grid.add(_cell_text(cell), _span(cell, "colspan"), _span(cell, "rowspan"))
    caption = table.find("caption")
    if caption is not None:
        yield from blocks(caption, tables=False)
    linked = sum(len(text_of(link)) for link in table.iter("a"))
    rows = [line for line in grid.lines() if line]
    share = linked / max(1, sum(map(len, rows)))
    yield from (Block(line, round(len(line) * share), row=True) for line in rows)


def _span(cell: etree._Element, name: str) -> int:
    value = (cell.get(name) or "").strip()
    return min(max(int(value), 1), 200) if value.isdecimal() and len(value) < 6 else 1
