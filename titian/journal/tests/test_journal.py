"""The command `titian journal`."""

from __future__ import annotations

import json

import pytest
from django.db import connection

from titian.base.commands import run
from titian.journal.tests import make

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_intact_journal_exits_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    make.acts(3)
    assert run(["journal", "verify"]) == 0
    assert "共 3 条" in capsys.readouterr().out


def test_a_broken_journal_exits_with_1_and_names_the_first_broken_row(capsys: pytest.CaptureFixture[str]) -> None:
    make.acts(4)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_entry SET actor_name = 'x' WHERE sequence IN (2, 3)")
    assert run(["journal", "verify"]) == 1
    said = capsys.readouterr()
    assert "第 2 条" in said.err
    assert "第 3 条" not in said.err
    assert run(["journal", "verify", "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["intact"], answer["entries"], answer["first_break"]["sequence"]) == (False, 4, 2)


@pytest.mark.parametrize("words", [["journal"], ["journal", "mend"]])
def test_a_wrong_call_exits_with_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words) == 2
    assert capsys.readouterr().err
