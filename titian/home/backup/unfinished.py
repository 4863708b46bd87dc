"""The files a restore exchanges, and a note of it beside them: whoever starts next ends what a killed restore left half done.

Files and rows cannot be committed together. So the note says how the files were exchanged and which journal entry is written together with
the rows; it is there from before the first file moves until after the last old one is gone. Where it is found and nobody holds the folder,
the restore was killed: with the entry in the books the new files stay, without it the old ones come back.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from titian.base.errors import Refused
from titian.base.installation import write_settings
from titian.base.reloading import watch
from titian.home.backup.archive import FOLDERS, SETTINGS
from titian.journal.models import Entry

NOTE = ".restore-under-way.json"
UNDER_WAY = "这个安装正在从备份恢复，请等它做完再试"
BACK = "上次从备份恢复中途断了，没有恢复成：已退回恢复前的文件，数据没有变过。请再恢复一次"
DONE = "上次从备份恢复中途断了，数据已恢复：文件已随数据换好，可以照常使用"


@dataclass
class Exchange:
    """`fresh` holds the backup's files, `aside` the old ones; `had` names what there was; `entry` is the hash of the journal's entry."""

    home: Path
    fresh: Path
    aside: Path
    had: list[str]
    entry: str = ""

    @staticmethod
    def begun(home: Path) -> Exchange:
        had = [name for name in (*FOLDERS, SETTINGS) if (home / name).exists()]
        fresh, aside = (Path(tempfile.mkdtemp(prefix=prefix, dir=home)) for prefix in (".restoring-", ".before-restore-"))
        found = Exchange(home, fresh, aside, had)
        found.note()
        return found

    @staticmethod
    def found(home: Path) -> Exchange | None:
        """What the note says; None where there is none."""
        try:
            said = json.loads((home / NOTE).read_text("utf-8"))
        except FileNotFoundError:
            return None
        return Exchange(home, home / said["fresh"], home / said["aside"], said["had"], said["entry"])

    def note(self) -> None:
        said = {"fresh": self.fresh.name, "aside": self.aside.name, "had": self.had, "entry": self.entry}
        write_settings(self.home / NOTE, json.dumps(said))
        _sync(self.home)

    def place(self, entry: str) -> None:
        """Old aside, new in place; `entry` is in the books once the rows are."""
        self.entry = entry
        self.note()
        for name in (*FOLDERS, SETTINGS):
            _move(self.home / name, self.aside / name)
            _move(self.fresh / name, self.home / name)
        for folder in (self.fresh, self.aside, self.home):
            _sync(folder)

    def take_back(self) -> None:
        """The old ones in place again, however far it had come."""
        for name in (*FOLDERS, SETTINGS):
            kept, place = self.aside / name, self.home / name
            if (kept.exists() or name not in self.had) and place.exists():
                shutil.rmtree(place) if place.is_dir() else place.unlink()
            _move(kept, place)
        _sync(self.home)

    def clear(self) -> None:
        """Both folders and, last, the note."""
        for folder in (self.fresh, self.aside):
            shutil.rmtree(folder, ignore_errors=True)
        (self.home / NOTE).unlink(missing_ok=True)

    @property
    def is_in_the_books(self) -> bool:
        """Were the rows committed? Raises OperationalError where the database cannot be asked at all: then nothing may be touched."""
        connection.ensure_connection()
        if not self.entry or Entry._meta.db_table not in connection.introspection.table_names():
            return False
        try:
            return Entry.objects.filter(hash=self.entry).exists()
        except DatabaseError:  # tables of another release: those of before
            return False


def _move(old: Path, new: Path) -> None:
    if old.exists():
        old.rename(new)


def _sync(folder: Path) -> None:
    """What was renamed in it survives a power cut."""
    if sys.platform != "win32":
        place = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(place)
        finally:
            os.close(place)


@contextmanager
def exchanging(home: Path) -> Iterator[Exchange]:
    """The folder is held while a restore lasts. An exception puts the old files back."""
    with held(home):
        _end(home)
        exchange = Exchange.begun(home)
        try:
            yield exchange
        except BaseException:
            exchange.take_back()
            raise
        finally:
            exchange.clear()


def take_up() -> None:
    """At every start: ends a restore that was killed, and says how. Raises Refused while one is under way."""
    home: Path = settings.TITIAN.home
    if not (home / NOTE).exists():
        return
    eye = watch()
    with held(home):
        said = _end(home)
    eye.take_up()
    if said:
        print(said, file=sys.stderr)


def _end(home: Path) -> str:
    exchange = Exchange.found(home)
    if exchange is None:
        return ""
    done = exchange.is_in_the_books
    if not done:
        exchange.take_back()
    exchange.clear()
    return DONE if done else BACK


@contextmanager
def held(home: Path) -> Iterator[None]:
    """One process at a time; given up by the system when the process dies. Raises Refused while another one holds it."""
    if sys.platform == "win32":
        yield  # folders cannot be locked there; a server is no Windows machine
        return
    import fcntl

    place = os.open(home, os.O_RDONLY)
    try:
        fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as problem:
        raise Refused(UNDER_WAY) from problem
    finally:
        os.close(place)
