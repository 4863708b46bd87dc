"""The words of a section: its sentences as templates, its text, how it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from django.db import transaction

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.figures.catalogue import Indicator
from titian.figures.models import indicators
from titian.journal.actions import record
from titian.reports.models import Section, SectionState
from titian.reports.permissions import can_write
from titian.reports.wording.grammar import faults_of
from titian.reports.wording.spoken import canonical
from titian.reports.writer.outline import STYLES, Line, Point, dump_points, parse_points


@dataclass(frozen=True)
class SectionWords:
    """What the office wants a section to say: `lines` by key → text and switch, `topics` in the order of the points."""

    title: str
    narrative: str
    style: str
    narrative_last: bool
    topics: tuple[str, ...]
    lines: Mapping[str, tuple[str, bool]]
    new_text: str = ""


@transaction.atomic
def edit_sentence(section: Section, *, key: str, text: str, on: bool, by: User) -> None:
    """Change or switch one sentence. Raises Refused with every fault of the template and its place."""
    can_write(by, section).demand()
    line = _line(section, key)
    stored = line.text if _is_same(text, line.text) else _template(text)
    if (stored, on) == (line.text, line.on):
        return
    changed = replace(line, text=stored, on=on, own=line.own or stored != line.text)
    _rewrite(section, lambda entry: changed if entry.key == key else entry)
    before, after = {"text": line.text, "on": line.on}, {"text": changed.text, "on": on}
    record("reports.section.sentence_edited", section, by=by, before=before, after=after)


@transaction.atomic
def add_sentence(section: Section, *, text: str, by: User, point: int | None = None) -> str:
    """A sentence of the office's own, at the end of a point (None: as a point of its own); returns its key. Raises Refused."""
    can_write(by, section).demand()
    stored = _template(text)
    points = list(parse_points(section.points))
    taken = {line.key for entry in points for line in entry.lines}
    key = next(name for name in (f"{section.key}.own{number}" for number in range(1, len(taken) + 2)) if name not in taken)
    line = Line(key, stored, own=True)
    if point is not None and 0 <= point < len(points):
        points[point] = replace(points[point], lines=(*points[point].lines, line))
    else:
        points.append(Point((line,)))
    _save(section, tuple(points))
    record("reports.section.sentence_added", section, by=by, after={"key": key, "text": line.text})
    return key


@transaction.atomic
def remove_sentence(section: Section, *, key: str, by: User) -> None:
    """Take an own sentence away; a packaged one is switched off instead."""
    can_write(by, section).demand()
    line = _line(section, key)
    if not line.key.startswith(f"{section.key}.own"):
        raise Refused("系统自带的句子不能删除，可以关闭")
    points = [
        replace(point, lines=tuple(entry for entry in point.lines if entry.key != key)) for point in parse_points(section.points)
    ]
    _save(section, tuple(point for point in points if point.lines))
    record("reports.section.sentence_removed", section, by=by, before={"key": key, "text": line.text})


@transaction.atomic
def edit_section(
    section: Section,
    *,
    title: str,
    narrative: str,
    style: str,
    narrative_last: bool,
    by: User,
    topics: tuple[str, ...] | None = None,
) -> None:
    """Title, the officer's text (may hold figures in braces), how points are written and what opens them. Raises Refused."""
    can_write(by, section).demand()
    if style not in STYLES:
        raise Refused(f"写法应为：{'、'.join(STYLES.values())}")
    _demand_texts(title, narrative, topics or ())
    before = _texts(section)
    points = parse_points(section.points)
    if topics is not None:
        named = [topics[index] if index < len(topics) else point.topic for index, point in enumerate(points)]
        points = tuple(replace(point, topic=topic) for point, topic in zip(points, named, strict=True))
    if not _is_same(narrative, section.narrative):
        section.narrative = canonical(narrative, indicators())
    section.title, section.style, section.narrative_last = title.strip(), style, narrative_last
    section.points = dump_points(points)
    after = _texts(section)
    changed = {name for name in after if after[name] != before[name]}
    if not changed:
        return
    _save(section, points, "title", "narrative", "style", "narrative_last")
    record(
        "reports.section.edited",
        section,
        by=by,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )


@transaction.atomic
def write_section(section: Section, *, wanted: SectionWords, by: User) -> None:
    """Save everything a section's page was filled in with: only what changed is journalled. Raises Refused with every fault."""
    can_write(by, section).demand()
    edit_section(
        section,
        title=wanted.title,
        narrative=wanted.narrative,
        style=wanted.style,
        narrative_last=wanted.narrative_last,
        topics=wanted.topics,
        by=by,
    )
    for key, (text, on) in wanted.lines.items():
        edit_sentence(section, key=key, text=text, on=on, by=by)
    if wanted.new_text.strip():
        add_sentence(section, text=wanted.new_text, by=by)


def _line(section: Section, key: str) -> Line:
    for point in parse_points(section.points):
        for line in point.lines:
            if line.key == key:
                return line
    raise Refused(f"本节没有「{key}」这个句子，可能刚被删除，请刷新")


def _rewrite(section: Section, change: Callable[[Line], Line]) -> None:
    _save(section, tuple(replace(point, lines=tuple(map(change, point.lines))) for point in parse_points(section.points)))


def _save(section: Section, points: tuple[Point, ...], *others: str) -> None:
    """Store the words; what was handed in and is changed again waits to be handed in anew."""
    section.points = dump_points(points)
    if section.state == SectionState.HANDED_IN:
        section.state = SectionState.OPEN
    section.save(update_fields=["points", "state", "edited_at", *others])


def _is_same(text: str, kept: str) -> bool:
    """Does a text say what is kept, in whatever words a placeholder is spelt (period=最近, 期间=最近, period=latest)?"""
    known = indicators()
    return canonical(text, known).strip() == canonical(kept, known).strip()


def _template(text: str) -> str:
    """A typed sentence as it is stored. Raises Refused with every fault."""
    if not text.strip():
        raise Refused("句子不能为空；不用可以关闭")
    known = indicators()
    faults = faults_of(text.strip(), known)
    if faults:
        raise Refused([str(fault) for fault in faults])
    return canonical(text, known)


def _demand_texts(title: str, narrative: str, topics: tuple[str, ...]) -> None:
    known = indicators()
    labelled = {"标题": title, "文字": narrative, **{f"第{number}点的开头": topic for number, topic in enumerate(topics, 1)}}
    problems = [f"{label}{fault}" for label, text in labelled.items() for fault in faults_of_lines(text, known)]
    if problems:
        raise Refused(problems)


def faults_of_lines(text: str, known: Mapping[str, Indicator]) -> list[str]:
    """Faults of a text of several lines, each with its line."""
    found = []
    lines = text.strip().splitlines()
    for number, line in enumerate(lines, 1):
        place = f"第{number}段" if len(lines) > 1 else ""
        found += [f"{place}{fault}" for fault in faults_of(line.strip(), known)]
    return found


def _texts(section: Section) -> dict[str, object]:
    topics = [point.topic for point in parse_points(section.points)]
    return {
        "title": section.title,
        "narrative": section.narrative,
        "style": section.style,
        "narrative_last": section.narrative_last,
        "topics": topics,
    }
