"""Which parts of a paper speak of what is to come, and of which year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from titian.reader.clauses.phrases import Layout
from titian.reader.clauses.sections import Section
from titian.reader.clauses.words import Titles
from titian.reader.roles.times import FUTURE, NAMED, PAST, Time

_HEADING = 20
PlanSpan: TypeAlias = tuple[int, int, Time | None]


@dataclass(frozen=True)
class Plans:
    """The planning spans of a paper: start, end and the year their heading names (None when it names none)."""

    spans: tuple[PlanSpan, ...]

    def at(self, offset: int) -> PlanSpan | None:
        """The innermost planning span around an offset."""
        found = [span for span in self.spans if span[0] <= offset < span[1]]
        return found[-1] if found else None


def _opening(section: Section, titles: Titles, found: list[Time]) -> int:
    """存在问题和下一步打算: what is planned begins with the first coming year that is named, if one is."""
    if not titles.problem.search(section.title):
        return section.start
    return next((time.start for time in found if section.body <= time.start < section.end and time.kind == FUTURE), section.start)


def plans(page: Layout, titles: Titles, found: list[Time]) -> Plans:
    """A section whose heading announces plans or names a coming year, down to the next heading of its level."""
    spans = []
    for section in page.sections:
        named = [time for time in found if section.start <= time.start < section.body and time.kind in (FUTURE, NAMED, PAST)]
        if titles.plans(section.title) or (named and named[-1].kind == FUTURE and len(section.title) <= _HEADING):
            spans.append((_opening(section, titles, found), section.end, named[-1] if named else None))
    return Plans(tuple(spans))
