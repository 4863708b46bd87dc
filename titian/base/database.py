"""The one place that knows database products: `DATABASE_URL` → Django's settings, and SQLite's pragmas."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536;"
BUSY_TIMEOUT_S = 20


class DatabaseUrlError(ValueError):
    """`DATABASE_URL` is not understood."""


def database(url: str, home: Path) -> dict[str, Any]:
    """Django's settings for one database; SQLite in `home` when `url` is empty. Raises DatabaseUrlError."""
    if not url:
        return sqlite(home / "titian.sqlite3")
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise DatabaseUrlError("DATABASE_URL 只支持 postgres://用户:口令@主机:端口/库名；不设则用 SQLite")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def make_private(settings: Mapping[str, Any]) -> None:
    """A new SQLite file belongs to its owner alone, whatever folder it lies in; the files SQLite puts beside it take its rights."""
    if settings["ENGINE"].endswith("sqlite3"):
        Path(settings["NAME"]).touch(mode=0o600)


def sqlite(path: Path | str) -> dict[str, Any]:
    """SQLite in WAL mode: writers wait up to twenty seconds and take their lock when the transaction starts."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {"timeout": BUSY_TIMEOUT_S, "transaction_mode": "IMMEDIATE", "init_command": SQLITE_PRAGMAS},
        # A file, not memory: tests of workers meet the locks that an installation meets.
        "TEST": {"NAME": str(Path(path).with_name("test.sqlite3"))},
    }
