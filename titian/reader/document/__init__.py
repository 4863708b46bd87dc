"""What a paper says about itself: title, region, period, kind, day of issue, document number."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from titian.reader.document.issued import issued, issued_day
from titian.reader.document.kind import found_kind
from titian.reader.document.number import found_number
from titian.reader.document.paper import laid_out
from titian.reader.document.period import dating
from titian.reader.document.region import found_region
from titian.reader.document.title import found_title
from titian.reader.values import Document

__all__ = ["Described", "describe"]


@dataclass(frozen=True)
class Described:
    """A document, and what its words of time count from.

    `base_year` and `plan_end` bound the plan it evaluates; `this_year` is what 今年 means where that is not the period's year;
    `issued_in` is year and month of issue.
    """

    document: Document
    base_year: int | None = None
    plan_end: int | None = None
    this_year: int | None = None
    issued_in: tuple[int, int] | None = None


def describe(text: str, title_hint: str | None = None, extra: tuple[Path, ...] = ()) -> Described:
    """Read a paper's own particulars. Unknown ones stay None; `title_hint` is used when no line looks like a title."""
    paper = laid_out(text)
    title = found_title(paper, title_hint, extra)
    plain_title = title.plain if title else ""
    kind = found_kind(plain_title, paper.plain, extra)
    number = found_number(paper.lines)
    day = issued(paper, title, number, extra)
    dated = dating(paper, title, day, kind=kind, number=number, hint=title_hint)
    document = Document(
        title=title.written if title else None,
        region=found_region(plain_title, paper, extra),
        period=dated.period,
        kind=kind,
        issued_on=issued_day(paper, title, extra),
        number=number,
    )
    month = (day.year, day.month) if day and day.month and not day.is_published else None
    return Described(document, dated.base_year, dated.plan_end, dated.this_year, month)
