"""A kept version: its words and figures as they were, what changed since, its file, to whom it went."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from titian.base.pages import Action, Link, Mark, page
from titian.base.requests import Request
from titian.figures.asked import counted_address
from titian.reports.views.common import paper_or_404
from titian.reports.views.shown import previous_version
from titian.reports.writer.assembling import Assembled
from titian.reports.writer.versions import FrozenFigure, differences, recounted


def version(request: Request, pk: int, version: int) -> HttpResponse:
    found = paper_or_404(request, pk)
    kept = get_object_or_404(found.versions.select_related("made_by", "file"), pk=version)
    before, frozen = previous_version(kept), kept.frozen()
    assembled = Assembled.of(found, user=request.user)
    again = recounted(frozen, assembled.composed.facts.registers)
    return page(
        request,
        "reports/version.html",
        title=kept.title,
        mark=Mark("blue", f"第{kept.number}版 {kept.edition_label}"),
        note=f"{kept.state_label} · 数据截至 {kept.as_of}",
        back=Link(str(found), f"{found.get_absolute_url()}?tab=versions"),
        actions=[Action("下载 .docx", reverse("files:download", args=[kept.file_id]))],
        version=kept,
        figures=[(figure, later, _rows_of(figure)) for figure, later in zip(frozen, again, strict=True)],
        later=sum(later.changed for later in again if later),
        before=before,
        changes=differences(before.frozen(), frozen) if before else [],
        since=assembled.since(kept),
        sent=kept.sent.select_related("recorded_by"),
        paragraphs=kept.text.splitlines(),
    )


def _rows_of(figure: FrozenFigure) -> str:
    return counted_address(figure.key, figure.as_of) if figure.counted and figure.as_of else ""
