"""An installation with something of every kind in it, and what its tables hold."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models

from titian.accounts.models import Department
from titian.accounts.tests import make as people
from titian.figures.tests import make as figures
from titian.files.tests import make as files
from titian.home.backup.archive import MANIFEST
from titian.home.backup.values import rows, tables
from titian.journal.models import Entry
from titian.journal.tests import make as journal

ODD = "换行\n制表\t引号\"'\\ 😀 䶮 \u2028 行分隔 \u202e é\u0301"


def filled() -> None:
    """Rows of several rooms, files, a chain, and contents that are easy to lose on the way."""
    officer = people.user("officer", name=ODD[:40])
    people.user("system")
    figures.figure(officer)
    figures.target(people.user("chief"))
    files.stored(officer)
    journal.acts(3)
    Department.objects.create(name=ODD[:50], order=32_767)


def contents() -> dict[str, list[str]]:
    """Every table's rows as texts; what the database may write its own way (order of JSON keys) written one way."""
    return {table._meta.label_lower: [_line(table, row) for row in rows(table, 100)] for table in tables(apps)}


def _line(table: type[models.Model], row: list[Any]) -> str:
    json_places = [place for place, field in enumerate(table._meta.local_concrete_fields) if isinstance(field, models.JSONField)]
    row = list(row)
    for place in json_places:
        row[place] = row[place] and ["JSON", json.loads(row[place])]
    return json.dumps(row, sort_keys=True, ensure_ascii=False)


def without_last_entry(held: dict[str, list[str]]) -> dict[str, list[str]]:
    """What a restore adds: one journal entry, and so another head."""
    return {**held, "journal.entry": held["journal.entry"][:-1], "journal.head": []}


def rewritten(path: Path, to: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """A copy of the backup in which every member went through `change` (None: left out)."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if (data := change(name, old.read(name))) is not None:
                new.writestr(name, data)
    return to


def with_manifest(path: Path, to: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """A copy whose manifest says something else."""

    def changed(name: str, data: bytes) -> bytes:
        if name != MANIFEST:
            return data
        manifest = json.loads(data)
        change(manifest)
        return json.dumps(manifest).encode()

    return rewritten(path, to, changed)


def json_null_entry() -> None:
    """A JSON column that holds JSON's null, which is not «nothing»."""
    officer = people.user("officer")
    entry = Entry(pk=None, sequence=9_999, at=officer.created_at, actor=officer, before=models.Value(None, models.JSONField()))
    Entry.objects.bulk_create([entry])
