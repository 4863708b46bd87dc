"""What one number is, why, and correcting it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from titian.base.pages import Link, demand_or_404, page
from titian.base.quantities import Operator, Quantity, plain
from titian.base.requests import Request
from titian.figures.key import STATUSES
from titian.figures.models import indicators
from titian.reader import actions
from titian.reader.forms import CorrectionForm
from titian.reader.intake import read_document
from titian.reader.models import KeptReading
from titian.reader.permissions import can_correct_reading, can_see_readings
from titian.reader.views.listing import visible

UNREADABLE = 422


def number(request: Request, pk: int, offset: int) -> HttpResponse:
    """What one number is, why, and the form to correct it; the side panel of the reading page."""
    demand_or_404(can_see_readings(request.user))
    row = get_object_or_404(visible(request), pk=pk)
    found = described(row, offset)
    if found is None:
        raise Http404("这个位置没有数字")
    form = CorrectionForm(request.POST or None, initial=found["initial"])
    if request.method == "POST":
        demand_or_404(can_correct_reading(request.user))
        if form.is_valid() and form.attempt(lambda: _correct(row, offset, form, request)):
            messages.success(request, f"已更正「{found['number_text']}」，并留作样例")
            return redirect(f"{row.get_absolute_url()}?n={offset}#n{offset}")
    context: dict[str, Any] = {
        "reading": row,
        "chosen": found,
        "form": form,
        "may_correct": bool(can_correct_reading(request.user)),
    }
    status = UNREADABLE if form.is_bound and form.errors else 200
    title = f"「{found['number_text']}」是什么数"
    template = "reader/number.html#panel" if request.htmx else "reader/number.html"
    return page(request, template, title=title, back=Link(row, row.get_absolute_url()), status=status, **context)


def _correct(row: KeptReading, offset: int, form: CorrectionForm, request: Request) -> None:
    said = form.cleaned_data
    actions.correct(
        row,
        offset=offset,
        code=said["indicator"].code if said["indicator"] else "",
        status=said["status"],
        period=said["period"].text if said["period"] else "",
        scope=said["scope"],
        calibre=said["calibre"],
        level=said["level"],
        by=request.user,
    )


def described(row: KeptReading, offset: int) -> dict[str, Any] | None:
    """Everything known of the number at an offset; None when there is none."""
    figure = next((entry for entry in row.result["figures"] if entry["offset"] == offset), None)
    found = figure or next((entry for entry in row.result["quantities"] if entry["offset"] == offset), None)
    if found is None:
        return None
    value = Decimal(str(found["value"]))
    corrected = row.corrections.filter(offset=offset).order_by("-pk").select_related("corrected_by").first()
    read = read_document(row.text, row.title or row.name)
    code = corrected.code if corrected else (figure or {}).get("code", "")
    entry = indicators().get(str(code))
    initial = {name: (figure or {}).get(name, "") for name in ("status", "period", "scope", "calibre", "level")}
    if corrected:
        initial = {name: getattr(corrected, name) for name in initial}
    return {
        "offset": offset,
        "number_text": found["number_text"],
        "unit": found["unit"],
        "plain": plain(value, grouped=True),
        "quantity": Quantity(value, found["unit"], Operator(found["qualifier"])),
        "figure": figure,
        "indicator": entry,
        "status": STATUSES.get(str(initial["status"]), ""),
        "period": initial["period"],
        "corrected": corrected,
        "why": read.why.get(offset, ()),
        "checks": [check for check in row.result["checks"] if offset in check["offsets"]],
        "initial": {**initial, "indicator": entry.name if entry else ""},
    }
