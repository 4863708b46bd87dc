"""Outline + facts → the paper in words: every sentence written or left out, nothing with a hole. Pure Python."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from titian.reports.wording.facts import Facts
from titian.reports.wording.grammar import Fault, TemplateError, parse
from titian.reports.wording.lookup import Gap, Reason
from titian.reports.wording.pieces import Piece, Written, opened, text_of
from titian.reports.wording.sentences import Omitted, Sentence, write
from titian.reports.writer.outline import Line, Outline, Point, SectionPlan
from titian.reports.writer.pace import finished_lines, slow_lines

# A dropped part is told when its figure is not there or not clear; growth, completion and the like are dropped silently.
_WORTH_TELLING = frozenset({Reason.MISSING, Reason.CONFLICT, Reason.CHOICE, Reason.PERIOD})
_SENTENCE = re.compile(r"[^。！？\n]*[。！？]?[”’）]*")


@dataclass(frozen=True)
class Broken:
    """A template that cannot be read."""

    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Skipped:
    """Not written on purpose: switched off, or a spare whose figures stand already."""


Outcome = Sentence | Omitted | Broken | Skipped


@dataclass(frozen=True)
class WrittenLine:
    """One template and what became of it."""

    line: Line
    outcome: Outcome

    @property
    def sentence(self) -> Sentence | None:
        return self.outcome if isinstance(self.outcome, Sentence) else None


@dataclass(frozen=True)
class WrittenPoint:
    topic: str
    lead: str
    lines: tuple[WrittenLine, ...]

    @property
    def sentences(self) -> list[Sentence]:
        return [line.sentence for line in self.lines if line.sentence]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The point as it prints; empty when nothing of it could be written."""
        sentences = self.sentences
        if not sentences:
            return ()
        body = _enumerated(self.lead, sentences) if self.lead else [piece for entry in sentences for piece in entry.pieces]
        return (*((Piece(self.topic),) if self.topic else ()), *body)


@dataclass(frozen=True)
class WrittenSection:
    """A section in words. `narrative` are the officer's paragraphs, each a row of lines."""

    plan: SectionPlan
    title: str
    points: tuple[WrittenPoint, ...]
    narrative: tuple[tuple[WrittenLine, ...], ...]

    @property
    def key(self) -> str:
        return self.plan.key

    @property
    def lines(self) -> list[WrittenLine]:
        """Every line, the officer's first."""
        return [line for row in self.narrative for line in row] + [line for point in self.points for line in point.lines]

    @property
    def sentences(self) -> list[Sentence]:
        return [line.sentence for line in self.lines if line.sentence]

    @property
    def written(self) -> list[Written]:
        return [written for sentence in self.sentences for written in sentence.written]

    @property
    def is_empty(self) -> bool:
        return not self.sentences

    @property
    def text(self) -> str:
        """Its words as they print, without its heading."""
        told = "".join(line.sentence.text for row in self.narrative for line in row if line.sentence)
        points = "".join(text_of(point.pieces) for point in self.points)
        return points + told if self.plan.narrative_last else told + points


@dataclass(frozen=True)
class Missing:
    """A sentence (or, `optional`, a part of one) left out: where, its template, why, whom to ask. `expected`: the bureau had it before."""

    section: str
    section_title: str
    key: str
    template: str
    gaps: tuple[Gap, ...]
    expected: bool
    optional: bool = False

    @property
    def whom(self) -> str:
        return "、".join(dict.fromkeys(gap.whom for gap in self.gaps if gap.whom))


@dataclass(frozen=True)
class Composed:
    """A paper in words. `sections` hold the switched-on ones that have something to say or head one that does."""

    outline: Outline
    facts: Facts
    title: str
    subtitle: str
    sections: tuple[WrittenSection, ...]
    every: tuple[WrittenSection, ...]
    missing: tuple[Missing, ...]

    def asking(self, whom: Mapping[str, str]) -> Composed:
        """Figures nobody is known for are asked of these (section key → 科室 or person)."""
        missing = []
        for entry in self.missing:
            known = whom.get(entry.section, "")
            missing.append(replace(entry, gaps=tuple(replace(gap, whom=gap.whom or known) for gap in entry.gaps)))
        return replace(self, missing=tuple(missing))

    @property
    def written(self) -> list[Written]:
        """Every printed number in reading order."""
        return [written for section in self.sections for written in section.written]

    @property
    def text(self) -> str:
        return "\n".join(section.text for section in self.sections)

    @property
    def characters(self) -> int:
        """Length of the body as the office counts it: without spaces."""
        return len(re.sub(r"\s", "", self.text))

    def section(self, key: str) -> WrittenSection | None:
        return next((section for section in self.every if section.key == key), None)


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


def _section(plan: SectionPlan, facts: Facts) -> WrittenSection:
    if plan.role == "plan":
        facts = facts.aiming(facts.frame.planned)
    printed: set[str] = set()
    narrative = tuple(_row(text, plan, facts, printed) for text in plan.narrative.splitlines() if text.strip())
    points = (*plan.points, *slow_lines(facts, plan.slow), *finished_lines(facts, plan.done))
    written = tuple(_point(point, facts, printed) for point in points)
    return WrittenSection(plan, _words(plan.title, facts), written, narrative)


def _row(text: str, plan: SectionPlan, facts: Facts, printed: set[str]) -> tuple[WrittenLine, ...]:
    """One paragraph of the officer's, sentence by sentence."""
    sentences = [part for part in _SENTENCE.findall(text.strip()) if part.strip()]
    lines = (Line(f"{plan.key}.narrative.{number}", sentence, own=True) for number, sentence in enumerate(sentences, 1))
    return tuple(_line(line, facts, printed, fragment=False) for line in lines)


def _point(point: Point, facts: Facts, printed: set[str]) -> WrittenPoint:
    lines = tuple(_line(line, facts, printed, fragment=bool(point.lead)) for line in point.lines)
    return WrittenPoint(_words(point.topic, facts), _words(point.lead, facts), lines)


def _line(line: Line, facts: Facts, printed: set[str], *, fragment: bool) -> WrittenLine:
    if not line.on:
        return WrittenLine(line, Skipped())
    done = write_line(line, facts, fragment=fragment)
    if done.sentence is None:
        return WrittenLine(line, Skipped()) if line.spare and _codes(line, facts) & printed else done
    codes = {written.code for written in done.sentence.written if written.is_figure or fragment}
    if line.spare and codes & printed:
        return WrittenLine(line, Skipped())
    printed |= codes
    return done


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
    """Should the office be told? What it wrote itself always; else what contradicts itself or was known before."""
    if line.own or any(gap.reason in {Reason.CONFLICT, Reason.CHOICE} for gap in gaps):
        return True
    return any(gap.reason is not Reason.NO_TARGET and facts.was_known(gap.code) for gap in gaps)


def _words(text: str, facts: Facts) -> str:
    """A heading or a lead: words of the paper put in; a faulty one stays as it was typed."""
    done = write_line(Line("", text), facts, fragment=True).sentence if text else None
    return text_of(done.pieces) if done else text


def _enumerated(lead: str, sentences: Sequence[Sentence]) -> list[Piece]:
    """«力争全年A，B，C。»; what is of another time than the lead stands in sentences of its own behind it."""
    chained = [sentence for sentence in sentences if not sentence.is_stamped]
    pieces = [Piece(lead)] if chained else []
    for number, sentence in enumerate(chained):
        pieces += [Piece("，")] if number else []
        pieces += opened(sentence.pieces)
    pieces += [Piece("。")] if chained else []
    for sentence in sentences:
        if sentence.is_stamped:
            pieces += [*opened(sentence.pieces), Piece("。")]
    return pieces
