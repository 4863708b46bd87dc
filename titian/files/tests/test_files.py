"""The command `titian files`."""

from __future__ import annotations

import json

import pytest
from django.conf import settings

from titian.accounts.models import User
from titian.base.commands import run
from titian.files import storage
from titian.files.tests import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _empty_folder() -> None:
    for path in list(storage.stored(settings.TITIAN.files)):
        path.unlink()


def test_whole_files_are_said_to_be_whole(officer: User, capsys: pytest.CaptureFixture[str]) -> None:
    make.stored(officer)
    assert run(["files", "verify"]) == 0
    assert capsys.readouterr().out == "1 个文件完好\n"


def test_a_changed_file_is_named_and_the_exit_code_tells(officer: User, capsys: pytest.CaptureFixture[str]) -> None:
    file = make.stored(officer)
    storage.location(settings.TITIAN.files, file.sha256).write_bytes(b"forged")
    assert run(["files", "verify"]) == 1
    said = capsys.readouterr()
    assert "名单.txt" in said.out
    assert "1 处有问题" in said.err
    assert run(["files", "verify", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["damaged"][0]["names"] == ["名单.txt"]
