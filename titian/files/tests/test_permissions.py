from __future__ import annotations

import pytest

from titian.accounts.models import User
from titian.accounts.roles import Role
from titian.accounts.tests import make
from titian.base.disclosure import Disclosure
from titian.files.models import StoredFile
from titian.files.permissions import can_download, can_export, can_forget, can_store

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("disclosure", list(Disclosure))
def test_the_table_and_the_verdict_agree_for_every_role(officer: User, disclosure: Disclosure) -> None:
    file = StoredFile.objects.create(
        sha256="ab" * 32, size=1, name="名单.txt", kind="text", disclosure=disclosure.value, uploaded_by=officer
    )
    seen = {role for role, person in make.cast().items() if StoredFile.objects.visible_to(person).exists()}
    allowed = {role for role, person in make.cast().items() if can_download(person, file)}
    assert seen == allowed
    outside = {Role.TOWN, Role.ENTERPRISE, Role.BANK, Role.EXPERT, Role.CARRIER, Role.SYSTEM, Role.SECURITY, Role.AUDIT}
    assert (outside & seen) == (outside if disclosure == Disclosure.OPEN else set())


def test_everybody_sees_what_they_uploaded(town_clerk: User, officer: User) -> None:
    file = StoredFile.objects.create(sha256="ab" * 32, size=1, name="名单.txt", kind="text", uploaded_by=town_clerk)
    assert list(StoredFile.objects.visible_to(town_clerk)) == [file]
    assert can_forget(town_clerk, file)
    assert not can_forget(officer, file)


def test_a_restricted_file_leaves_with_nobody(leader: User, officer: User) -> None:
    file = StoredFile(name="名单.txt", disclosure="restricted", uploaded_by=officer)
    assert can_download(leader, file)
    assert can_export(leader, file).reason == "「名单.txt」标为不得导出"
    assert can_export(officer, StoredFile(name="a", disclosure="internal", uploaded_by=officer))


def test_those_who_only_read_store_nothing() -> None:
    refused = {role for role, person in make.cast().items() if not can_store(person)}
    assert refused == {Role.AUDITOR, Role.SECURITY, Role.AUDIT}
