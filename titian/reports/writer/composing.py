"""Outline + facts → the paper in words: every sentence written or left out, nothing with a hole. Pure Python."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from titian.reports.wording.facts import Facts
from titian.reports.wording.gaps import Gap, Reason
from titian.reports.wording.grammar import TemplateError, parse
from titian.reports.wording.pieces import text_of
from titian.reports.wording.sentences import Omitted, Sentence, said_anew, write
from titian.reports.writer.outline import Line, Outline, Point, SectionPlan
from titian.reports.writer.pace import finished_lines, slow_lines
from titian.reports.writer.written import Broken, Composed, Missing, Skipped, WrittenLine, WrittenPoint, WrittenSection

# A dropped part is told when its figure is not there or not clear; growth, completion and the like are dropped silently.
_WORTH_TELLING = frozenset({Reason.MISSING, Reason.CONFLICT, Reason.CHOICE, Reason.PERIOD})
_SENTENCE = re.compile(r"[^。！？\n]*[。！？]?[”’）]*")


def compose(outline: Outline, facts: Facts) -> Composed:
    """Write the paper."""
    every = tuple(_section(plan, facts) for plan in outline.sections if plan.on)
    missing = tuple(entry for section in every for entry in _missing_of(section, facts))
    return Composed(
        outline=outline,
        facts=facts,
        title=_words(outline.title, facts),
        subtitle=_words(outline.subtitle, facts),
        sections=tuple(_with_something(every)),
        every=every,
        missing=missing,
    )


def write_line(line: Line, facts: Facts, *, fragment: bool = False) -> WrittenLine:
    """Write one template; used for the preview beside the editor too."""
    try:
        template = parse(line.text, facts.known)
    except TemplateError as problem:
        return WrittenLine(line, Broken(problem.faults))
    return WrittenLine(line, write(template, facts, ending="" if fragment else "。"))


@dataclass
class _Course:
    """How far a section has been written: which figures it has printed, and whether the last sentence spoke of another time."""

    facts: Facts
    printed: set[str] = field(default_factory=set)
    elsewhen: str = ""

    def add(self, sentence: Sentence, *, fragment: bool) -> Sentence:
        """Take a sentence in; one of the paper's own time that follows one of another says its time again."""
        if not fragment and self._misleads(sentence):
            sentence = said_anew(sentence, self.facts.frame)
        own = not sentence.is_stamped and (not sentence.stamp or sentence.stamp.startswith("截至"))
        self.elsewhen = "" if own else sentence.stamp
        self.printed |= _printed(sentence, fragment=fragment)
        return sentence

    def _misleads(self, sentence: Sentence) -> bool:
        """Would a reader take it for the time of the sentence before?"""
        other_year = self.elsewhen and not self.elsewhen.startswith("截至")
        return bool(self.elsewhen and not sentence.stamp) or bool(other_year and sentence.text.startswith("截至"))


def _section(plan: SectionPlan, facts: Facts) -> WrittenSection:
    if plan.role == "plan":
        facts = facts.aiming(facts.frame.planned)
    course = _Course(facts)
    narrative = tuple(_row(text, plan, course) for text in plan.narrative.splitlines() if text.strip())
    points = (*plan.points, *slow_lines(facts, plan.slow), *finished_lines(facts, plan.done))
    written = tuple(_point(point, course) for point in points)
    return WrittenSection(plan, _words(plan.title, facts), written, narrative)


def _row(text: str, plan: SectionPlan, course: _Course) -> tuple[WrittenLine, ...]:
    """One paragraph of the officer's, sentence by sentence."""
    sentences = [part for part in _SENTENCE.findall(text.strip()) if part.strip()]
    lines = (Line(f"{plan.key}.narrative.{number}", sentence, own=True) for number, sentence in enumerate(sentences, 1))
    return tuple(_line(line, course, fragment=False) for line in lines)


def _point(point: Point, course: _Course) -> WrittenPoint:
    lines = tuple(_line(line, course, fragment=bool(point.lead)) for line in point.lines)
    return WrittenPoint(_words(point.topic, course.facts), _words(point.lead, course.facts), lines)


def _line(line: Line, course: _Course, *, fragment: bool) -> WrittenLine:
    if not line.on:
        return WrittenLine(line, Skipped())
    done = write_line(line, course.facts, fragment=fragment)
    if done.sentence is None:
        repeats = line.spare and _codes(line, course.facts) & course.printed
        return WrittenLine(line, Skipped()) if repeats else done
    if line.spare and _printed(done.sentence, fragment=fragment) & course.printed:
        return WrittenLine(line, Skipped())
    return WrittenLine(line, course.add(done.sentence, fragment=fragment))


def _printed(sentence: Sentence, *, fragment: bool) -> set[str]:
    return {written.code for written in sentence.written if written.is_figure or fragment}


def _codes(line: Line, facts: Facts) -> set[str]:
    try:
        return set(parse(line.text, facts.known).codes())
    except TemplateError:
        return set()


def _with_something(sections: Sequence[WrittenSection]) -> Iterator[WrittenSection]:
    """Leave out what has nothing to say: an empty section, a heading under which nothing is left."""
    for index, section in enumerate(sections):
        if section.plan.role != "heading":
            if not section.is_empty:
                yield section
            continue
        below = []
        for other in sections[index + 1 :]:
            if other.plan.level <= section.plan.level:
                break
            below.append(other)
        if not section.is_empty or any(not other.is_empty for other in below):
            yield section


def _missing_of(section: WrittenSection, facts: Facts) -> Iterator[Missing]:
    """What the section left out. A spare sentence is not missed beside the one it stands in for, nor a target nobody set."""
    told_of: set[str] = set()
    printed = {written.code for written in section.written if written.is_figure}
    for done in section.lines:
        sentence = done.sentence
        gaps: Iterable[Gap] = ()
        if isinstance(done.outcome, Omitted):
            gaps = done.outcome.gaps
        elif sentence:
            gaps = [gap for gap in sentence.dropped if gap.reason in _WORTH_TELLING and gap.code not in printed]
        told = tuple(gaps)
        codes = {gap.code for gap in told}
        unset = not done.line.own and {gap.reason for gap in told} == {Reason.NO_TARGET}
        repeated = done.line.spare and codes <= told_of
        told_of |= codes
        if told and not unset and not repeated:
            yield Missing(
                section=section.key,
                section_title=section.title or section.plan.role,
                key=done.line.key,
                template=done.line.text,
                gaps=told,
                expected=_is_expected(done.line, told, facts),
                optional=sentence is not None,
            )


def _is_expected(line: Line, gaps: Sequence[Gap], facts: Facts) -> bool:
    """Should the office be told? What it wrote itself always; else what contradicts itself, waits in a register or was known before."""
    if line.own or any(gap.reason in {Reason.CONFLICT, Reason.CHOICE} for gap in gaps):
        return True
    worth = [gap for gap in gaps if gap.reason not in {Reason.NO_TARGET, Reason.ZERO}]
    return any(gap.waiting or facts.was_known(gap.code) for gap in worth)


def _words(text: str, facts: Facts) -> str:
    """A heading or a lead: words of the paper put in; a faulty one stays as it was typed."""
    done = write_line(Line("", text), facts, fragment=True).sentence if text else None
    return text_of(done.pieces) if done else text
