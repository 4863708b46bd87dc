"""What the rooms offer to say (`base/paragraphs.py`), put into an outline. Pure Python.

A sentence goes to the section of its area: the one of that name, else the one most of whose figures are of the area (the office may have
renamed it), else one made for it behind the last section of work. Of what the outline speaks already nothing is added.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from titian.base.disclosure import Disclosure
from titian.base.paragraphs import Paragraph
from titian.figures.catalogue import Indicator
from titian.reports.wording.grammar import TemplateError, parse
from titian.reports.wording.library import PLAN
from titian.reports.writer.outline import POINTS, Line, Outline, Point, SectionPlan

ELSEWHERE = "其他工作"
# Sections that tell of work done, by area.
_WORK = frozenset({"", "party", "indicators"})


def with_sentences(outline: Outline, offered: Iterable[Paragraph], known: Mapping[str, Indicator]) -> Outline:
    """The outline with what the rooms offer, and the targets of it among the plans. Codes that nobody knows any more are left out."""
    course = _Course(outline, known)
    for paragraph in offered:
        if set(paragraph.codes) <= known.keys():
            course.tell(paragraph)
            course.plan(paragraph)
    return course.outline


def sentence_of(entry: Indicator) -> str:
    """The ordinary sentence of a figure: «走访企业35家，同比增长12.9%，完成年度目标70%。»"""
    noun, code = noun_in(entry), entry.code
    if entry.kind == "stock":
        return f"[[截至{{{code}:as_of}}，]]{noun}{{{code}}}[[，{{{code}:growth}}]]。"
    percent = f"[[，{{{code}:percent}}]]" if entry.kind == "flow" else ""
    return f"{noun}{{{code}}}[[，{{{code}:growth}}]]{percent}。"


def fragment_of(entry: Indicator) -> str:
    """The ordinary target of a figure: «走访企业达到50家以上»."""
    return f"{noun_in(entry)}{{{entry.code}:goal}}"


def noun_in(entry: Indicator) -> str:
    """What a figure is called in front of its number: 走访企业 of 走访企业数, 科技夜校 of 科技夜校期数 (期)."""
    name = entry.name.removesuffix("数")
    return name.removesuffix(entry.unit) or name if name != entry.name else name


def codes_in(text: str, known: Mapping[str, Indicator]) -> tuple[str, ...]:
    """The figures a text speaks of; none where it is no template."""
    try:
        return tuple(parse(text, known).codes())
    except TemplateError:
        return ()


@dataclass
class _Course:
    """An outline while sentences are put into it. Every template is read once."""

    outline: Outline
    known: Mapping[str, Indicator]
    _read: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def tell(self, paragraph: Paragraph) -> None:
        """The sentence about what was done."""
        if self._is_told(paragraph.name, paragraph.codes, plan=False):
            return
        entry = self.known[paragraph.codes[0]]
        line = Line(paragraph.name, paragraph.text or sentence_of(entry), on=self._is_open(paragraph))
        area = paragraph.area or entry.area
        key = self._section_for(area)
        if key is not None:
            self.outline = self.outline.with_section(key, lambda section: _with_line(section, paragraph.topic, line))
            return
        title = paragraph.title or next((other.area_label for other in self.known.values() if other.area == area), ELSEWHERE)
        section = SectionPlan(_own_key(area), title=title, points=(Point((line,), topic=paragraph.topic),))
        self.outline = _with_section(self.outline, section)

    def plan(self, paragraph: Paragraph) -> None:
        """The fragment at the end of the plan's point that already speaks of the area, else of its last point."""
        plan = next((section for section in self.outline.sections if section.role == "plan"), None)
        leads = [number for number, point in enumerate(plan.points) if point.lead] if plan else []
        if plan is None or not leads or self._is_told(f"{PLAN}.{paragraph.name}", paragraph.codes[:1], plan=True):
            return
        entry = self.known[paragraph.codes[0]]
        line = Line(f"{PLAN}.{paragraph.name}", paragraph.plan or fragment_of(entry), on=self._is_open(paragraph))
        area, points = paragraph.area or entry.area, list(plan.points)
        best = max(leads, key=lambda number: (self._share(points[number].lines, area), number))
        points[best] = replace(points[best], lines=(*points[best].lines, line))
        self.outline = self.outline.with_section(plan.key, lambda section: replace(section, points=tuple(points)))

    def _section_for(self, area: str) -> str | None:
        work = [section for section in self.outline.sections if section.role in _WORK and section.level]
        named = next((section.key for section in work if section.key in {area, _own_key(area)}), None)
        if named is not None or not work:
            return named
        best = max(work, key=lambda section: self._share(section.lines, area))
        return best.key if self._share(best.lines, area) else None

    def _share(self, lines: Iterable[Line], area: str) -> int:
        """How many of these sentences are about figures of an area."""
        return sum(self.known[code].area == area for line in lines for code in self._codes(line.text)[:1])

    def _is_told(self, key: str, codes: Iterable[str], *, plan: bool) -> bool:
        """Is it there already, by its key or because every figure of it is spoken of (switched off or not)?"""
        sections = [section for section in self.outline.sections if (section.role == "plan") is plan]
        lines = [line for section in sections for line in section.lines]
        texts = [line.text for line in lines] + [text for section in sections for text in section.narrative.splitlines()]
        return key in {line.key for line in lines} or set(codes) <= {code for text in texts for code in self._codes(text)}

    def _is_open(self, paragraph: Paragraph) -> bool:
        """May all of it leave the bureau? What may not is there, switched off."""
        return all(self.known[code].disclosure == Disclosure.OPEN.label for code in paragraph.codes)

    def _codes(self, text: str) -> tuple[str, ...]:
        if text not in self._read:
            self._read[text] = codes_in(text, self.known)
        return self._read[text]


def _with_line(section: SectionPlan, topic: str, line: Line) -> SectionPlan:
    """At the end of the point of its topic; prose runs on in its last point, in 一是…二是… what has no topic is a point of its own."""
    points = list(section.points)
    place = next((number for number, point in enumerate(points) if topic and point.topic == topic), None)
    if place is None and not topic and section.style != POINTS and not section.key.startswith(_own_key("")):
        place = next((number for number in reversed(range(len(points))) if not points[number].lead), None)
    if place is None:
        points.append(Point((line,), topic=topic))
    else:
        points[place] = replace(points[place], lines=(*points[place].lines, line))
    return replace(section, points=tuple(points))


def _with_section(outline: Outline, section: SectionPlan) -> Outline:
    """Behind the last section of work, under the same heading."""
    work = [number for number, entry in enumerate(outline.sections) if entry.role in _WORK and entry.level == section.level]
    place = work[-1] + 1 if work else len(outline.sections)
    return replace(outline, sections=(*outline.sections[:place], section, *outline.sections[place:]))


def _own_key(area: str) -> str:
    return f"area.{area}"[:40]
