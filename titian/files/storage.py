"""Bytes on disk, by checksum: `<root>/<ab>/<sha256>`. A file is there whole or not at all. Pure Python."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

CHUNK = 1024 * 1024
_UNFINISHED = ".part-"


def checksum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def location(root: Path, sha256: str) -> Path:
    return root / sha256[:2] / sha256


def write(root: Path, data: bytes) -> str:
    """Store the bytes unless they are there already; returns their checksum."""
    sha256 = checksum(data)
    place = location(root, sha256)
    if place.exists():
        return sha256
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(prefix=_UNFINISHED, dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).replace(place)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
    return sha256


def discard(root: Path, sha256: str, *, wanted: Callable[[], bool]) -> None:
    """Remove the bytes unless `wanted()` after they were set aside: whoever stored the same bytes meanwhile keeps them."""
    place = location(root, sha256)
    aside = place.with_name(f"{_UNFINISHED}{sha256}")
    try:
        place.rename(aside)
    except FileNotFoundError:
        return
    if wanted():
        aside.replace(place)
    else:
        aside.unlink(missing_ok=True)


def recomputed(path: Path) -> str:
    """The checksum of what lies on disk, read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def stored(root: Path) -> Iterator[Path]:
    """Every finished file on disk, in order of its checksum."""
    for folder in sorted(root.glob("[0-9a-f][0-9a-f]")):
        yield from sorted(path for path in folder.iterdir() if not path.name.startswith(_UNFINISHED))
