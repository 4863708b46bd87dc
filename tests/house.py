"""Where the rules of the house look: rooms, their modules, and the tracked text of the project."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
TITIAN = ROOT / "titian"
_NOT_OURS = {
    "__pycache__",
    ".venv",
    ".git",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    ".import_linter_cache",
    "var",
    "build",
}


def rooms() -> list[str]:
    return sorted(path.parent.name for path in TITIAN.glob("*/__init__.py"))


def files_of(folder: Path) -> Iterator[Path]:
    """Every file below a folder that belongs to the project."""
    for path in sorted(folder.iterdir()):
        if path.name in _NOT_OURS or path.name.endswith((".egg-info", ".pyc")):
            continue
        if path.is_dir():
            yield from files_of(path)
        else:
            yield path


def modules(room: str) -> Iterator[Path]:
    """The room's own Python, without its tests and migrations."""
    for path in files_of(TITIAN / room):
        if path.suffix == ".py" and not {"tests", "migrations"} & set(path.relative_to(TITIAN / room).parts):
            yield path


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def name(path: Path) -> str:
    """How a failure names a file."""
    return str(path.relative_to(ROOT))
