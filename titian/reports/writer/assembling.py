"""A kept paper put together with the books of today: composed words, findings, which reviewed sections have changed. Read-only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from titian.accounts.models import User
from titian.base.clock import today
from titian.base.periods import Period
from titian.figures.outgoing import Prefer
from titian.reports.models import Paper, PaperVersion, Section, SectionState
from titian.reports.wording.facts import Facts
from titian.reports.writer.annex import SourceRow, source_rows
from titian.reports.writer.exporting import findings_of
from titian.reports.writer.gathering import gather
from titian.reports.writer.particulars import Particulars
from titian.reports.writer.proofing import Finding, withheld
from titian.reports.writer.versions import Difference, changed_since, differences, frozen_figures
from titian.reports.writer.written import Composed, WrittenSection


@dataclass(frozen=True)
class Assembled:
    """A paper with its words of now."""

    paper: Paper
    sections: Sequence[Section]
    composed: Composed
    particulars: Particulars

    @classmethod
    def of(cls, paper: Paper, *, user: User, only: str = "") -> Assembled:
        """Put a paper together from the books as `user` sees them; `only` the section of this key, where nothing is asked of the others."""
        facts = facts_for(paper, user=user)
        sections = list(paper.sections.select_related("department", "writer", "handed_in_by", "reviewed_by"))
        particulars = paper.particulars(today())
        outline = paper.as_outline()
        if only:
            outline = replace(outline, sections=tuple(plan for plan in outline.sections if plan.key == only))
        composed = paper.kind.written(outline, facts, particulars)
        asked = {section.key: section.asked for section in sections if section.asked}
        return cls(paper, sections, composed.asking(asked), particulars)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        return findings_of(self.paper.kind, self.composed, self.particulars)

    @cached_property
    def withheld(self) -> tuple[Finding, ...]:
        return withheld(self.composed)

    @cached_property
    def sources(self) -> list[SourceRow]:
        return source_rows(self.composed)

    def written(self, section: Section) -> WrittenSection | None:
        return self.composed.section(section.key)

    def changed(self, section: Section) -> list[str]:
        """Identities that are no longer as they were reviewed; empty unless the section is reviewed."""
        if section.state != SectionState.REVIEWED or not section.is_on:
            return []
        return changed_since(section.reviewed_figures, self.written(section))

    @property
    def reopened(self) -> list[Section]:
        """Reviewed sections in which a figure has changed since: they, and no others, are to be reviewed again."""
        return [section for section in self.sections if self.changed(section)]

    @property
    def unreviewed(self) -> list[Section]:
        """Switched-on sections with words that still wait for their review."""
        printed = {section.key for section in self.composed.sections}
        return [
            section
            for section in self.sections
            if section.is_on and section.is_written and section.key in printed and section.state != SectionState.REVIEWED
        ]

    def since(self, version: PaperVersion) -> list[Difference]:
        """What the paper of now prints differently from a kept version."""
        return differences(version.frozen(), frozen_figures(self.sources))


def facts_for(paper: Paper, *, user: User) -> Facts:
    return gather(region=paper.region, period=Period(paper.period), as_of=paper.as_of, user=user, prefer=Prefer(paper.prefer))
