"""What kind of paper it is."""

from __future__ import annotations

import re
from pathlib import Path

from titian.reader.document.title import any_of
from titian.reader.vocabulary import words

_REPLY = re.compile(r"收悉.{0,40}答复如下", re.DOTALL)


def found_kind(title: str, plain: str, extra: tuple[Path, ...] = ()) -> str:
    """By the words of its title, else by a reply's or an account's standing phrase; `other` when neither tells."""
    for kind, found in words("documents", extra)["kinds"]:
        if any_of(tuple(found)).search(title):
            return str(kind)
    return "reply" if _REPLY.search(plain) else "other"
