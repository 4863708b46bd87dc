"""A backup and the way back: the same rows, the same files, or nothing changed at all."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.db import connection
from pytest_django import Settings

from titian.accounts.models import Department, User
from titian.base.database import snapshot
from titian.base.errors import Refused
from titian.base.installation import make_folders, save
from titian.files import storage
from titian.files.models import StoredFile
from titian.home.backup import restoring
from titian.home.backup.archive import MANIFEST, Archive
from titian.home.backup.restoring import restore
from titian.home.backup.unfinished import Exchange
from titian.home.backup.values import rows, tables
from titian.home.backup.writing import back_up
from titian.home.tests import make
from titian.journal.actions import verify
from titian.journal.chain import Break
from titian.journal.models import Entry

# Backups look at a whole database: these tests see each other's rows unless each empties it.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def home(tmp_path: Path, settings: Settings) -> Path:
    """An installation of its own for this test, filled."""
    settings.TITIAN = replace(django_settings.TITIAN, home=tmp_path / "home", bureau="示范县科技局", county="示范县")
    make_folders(django_settings.TITIAN)
    save(django_settings.TITIAN)
    make.filled()
    return tmp_path / "home"


@pytest.fixture
def backup(home: Path, tmp_path: Path) -> Path:
    return back_up(tmp_path / "备份.zip").path


def on_disk(home: Path) -> dict[str, bytes]:
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file()}


def spoil() -> None:
    """What happens to an installation after its backup."""
    Department.objects.create(name="后来的科室")
    StoredFile.objects.all().delete()
    for path in list(storage.stored(django_settings.TITIAN.files)):
        path.unlink()
    (django_settings.TITIAN.vocabulary / "后来.yaml").write_text("x")
    save(replace(django_settings.TITIAN, bureau="别的局"))


def test_what_is_restored_is_what_was_backed_up(home: Path, backup: Path) -> None:
    held, files = make.contents(), on_disk(home)
    spoil()
    restore(backup, replace=True)
    assert make.without_last_entry(make.contents()) == make.without_last_entry(
        {**held, "journal.entry": [*held["journal.entry"], ""]}
    )
    now = on_disk(home)
    assert {name: now[name] for name in files} == files
    assert set(now) - set(files) <= {"secret_key"}
    assert verify() is None
    last = Entry.objects.latest("sequence")
    assert (last.code, last.after and last.after["file"]) == ("home.installation.restored", "备份.zip")
    assert sorted(path.name for path in home.iterdir() if path.name.startswith(".")) == []


def test_after_a_restore_new_rows_get_new_numbers(backup: Path) -> None:
    """PostgreSQL counts on from where it stood unless told otherwise."""
    last = Department.objects.latest("pk").pk
    restore(backup, replace=True)
    assert Department.objects.create(name="新科室").pk > last
    assert User.objects.create(username="new", name="新人").pk


def test_every_table_of_every_room_is_in_the_file(backup: Path) -> None:
    there = {name for name in connection.introspection.table_names() if name not in {"django_migrations", "django_session"}}
    assert {table._meta.db_table for table in tables(apps)} == there
    with Archive(backup) as archive:
        assert {entry.model for entry in archive.manifest.tables} == {table._meta.label_lower for table in tables(apps)}
        assert archive.manifest.uploads == 1
        assert not any("secret" in name for name in archive.zipped.namelist())


def test_odd_contents_survive(home: Path, tmp_path: Path) -> None:
    make.json_null_entry()
    held = make.contents()
    copy = back_up(tmp_path / "b.zip")
    assert copy.warnings  # the entry is no link of the chain: said, and packed as it is
    restore(copy.path, replace=True)
    assert make.contents()["accounts.department"] == held["accounts.department"]
    null = [
        line for line in make.contents()["journal.entry"] if "9999" in line
    ]  # a digest of another entry may hold these figures too
    assert any('["JSON", null]' in line for line in null)


def test_a_nul_that_sqlite_let_in_does_not_stop_a_restore(home: Path, backup: Path, tmp_path: Path) -> None:
    def with_nul(name: str, data: bytes) -> bytes:
        return data.replace("企业服务股".encode(), b"\\u0000" + "企业服务股".encode()) if "accounts.department" in name else data

    odd = _resealed(backup, tmp_path / "nul.zip", with_nul)
    restore(odd, replace=True)
    assert Department.objects.filter(name="企业服务股").exists()


def test_a_backup_is_of_one_moment_though_people_go_on_writing(home: Path) -> None:
    before = Department.objects.count()

    def colleague() -> None:
        Department.objects.create(name="同时新增的科室")
        connection.close()

    with snapshot():
        at_work = Thread(target=colleague)
        at_work.start()
        at_work.join(timeout=15)
        assert not at_work.is_alive(), "a backup keeps people from writing"
        assert Department.objects.count() == before
    assert Department.objects.count() == before + 1


def test_rows_are_not_held_in_memory_all_at_once(home: Path) -> None:
    Department.objects.bulk_create(Department(name=f"{number}股") for number in range(5_000))
    entries = iter(rows(Department, 100))
    assert next(iter(entries))
    assert len(list(entries)) >= 4_999


def test_an_installation_with_people_in_it_is_not_replaced_by_mistake(home: Path, backup: Path) -> None:
    spoil()
    held, files = make.contents(), on_disk(home)
    with pytest.raises(Refused, match="--replace"):
        restore(backup)
    assert (make.contents(), on_disk(home)) == (held, {**files, **{k: v for k, v in on_disk(home).items() if k == "secret_key"}})


def test_a_restore_that_fails_in_the_end_leaves_everything_as_it_was(
    home: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil()
    held, files = make.contents(), on_disk(home)
    monkeypatch.setattr(restoring, "verify", lambda: Break(2, "第 2 条与上一条接不上"))
    with pytest.raises(Refused, match="第 2 条与上一条接不上"):
        restore(backup, replace=True)
    assert make.contents() == held
    now = on_disk(home)
    assert {name: now.get(name) for name in files} == files


def test_a_failure_between_the_files_and_the_rows_brings_the_old_files_back(
    home: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil()
    held, files, place = make.contents(), on_disk(home), Exchange.place

    def cut_short(exchange: Exchange, entry: str) -> None:
        place(exchange, entry)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Exchange, "place", cut_short)
    with pytest.raises(OSError, match="No space"):
        restore(backup, replace=True)
    now = on_disk(home)
    assert (make.contents(), {name: now.get(name) for name in files}) == (held, files)


def test_a_backup_of_an_older_release_is_brought_up_to_this_one(home: Path, backup: Path, tmp_path: Path) -> None:
    """Its tables are built as they were then, filled, and migrated: here the state before regions had former names."""
    held = make.contents()

    def before_names(name: str, data: bytes) -> bytes | None:
        if "formername" in name:
            return None
        if name != "tables/places.region.jsonl":
            return data
        rows = [json.loads(line) for line in data.splitlines()]
        return b"".join(json.dumps([*row[:7], *row[8:]]).encode() + b"\n" for row in rows)

    def older(manifest: dict[str, Any]) -> None:
        for migration in (["home", "0001_initial"], ["places", "0002_former_names"]):
            manifest["migrations"].remove(migration)
        manifest["tables"] = [table for table in manifest["tables"] if table["model"] != "places.formername"]
        region = next(table for table in manifest["tables"] if table["model"] == "places.region")
        region["columns"].remove("merged_into_id")

    old = make.with_manifest(_resealed(backup, tmp_path / "rows.zip", before_names), tmp_path / "old.zip", older)
    restore(old, replace=True)
    assert make.without_last_entry(make.contents()) == make.without_last_entry(
        {**held, "journal.entry": [*held["journal.entry"], ""]}
    )
    assert Department.objects.create(name="新科室").pk


@pytest.mark.parametrize(
    "newer",
    [
        lambda manifest: manifest.update(version="99.0"),
        lambda manifest: manifest["migrations"].append(["figures", "9999_tomorrow"]),
        lambda manifest: manifest.update(format=2),
    ],
    ids=["version", "migration", "format"],
)
def test_a_backup_of_a_newer_release_is_refused(
    home: Path, backup: Path, tmp_path: Path, newer: Callable[[dict[str, Any]], None]
) -> None:
    held = make.contents()
    with pytest.raises(Refused, match=r"更新.*升级"):
        restore(make.with_manifest(backup, tmp_path / "new.zip", newer), replace=True)
    assert make.contents() == held


def _cut(path: Path, to: Path) -> None:
    to.write_bytes(path.read_bytes()[:-500])


def _bit_flipped(path: Path, to: Path) -> None:
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as zipped:
        largest = max(zipped.infolist(), key=lambda member: member.compress_size)
    data[largest.header_offset + 200] ^= 0x40
    to.write_bytes(data)


def _a_row_mended_by_hand(path: Path, to: Path) -> None:
    make.rewritten(path, to, lambda name, data: data.replace("企业服务股".encode(), "企业服务科".encode()))


def _a_file_lost(path: Path, to: Path) -> None:
    make.rewritten(path, to, lambda name, data: None if "home/files/" in name else data)


def _no_backup(path: Path, to: Path) -> None:
    to.write_text("这不是备份")


def _another_zip(path: Path, to: Path) -> None:
    with zipfile.ZipFile(to, "w") as zipped:
        zipped.writestr("readme.txt", "x")


@pytest.mark.parametrize("damage", [_cut, _bit_flipped, _a_row_mended_by_hand, _a_file_lost, _no_backup, _another_zip])
def test_a_damaged_file_is_found_before_anything_is_touched(
    home: Path, backup: Path, tmp_path: Path, damage: Callable[[Path, Path], None]
) -> None:
    damage(backup, tmp_path / "坏.zip")
    held, files = make.contents(), on_disk(home)
    with pytest.raises(Refused, match="请换一份备份"):
        restore(tmp_path / "坏.zip", replace=True)
    assert (make.contents(), on_disk(home)) == (held, files)


def test_a_path_that_leads_out_of_the_folder_is_never_followed(home: Path, backup: Path, tmp_path: Path) -> None:
    def leads_out(manifest: dict[str, Any]) -> None:
        entry = next(entry for entry in manifest["files"] if entry["path"].startswith("files/"))
        entry["path"] = "files/../../外面.txt"

    with pytest.raises(Refused, match="路径不对"):
        restore(make.with_manifest(backup, tmp_path / "out.zip", leads_out), replace=True)
    assert not (tmp_path / "外面.txt").exists()


def test_a_lost_or_changed_upload_is_told_when_the_backup_is_made(home: Path, tmp_path: Path) -> None:
    file = StoredFile.objects.get()
    storage.location(django_settings.TITIAN.files, file.sha256).write_bytes(b"forged")
    assert back_up(tmp_path / "1.zip").warnings == [f"上传文件「{file.name}」的内容被改动过"]
    storage.location(django_settings.TITIAN.files, file.sha256).unlink()
    assert back_up(tmp_path / "2.zip").warnings == [f"上传文件「{file.name}」已不在磁盘上"]


def test_a_backup_that_cannot_be_written_leaves_no_half_file(home: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="写不到"):
        back_up(tmp_path / "没有这个文件夹" / "b.zip")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home"]


def _resealed(path: Path, to: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """A copy with changed members whose manifest agrees with them."""
    import hashlib

    sums: dict[str, str] = {}

    def changed(name: str, data: bytes) -> bytes | None:
        if name == MANIFEST:
            manifest = json.loads(data)
            for table in manifest["tables"]:
                table["sha256"] = sums.get(f"tables/{table['model']}.jsonl", "")
            return json.dumps(manifest).encode()
        new = change(name, data)
        sums[name] = hashlib.sha256(new or b"").hexdigest()
        return new

    return make.rewritten(path, to, changed)
