"""The packaged definitions: one YAML file a ledger in `packaged/`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from titian.ledgers.definition import Definition, parse

_GROUP = re.compile(r"^group: *(\w+)", re.MULTILINE)
FOLDER = Path(__file__).parent / "packaged"


@cache
def packaged() -> Mapping[str, Definition]:
    """Code → definition, in the office's order."""
    found = [parse(data) for data in _texts().values()]
    return {one.name: one for one in sorted(found, key=lambda one: (one.order, one.name))}


def is_packaged(code: str) -> bool:
    return code in _groups()


def packaged_in(*groups: str) -> list[str]:
    """Codes of the ledgers of some areas of the office's work."""
    return [code for code, group in _groups().items() if group in groups]


@cache
def _groups() -> Mapping[str, str]:
    """Code → group, without reading the definitions: asked while the house starts up."""
    texts = {path.stem: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.yaml"))}
    return {code: found[1] if (found := _GROUP.search(text)) else "" for code, text in texts.items()}


@cache
def packaged_data() -> Mapping[str, Mapping[str, Any]]:
    """Code → the definition as it stands in its file."""
    return {data["name"]: data for data in _texts().values()}


@cache
def _texts() -> Mapping[str, Any]:
    return {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.yaml"))}
