"""What the page of a paper shows: the sheet, sections with their states, missing sentences, 核数, sources, versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.urls import reverse

from titian.base.clock import now
from titian.base.pages import Link, Mark, Tab
from titian.base.quantities import Quantity
from titian.base.requests import Request
from titian.figures.asked import counted_address
from titian.figures.key import EXPECTED_STAGES, TARGET, FigureKey
from titian.reports.models import Paper, PaperVersion, Section, SentPaper
from titian.reports.permissions import can_arrange
from titian.reports.views.chasing import chase
from titian.reports.views.common import section_mark
from titian.reports.views.promised import promised
from titian.reports.wording.facts import Facts
from titian.reports.wording.grammar import quoted
from titian.reports.wording.spoken import spoken
from titian.reports.writer.assembling import Assembled
from titian.reports.writer.proofing import ERROR, Finding
from titian.reports.writer.sheet import place_of, sheet
from titian.reports.writer.written import Missing

TABS = {"": "正文", "proof": "核数", "sources": "数据来源", "versions": "版本与报送"}


@dataclass(frozen=True)
class SectionRow:
    """One section in the list at the side."""

    section: Section
    title: str
    mark: Mark
    is_late: bool
    figures: int
    missing: int
    above: str
    below: str


@dataclass(frozen=True)
class FindingRow:
    finding: Finding
    mark: Mark
    place: Link | None
    figures: Sequence[str]
    rows: str


@dataclass(frozen=True)
class Unused:
    """A figure of the books that the paper does not state, and what to write to state it."""

    name: str
    printed: str
    placeholder: str


def page_of_paper(request: Request, assembled: Assembled) -> dict[str, Any]:
    """Context of `reports/paper.html`."""
    paper, tab = assembled.paper, request.GET.get("tab", "")
    urls = {section.key: section.get_absolute_url() for section in assembled.sections}
    expected = [entry for entry in assembled.composed.missing if entry.expected]
    final = paper.final_version()
    common = {
        "paper": paper,
        "tab": tab,
        "tabs": _tabs(paper, tab, len(assembled.findings)),
        "rows": section_rows(assembled, now()),
        "may_arrange": bool(can_arrange(request.user, paper)),
        "chase": chase(paper, assembled.sections, now()) if can_arrange(request.user, paper) else None,
        "left_out": [missing_row(entry, urls) for entry in expected],
        "never": len(assembled.composed.missing) - len(expected),
        "wrong": sum(finding.severity == ERROR for finding in assembled.findings),
        "characters": assembled.composed.characters,
        "final": final,
        "promised": promised(assembled, request.user),
        "moved": len(assembled.since(final)) if final else 0,
        "differing": sum(bool(row.gap) for row in assembled.sources),
    }
    if tab == "proof":
        return {**common, "findings": finding_rows(assembled, urls)}
    if tab == "sources":
        return {**common, "sources": [(row, place_of(row.written)) for row in assembled.sources]}
    if tab == "versions":
        return {**common, **_versions(assembled)}
    document = paper.kind.paper(assembled.composed, assembled.particulars, "clean", place_of)
    return {**common, "sheet": sheet(document)}


def section_rows(assembled: Assembled, instant: datetime) -> list[SectionRow]:
    rows = []
    sections = list(assembled.sections)
    for index, section in enumerate(sections):
        written = assembled.written(section)
        missed = sum(entry.section == section.key and entry.expected for entry in assembled.composed.missing)
        rows.append(
            SectionRow(
                section=section,
                title=(written.title if written else section.title) or section.as_plan().role_label,
                mark=section_mark(section, changed=bool(assembled.changed(section))),
                is_late=section.is_late(instant),
                figures=sum(number.is_figure for number in written.written) if written else 0,
                missing=missed,
                above=sections[index - 1].key if index else "",
                below=sections[index + 2].key if index + 2 < len(sections) else "",
            )
        )
    return rows


def missing_row(entry: Missing, urls: dict[str, str], *, titled: bool = True) -> Link:
    """«科技项目：缺…，问研发股», leading to its section."""
    title = f"{entry.section_title}：" if titled else ""
    whom = f"，问{entry.whom}" if entry.whom else ""
    reasons = "；".join(dict.fromkeys(gap.message for gap in entry.gaps))
    return Link(f"{title}{reasons}{whom}", urls.get(entry.section, ""))


def finding_rows(assembled: Assembled, urls: dict[str, str]) -> list[FindingRow]:
    titles = {section.key: section.title or section.plan.role_label for section in assembled.composed.every}
    rows = []
    for finding in assembled.findings:
        mark = Mark("red" if finding.severity == ERROR else "yellow", finding.severity_label)
        place = Link(titles.get(finding.section, finding.section), urls[finding.section]) if finding.section in urls else None
        figures = [reverse("figures:figure", args=[number]) for number in finding.figures]
        counted = counted_address(finding.rows.key, finding.rows.as_of) if finding.rows else ""
        rows.append(FindingRow(finding, mark, place, figures, counted))
    return rows


def unused_figures(assembled: Assembled) -> list[Unused]:
    """Figures of the paper's own period, stated or counted, that no sentence states: the office may have forgotten them."""
    facts = assembled.composed.facts
    stated = {written.key for written in assembled.composed.written}
    found = []
    for key in dict.fromkeys((*facts.statements, *facts.registers.keys(facts.frame.period))):
        fact = facts.value(key)
        wanted = key.period == facts.frame.period and key.status != TARGET and key.stage not in EXPECTED_STAGES
        if (
            fact is None
            or not wanted
            or (fact.statement.counted and not fact.value)
            or key in stated
            or key.indicator not in facts.known
        ):
            continue
        entry = facts.known[key.indicator]
        label = f"{entry.name}（{key.qualifiers}）" if key.qualifiers else entry.name
        found.append(
            Unused(label, str(Quantity(fact.value, entry.unit, fact.operator)), spoken(placeholder_of(key, facts), facts.known))
        )
    return sorted(found, key=lambda row: row.name)


def placeholder_of(key: FigureKey, facts: Facts) -> str:
    """What to write to state a figure: {visit.count scope=科技进企}."""
    plain = replace(key, calibre="", level="", stage="", scope="", department="")
    said = [
        f"{name}={quoted(getattr(key, name))}"
        for name in ("calibre", "level", "stage", "scope", "department")
        if getattr(key, name)
    ]
    options = f" {' '.join(said)}" if key != plain else ""
    status = "" if key.status == facts.status_of(key.indicator) else f" status={key.status}"
    return f"{{{key.indicator}{options}{status}}}"


def _tabs(paper: Paper, current: str, findings: int) -> list[Tab]:
    base = paper.get_absolute_url()
    counts = {"proof": findings}
    return [Tab(label, f"{base}?tab={code}" if code else base, code == current, counts.get(code)) for code, label in TABS.items()]


def _versions(assembled: Assembled) -> dict[str, Any]:
    paper = assembled.paper
    kept = list(paper.versions.select_related("made_by", "file"))
    last = next((version for version in kept if version.edition == "clean"), None)
    sent = SentPaper.objects.filter(version__paper=paper).select_related("version", "recorded_by")
    return {"versions": kept, "last": last, "changes": assembled.since(last) if last else [], "sent": sent}


def previous_version(version: PaperVersion) -> PaperVersion | None:
    """The version before, of the same edition."""
    earlier = version.paper.versions.filter(edition=version.edition, number__lt=version.number)
    return earlier.order_by("-number").first()
