"""From a document into the books."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from titian.base.errors import Refused
from titian.base.pages import Link, demand_or_404, work_page
from titian.base.requests import Request
from titian.figures.asked import home_region
from titian.figures.key import STATUSES
from titian.figures.models import indicators
from titian.places.actions import add_region
from titian.places.models import Region
from titian.reader import actions
from titian.reader.accepting import ambiguous, candidates, doubled, suggested_leave_out
from titian.reader.forms import AcceptForm
from titian.reader.permissions import can_accept
from titian.reader.views.listing import visible

UNREADABLE = 422


def accept(request: Request, pk: int) -> HttpResponse:
    """The figures that would go into the books; scopes are asked where one code occurs twice."""
    demand_or_404(can_accept(request.user))
    row = get_object_or_404(visible(request), pk=pk)
    home = home_region(request.user)
    form = AcceptForm(request.POST or None, initial={"region": row.region_name or (home.name if home else "")})
    scopes = AcceptForm.scopes(request.POST)
    left_out = AcceptForm.left_out(request.POST) if request.method == "POST" else suggested_leave_out(row)
    if request.method == "POST" and form.is_valid():
        stated: list[object] = []

        @transaction.atomic
        def act() -> None:
            """A neighbour entered by name stays only when its figures do; the document is held first, as whoever deletes it does."""
            visible(request).select_for_update(of=("self",)).filter(pk=row.pk).first()
            region = _region(form.cleaned_data["region"], request)
            choice = actions.Choice(scopes, left_out, disputed="disputed" in request.POST)
            stated.extend(actions.accept(row, region=region, by=request.user, choice=choice))

        if form.attempt(act):
            messages.success(request, f"已入账 {len(stated)} 个数")
            return redirect(f"{reverse('figures:list')}?region={row.region.key if row.region else ''}")
    found = candidates(row, scopes=scopes)
    doubtful = {entry.offset for group in ambiguous(found) for entry in group}
    names = {code: entry.name for code, entry in indicators().items()}
    asked = doubled(found)
    table = [(entry, names.get(entry.code, entry.code), STATUSES[entry.status], entry.offset in asked) for entry in found]
    return work_page(
        request,
        form,
        title=f"核对并入账：{row}",
        submit=f"把 {len(found)} 个数入账",
        template="reader/accept.html",
        back=Link(row, row.get_absolute_url()),
        reading=row,
        table=table,
        doubtful=len(doubtful),
        doubled=len(asked - doubtful),
        left_out=left_out,
    )


def _region(text: str, request: Request) -> Region:
    """A known region, or a neighbour entered by name on its first report."""
    known = Region.objects.named(text)
    if known:
        return known
    if text.isdigit():
        raise Refused(f"区划里没有代码「{text}」，请核对，或填名称")
    return add_region(name=text, level="county", by=request.user)
