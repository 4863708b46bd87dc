"""One document with every number marked; deleting it; its labels."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from titian.base.errors import Refused
from titian.base.forms import whole_number
from titian.base.pages import Action, Link, Mark, demand_or_404, page
from titian.base.requests import Request
from titian.figures.key import STATUSES
from titian.figures.models import indicators
from titian.reader import actions
from titian.reader.accepting import candidates
from titian.reader.marking import lines, spans
from titian.reader.models import KeptReading
from titian.reader.permissions import can_accept, can_correct_reading, can_forget, can_see_readings
from titian.reader.views.listing import visible
from titian.reader.views.number import described

UNREADABLE = 422


def reading(request: Request, pk: int) -> HttpResponse:
    """The text with every number marked; checks at the side; a number's meaning on click."""
    demand_or_404(can_see_readings(request.user))
    row = get_object_or_404(visible(request).select_related("file", "region"), pk=pk)
    corrected = {entry.offset: entry for entry in row.corrections.order_by("pk")}
    names = {code: entry.name for code, entry in indicators().items()}
    marks = spans(row.result, names=names, corrected=corrected)
    chosen = whole_number(request.GET.get("n", ""))
    return page(
        request,
        "reader/reading.html",
        title=str(row),
        note=" · ".join(filter(None, [row.kind_label, row.region_name, row.period_label])),
        mark=Mark("green", "已入账") if row.accepted_at else Mark("grey", "未入账"),
        actions=_reading_actions(request, row),
        back=Link("读过的文稿", reverse("reader:list")),
        reading=row,
        lines=lines(row.text, marks),
        checks=sorted(row.result["checks"], key=lambda check: (check["holds"] is True, check["holds"] is None)),
        chosen=described(row, chosen) if chosen is not None else None,
        may_correct=bool(can_correct_reading(request.user)),
        statuses=STATUSES.items(),
    )


def _reading_actions(request: Request, row: KeptReading) -> list[Action]:
    found = []
    if row.file_id:
        found.append(Action("下载原件", reverse("files:download", args=[row.file_id])))
    if can_forget(request.user) and not row.accepted_at:
        confirm = "删除后，读出的结果和人工更正都不再保留。"
        found.append(Action("删除这份文稿", reverse("reader:forget", args=[row.pk]), post=True, confirm=confirm))
    if can_accept(request.user):
        found.append(Action("核对并入账", reverse("reader:accept", args=[row.pk]), primary=True))
    return found


@require_POST
def forget(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_forget(request.user))
    row = get_object_or_404(visible(request), pk=pk)
    try:
        actions.forget(row, by=request.user)
    except Refused as problem:
        messages.error(request, "；".join(problem.messages))
        return redirect(row)
    messages.success(request, f"已删除「{row}」")
    return redirect("reader:list")


def labels(request: Request, pk: int) -> HttpResponse:
    """The corrected figures as labelled examples, one JSON object a line."""
    demand_or_404(can_see_readings(request.user))
    row = get_object_or_404(visible(request), pk=pk)
    shown = [
        {"offset": entry.offset, "number_text": entry.number_text, "value": float(entry.value), "code": entry.code,
         "status": entry.status, "period": entry.period, "corrected": entry.corrected}
        for entry in candidates(row)
    ]  # fmt: skip
    text = "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in shown)
    response = HttpResponse(text, content_type="application/x-ndjson; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{row.name}.jsonl") or "attachment"
    return response
