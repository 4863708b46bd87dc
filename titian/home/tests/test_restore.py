"""`titian backup` and `titian restore` as an administrator calls them, in processes of their own."""

from __future__ import annotations

from pathlib import Path

from titian.base.installation import load
from titian.base.tests.test_commands import called


def test_an_installation_moves_to_another_folder_and_goes_on(tmp_path: Path) -> None:
    old, new, file = tmp_path / "旧", tmp_path / "新", tmp_path / "备份.zip"
    assert called(old, "init", "--county", "示范县", "--region", "990123", "--departments", "办公室").returncode == 0
    made = called(old, "backup", str(file))
    assert (made.returncode, made.stderr) == (0, "")
    assert "行，0 个文件" in made.stdout
    assert file.stat().st_mode & 0o077 == 0

    assert called(new, "restore", str(file), "--check").returncode == 0
    assert not new.exists()
    restored = called(new, "restore", str(file))
    assert (restored.returncode, restored.stderr) == (0, "")
    assert called(new, "journal", "verify").returncode == 0
    assert load(new, {}).departments == ("办公室",)
    assert (new / "secret_key").read_text() != (old / "secret_key").read_text()
    assert "没有新增" in called(new, "init", "--county", "示范县").stdout

    again = called(new, "restore", str(file))
    assert again.returncode == 2
    assert "--replace" in again.stderr
    assert called(new, "restore", str(file), "--replace").returncode == 0


def test_a_damaged_or_missing_backup_is_one_clear_refusal(tmp_path: Path) -> None:
    (tmp_path / "坏.zip").write_bytes(b"PK\x03\x04 nothing")
    for name in ("坏.zip", "没有.zip"):
        answer = called(tmp_path / "home", "restore", str(tmp_path / name))
        assert answer.returncode == 2
        assert name in answer.stderr
        assert "Traceback" not in answer.stderr
        assert len(answer.stderr.splitlines()) == 1
    assert not (tmp_path / "home").exists()


def test_a_backup_without_an_installation_says_what_to_do(tmp_path: Path) -> None:
    answer = called(tmp_path / "none", "backup", str(tmp_path / "b.zip"))
    assert answer.returncode == 2
    assert "titian init" in answer.stderr
    assert not (tmp_path / "b.zip").exists()
