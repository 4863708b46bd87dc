"""WordprocessingML, built element by element."""

from __future__ import annotations

import re

from lxml import etree

Element = etree._Element

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def name(tag: str) -> str:
    """`w:p` → the qualified name; a bare tag is WordprocessingML's."""
    prefix, _, local = tag.rpartition(":")
    return f"{{{NAMESPACES[prefix or 'w']}}}{local}"


def element(tag: str, *children: Element | None, **attributes: object) -> Element:
    """`element("ind", firstLine=632)` → <w:ind w:firstLine="632"/>; `r__id` is r:id; None children fall out.

    Attributes of DrawingML elements have no namespace, those of WordprocessingML have the element's own.
    """
    made = etree.Element(name(tag), nsmap=None)
    for key, value in attributes.items():
        made.set(_attribute(tag, key), str(value))
    made.extend(child for child in children if child is not None)
    return made


def _attribute(tag: str, key: str) -> str:
    if "__" in key:
        return name(key.replace("__", ":"))
    return key if ":" in tag else name(key)


def root(tag: str, *children: Element | None) -> Element:
    """The root of a part, with every namespace declared once."""
    made = etree.Element(name(tag), nsmap=NAMESPACES)
    made.extend(child for child in children if child is not None)
    return made


def text_element(text: str, tag: str = "t") -> Element:
    made = element(tag)
    made.text = clean_text(text)
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def clean_text(text: str) -> str:
    """Characters that XML forbids fall out."""
    return _FORBIDDEN.sub("", text)


def serialise(tree: Element) -> bytes:
    """A part's bytes, namespaces declared at the root only."""
    etree.cleanup_namespaces(tree, top_nsmap=NAMESPACES, keep_ns_prefixes=["w", "r"])
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
