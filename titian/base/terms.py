"""One word of the glossary. Pure Python, so that code lists anywhere can say their words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """`code` as the program writes it, `label` as the office says it; `source` is where the word comes from, `section` the list it is in."""

    section: str
    code: str
    label: str
    source: str = ""
