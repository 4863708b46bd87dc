"""What every command does about bad input and a missing installation."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandError

from titian.base.commands import guarded, refuse
from titian.base.errors import Refused


def called(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, on an installation of its own."""
    environment = {**os.environ, "TITIAN_HOME": str(home)}
    environment.pop("DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "-m", "titian.cli", *words], env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("there", [True, False], ids=["an empty folder", "no folder"])
def test_a_command_without_an_installation_says_what_to_do_in_one_line(tmp_path: Path, there: bool) -> None:
    answer = called(tmp_path if there else tmp_path / "none", "jobs", "list")
    assert answer.returncode == 2
    assert "titian init" in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


def test_a_refused_act_becomes_all_its_reasons() -> None:
    def act() -> None:
        raise Refused(["第 1 行不对", "第 3 行不对"])

    with pytest.raises(CommandError) as refusal:
        guarded(act)
    assert (str(refusal.value), refusal.value.returncode) == ("第 1 行不对\n第 3 行不对", 2)


def test_a_missing_right_becomes_its_reason() -> None:
    def act() -> None:
        raise PermissionDenied("只有系统管理员可以管理用户")

    with pytest.raises(CommandError, match="只有系统管理员"):
        guarded(act)


def test_the_exit_code_is_2_unless_the_data_say_no() -> None:
    assert refuse("x").returncode == 2
    assert refuse("x", code=1).returncode == 1


@pytest.mark.parametrize("words", [("--help",), ("manage", "help", "--commands")])
def test_a_reader_that_has_seen_enough_ends_a_command_quietly(tmp_path: Path, words: tuple[str, ...]) -> None:
    """`titian … | head`: no traceback of a broken pipe, neither from the command nor when Python leaves."""
    line = shlex.join([sys.executable, "-m", "titian.cli", *words])
    shut = f"({line}; echo $? >&2) | true"
    environment = {**os.environ, "TITIAN_HOME": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    answer = subprocess.run(["/bin/sh", "-c", shut], env=environment, capture_output=True, text=True, check=False)
    assert answer.stderr.strip() in {"141", "0"}
