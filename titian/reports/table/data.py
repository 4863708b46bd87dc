"""What a table is written from: one row a figure, by area, in the catalogue's order. Pure Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from itertools import groupby

import yaml

from titian.base.disclosure import Disclosure
from titian.base.paragraphs import Paragraph
from titian.figures.catalogue import Indicator, packaged
from titian.reports.wording.facts import Facts
from titian.reports.wording.library import PLAN, packaged_sentences
from titian.reports.writer.composing import compose
from titian.reports.writer.outline import Line, Outline, Point, SectionPlan
from titian.reports.writer.particulars import Particulars
from titian.reports.writer.written import Composed

PERIODS = frozenset({"half", "year", "quarter", "month"})
# The same figures as a row prints them; the template sets them in columns.
_ROW = "{noun}{{{code}}}[[，目标{{{code}:goal}}]][[，{{{code}:percent}}]]"
_COMPARED = "[[，上年同期{{{code}:previous}}]][[，{{{code}:growth}}]]"
_PERIODS = {
    "rnd.expenditure": "最近",
    "rnd.gdp_ratio": "最近",
    "rnd.reporting_enterprises": "最近",
    "rnd.enterprise_expense": "最近",
}


def outline(particulars: Particulars) -> Outline:
    """One section an area of the catalogue; the title follows the layout."""
    entries = [entry for entry in packaged().values() if entry.disclosure == "公开"]
    compared = particulars.layout == "indicators"
    sections = [
        _section(area, list(group), compared=compared)
        for area, group in groupby(entries, key=lambda entry: (entry.area, entry.area_label))
    ]
    name = "重点任务进展情况表" if particulars.layout == "tasks" else "主要科技指标完成情况表"
    return Outline("table", f"{{本局全称}}{{期间}}{name}", tuple(sections))


def with_rows(plan: Outline, offered: Sequence[Paragraph], known: Mapping[str, Indicator]) -> Outline:
    """A row for every open figure the rooms offer and the table has not; under its area, areas of the office's own last."""
    compared = any(":previous}" in line.text for section in plan.sections for line in section.lines)
    there = {line.key for section in plan.sections for line in section.lines}
    for code in dict.fromkeys(code for paragraph in offered for code in paragraph.codes if code not in there):
        entry = known.get(code)
        if entry is not None and entry.disclosure == Disclosure.OPEN.label:
            plan = _with_row(plan, entry, Line(code, row_text(entry, compared=compared), extra=True))
    return plan


def _with_row(plan: Outline, entry: Indicator, line: Line) -> Outline:
    point = Point((line,))
    if entry.area in {section.key for section in plan.sections}:
        return plan.with_section(entry.area, lambda section: replace(section, points=(*section.points, point)))
    section = SectionPlan(entry.area, title=entry.area_label, level=1, points=(point,))
    return replace(plan, sections=(*plan.sections, section))


def written(plan: Outline, facts: Facts, particulars: Particulars) -> Composed:
    return compose(plan, facts)


def noun(entry: Indicator) -> str:
    """What a row is called: the table's own word, the words of the packaged plan, else the catalogue's name."""
    packaged_plan = packaged_sentences().get(f"{PLAN}.{entry.code}")
    return _names().get(entry.code) or (packaged_plan.text.partition("{")[0] if packaged_plan else entry.name)


@cache
def _names() -> Mapping[str, str]:
    names: dict[str, str] = yaml.safe_load(files(__package__).joinpath("outline.yaml").read_text("utf-8"))["names"]
    return names


def _section(area: tuple[str, str], entries: list[Indicator], *, compared: bool) -> SectionPlan:
    lines = tuple(Line(entry.code, row_text(entry, compared=compared), extra=not entry.scored) for entry in entries)
    return SectionPlan(area[0], title=area[1], level=1, points=(Point(lines),))


def row_text(entry: Indicator, *, compared: bool) -> str:
    """The template whose figures make one row; `compared` with last year's."""
    text = (_ROW + (_COMPARED if compared else "")).format(noun=noun(entry), code=entry.code)
    period = _PERIODS.get(entry.code)
    return text.replace("{" + entry.code + "}", "{" + f"{entry.code} period={period}" + "}") if period else text
