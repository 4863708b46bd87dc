"""The chain of the journal is whole after every act that touches very many rows at once, and after every act that takes one back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.installation import make_folders, save
from titian.exchange import actions as exchange
from titian.exchange.tests import make as sheets
from titian.home.backup.restoring import restore
from titian.home.backup.writing import back_up
from titian.journal.actions import verify
from titian.journal.models import Entry, Head
from titian.registry import actions as registry
from titian.registry.models import Organisation
from titian.registry.tests import make

pytestmark = pytest.mark.django_db(transaction=True)


def whole(code: str) -> None:
    """Nothing broken, everything counted, and the act among it."""
    assert verify() is None
    head = Head.objects.get()
    assert (head.count, head.hash) == (Entry.objects.count(), Entry.objects.latest("sequence").hash)
    assert Entry.objects.filter(code=code).exists()


def test_the_chain_is_whole_after_a_merge_an_import_a_restore_and_their_undoing(
    officer: User, tmp_path: Path, settings: Settings
) -> None:
    settings.TITIAN = replace(django_settings.TITIAN, home=tmp_path / "home", county="示范县")
    make_folders(django_settings.TITIAN)
    save(django_settings.TITIAN)
    people.user("system")
    kept, double = make.organisation("示范县云山有限公司"), make.organisation("示范县云山公司", uscc=None)
    registry.add_title(double, kind="eagle", since=sheets.DAY, by=officer)
    people.user("enterprise", organisation=double)

    merge = registry.merge_organisations(double, into=kept, by=officer)
    whole("registry.organisation.merged")
    registry.undo_merge(merge, by=officer)
    whole("registry.organisation.merge_undone")

    new = [(f"示范县第{number}号有限公司", make.uscc(9_000 + number), "2020-1-1", "梯田镇", 100) for number in range(120)]
    batch = sheets.imported(officer, sheets.sheet(*new, (kept.name, kept.uscc, "2019-1-1", "梯田镇", 5)))
    whole("registry.organisation.added")
    exchange.undo(batch, by=officer, reason="传错了文件")
    assert Organisation.objects.count() == 2
    whole("registry.organisation.removed")

    sheets.imported(officer, sheets.sheet(*new))
    backup = back_up(tmp_path / "备份.zip").path
    whole("registry.organisation.added")
    registry.merge_organisations(double, into=kept, by=officer)
    restore(backup, replace=True)
    whole("home.installation.restored")
    assert Organisation.objects.count() == 122
    assert not Organisation.objects.exclude(merged_into=None).exists()
