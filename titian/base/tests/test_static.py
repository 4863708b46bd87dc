"""The stylesheet and the script keep what pages promise: readable contrast, old browsers, no network, no inline scripts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

BASE = Path(__file__).parents[1]
STYLE = re.sub(r"/\*.*?\*/", "", (BASE / "static/base/titian.css").read_text("utf-8"), flags=re.DOTALL)
SCRIPT = (BASE / "static/base/titian.js").read_text("utf-8")
COLOURS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", STYLE))
ROOMS = BASE.parent


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("words", "behind"),
    [
        ("ink", "ground"),
        ("muted", "ground"),
        ("muted", "paper"),
        ("muted", "grey-soft"),
        ("primary", "ground"),
        ("primary", "primary-soft"),
        ("paper", "primary"),
        ("paper", "bar"),
        ("bar-soft", "bar"),
        ("bar-soft", "bar-field"),
        ("green", "green-soft"),
        ("yellow", "yellow-soft"),
        ("red", "red-soft"),
        ("red", "paper"),
    ],
)
def test_words_stand_out_from_what_is_behind_them(words: str, behind: str) -> None:
    assert _contrast(COLOURS[words], COLOURS[behind]) >= 4.5


@pytest.mark.parametrize(
    "feature", [":has(", "@container", "@layer", "color-mix(", "inset:", "aspect-ratio", ":is(", ":where(", "@import", "url("]
)
def test_the_stylesheet_uses_nothing_younger_than_chromium_86_and_no_network(feature: str) -> None:
    assert feature not in STYLE


def test_the_stylesheet_nests_nothing() -> None:
    depth = 0
    for line in STYLE.splitlines():
        opened = "@media" in line
        depth += line.count("{") - line.count("}")
        assert depth <= (2 if opened else 1), line


@pytest.mark.parametrize("feature", ["??=", ".at(", "structuredClone", "import(", "eval(", "innerHTML", "http"])
def test_the_script_uses_nothing_younger_or_dangerous(feature: str) -> None:
    assert feature not in SCRIPT


def test_no_template_holds_a_script_or_handler_of_its_own() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)|\son[a-z]+=|javascript:|<style|https?://")
    found = [
        f"{path.relative_to(ROOMS)}: {match.group()}"
        for path in ROOMS.glob("*/templates/**/*.html")
        for match in inline.finditer(path.read_text("utf-8"))
    ]
    assert found == []
