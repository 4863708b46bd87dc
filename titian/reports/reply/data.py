"""What a reply is written from: one section a point of the suggestion, with the figures of the area its words name. Pure Python."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import yaml

from titian.base.disclosure import Disclosure
from titian.base.gongwen.numbers import chinese_number
from titian.base.paragraphs import Paragraph
from titian.figures.catalogue import Indicator
from titian.reports.wording.facts import Facts
from titian.reports.writer.composing import compose
from titian.reports.writer.offered import codes_in, noun_in, sentence_of
from titian.reports.writer.outline import PROSE, Line, Outline, Point, SectionPlan, parse_points
from titian.reports.writer.particulars import Case, Particulars
from titian.reports.writer.written import Composed

PERIODS = frozenset({"half", "year"})
# A letter has no period in its title: every paragraph of figures says its own, and is one sentence.
_WHEN = "{期间}，"
_ANSWER = "answer"
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
# So many characters in a row are a subject both speak of (七张清单, 揭榜挂帅); fewer are words of every paper.
_SUBJECT = 4


@dataclass(frozen=True)
class Area:
    """An area of work: the words that name it, the sentences that answer, the targets that follow."""

    key: str
    title: str
    words: tuple[str, ...]
    lines: tuple[str, ...]
    plan: tuple[str, ...]


@cache
def areas() -> tuple[Area, ...]:
    entries = yaml.safe_load(files(__package__).joinpath("outline.yaml").read_text("utf-8"))
    return tuple(
        Area(entry["key"], entry["title"], *(tuple(entry[name]) for name in ("words", "lines", "plan"))) for entry in entries
    )


def areas_of(point: str) -> list[Area]:
    """The areas a point speaks of, the one with most of its words first; empty when none is named."""
    counted = [(sum(word in point for word in area.words), area) for area in areas()]
    return [area for count, area in sorted(counted, key=lambda pair: -pair[0]) if count][:2]


def outline(particulars: Particulars) -> Outline:
    """One section a point; a suggestion whose points are not known yet is answered area by area."""
    case = particulars.case
    if case.points:
        told = _told_where(case.points)
        sections = [_answer(number, point, told) for number, point in enumerate(case.points, 1)]
        named = [area for point in case.points for area in areas_of(point)]
    else:
        named = list(areas())
        sections = [_area_section(area) for area in named]
    return Outline("reply", title_of(case), (*sections, _next_steps(dict.fromkeys(named))))


def with_sentences(plan: Outline, offered: Sequence[Paragraph], known: Mapping[str, Indicator]) -> Outline:
    """The letter with what the rooms offer to say of each point: written at once where the point names its figure and all of it may leave
    the bureau, else there for the writer to switch on. What a letter says already of one point it does not say again of another."""
    answers = [section for section in plan.sections if section.role == _ANSWER]
    there = {line.key for section in answers for line in section.lines}
    spoken = {code for section in answers for line in section.lines for code in codes_in(line.text, known)}
    open_ = [one for one in offered if set(one.codes) <= known.keys() and one.name not in there and not set(one.codes) <= spoken]
    where = {one.name: where for one in open_ if (where := _offered_where(answers, one, known))}
    sections = (
        _with_offers(section, [one for one in open_ if where.get(one.name) == section.key], known) for section in plan.sections
    )
    return replace(plan, sections=tuple(sections))


def written(plan: Outline, facts: Facts, particulars: Particulars) -> Composed:
    return compose(plan, facts)


def title_of(case: Case) -> str:
    """关于示范县十八届人大五次会议第26号建议的答复; without its number it is named by its kind alone."""
    if case.meeting and case.number:
        return f"{{本局全称}}关于{case.meeting}第{case.number}号{case.kind_label}的答复"
    return f"{{本局全称}}关于有关{case.kind_label}的答复"


def _told_where(points: Sequence[str]) -> dict[str, int]:
    """Area → the number of the point that tells its figures: the first one it fits best, else the first that names it. A letter says a
    figure once."""
    told: dict[str, int] = {}
    named = [(number, areas_of(point)) for number, point in enumerate(points, 1)]
    for number, found in (*((number, found[:1]) for number, found in named), *named):
        for area in found:
            told.setdefault(area.key, number)
    return told


def _answer(number: int, point: str, told: Mapping[str, int]) -> SectionPlan:
    found = areas_of(point)
    points = [_point(area.lines, lead=_WHEN) for area in found if told[area.key] == number]
    if found and not points:
        points = [Point(tuple(_see(there, at=number) for there in dict.fromkeys(told[area.key] for area in found)))]
    return SectionPlan(f"point{number}", title=_heading(point), level=1, role=_ANSWER, points=tuple(points), style=PROSE)


def _see(there: int, *, at: int) -> Line:
    """For the writer to switch on: what another point tells is referred to, and not told again."""
    return Line(f"point{at}.see{there}", f"有关数据见本答复第{chinese_number(there)}部分。", on=False)


def _area_section(area: Area) -> SectionPlan:
    return SectionPlan(area.key, title=area.title, level=1, role=_ANSWER, points=(_point(area.lines, lead=_WHEN),))


def _offered_where(answers: Sequence[SectionPlan], paragraph: Paragraph, known: Mapping[str, Indicator]) -> str | None:
    """The point that asks for it, else the first one it is about."""
    about = [section for section in answers if _is_about(section, paragraph, known)]
    asked = [section for section in about if _is_asked(section, paragraph, known)]
    return next((section.key for section in (*asked, *about)), None)


def _with_offers(section: SectionPlan, offered: Sequence[Paragraph], known: Mapping[str, Indicator]) -> SectionPlan:
    lines = tuple(
        Line(paragraph.name, paragraph.text or sentence_of(known[paragraph.codes[0]]), on=_is_asked(section, paragraph, known))
        for paragraph in offered
    )
    return replace(section, points=(*section.points, Point(lines, lead=_WHEN))) if lines else section


def _is_about(section: SectionPlan, paragraph: Paragraph, known: Mapping[str, Indicator]) -> bool:
    """Of an area the point speaks of, or of a subject both name."""
    entry = known[paragraph.codes[0]]
    if (paragraph.area or entry.area) in {section.key, *(area.key for area in areas_of(section.title))}:
        return True
    said = [paragraph.title, paragraph.topic, entry.name, *_PLACEHOLDER.split(paragraph.text)]
    return noun_in(entry) in section.title or any(_share(section.title, text) for text in said)


def _is_asked(section: SectionPlan, paragraph: Paragraph, known: Mapping[str, Indicator]) -> bool:
    may_leave = all(known[code].disclosure == Disclosure.OPEN.label for code in paragraph.codes)
    return may_leave and noun_in(known[paragraph.codes[0]]) in section.title


def _share(one: str, other: str) -> bool:
    return any(one[start : start + _SUBJECT] in other for start in range(len(one) - _SUBJECT + 1))


def _next_steps(named: Sequence[Area] | dict[Area, None]) -> SectionPlan:
    points = tuple(_point(area.plan, topic=f"{area.title}方面，", lead="力争{计划年}") for area in named)
    return SectionPlan("next", title="下一步工作", level=1, role="plan", style="points", points=points)


def _heading(point: str) -> str:
    bare = point.strip().rstrip("。；;，,")
    return bare if bare.startswith("关于") else f"关于{bare}"


def _point(keys: Sequence[str], *, topic: str = "", lead: str = "") -> Point:
    """Packaged sentences as one point."""
    return parse_points([{"lines": list(keys), "topic": topic, "lead": lead}])[0]
