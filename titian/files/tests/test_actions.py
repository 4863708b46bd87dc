from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from titian.accounts.models import User
from titian.base.disclosure import Disclosure
from titian.base.errors import Refused
from titian.files import actions, storage
from titian.files.models import StoredFile
from titian.files.tests import make
from titian.journal.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)


def place(file: StoredFile) -> Path:
    return storage.location(settings.TITIAN.files, file.sha256)


def codes() -> list[str]:
    return list(Entry.objects.order_by("sequence").values_list("code", flat=True))


@pytest.fixture(autouse=True)
def _empty_folder() -> None:
    for path in list(storage.stored(settings.TITIAN.files)):
        path.unlink()


def test_a_stored_file_is_on_disk_in_the_table_and_in_the_journal(officer: User, chief: User) -> None:
    file = actions.store("D:\\资料\\名单.txt", b"one", by=officer, disclosure=Disclosure.RESTRICTED, owner=chief)
    assert (file.name, file.size, file.kind, file.uploaded_by) == ("名单.txt", 3, "text", officer)
    assert (file.object_kind, file.object_id) == ("accounts.user", str(chief.pk))
    assert list(StoredFile.objects.of(chief)) == [file]
    assert place(file).read_bytes() == b"one"
    entry = Entry.objects.get(code="files.file.stored")
    assert entry.after == {
        "sha256": file.sha256,
        "size": 3,
        "disclosure": "restricted",
        "object_kind": "accounts.user",
        "object_id": str(chief.pk),
    }


def test_the_same_bytes_are_kept_once_whatever_they_are_called(officer: User) -> None:
    first, again, other = (make.stored(officer, name) for name in ("甲.txt", "甲.txt", "乙.txt"))
    assert first == again
    assert first.sha256 == other.sha256
    assert len(list(storage.stored(settings.TITIAN.files))) == 1
    assert codes() == ["files.file.stored"] * 2


def test_a_refused_file_leaves_no_trace(officer: User) -> None:
    with pytest.raises(Refused, match="可执行"):
        actions.store("程序.exe", b"MZ", by=officer)
    assert not StoredFile.objects.exists()
    assert list(actions.verify()) == []


def test_bytes_are_removed_with_the_last_row_that_has_them(officer: User) -> None:
    first, second = make.stored(officer, "甲.txt"), make.stored(officer, "乙.txt")
    path = place(first)
    actions.forget(first, by=officer, reason="传错了")
    assert path.exists()
    actions.forget(second, by=officer)
    assert not path.exists()
    entry = Entry.objects.filter(code="files.file.forgotten").earliest("sequence")
    assert (entry.object_label, entry.reason) == ("甲.txt", "传错了")


def test_a_removal_that_is_rolled_back_removes_nothing(officer: User) -> None:
    file = make.stored(officer)

    @transaction.atomic
    def change_of_mind() -> None:
        actions.forget(file, by=officer)
        raise Refused("后面一步不成")

    with pytest.raises(Refused):
        change_of_mind()
    assert StoredFile.objects.count() == 1
    assert list(actions.verify()) == []


def test_only_the_uploader_and_those_in_charge_remove(officer: User, office: User, chief: User) -> None:
    file = make.stored(officer)
    with pytest.raises(PermissionDenied, match="只有上传人"):
        actions.forget(file, by=office)
    actions.forget(file, by=chief)


def test_who_only_reads_stores_nothing(auditor: User) -> None:
    with pytest.raises(PermissionDenied, match="只能查看"):
        make.stored(auditor)


def test_checking_finds_what_is_changed_missing_and_left_over(officer: User) -> None:
    changed, missing, whole = (make.stored(officer, f"{word}.txt", word.encode()) for word in "甲乙丙")
    place(changed).write_bytes(b"forged")
    place(missing).unlink()
    stray = storage.write(settings.TITIAN.files, b"stray")
    found = {damage.sha256: (damage.names, damage.reason) for damage in actions.verify()}
    assert found == {
        changed.sha256: (("甲.txt",), "内容已被改动"),
        missing.sha256: (("乙.txt",), "内容丢失"),
        stray: ((), "没有登记的多余内容"),
    }
    assert whole.sha256 not in found


def test_handing_out_a_restricted_file_is_journalled(officer: User, leader: User) -> None:
    open_file, restricted = make.stored(officer), make.stored(officer, "秘.txt", b"two", Disclosure.RESTRICTED)
    for file in (open_file, restricted):
        actions.open_for(file, by=leader).close()
    entry = Entry.objects.get(code="files.file.downloaded")
    assert (entry.object_label, entry.actor) == ("秘.txt", leader)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("C:\\x\\报告.docx", "报告.docx"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("报告\u202excod.exe", "报告xcod.exe"),
        (" 报告.txt ", "报告.txt"),
    ],
)
def test_names_are_cut_to_their_last_part_and_hide_nothing(sent: str, kept: str) -> None:
    assert actions.clean_name(sent) == kept


def test_a_long_name_keeps_its_ending() -> None:
    name = actions.clean_name("长" * 300 + ".docx")
    assert len(name) == 200
    assert name.endswith("长.docx")


@pytest.mark.parametrize("sent", ["", "  ", "..", "x/", "\u202e"])
def test_a_file_without_a_name_is_refused(sent: str) -> None:
    with pytest.raises(Refused, match="没有名字"):
        actions.clean_name(sent)
