"""Whose paper it is: the innermost place before the office's name."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from titian.reader.document.paper import YEAR, Paper
from titian.reader.document.title import LONGEST_TITLE
from titian.reader.vocabulary import words

_COMMON = re.compile(r"[全各我本该在]|.*(?:年度|季度|园区|镇街|乡镇|县区|辖区)|.$|..$(?<![县区市旗州镇乡])")
_HEAD_LINES = 12


def found_region(title: str, paper: Paper, extra: tuple[Path, ...] = ()) -> str | None:
    """In the title, then at its beginning, then in the letterhead and the signature."""
    ends, before_office, opening = _patterns(extra)
    lines = [line.plain for line in (*paper.lines[:_HEAD_LINES], *reversed(paper.lines[-_HEAD_LINES:]))]
    short = [line for line in lines if len(line) <= LONGEST_TITLE and not re.search("[。;]", line)]
    matches = (
        before_office.search(title),
        opening.match(title),
        *(before_office.search(line) or opening.match(line) for line in short),
    )
    named = (_innermost(match[1], ends) for match in matches if match)
    return next((name for name in named if not _COMMON.match(name)), None)


@cache
def _patterns(extra: tuple[Path, ...]) -> tuple[str, re.Pattern[str], re.Pattern[str]]:
    known = words("documents", extra)
    ends = "|".join(known["regions"])
    place = rf"((?:[\u4e00-\u9fff]{{2,7}}?(?:{ends}))+)"
    offices = "|".join(known["offices"])
    before_office = re.compile(rf"{place}(?=[^,。;]{{0,4}}(?:{offices}))")
    return ends, before_office, re.compile(rf"(?:关于|中共)?{place}(?={YEAR}|[“\"]|科技|科学技术)")


def _innermost(place: str, ends: str) -> str:
    parts = re.findall(rf"[\u4e00-\u9fff]{{2,7}}?(?:{ends})(?=$|[\u4e00-\u9fff]{{2}})", place)
    last: str = parts[-1] if parts else place
    return re.sub(r"^(?:关于|中共|在|对)", "", last)
