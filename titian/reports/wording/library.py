"""The packaged sentences as values. Pure Python; the words are in `library.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import yaml

DONE, PLAN = "done", "plan"


@dataclass(frozen=True)
class PackagedSentence:
    """One sentence template.

    A `spare` one stands in for what its section has not printed yet; an `extra` one is missed only when its figure was known before;
    the figure of one `inside` must not leave the bureau.
    """

    key: str
    text: str
    spare: bool = False
    extra: bool = False
    inside: bool = False


@cache
def packaged_sentences() -> Mapping[str, PackagedSentence]:
    """Every packaged sentence by key; the fragments of plans carry `plan.` before theirs."""
    groups = yaml.safe_load(files(__package__).joinpath("library.yaml").read_text("utf-8"))
    found = {}
    for group, entries in groups.items():
        prefix = f"{PLAN}." if group == PLAN else ""
        for key, fields in entries.items():
            found[prefix + key] = PackagedSentence(prefix + key, **fields)
    return MappingProxyType(found)
