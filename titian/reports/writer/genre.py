"""What a genre brings: its outline, how its words are composed, how it is laid out, what it asks beside the common 核数. Pure values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from titian.base.charts import Chart
from titian.base.gongwen.paper import Edition, Paper
from titian.base.paragraphs import Paragraph
from titian.base.periods import Period
from titian.figures.catalogue import Indicator
from titian.reports.wording.facts import Facts
from titian.reports.writer.layout import Link
from titian.reports.writer.outline import Outline
from titian.reports.writer.particulars import Particulars
from titian.reports.writer.proofing import Finding
from titian.reports.writer.written import Composed


def no_charts(composed: Composed) -> Sequence[Chart]:
    return ()


def no_questions(composed: Composed, particulars: Particulars) -> Iterator[Finding]:
    yield from ()


def no_offers(outline: Outline, offered: Sequence[Paragraph], known: Mapping[str, Indicator]) -> Outline:
    return outline


@dataclass(frozen=True)
class Genre:
    """One kind of paper.

    outline   the packaged outline for these particulars (a reply's follows the points of its suggestion)
    written   outline + facts → the paper in words
    paper     the paper in words → an official paper of an edition, numbers linked
    charts    drawn in the check edition only
    asks      what to look at beside the common list
    offers    puts what the rooms offer to say into an outline
    """

    code: str
    label: str
    period_kinds: frozenset[str]
    outline: Callable[[Particulars], Outline]
    written: Callable[[Outline, Facts, Particulars], Composed]
    paper: Callable[[Composed, Particulars, Edition, Link], Paper]
    charts: Callable[[Composed], Sequence[Chart]] = no_charts
    asks: Callable[[Composed, Particulars], Iterator[Finding]] = no_questions
    offers: Callable[[Outline, Sequence[Paragraph], Mapping[str, Indicator]], Outline] = no_offers

    def refusal(self, period: Period) -> str:
        """Why this genre is not written for a period; "" when it is."""
        if period.kind in self.period_kinds:
            return ""
        wanted = {"half": "半年，如 2026H1", "year": "年度，如 2026", "month": "月份，如 2026-05"}
        kinds = "或".join(wanted[kind] for kind in wanted if kind in self.period_kinds)
        return f"{self.label}的期间应为{kinds}，不能是「{period.label}」"
