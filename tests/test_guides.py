"""The guides say what the pages say: every word in corner brackets is printed by the program."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GUIDES = sorted((ROOT / "docs/guides").glob("*.md"))
NAMED = re.compile(r"「([^」…]+)」")


@cache
def _program() -> str:
    """Everything the pages can print: code, templates, scripts."""
    rooms = (path for kind in ("*.py", "*.html", "*.yaml") for path in (ROOT / "titian").rglob(kind) if "tests" not in path.parts)
    return "\n".join(path.read_text(encoding="utf-8") for path in rooms)


def test_there_is_a_guide_for_every_role_that_has_pages() -> None:
    roles = {"officer", "office", "leader", "town", "auditor", "administrator", "enterprise"}
    assert {guide.stem for guide in GUIDES} == roles | {
        "registers",
        "collections",
        "ladder",
        "research",
        "claims",
    }  # of several roles: two pages were not enough for all


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_a_guide_names_buttons_and_fields_as_the_pages_do(guide: Path) -> None:
    text = guide.read_text(encoding="utf-8")
    assert [word for word in NAMED.findall(text) if word not in _program()] == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_a_guide_fits_two_printed_pages(guide: Path) -> None:
    assert len(guide.read_text(encoding="utf-8").splitlines()) <= 60
