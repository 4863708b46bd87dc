"""Small steps through Office XML by local name, so that strict and transitional documents read alike."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree


def tag(node: etree._Element) -> str:
    """The local name; empty for comments and processing instructions."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def children(node: etree._Element, name: str) -> Iterator[etree._Element]:
    return (inner for inner in node if tag(inner) == name)


def child(node: etree._Element | None, *path: str) -> etree._Element | None:
    """The first child down a path of names, None when a step is missing."""
    for name in path:
        node = next(children(node, name), None) if node is not None else None
    return node


def attribute(node: etree._Element | None, name: str) -> str:
    """An attribute by local name; empty when it is missing."""
    if node is None:
        return ""
    return next((str(value) for key, value in node.attrib.items() if str(key).rpartition("}")[2] == name), "")


def value_of(node: etree._Element | None) -> str:
    """`w:val`, the attribute most of Word's properties carry."""
    return attribute(node, "val")


def is_on(node: etree._Element | None) -> bool:
    """A switch like <w:vanish/>: on when present, unless its value says otherwise."""
    return node is not None and value_of(node) not in {"0", "false", "off"}


def whole(text: str, missing: int = 0) -> int:
    """A whole number out of an attribute; `missing` when it is none or beyond anything an office file counts."""
    return int(text) if text.isdecimal() and len(text) < 10 else missing
