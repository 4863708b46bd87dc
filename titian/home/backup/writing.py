"""Making a backup: the books as they are at one moment, while people go on working."""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from titian.base.context import titian_version
from titian.base.database import snapshot
from titian.base.errors import Refused
from titian.base.installation import Installation
from titian.files.models import StoredFile
from titian.home.backup.archive import CHUNK, FOLDERS, MANIFEST, SETTINGS, FileEntry, Manifest, TableEntry, writing
from titian.home.backup.values import Table, columns, rows, tables
from titian.journal.actions import verify
from titian.journal.models import Head

ROWS = 2_000


@dataclass
class BackedUp:
    """What lies in the file, and what was wrong with the installation already (in Chinese)."""

    path: Path
    manifest: Manifest
    warnings: list[str] = field(default_factory=list)


def back_up(path: Path) -> BackedUp:
    """Write the backup; a file of that name is replaced when the new one is complete. Raises Refused where it cannot be written."""
    home: Installation = settings.TITIAN
    try:
        handle, unfinished = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    except OSError as problem:
        raise Refused(f"备份写不到 {path}（{problem.strerror}），请换一个文件夹") from problem
    try:
        with os.fdopen(handle, "wb") as file:
            done = _write(zipfile.ZipFile(file, "w"), home, path)
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).replace(path)
    except OSError as problem:
        raise Refused(f"备份没有写成（{problem.strerror}），原有文件没有动；请看磁盘空间和权限") from problem
    finally:
        Path(unfinished).unlink(missing_ok=True)
    return done


def _write(zipped: zipfile.ZipFile, home: Installation, path: Path) -> BackedUp:
    with zipped, snapshot():
        broken, head = verify(), Head.objects.first() or Head()
        manifest = Manifest(
            version=titian_version(),
            made_at=timezone.localtime().isoformat(timespec="seconds"),
            bureau=home.bureau,
            database=connection.vendor,
            migrations=sorted([app, name] for app, name in MigrationRecorder(connection).applied_migrations()),
            journal={"count": head.count, "hash": head.hash, "broken": broken.reason if broken else ""},
            tables=[_table(zipped, table) for table in tables(apps)],
            files=list(_files(zipped, home)),
        )
        with writing(zipped, MANIFEST) as out:
            out.write(manifest.dumped())
        return BackedUp(path, manifest, list(_warnings(manifest)))


def _table(zipped: zipfile.ZipFile, table: Table) -> TableEntry:
    model, count = table._meta.label_lower, 0
    with writing(zipped, f"tables/{model}.jsonl") as out:
        for row in rows(table, ROWS):
            count += 1
            out.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass") + b"\n")
    return TableEntry(model, [column.attname for column in columns(table)], count, out.hash.hexdigest())


def _files(zipped: zipfile.ZipFile, home: Installation) -> Iterator[FileEntry]:
    """titian.toml and every finished file of the folders; one removed while we look belongs to no row of the snapshot's future."""
    paths = [path for folder in FOLDERS for path in sorted((home.home / folder).rglob("*"))]
    for path in [home.home / SETTINGS, *paths]:
        name = path.relative_to(home.home).as_posix()
        if path.is_symlink() or not path.is_file() or path.name.startswith("."):
            continue
        with path.open("rb") as file, writing(zipped, f"home/{name}") as out:
            while piece := file.read(CHUNK):
                out.write(piece)
        yield FileEntry(name, out.size, out.hash.hexdigest())


def _warnings(manifest: Manifest) -> Iterator[str]:
    """What no backup can mend: files that were lost or changed before, a chain that was broken before."""
    if manifest.journal["broken"]:
        yield f"操作日志有问题，照原样备份：{manifest.journal['broken']}"
    packed = {Path(entry.path).name: entry.sha256 for entry in manifest.files if entry.path.startswith("files/")}
    names: dict[str, str] = dict(StoredFile.objects.values_list("sha256", "name").iterator())
    for sha256, name in names.items():
        if sha256 not in packed:
            yield f"上传文件「{name}」已不在磁盘上"
        elif packed[sha256] != sha256:
            yield f"上传文件「{name}」的内容被改动过"
