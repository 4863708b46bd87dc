"""The installation's signing key: made once, kept in `TITIAN_HOME/secret_key`, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret_key(home: Path) -> str:
    """The key of this installation; one for this process only while the installation's folder does not exist yet."""
    path = home / "secret_key"
    if path.exists():
        return path.read_text("ascii").strip()
    key = secrets.token_urlsafe(50)
    if home.exists():
        _write_once(path, key)
        return path.read_text("ascii").strip()
    return key


def _write_once(path: Path, key: str) -> None:
    """Two processes that start together agree on whoever was first."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key)
