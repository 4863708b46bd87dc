"""Sample policies that come with the software: real documents as far as their figures were found in public, to start a library from.

A sample is taken over as a draft that nobody has compared yet: an office compares it with the original before it gives any amount.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from titian.policies.benefits.definition import parse

FOLDER = Path(__file__).parent / "packaged"


@dataclass(frozen=True)
class Sample:
    """`fields` of the document; `clauses` as definitions; `found` says where the figures are from."""

    code: str
    fields: Mapping[str, Any]
    clauses: tuple[Mapping[str, Any], ...]
    found: str

    @property
    def title(self) -> str:
        return str(self.fields["title"])


@cache
def samples() -> Mapping[str, Sample]:
    """Every packaged sample; raises ClauseError for a clause that cannot be read."""
    found = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        data = yaml.safe_load(path.read_text("utf-8"))
        clauses = tuple(data.pop("clauses"))
        for clause in clauses:
            parse(clause)
        found[path.stem] = Sample(path.stem, data, clauses, data.pop("found"))
    return MappingProxyType(found)


def since_of(sample: Sample) -> date | None:
    day = sample.fields.get("since")
    return day if isinstance(day, date) else None
