"""Storing and removing files, and checking that what lies on disk is what was stored."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.conf import settings
from django.db import models, transaction

from titian.accounts.models import User
from titian.base.disclosure import Disclosure
from titian.base.errors import Refused
from titian.files import storage
from titian.files.kinds import recognise
from titian.files.models import StoredFile
from titian.files.permissions import can_download, can_forget, can_store
from titian.journal.actions import record

_INVISIBLE = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_NAME_LENGTH = 200


@dataclass(frozen=True)
class Damage:
    """What `verify` found wrong with one stored file; `names` are the names it was uploaded under."""

    sha256: str
    names: tuple[str, ...]
    reason: str


@transaction.atomic
def store(
    name: str, data: bytes, *, by: User, disclosure: Disclosure = Disclosure.INTERNAL, owner: models.Model | None = None
) -> StoredFile:
    """Keep a file; the same bytes under the same name for the same owner are the file already there. Raises Refused."""
    can_store(by).demand()
    shown = clean_name(name)
    kind = recognise(shown, data)
    root, sha256 = _root(), storage.checksum(data)
    belongs = {"object_kind": owner._meta.label_lower if owner else "", "object_id": str(owner.pk) if owner else ""}
    known = StoredFile.objects.filter(sha256=sha256, name=shown, **belongs).first()
    if known:
        return known
    storage.write(root, data)
    file = StoredFile.objects.create(
        sha256=sha256, size=len(data), name=shown, kind=kind.code, disclosure=disclosure.value, uploaded_by=by, **belongs
    )
    # Somebody who removed the last other row of these bytes may have taken them away just now.
    transaction.on_commit(partial(storage.write, root, data))
    record("files.file.stored", file, by=by, after={"sha256": sha256, "size": file.size, "disclosure": disclosure.value, **belongs})
    return file


@transaction.atomic
def forget(file: StoredFile, *, by: User, reason: str = "") -> None:
    """Remove a file's row, and its bytes once no other row has them. The journal keeps name and checksum."""
    can_forget(by, file).demand()
    if StoredFile.objects.select_for_update(of=("self",)).filter(pk=file.pk).first() is None:
        raise Refused(f"「{file.name}」已被删除")
    root, sha256 = _root(), file.sha256
    record("files.file.forgotten", file, by=by, before={"sha256": sha256, "disclosure": file.disclosure}, reason=reason)
    try:
        file.delete()
    except models.ProtectedError as problem:
        users = "、".join(sorted({str(obj._meta.verbose_name) for obj in problem.protected_objects}))
        raise Refused(f"「{file.name}」还被{users}使用，不能删除；请先处理那边的记录") from problem
    transaction.on_commit(partial(storage.discard, root, sha256, wanted=StoredFile.objects.filter(sha256=sha256).exists))


def open_for(file: StoredFile, *, by: User) -> BinaryIO:
    """The bytes for somebody who may have them; that a restricted file was handed out is journalled. Raises Refused when they are gone."""
    can_download(by, file).demand()
    try:
        handle = storage.location(_root(), file.sha256).open("rb")
    except FileNotFoundError as problem:
        raise Refused(f"「{file.name}」的内容在服务器上找不到了，请告诉系统管理员（文件编号 {file.pk}）") from problem
    if file.is_restricted:
        record("files.file.downloaded", file, by=by)
    return handle


def verify() -> Iterator[Damage]:
    """Recompute every checksum: files that are missing or changed, and bytes on disk that no row knows."""
    names: dict[str, list[str]] = {}
    for sha256, name in StoredFile.objects.order_by("pk").values_list("sha256", "name"):
        names.setdefault(sha256, []).append(name)
    for sha256, known in sorted(names.items()):
        path = storage.location(_root(), sha256)
        if not path.exists():
            yield Damage(sha256, tuple(known), "内容丢失")
        elif storage.recomputed(path) != sha256:
            yield Damage(sha256, tuple(known), "内容已被改动")
    for path in storage.stored(_root()):
        if path.name not in names:
            yield Damage(path.name, (), "没有登记的多余内容")


def clean_name(name: str) -> str:
    """The last part of what a browser sent, without characters that hide the real ending; at most 200 characters. Raises Refused."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFC", name)).replace("\\", "/").rsplit("/", 1)[-1].strip()
    if not plain.strip("."):
        raise Refused("文件没有名字，请改名后再上传")
    suffix = PurePosixPath(plain).suffix
    return plain if len(plain) <= _NAME_LENGTH else plain[: _NAME_LENGTH - len(suffix)] + suffix


def _root() -> Path:
    return Path(settings.TITIAN.files)
