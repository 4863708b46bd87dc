"""Cells pasted out of a spreadsheet go the way of an uploaded sheet: checked, shown, written, and taken back whole."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from titian.base.clock import now, today
from titian.base.errors import Refused
from titian.base.pages import demand_or_404, work_page
from titian.base.requests import Request
from titian.exchange import actions as exchange
from titian.exchange.models import Batch
from titian.exchange.permissions import can_import
from titian.exchange.views.sheets import check_soon
from titian.ledgers.columns import LedgerRegister, register_of
from titian.ledgers.forms import PasteForm
from titian.ledgers.views.common import back_to, ledger_or_404


def paste(request: Request, code: str) -> HttpResponse:
    ledger = ledger_or_404(request, code)
    about = register_of(ledger)
    demand_or_404(can_import(request.user, about))
    form = PasteForm(request.POST or None, columns=about.columns_for(request.user))
    if request.method == "POST" and form.is_valid() and (batch := _taken_in(request, about, form)):
        return redirect(batch)
    return work_page(
        request,
        form,
        title=f"粘贴{about.label}",
        submit="核对粘贴的内容",
        template="ledgers/paste.html",
        back=back_to(ledger),
        columns=about.columns_for(request.user),
        ledger=ledger,
    )


def _taken_in(request: Request, about: LedgerRegister, form: PasteForm) -> Batch | None:
    sheet = form.sheet
    try:
        batch = exchange.take_in(about.name, f"粘贴 {now():%Y-%m-%d %H%M}.csv", sheet, day=today(), by=request.user)
        check_soon(batch, len(sheet), request)
    except Refused as problem:
        for message in problem.messages:
            form.add_error("cells", message)
        return None
    return batch
