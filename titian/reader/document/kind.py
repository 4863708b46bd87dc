"""What kind of paper it is."""

from __future__ import annotations

import re
from pathlib import Path

from titian.reader.document.title import any_of
from titian.reader.vocabulary import words

_TIMED = ("half_year", "quarter")
_ONLY_PLANS = re.compile(
    r"^(?!.*(?:总结|完成|情况|回顾|报告|通报|小结|进展)).*(?:计划|安排|打算|思路|要点|方案)[)》]?(?:\([^)]*\))?$"
)
_REPLY = re.compile(r"收悉.{0,40}答复如下", re.DOTALL)


def found_kind(title: str, plain: str, extra: tuple[Path, ...] = ()) -> str:
    """By the words of its title, else by a reply's or an account's standing phrase; `other` when neither tells."""
    for kind, found in words("documents", extra)["kinds"]:
        if any_of(tuple(found)).search(title):
            return "plan" if kind in _TIMED and _ONLY_PLANS.search(title) else str(kind)
    return "reply" if _REPLY.search(plain) else "other"
