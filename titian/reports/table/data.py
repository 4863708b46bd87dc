"""What a table is written from: one row a figure, by area, in the catalogue's order. Pure Python."""

from __future__ import annotations

from itertools import groupby

from titian.figures.catalogue import Indicator, packaged
from titian.reports.wording.facts import Facts
from titian.reports.wording.library import PLAN, packaged_sentences
from titian.reports.writer.composing import Composed, compose
from titian.reports.writer.outline import Line, Outline, Point, SectionPlan
from titian.reports.writer.particulars import Particulars

PERIODS = frozenset({"half", "year", "quarter", "month"})
# The same figures as a row prints them; the template sets them in columns.
_ROW = "{noun}{{{code}}}[[，目标{{{code}:goal}}]][[，{{{code}:percent}}]][[，上年同期{{{code}:previous}}]][[，{{{code}:growth}}]]"
_PERIODS = {
    "rnd.expenditure": "最近",
    "rnd.gdp_ratio": "最近",
    "rnd.reporting_enterprises": "最近",
    "rnd.enterprise_expense": "最近",
}


def outline(particulars: Particulars) -> Outline:
    """One section an area of the catalogue; the title follows the layout."""
    entries = [entry for entry in packaged().values() if entry.disclosure == "公开"]
    sections = [_section(area, list(group)) for area, group in groupby(entries, key=lambda entry: (entry.area, entry.area_label))]
    name = "重点任务进展情况表" if particulars.layout == "tasks" else "主要科技指标完成情况表"
    return Outline("table", f"{{本局全称}}{{期间}}{name}", tuple(sections))


def written(plan: Outline, facts: Facts, particulars: Particulars) -> Composed:
    return compose(plan, facts)


def noun(entry: Indicator) -> str:
    """What a row is called: the words of the packaged plan, else the catalogue's name."""
    packaged_plan = packaged_sentences().get(f"{PLAN}.{entry.code}")
    return packaged_plan.text.partition("{")[0] if packaged_plan else entry.name


def _section(area: tuple[str, str], entries: list[Indicator]) -> SectionPlan:
    lines = tuple(Line(entry.code, row_text(entry), extra=not entry.scored) for entry in entries)
    return SectionPlan(area[0], title=area[1], level=1, points=(Point(lines),))


def row_text(entry: Indicator) -> str:
    """The template whose figures make one row."""
    text = _ROW.format(noun=noun(entry), code=entry.code)
    period = _PERIODS.get(entry.code)
    return text.replace("{" + entry.code + "}", "{" + f"{entry.code} period={period}" + "}") if period else text
