"""The command `titian journal`."""

from __future__ import annotations

import json

import pytest
from django.db import connection

from titian.base.commands import run
from titian.journal.chain import GENESIS, digest
from titian.journal.models import Entry, Head
from titian.journal.tests import make


def rewrite_every_hash() -> None:
    """What somebody with the database in hand can do: change a row and make the rest of the chain fit it."""
    first, *rest = Entry.objects.order_by("sequence")
    first.actor_name, previous = "别人", GENESIS
    with connection.cursor() as cursor:
        for entry in (first, *rest):
            entry.previous = previous
            previous = digest(previous, entry.content())
            cursor.execute(
                "UPDATE journal_entry SET actor_name = %s, previous = %s, hash = %s WHERE sequence = %s",
                [entry.actor_name, entry.previous, previous, entry.sequence],
            )
    Head.objects.update(hash=previous)


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


def test_a_chain_made_anew_is_told_from_the_old_one_by_a_hash_kept_outside(capsys: pytest.CaptureFixture[str]) -> None:
    make.acts(3)
    run(["journal", "verify"])
    noted = capsys.readouterr().out.rsplit("：", 1)[1].strip()
    assert run(["journal", "verify", "--noted", noted]) == 0
    make.acts(1)
    assert run(["journal", "verify", "--noted", noted]) == 0
    rewrite_every_hash()
    assert run(["journal", "verify"]) == 0  # by itself the new chain is sound
    assert run(["journal", "verify", "--noted", noted]) == 1
    assert "不是原来那一条链" in capsys.readouterr().err


def test_an_emptied_journal_is_told_by_a_hash_kept_outside(capsys: pytest.CaptureFixture[str]) -> None:
    make.acts(2)
    noted = f"2:{Head.objects.get().hash}"
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_entry")
        cursor.execute("DELETE FROM journal_head")
    assert run(["journal", "verify", "--json", "--noted", noted]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["intact"], answer["noted_missing"]) == (False, [noted])


@pytest.mark.parametrize("noted", ["3", "3:abc", "abc:" + "0" * 64, "3:" + "z" * 64])
def test_a_hash_copied_wrongly_is_a_wrong_call(noted: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["journal", "verify", "--noted", noted]) == 2
    assert "序号:校验值" in capsys.readouterr().err
