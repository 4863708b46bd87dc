"""The reply to a suggestion, from its row in the ledger."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from titian.base.clock import today
from titian.base.errors import Refused
from titian.base.pages import demand_or_404
from titian.base.requests import Request
from titian.ledgers.models import Ledger, LedgerRow
from titian.reports import actions
from titian.reports.permissions import can_reply


@require_POST
def reply_to(request: Request, pk: int) -> HttpResponse:
    """Opens the reply under way, or begins one."""
    seen = LedgerRow.objects.visible_to(request.user).filter(ledger__in=Ledger.objects.visible_to(request.user))
    row = get_object_or_404(seen.select_related("ledger", "department", "responsible"), pk=pk)
    demand_or_404(can_reply(request.user, row))
    try:
        return redirect(actions.reply_to(row, as_of=today(), by=request.user))
    except Refused as problem:
        for message in problem.messages:
            messages.error(request, message)
        return redirect(row)
