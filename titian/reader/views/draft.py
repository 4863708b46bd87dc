"""核稿： a pasted draft against the books."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from titian.base.pages import demand_or_404, work_page
from titian.base.requests import Request
from titian.figures.asked import home_region
from titian.reader.drafts import WORDS, check_draft
from titian.reader.forms import PasteForm
from titian.reader.intake import read_document
from titian.reader.marking import lines, spans
from titian.reader.permissions import can_see_readings

UNREADABLE = 422


def draft(request: Request) -> HttpResponse:
    """核稿： a pasted draft against the books; nothing is stored."""
    demand_or_404(can_see_readings(request.user))
    form = PasteForm(request.POST or None, initial={"region": home_region(request.user)})
    context: dict[str, Any] = {"checked": False}
    if request.method == "POST" and form.is_valid():
        read = read_document(form.cleaned_data["text"], period=form.cleaned_data["period"])
        found = check_draft(read, region=form.cleaned_data["region"], user=request.user)
        names = {finding.figure.code: finding.name for finding in found}
        marks = spans(read.to_json(), names=names)
        verdicts = {finding.figure.offset: finding for finding in found}
        context = {
            "checked": True,
            "lines": [
                [(piece, verdicts.get(piece.span.start) if piece.span else None) for piece in line]
                for line in lines(read.text, marks)
            ],
            "findings": found,
            "counts": [(WORDS[kind], sum(finding.verdict == kind for finding in found)) for kind in WORDS],
            "checks": [check for check in read.checks if check.holds is not True],
            "document": read.document,
        }
    return work_page(
        request,
        form,
        title="核稿",
        submit="核对这份稿子",
        hint="粘贴一份稿子，逐个数字与账上、台账和上次报送的数核对，并检查加减、占比、前后是否一致。稿子不保存。",
        template="reader/draft.html",
        **context,
    )
