"""Uploaded bytes to kept readings: one document at a time, a clear message for each that cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from titian.accounts.models import User
from titian.base.disclosure import Disclosure
from titian.base.errors import Refused
from titian.base.periods import Period
from titian.files.actions import clean_name, store
from titian.reader import actions
from titian.reader.models import KeptReading
from titian.reader.text import UnreadableFile, extract_bytes
from titian.reader.values import Reading


@dataclass(frozen=True)
class Outcome:
    """What became of one file: a kept reading, or the reason it could not be read."""

    name: str
    reading: KeptReading | None
    message: str = ""


def take_in(name: str, data: bytes, *, by: User) -> Outcome:
    """Read one uploaded file and keep it with its original; nothing is stored when it cannot be read."""
    try:
        name = clean_name(name)
        found = extract_bytes(data, name)
        read = read_document(found.text, found.title or Path(name).stem)
        with transaction.atomic():
            original = store(name, data, by=by, disclosure=Disclosure.INTERNAL)
            kept = actions.keep(read, name=name, by=by, file=original, notices=list(found.notices))
    except UnreadableFile as problem:
        return Outcome(name, None, str(problem))
    except Refused as problem:
        return Outcome(name, None, "；".join(problem.messages))
    message = "" if read.quantities else "没有读到任何数字"
    return Outcome(name, kept, message)


def read_document(text: str, name: str = "", *, period: Period | None = None) -> Reading:
    """Read a text with the office's own words; every code of the catalogue counts for the books. `period`: which the paper is about, where
    somebody knows better than its words."""
    from titian.reader.pipeline import read_text  # compiles the vocabulary: only for who reads

    folder = settings.TITIAN.vocabulary
    vocabulary = (folder,) if folder.exists() else ()
    return read_text(text, all_codes=True, vocabulary=vocabulary, title_hint=name or None, period=period)
