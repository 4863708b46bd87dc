"""The document number (文号) of a paper."""

from __future__ import annotations

import re
from collections.abc import Sequence

from titian.reader.document.paper import YEAR, Line

NUMBER = re.compile(rf"(?P<number>[\u4e00-\u9fff]{{2,10}}\s*[〔\[(]\s*(?P<year>{YEAR})\s*[〕\])]\s*第?(?P<serial>\d+)\s*号)")
_SEARCHED = 30


def found_number(lines: Sequence[Line]) -> str | None:
    """In the head of the paper: on a line of its own, behind its label, or at a line's end."""
    for line in lines[:_SEARCHED]:
        match = NUMBER.search(line.plain) if "号" in line.plain else None
        if match and (len(line.plain) <= len(match["number"]) + 4 or "文字号" in line.plain or "文号" in line.plain):
            return re.sub(r"\s", "", match["number"])
    return None
