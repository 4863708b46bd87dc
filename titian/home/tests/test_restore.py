"""`titian backup` and `titian restore` as an administrator calls them, in processes of their own."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from titian.base.installation import load
from titian.base.tests.test_commands import called
from titian.home.backup.unfinished import UNDER_WAY, held


@pytest.mark.slow
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


# Runs a restore in a process that kills itself, as a power cut would: after so many of the moves, or when all is committed.
KILLED = """
import os, signal, sys
from pathlib import Path
import django
django.setup()
from titian.home.backup import restoring, unfinished
from titian.journal.context import through

def die(*ignored):
    os.kill(os.getpid(), signal.SIGKILL)

moves, move = int(sys.argv[2]), unfinished._move
def counted(old, new):
    global moves
    move(old, new)
    moves -= 1
    if moves == 0:
        die()
if moves:
    unfinished._move = counted
else:
    unfinished.Exchange.clear = die
with through("command"):
    restoring.restore(Path(sys.argv[1]), replace=True)
"""
MOVES = 8  # four names, out and in


@pytest.fixture(scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One with a backup beside it and changed since: settings, a department, a file of its own words. Made once: every command is a process."""
    folder = tmp_path_factory.mktemp("made")
    home = folder / "home"
    called(home, "init", "--county", "示范县", "--region", "990123", "--departments", "办公室")
    (home / "vocabulary" / "words.yaml").write_text("of the backup")
    assert called(home, "backup", str(folder / "备份.zip")).returncode == 0
    called(home, "init", "--county", "示范县", "--departments", "办公室,企业股")
    (home / "vocabulary" / "words.yaml").write_text("of today")
    (home / "titian.toml").write_text((home / "titian.toml").read_text().replace("示范县科技局", "示范县科学技术局"))
    return folder


@pytest.fixture
def installation(tmp_path: Path, _made: Path) -> Path:
    """A copy of it."""
    shutil.copytree(_made, tmp_path, dirs_exist_ok=True)
    return tmp_path / "home"


def killed(home: Path, moves: int) -> None:
    environment = {**os.environ, "TITIAN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "config.settings"}
    environment.pop("DATABASE_URL", None)
    words = [sys.executable, "-c", KILLED, str(home.parent / "备份.zip"), str(moves)]
    answer = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert answer.returncode == -signal.SIGKILL, answer.stderr


def state(home: Path) -> tuple[str, str, int]:
    """What the files and the rows say: words, bureau, how many departments."""
    with sqlite3.connect(home / "titian.sqlite3") as rows:
        departments = rows.execute("select count(*) from accounts_department").fetchone()[0]
    return (home / "vocabulary" / "words.yaml").read_text(), load(home, {}).bureau, departments


@pytest.mark.parametrize("moves", [2, *(pytest.param(moves, marks=pytest.mark.slow) for moves in (1, 5, MOVES))])
def test_a_restore_killed_before_its_rows_are_written_is_taken_back_at_the_next_start(installation: Path, moves: int) -> None:
    before = state(installation)
    killed(installation, moves)
    started = called(installation, "journal", "verify")
    assert started.returncode == 0
    assert "已退回恢复前的文件" in started.stderr
    assert state(installation) == before == ("of today", "示范县科学技术局", 2)
    assert not [path.name for path in installation.iterdir() if path.name.startswith(".")]
    assert called(installation, "restore", str(installation.parent / "备份.zip"), "--replace").returncode == 0
    assert state(installation) == ("of the backup", "示范县科技局", 1)


def test_a_restore_killed_after_its_rows_are_written_is_finished_at_the_next_start(installation: Path) -> None:
    killed(installation, 0)
    started = called(installation, "journal", "verify")
    assert started.returncode == 0
    assert "文件已随数据换好" in started.stderr
    assert state(installation) == ("of the backup", "示范县科技局", 1)
    assert not [path.name for path in installation.iterdir() if path.name.startswith(".")]
    assert "恢复" not in called(installation, "journal", "verify").stderr


def test_nothing_starts_while_a_restore_is_under_way(installation: Path) -> None:
    killed(installation, MOVES)
    with held(installation):
        answer = called(installation, "journal", "verify")
    assert (answer.returncode, answer.stderr.strip()) == (2, f"titian:{UNDER_WAY}")
    assert "已退回" in called(installation, "journal", "verify").stderr
