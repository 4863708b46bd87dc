"""Keeping a version of a paper, and making it final."""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction
from django.db.models import Max

from titian.accounts.models import User
from titian.base.clock import today
from titian.base.disclosure import Disclosure
from titian.base.errors import Refused
from titian.base.gongwen.paper import Edition
from titian.files.actions import store
from titian.journal.actions import record
from titian.reports.models import Paper, PaperState, PaperVersion
from titian.reports.permissions import can_arrange, can_freeze
from titian.reports.writer.assembling import Assembled
from titian.reports.writer.exporting import Exported, export
from titian.reports.writer.proofing import ERROR
from titian.reports.writer.versions import dump_figures, frozen_figures


@transaction.atomic
def keep_version(paper: Paper, *, edition: Edition, by: User, note: str = "") -> PaperVersion:
    """Keep the paper as it stands now: words, figures, file. Raises Refused for a clean edition that may not be made."""
    can_arrange(by, paper).demand()
    return _keep(Assembled.of(paper, user=by), edition=edition, number=_next_number(paper), by=by, note=note)


@transaction.atomic
def freeze(paper: Paper, *, by: User, reason: str = "") -> PaperVersion:
    """定稿: both editions kept with their figures frozen; returns the clean one.

    Refused while a section is not reviewed or a figure in it changed since, and while the 核数 list holds something wrong, unless
    `reason` says why the paper leaves nevertheless.
    """
    can_freeze(by, paper).demand()
    paper.dated = paper.dated or today()
    assembled = Assembled.of(paper, user=by)
    _demand_ready(assembled, reason)
    paper.state = PaperState.FINAL
    paper.save(update_fields=["state", "dated"])
    number = _next_number(paper)
    _keep(assembled, edition="check", number=number, by=by, note=reason)
    clean = _keep(assembled, edition="clean", number=number, by=by, note=reason)
    record(
        "reports.paper.frozen",
        paper,
        by=by,
        after={"version": number, "figures": len(clean.figures), "sha256": clean.sha256},
        reason=reason,
    )
    return clean


def _demand_ready(assembled: Assembled, reason: str) -> None:
    problems = [f"「{section.label}」审核后数有变化，须重新审核" for section in assembled.reopened]
    problems += [f"「{section.label}」{section.state_label}，尚未审核" for section in assembled.unreviewed]
    problems += [finding.message for finding in assembled.withheld]
    wrong = [finding for finding in assembled.findings if finding.severity == ERROR and finding.kind != "disclosure"]
    if wrong and not reason.strip():
        problems += [f"{finding.label}：{finding.message}" for finding in wrong]
        problems.append("以上须改正；确需照发的，请写明理由")
    if problems:
        raise Refused(problems)


def _keep(assembled: Assembled, *, edition: Edition, number: int, by: User, note: str) -> PaperVersion:
    paper = assembled.paper
    exported = export(paper.kind, assembled.composed, assembled.particulars, edition=edition)
    title = exported.title.replace("\n", "")
    label = "清稿" if edition == "clean" else "核对稿"
    disclosure = Disclosure.OPEN if edition == "clean" and paper.state == PaperState.FINAL else Disclosure.INTERNAL
    file = store(f"{title}（{label}第{number}版）.docx", exported.content, by=by, disclosure=disclosure, owner=paper)
    version = PaperVersion.objects.create(
        paper=paper,
        number=number,
        edition=edition,
        state=paper.state,
        title=title,
        as_of=paper.as_of,
        text=exported.text,
        figures=dump_figures(frozen_figures(assembled.sources)),
        findings=_listed(exported),
        file=file,
        sha256=exported.digest,
        note=note,
        made_by=by,
    )
    record("reports.version.kept", version, by=by, after={"edition": edition, "number": number, "sha256": exported.digest})
    return version


def _listed(exported: Exported) -> list[dict[str, object]]:
    return [{**asdict(finding), "figures": list(finding.figures)} for finding in exported.findings]


def _next_number(paper: Paper) -> int:
    last: int | None = paper.versions.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
