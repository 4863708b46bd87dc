from __future__ import annotations

import os
from pathlib import Path

import pytest

from titian.files import storage


def names(root: Path) -> list[str]:
    return [path.name for path in storage.stored(root)]


def test_bytes_lie_under_their_checksum_once(tmp_path: Path) -> None:
    first, second = storage.write(tmp_path, b"one"), storage.write(tmp_path, b"one")
    assert first == second
    assert names(tmp_path) == [first]
    assert storage.location(tmp_path, first) == tmp_path / first[:2] / first
    assert storage.location(tmp_path, first).read_bytes() == b"one"


def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        storage.write(tmp_path, b"one")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_bytes_nobody_wants_are_removed(tmp_path: Path) -> None:
    sha256 = storage.write(tmp_path, b"one")
    storage.discard(tmp_path, sha256, wanted=lambda: False)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_bytes_somebody_stored_meanwhile_stay(tmp_path: Path) -> None:
    sha256 = storage.write(tmp_path, b"one")

    def stored_meanwhile() -> bool:
        storage.write(tmp_path, b"one")
        return True

    storage.discard(tmp_path, sha256, wanted=stored_meanwhile)
    assert names(tmp_path) == [sha256]
    assert storage.recomputed(storage.location(tmp_path, sha256)) == sha256


def test_removing_what_is_gone_is_no_error(tmp_path: Path) -> None:
    storage.discard(tmp_path, "ab" * 32, wanted=lambda: False)
    assert names(tmp_path) == []
