"""The outline of a paper: sections in order, each with its sentences. Values, their JSON, and moving and switching. Pure Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from importlib.resources import files
from typing import Any

import yaml

from titian.reports.wording.library import packaged_sentences

PROSE, POINTS = "prose", "points"
STYLES: Mapping[str, str] = {PROSE: "连写", POINTS: "一是…二是…"}

# What a section is for, where that changes how it is written or checked.
ROLES: Mapping[str, str] = {
    "": "工作情况",
    "lead": "导语",
    "indicators": "指标段",
    "heading": "大标题",
    "party": "党建",
    "highlights": "亮点",
    "problems": "问题",
    "plan": "打算",
    "answer": "逐条答复",
    "closing": "结尾",
}


class OutlineError(ValueError):
    """An outline that cannot be used; the message says what and where in Chinese."""


@dataclass(frozen=True)
class Line:
    """One sentence template. A `spare` one is written only when the section has printed none of its figures yet; `extra` is listed as
    missing only when the bureau had the figure before; `own` marks one the office wrote or changed."""

    key: str
    text: str
    on: bool = True
    spare: bool = False
    extra: bool = False
    own: bool = False


@dataclass(frozen=True)
class Point:
    """Sentences about one thing. `topic` opens them («高新技术企业方面，»). With a `lead` («力争全年») the lines are fragments: they follow
    it, parted by commas and closed by one full stop."""

    lines: tuple[Line, ...]
    topic: str = ""
    lead: str = ""


@dataclass(frozen=True)
class SectionPlan:
    """One section of a paper.

    level      1 一、, 2 （一）; 0 has no heading (导语)
    style      prose: one paragraph; points: 一是…二是…
    narrative  the officer's own text, may hold figures in braces; stands before the sentences unless `narrative_last`
    slow, done how many targets behind time, or reached, the machine names here with their figures (0: none)
    """

    key: str
    title: str = ""
    level: int = 2
    role: str = ""
    style: str = PROSE
    on: bool = True
    points: tuple[Point, ...] = ()
    narrative: str = ""
    narrative_last: bool = False
    slow: int = 0
    done: int = 0

    @property
    def role_label(self) -> str:
        """What it is called where it has no title."""
        return ROLES[self.role]

    @property
    def lines(self) -> list[Line]:
        return [line for point in self.points for line in point.lines]


@dataclass(frozen=True)
class Outline:
    """A whole paper. `title` and `subtitle` are templates of paper words."""

    genre: str
    title: str
    sections: tuple[SectionPlan, ...]
    subtitle: str = ""
    name: str = ""

    def section(self, key: str) -> SectionPlan:
        """Raises OutlineError when the outline has no such section."""
        for section in self.sections:
            if section.key == key:
                return section
        raise OutlineError(f"提纲里没有「{key}」这一节")

    def with_section(self, key: str, change: Callable[[SectionPlan], SectionPlan]) -> Outline:
        """The outline with one section changed."""
        self.section(key)
        return replace(self, sections=tuple(change(entry) if entry.key == key else entry for entry in self.sections))

    def switched(self, key: str, *, on: bool) -> Outline:
        return self.with_section(key, lambda section: replace(section, on=on))

    def moved(self, key: str, *, before: str | None) -> Outline:
        """Put a section before another (None: at the end). A level-1 heading takes the sections under it along."""
        block = self._block(key)
        if before in {section.key for section in block}:
            return self
        rest = [section for section in self.sections if section not in block]
        if before is None:
            return replace(self, sections=(*rest, *block))
        self.section(before)
        place = next(index for index, section in enumerate(rest) if section.key == before)
        return replace(self, sections=(*rest[:place], *block, *rest[place:]))

    def _block(self, key: str) -> list[SectionPlan]:
        start = self.sections.index(self.section(key))
        first = self.sections[start]
        block = [first]
        if first.role == "heading":
            for section in self.sections[start + 1 :]:
                if section.level <= first.level:
                    break
                block.append(section)
        return block


def with_party(outline: Outline, *, last: bool) -> Outline:
    """党建 first or last among the sections of its heading."""
    party = next((section for section in outline.sections if section.role == "party"), None)
    if party is None:
        return outline
    others = [section for section in outline.sections if section is not party]
    siblings = _siblings(outline, party)
    if not siblings:
        return outline
    place = others.index(siblings[-1]) + 1 if last else others.index(siblings[0])
    return replace(outline, sections=(*others[:place], party, *others[place:]))


def load(package: str, name: str = "outline.yaml") -> Outline:
    """A packaged outline; one that is `based_on` another package says only its `changes` by section. Raises OutlineError."""
    content = yaml.safe_load(files(package).joinpath(name).read_text("utf-8"))
    if "based_on" not in content:
        return parse_outline(content)
    base = load(content["based_on"])
    outline = replace(base, genre=content["genre"], title=content["title"])
    for key, fields in content["changes"].items():
        outline = outline.with_section(key, partial(replace, **fields))
    return outline


def parse_outline(content: Mapping[str, Any]) -> Outline:
    """An outline from YAML or stored JSON; a line is a template, or the key of a packaged sentence. Raises OutlineError."""
    try:
        sections = tuple(_section(entry) for entry in content["sections"])
        keys = [section.key for section in sections]
        if repeated := {key for key in keys if keys.count(key) > 1}:
            raise OutlineError(f"提纲里「{'、'.join(sorted(repeated))}」出现了两次")
        return Outline(content["genre"], content["title"], sections, content.get("subtitle", ""), content.get("name", ""))
    except (KeyError, TypeError, AttributeError) as problem:
        raise OutlineError(f"提纲的格式不对：{problem}") from problem


def dump_outline(outline: Outline) -> dict[str, Any]:
    """The outline as JSON; `parse_outline` reads it back to an equal one."""
    return asdict(outline)


def parse_points(content: Sequence[Mapping[str, Any]]) -> tuple[Point, ...]:
    return tuple(_point(entry) for entry in content)


def dump_points(points: Sequence[Point]) -> list[dict[str, Any]]:
    return [asdict(point) for point in points]


def _section(entry: Mapping[str, Any]) -> SectionPlan:
    fields = {name: value for name, value in entry.items() if name != "points"}
    section = SectionPlan(points=parse_points(entry.get("points", ())), **fields)
    if section.style not in STYLES or section.role not in ROLES or section.level not in {0, 1, 2, 3}:
        raise OutlineError(f"「{section.key}」的样式、用途或层级不对")
    return section


def _point(entry: Mapping[str, Any] | Sequence[Any]) -> Point:
    if isinstance(entry, Mapping):
        return Point(tuple(_line(line) for line in entry["lines"]), entry.get("topic", ""), entry.get("lead", ""))
    return Point(tuple(_line(line) for line in entry))


def _line(entry: Mapping[str, Any] | str) -> Line:
    if isinstance(entry, Mapping):
        return Line(**entry)
    packaged = packaged_sentences().get(entry)
    if packaged is None:
        raise OutlineError(f"没有「{entry}」这个句子")
    return Line(packaged.key, packaged.text, on=not packaged.inside, spare=packaged.spare, extra=packaged.extra)


def _siblings(outline: Outline, section: SectionPlan) -> list[SectionPlan]:
    """The other sections under the same heading, in order."""
    groups: list[list[SectionPlan]] = [[]]
    for entry in outline.sections:
        if entry.level < section.level:
            groups.append([])
        else:
            groups[-1].append(entry)
    mine = next(group for group in groups if section in group)
    return [entry for entry in mine if entry is not section and entry.level == section.level]
