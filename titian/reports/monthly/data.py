"""What a month's table is written from: the month's own figure, the year's up to the month's end, the target. Pure Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from titian.base.paragraphs import Paragraph
from titian.figures.catalogue import Indicator
from titian.reports.table.data import LATE, noun, sections, with_rows_of, without_alternatives
from titian.reports.wording.facts import Facts
from titian.reports.writer.composing import compose
from titian.reports.writer.outline import Outline
from titian.reports.writer.particulars import Particulars
from titian.reports.writer.written import Composed

PERIODS = frozenset({"month"})
_MONTH = "[[本月{%s}，]]"
_TO_DATE = "累计{%s period=累计}[[，目标{%s:goal}]][[，{%s:percent period=累计}]][[，{%s:behind period=累计}]][[，{%s:growth period=累计}]]"
_LATEST = "{%s period=最近}[[，目标{%s:goal}]]"


def outline(particulars: Particulars) -> Outline:
    return Outline("monthly", "{本局全称}{期间}主要科技指标调度表", sections(row_text))


def with_rows(plan: Outline, offered: Sequence[Paragraph], known: Mapping[str, Indicator]) -> Outline:
    return with_rows_of(plan, offered, known, row_text)


def written(plan: Outline, facts: Facts, particulars: Particulars) -> Composed:
    return compose(without_alternatives(plan, facts), facts)


def row_text(entry: Indicator) -> str:
    """The template whose figures make one row. A level or a share has no amount of a month; what is published late its last year."""
    if entry.code in LATE:
        return noun(entry) + _LATEST.replace("%s", entry.code)
    month = _MONTH if entry.kind == "flow" else ""
    return noun(entry) + (month + _TO_DATE).replace("%s", entry.code)
