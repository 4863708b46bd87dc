"""Word documents (.docx) → lines: paragraphs with their automatic numbers, tables, text boxes and notes; tracked changes accepted.

Headers, footers, comments, hidden text and tables of contents are left out. Read from the XML itself, after the package was checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from lxml import etree

from titian.reader.text.flow import raised, tidy_line
from titian.reader.text.guards import Package, truncated
from titian.reader.text.numbering import Lists, read_lists
from titian.reader.text.ooxml import attribute, child, children, is_on, tag, value_of, whole
from titian.reader.text.tables import Grid
from titian.reader.text.values import Extracted, Limits, Line, UnreadableFile, joined

_TRANSPARENT = frozenset({"ins", "moveTo", "customXml", "smartTag", "hyperlink", "fldSimple", "dir", "bdo", "sdtContent", "Choice"})
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}


def extract_docx(data: bytes, name: str, limits: Limits) -> Extracted:
    """Raises UnreadableFile: damaged, protected, swollen, or nothing but pictures."""
    package = Package(data, name, limits)
    main = _main_part(package)
    root = package.xml(main)
    body = child(root, "body")
    if body is None:
        raise truncated(name, "缺少正文部分")
    document = _Document(package, str(PurePosixPath(main).parent))
    lines = list(document.lines(body))
    if not lines and any("/media/" in part for part in package.names()):
        raise UnreadableFile(name, "里面只有图片，没有文字", "请改用文字版；图片里的字要先用扫描软件识别成文字")
    tracked = any(tag(node) in {"del", "moveFrom"} or (tag(node) == "ins" and len(node)) for node in root.iter())
    notices = ["含有修订痕迹，已按接受全部修订后的文字读"] if tracked else []
    return joined(lines, "docx", notices=notices)


def _main_part(package: Package) -> str:
    relations = package.xml("_rels/.rels") if "_rels/.rels" in package.names() else None
    targets = (
        attribute(relation, "Target").lstrip("/")
        for relation in (relations if relations is not None else ())
        if attribute(relation, "Type").endswith("/officeDocument")
    )
    main = next(targets, "word/document.xml")
    if main not in package.names():
        raise truncated(package.name, "缺少正文部分")
    return main


@dataclass
class _Run:
    """What a paragraph gathers while it is walked: its text, and the boxes and notes to print after it."""

    text: str = ""
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


class _Document:
    """The parts beside the text (lists, styles, notes) and the state that runs across paragraphs."""

    def __init__(self, package: Package, folder: str) -> None:
        def part(name: str) -> etree._Element | None:
            path = f"{folder}/{name}.xml"
            return package.xml(path) if path in package.names() else None

        self._lists: Lists = read_lists(part("numbering"))
        styles = part("styles")
        self._styles = {attribute(style, "styleId"): style for style in children(styles, "style")} if styles is not None else {}
        self._notes = {kind: _by_id(part(f"{kind}s")) for kind in ("footnote", "endnote")}
        self._fields: list[str] = []  # open fields, innermost last: "code" while its instruction runs, then "result" or "contents"
        self._kept = ""  # text of a paragraph whose end mark was deleted: it goes on in the next one

    def lines(self, body: etree._Element) -> Iterator[Line]:
        """The body's lines with their places."""
        paragraphs = tables = 0
        for node in _blocks(body):
            if tag(node) == "p":
                made = list(self._paragraph(node))
                paragraphs += bool(made)
                yield from (Line(text, f"第{paragraphs}段") for text in made)
            else:
                tables += 1
                yield from (Line(text, f"第{tables}个表格第{row}行") for row, text in self._table(node))
        yield from (Line(text, f"第{paragraphs}段") for text in _split(self._kept))

    def _texts(self, container: etree._Element) -> Iterator[str]:
        """All lines of a cell, a box or a note."""
        for node in _blocks(container):
            yield from self._paragraph(node) if tag(node) == "p" else (text for _, text in self._table(node))

    def _paragraph(self, node: etree._Element) -> Iterator[str]:
        properties = child(node, "pPr")
        gathered = _Run()
        self._walk(node, gathered)
        if self._style_name(properties).startswith("toc "):
            return
        text = self._kept + gathered.text
        self._kept = ""
        if child(properties, "rPr", "del") is not None:
            self._kept = text
            return
        label = self._label(properties)
        gap = " " if label and (label[-1].isalnum() or label[-1] == ".") and text.lstrip()[:1].isdecimal() else ""
        yield from _split(label + gap + text.lstrip() if text.strip() else "")
        for box in gathered.boxes:
            yield from self._texts(box)
        for kind, number in gathered.notes:
            note = self._notes[kind].get(number)
            yield from (f"注：{text}" for text in (self._texts(note) if note is not None else ()))

    def _walk(self, node: etree._Element, gathered: _Run) -> None:
        for inner in node:
            kind = tag(inner)
            if kind == "r":
                self._run(inner, gathered)
            elif kind in _TRANSPARENT or kind == "sdt":
                self._walk(inner, gathered)
            elif kind == "AlternateContent":
                self._walk(_chosen(inner), gathered)
            elif kind in {"oMath", "oMathPara"}:
                gathered.text += "".join(part.text or "" for part in inner.iter() if tag(part) == "t")

    def _run(self, run: etree._Element, gathered: _Run) -> None:
        properties = child(run, "rPr")
        if is_on(child(properties, "vanish")):
            return
        above = value_of(child(properties, "vertAlign")) == "superscript"
        for inner in run:
            text = self._piece(inner, gathered)
            if text and not {"code", "contents"} & set(self._fields):
                gathered.text += raised(text) if above else text

    def _piece(self, node: etree._Element, gathered: _Run) -> str:
        """The text of one child of a run; boxes and notes are put aside, fields followed."""
        kind = tag(node)
        if kind == "t":
            return node.text or ""
        if kind == "fldChar":
            self._field(attribute(node, "fldCharType"))
        elif kind == "instrText" and self._fields and (node.text or "").strip().upper().startswith("TOC"):
            self._fields[-1] = "contents"
        elif kind in {"footnoteReference", "endnoteReference"}:
            gathered.notes.append((kind.removesuffix("Reference"), attribute(node, "id")))
        elif kind == "ruby":
            return "".join(part.text or "" for base in children(node, "rubyBase") for part in base.iter() if tag(part) == "t")
        elif kind in {"drawing", "pict", "object", "AlternateContent"}:
            gathered.boxes += _boxes(_chosen(node) if kind == "AlternateContent" else node)
        return _BREAKS.get(kind, "")

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append("code")
        elif self._fields and kind == "separate" and self._fields[-1] == "code":
            self._fields[-1] = "result"
        elif self._fields and kind == "end":
            self._fields.pop()

    def _label(self, properties: etree._Element | None) -> str:
        numbers = [child(node, "numPr") for node in self._inherited(properties)]
        found = [node for node in numbers if node is not None]
        number_id = next((value_of(child(node, "numId")) for node in found if child(node, "numId") is not None), "0")
        depth = next((value_of(child(node, "ilvl")) for node in found if child(node, "ilvl") is not None), "0")
        return self._lists.label(number_id, whole(depth)) if number_id != "0" else ""

    def _inherited(self, properties: etree._Element | None) -> Iterator[etree._Element]:
        """A paragraph's own properties, then those of its style and the styles that one is based on."""
        seen: set[str] = set()
        style_id = value_of(child(properties, "pStyle"))
        while properties is not None or style_id:
            if properties is not None:
                yield properties
            style = self._styles.get(style_id) if style_id not in seen else None
            seen.add(style_id)
            properties, style_id = child(style, "pPr"), value_of(child(style, "basedOn"))

    def _style_name(self, properties: etree._Element | None) -> str:
        return value_of(child(self._styles.get(value_of(child(properties, "pStyle"))), "name")).lower()

    def _table(self, table: etree._Element) -> Iterator[tuple[int, str]]:
        """(row number, line); a table of a single column is a frame around paragraphs."""
        rows = [row for row in _inside(table, "tr") if child(row, "trPr", "del") is None]
        cells = [list(_inside(row, "tc")) for row in rows]
        if max(map(len, cells), default=0) <= 1:
            for number, only in enumerate(cells, 1):
                yield from ((number, text) for cell in only for text in self._texts(cell))
            return
        grid = Grid()
        for row, row_cells in zip(rows, cells, strict=True):
            grid.start_row()
            for _ in range(_number(child(row, "trPr", "gridBefore"), 0)):
                grid.add("")
            for cell in row_cells:
                continues = _continues(cell, "vMerge")
                grid.add("" if continues else self._cell(cell), _number(child(cell, "tcPr", "gridSpan"), 1), continues=continues)
        yield from ((number, line) for number, line in enumerate(grid.lines(), 1) if line)

    def _cell(self, cell: etree._Element) -> str:
        """Text of a cell in one line; a deleted or sideways covered one has none."""
        gone = _continues(cell, "hMerge") or child(cell, "tcPr", "cellDel") is not None
        return "" if gone else " ".join(" ".join(line.split()) for line in self._texts(cell))


def _continues(cell: etree._Element, merge: str) -> bool:
    """Is this the covered part of a merged cell?"""
    found = child(cell, "tcPr", merge)
    return found is not None and value_of(found) != "restart"


def _blocks(container: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables in order, also those wrapped in content controls and accepted insertions."""
    for node in container:
        kind = tag(node)
        if kind in {"p", "tbl"}:
            yield node
        elif kind in _TRANSPARENT:
            yield from _blocks(node)
        elif kind == "AlternateContent":
            yield from _blocks(_chosen(node))
        elif kind == "sdt" and value_of(child(node, "sdtPr", "docPartObj", "docPartGallery")) != "Table of Contents":
            yield from _blocks(node)


def _inside(node: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also inside wrappers."""
    for inner in node:
        if tag(inner) == name:
            yield inner
        elif tag(inner) in _TRANSPARENT or tag(inner) == "sdt":
            yield from _inside(inner, name)


def _chosen(node: etree._Element) -> etree._Element:
    """The same box is stored twice, for new and for old programs: take the new one."""
    choice = child(node, "Choice")
    fallback = child(node, "Fallback")
    return choice if choice is not None else fallback if fallback is not None else node


def _boxes(node: etree._Element) -> list[etree._Element]:
    """Text boxes in a drawing, outermost only."""
    found: list[etree._Element] = []
    for inner in node:
        if tag(inner) == "txbxContent":
            found.append(inner)
        else:
            found += _boxes(_chosen(inner) if tag(inner) == "AlternateContent" else inner)
    return found


def _by_id(root: etree._Element | None) -> dict[str, etree._Element]:
    return {attribute(node, "id"): node for node in root} if root is not None else {}


def _number(node: etree._Element | None, missing: int) -> int:
    return min(whole(value_of(node), missing), 200)


def _split(text: str) -> Iterable[str]:
    return (line for line in map(tidy_line, text.split("\n")) if line)
