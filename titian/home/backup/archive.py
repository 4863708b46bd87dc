"""The backup file: a zip with `tables/<room>.<table>.jsonl` (one row a line, a JSON array), `home/…` and `manifest.json`. Pure Python.

The manifest holds the checksum of every other member, so that a damaged, cut or hand-mended file is found before anything is touched.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from titian.base.errors import Refused

FORMAT = 1
MANIFEST = "manifest.json"
CHUNK = 1024 * 1024
# What of TITIAN_HOME goes into the file; the signing key stays at home: who holds a copy of it can forge log-ins.
FOLDERS = ("files", "papers", "vocabulary")
SETTINGS = "titian.toml"
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, UnicodeDecodeError)


@dataclass(frozen=True)
class TableEntry:
    """One table: the columns in the order of the rows' values."""

    model: str
    columns: list[str]
    rows: int
    sha256: str

    @property
    def member(self) -> str:
        return f"tables/{self.model}.jsonl"


@dataclass(frozen=True)
class FileEntry:
    """One file of TITIAN_HOME; `path` is relative to it."""

    path: str
    size: int
    sha256: str

    @property
    def member(self) -> str:
        return f"home/{self.path}"


@dataclass(frozen=True)
class Manifest:
    """`migrations` is the state of the tables; `journal` the end of the journal's chain and, when it was broken already, how."""

    version: str
    made_at: str
    bureau: str
    database: str
    migrations: list[list[str]]
    journal: dict[str, Any]
    tables: list[TableEntry] = field(default_factory=list)
    files: list[FileEntry] = field(default_factory=list)
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)

    @property
    def uploads(self) -> int:
        """Files people put in, titian.toml not counted."""
        return sum(entry.path != SETTINGS for entry in self.files)

    def dumped(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


class Hashing:
    """Writes through to a member and knows its size and checksum."""

    def __init__(self, out: IO[bytes]) -> None:
        self.out, self.size, self.hash = out, 0, hashlib.sha256()

    def write(self, data: bytes) -> None:
        self.out.write(data)
        self.hash.update(data)
        self.size += len(data)


@contextmanager
def writing(zipped: zipfile.ZipFile, member: str) -> Iterator[Hashing]:
    """A new member, written piece by piece."""
    about = zipfile.ZipInfo(member)
    about.compress_type, about.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    with zipped.open(about, "w", force_zip64=True) as out:
        yield Hashing(out)


class Archive:
    """A backup file opened for reading. Every complaint is a Refused in the office's words."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.zipped = zipfile.ZipFile(path)
        except FileNotFoundError as problem:
            raise Refused(f"没有 {path} 这个文件") from problem
        except _UNREADABLE as problem:
            raise Refused(f"{path.name} 不是完整的备份文件（{problem}）；可能没有传完或已损坏，请换一份备份") from problem
        self.manifest = self._manifest()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *problem: object) -> None:
        self.zipped.close()

    def _manifest(self) -> Manifest:
        try:
            read = json.loads(self.zipped.read(MANIFEST))
            if read["format"] > FORMAT:
                raise Refused(f"{self.path.name} 是更新版本的梯田做的备份，请先升级再恢复")
            tables = [TableEntry(**entry) for entry in read.pop("tables")]
            return Manifest(**{**read, "tables": tables, "files": [FileEntry(**entry) for entry in read.pop("files")]})
        except (KeyError, TypeError, ValueError, *_UNREADABLE) as problem:
            raise Refused(f"{self.path.name} 不是梯田的备份文件，或清单已损坏，请换一份备份") from problem

    def check(self) -> None:
        """Read everything once. Raises Refused with every member that is missing, strange or not what it was when written."""
        entries: list[TableEntry | FileEntry] = [*self.manifest.tables, *self.manifest.files]
        expected = {entry.member for entry in entries}
        names = [name for name in self.zipped.namelist() if name != MANIFEST]
        wrong = [f"多出 {name}" for name in sorted(set(names) - expected)]
        wrong += [f"{entry.path} 的路径不对" for entry in self.manifest.files if not _inside(entry.path)]
        wrong += [reason for entry in entries if (reason := self._wrong(entry))]
        if len(names) != len(set(names)):
            wrong.append("同名内容出现两次")
        if wrong:
            more = [f"……共 {len(wrong)} 处"] if len(wrong) > 20 else []
            raise Refused([f"备份文件 {self.path.name} 已损坏，什么也没有改动，请换一份备份：", *wrong[:20], *more])

    def _wrong(self, entry: TableEntry | FileEntry) -> str:
        digest, lines = hashlib.sha256(), 0
        try:
            with self.zipped.open(entry.member) as member:
                while piece := member.read(CHUNK):
                    digest.update(piece)
                    lines += piece.count(b"\n")
        except KeyError:
            return f"缺 {entry.member}"
        except _UNREADABLE as problem:
            return f"{entry.member} 读不了（{problem}）"
        if digest.hexdigest() != entry.sha256:
            return f"{entry.member} 与清单里的校验值不符"
        return f"{entry.member} 应有 {entry.rows} 行" if isinstance(entry, TableEntry) and lines != entry.rows else ""

    def lines(self, entry: TableEntry) -> Iterator[list[Any]]:
        """The rows of a table, one at a time."""
        with self.zipped.open(entry.member) as member:
            for line in io.TextIOWrapper(member, "utf-8", newline="\n"):
                yield json.loads(line)

    def unpack(self, home: Path) -> None:
        """Put the files where they belong under `home`, closed to others. `check` has been asked before."""
        for entry in self.manifest.files:
            place = home / entry.path
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self.zipped.open(entry.member) as member, place.open("xb") as file:
                while piece := member.read(CHUNK):
                    file.write(piece)
            place.chmod(0o600)


def _inside(path: str) -> bool:
    """Only what this program packs: never a way out of the folder."""
    parts = PurePosixPath(path).parts
    clean = all(re.fullmatch(r"[^/\\\x00]+", part) and part not in {".", ".."} for part in parts)
    return path == SETTINGS or (clean and len(parts) > 1 and parts[0] in FOLDERS and str(PurePosixPath(path)) == path)
