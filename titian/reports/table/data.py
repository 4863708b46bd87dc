"""What a table is written from: one row a figure, by area, in the catalogue's order. Pure Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from importlib.resources import files
from itertools import groupby

import yaml

from titian.base.disclosure import Disclosure
from titian.base.paragraphs import Paragraph
from titian.figures.catalogue import Indicator, packaged
from titian.reports.wording import lookup
from titian.reports.wording.facts import Facts, Goal
from titian.reports.wording.grammar import Placeholder
from titian.reports.wording.library import PLAN, packaged_sentences
from titian.reports.writer.composing import compose
from titian.reports.writer.outline import Line, Outline, Point, SectionPlan
from titian.reports.writer.particulars import Particulars
from titian.reports.writer.written import Composed

PERIODS = frozenset({"half", "year", "quarter", "month"})
# The same figures as a row prints them; the template sets them in columns.
_GOAL = "[[，目标{{{code}:goal}}]]"
_ROW = "{noun}{{{code}}}" + _GOAL + "[[，{{{code}:percent}}]]"
_COMPARED = "[[，上年同期{{{code}:previous}}]][[，{{{code}:growth}}]]"
# Published so late that the last known year answers.
LATE = {
    "rnd.expenditure": "最近",
    "rnd.gdp_ratio": "最近",
    "rnd.reporting_enterprises": "最近",
    "rnd.enterprise_expense": "最近",
}


def outline(particulars: Particulars) -> Outline:
    """One section an area of the catalogue; the title follows the layout."""
    compared = particulars.layout == "indicators"
    name = "重点任务进展情况表" if particulars.layout == "tasks" else "主要科技指标完成情况表"
    return Outline("table", f"{{本局全称}}{{期间}}{name}", sections(partial(row_text, compared=compared)))


def sections(text_of: Callable[[Indicator], str]) -> tuple[SectionPlan, ...]:
    """Every open figure of the catalogue, an area a section; `text_of` writes a row."""
    entries = [entry for entry in packaged().values() if entry.disclosure == "公开"]
    areas = groupby(entries, key=lambda entry: (entry.area, entry.area_label))
    return tuple(_section(area, list(group), text_of) for area, group in areas)


def with_rows(plan: Outline, offered: Sequence[Paragraph], known: Mapping[str, Indicator]) -> Outline:
    """A row for every open figure the rooms offer and the table has not; under its area, areas of the office's own last."""
    compared = any(":previous}" in line.text for section in plan.sections for line in section.lines)
    return with_rows_of(plan, offered, known, partial(row_text, compared=compared))


def with_rows_of(
    plan: Outline, offered: Sequence[Paragraph], known: Mapping[str, Indicator], text_of: Callable[[Indicator], str]
) -> Outline:
    """The same with rows as `text_of` writes them."""
    there = {line.key for section in plan.sections for line in section.lines}
    for code in dict.fromkeys(code for paragraph in offered for code in paragraph.codes if code not in there):
        entry = known.get(code)
        if entry is not None and entry.disclosure == Disclosure.OPEN.label:
            plan = _with_row(plan, entry, Line(code, text_of(entry), extra=True))
    return plan


def _with_row(plan: Outline, entry: Indicator, line: Line) -> Outline:
    point = Point((line,))
    if entry.area in {section.key for section in plan.sections}:
        return plan.with_section(entry.area, lambda section: replace(section, points=(*section.points, point)))
    section = SectionPlan(entry.area, title=entry.area_label, level=1, points=(point,))
    return replace(plan, sections=(*plan.sections, section))


def written(plan: Outline, facts: Facts, particulars: Particulars) -> Composed:
    return compose(without_alternatives(plan, facts), facts)


def without_alternatives(plan: Outline, facts: Facts) -> Outline:
    """A target that one of several measures meets cannot be told by one of them: such rows leave it to the cell («新增5家或占比达52%以上»)."""
    for section in plan.sections:
        points = tuple(
            replace(point, lines=tuple(_without_alternative(line, facts) for line in point.lines)) for point in section.points
        )
        if points != section.points:
            plan = plan.with_section(section.key, partial(replace, points=points))
    return plan


def _without_alternative(line: Line, facts: Facts) -> Line:
    return replace(line, text=line.text.replace(_GOAL.format(code=line.key), "")) if alternative(line.key, facts) else line


def alternative(code: str, facts: Facts) -> str:
    """The words of a target that is met by this figure or by another; "" where there is none."""
    found = lookup.goal(facts, Placeholder(code)) if code in facts.known else None
    return found.title if isinstance(found, Goal) and found.join == "or" and found.others else ""


def noun(entry: Indicator) -> str:
    """What a row is called: the table's own word, the words of the packaged plan, else the catalogue's name."""
    packaged_plan = packaged_sentences().get(f"{PLAN}.{entry.code}")
    return _names().get(entry.code) or (packaged_plan.text.partition("{")[0] if packaged_plan else entry.name)


@cache
def _names() -> Mapping[str, str]:
    names: dict[str, str] = yaml.safe_load(files(__package__).joinpath("outline.yaml").read_text("utf-8"))["names"]
    return names


def _section(area: tuple[str, str], entries: list[Indicator], text_of: Callable[[Indicator], str]) -> SectionPlan:
    lines = tuple(Line(entry.code, text_of(entry), extra=not entry.scored) for entry in entries)
    return SectionPlan(area[0], title=area[1], level=1, points=(Point(lines),))


def row_text(entry: Indicator, *, compared: bool) -> str:
    """The template whose figures make one row; `compared` with last year's."""
    text = (_ROW + (_COMPARED if compared else "")).format(noun=noun(entry), code=entry.code)
    period = LATE.get(entry.code)
    return text.replace("{" + entry.code + "}", "{" + f"{entry.code} period={period}" + "}") if period else text
