"""A template as the office reads it: figures by name, views and options in Chinese. Pure Python.

Stored templates name figures by code, which never changes; on pages they stand by name. Both read to the same template.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from titian.figures.catalogue import Indicator
from titian.reports.wording.grammar import Optional, Part, Placeholder, TemplateError, parse, quoted
from titian.reports.wording.terms import OPTIONS, SPANS, STATUS_WORDS, View

_SPANS = {str(code): label for code, label in SPANS.items()}
_STATUSES = {code: word for word, code in STATUS_WORDS.items()}


def spoken(text: str, known: Mapping[str, Indicator]) -> str:
    """A stored text for people, line by line; what is no template stays as it is."""
    return "\n".join(_line(line, known) for line in text.splitlines())


def canonical(text: str, known: Mapping[str, Indicator]) -> str:
    """A typed text as it is stored, line by line: figures by code. What is no template stays as it is."""
    lines = []
    for line in text.strip().splitlines():
        try:
            lines.append(str(parse(line.strip(), known)))
        except TemplateError:
            lines.append(line.strip())
    return "\n".join(lines)


def _line(line: str, known: Mapping[str, Indicator]) -> str:
    try:
        return _parts(parse(line, known).parts, known)
    except TemplateError:
        return line


def _parts(parts: Sequence[Part], known: Mapping[str, Indicator]) -> str:
    return "".join(_part(part, known) for part in parts)


def _part(part: Part, known: Mapping[str, Indicator]) -> str:
    if isinstance(part, Optional):
        return f"[[{_parts(part.parts, known)}]]"
    return _placeholder(part, known) if isinstance(part, Placeholder) else str(part)


def _placeholder(part: Placeholder, known: Mapping[str, Indicator]) -> str:
    name = known[part.code].name
    # A name the grammar cannot hold (a space, a colon) is written by its code.
    subject = part.code if set(name) & set(" :：={}｛｝") else name
    view = "" if part.view is View.QUANTITY else f":{part.view.label}"
    options = "".join(f" {OPTIONS[option]}={quoted(_value(option, value))}" for option, value in part.options)
    return f"{{{subject}{view}{options}}}"


def _value(option: str, value: str) -> str:
    return _SPANS.get(value, value) if option == "period" else _STATUSES.get(value, value) if option == "status" else value
