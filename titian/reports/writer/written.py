"""A paper in words: what became of every line, point and section, and what is missing. Values without rules. Pure Python."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from titian.reports.wording.facts import Facts
from titian.reports.wording.gaps import Gap
from titian.reports.wording.grammar import Fault
from titian.reports.wording.pieces import Piece, Written, opened, text_of
from titian.reports.wording.sentences import Omitted, Sentence
from titian.reports.writer.outline import Line, Outline, SectionPlan


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


def _enumerated(lead: str, sentences: Sequence[Sentence]) -> list[Piece]:
    """«力争全年A，B，C。»; what is of an earlier day ends the chain, what is of another period stands in sentences of its own behind it."""
    other = [sentence for sentence in sentences if sentence.is_stamped and not sentence.stamp.startswith("截至")]
    chained = sorted((sentence for sentence in sentences if sentence not in other), key=lambda sentence: sentence.is_stamped)
    pieces = [Piece(lead)] if chained else []
    for number, sentence in enumerate(chained):
        pieces += [Piece("，")] if number else []
        pieces += opened(sentence.pieces)
    pieces += [Piece("。")] if chained else []
    for sentence in other:
        pieces += [*opened(sentence.pieces), Piece("。")]
    return pieces
