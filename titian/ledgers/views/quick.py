"""The short form for a phone: one column, today filled in, a picture, and the next one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from titian.accounts.models import User
from titian.accounts.roles import STAFF
from titian.base.clock import today
from titian.base.forms import whole_number
from titian.base.pages import demand_or_404, page, work_page
from titian.base.requests import Request
from titian.ledgers import actions
from titian.ledgers.computing import computing
from titian.ledgers.forms import Known, quick_form
from titian.ledgers.models import Ledger, LedgerRow
from titian.ledgers.permissions import can_enter, can_see_ledgers
from titian.ledgers.views.common import back_to, ledger_or_404, with_person
from titian.registry.models import Organisation

# What the next row of the day most likely says again.
_REPEATED = ("day", "kind", "visitors", "region")
OFFERED = 8


def quick(request: Request, code: str) -> HttpResponse:
    ledger = ledger_or_404(request, code)
    demand_or_404(can_enter(request.user, ledger))
    about = ledger.about
    form = quick_form(about, request.user, known=_known(request, ledger))(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and form.attempt(lambda: _added(request.user, ledger, form)):
        return _next(request, ledger, form)
    submit = f"保存{about.label}"
    return work_page(
        request, form, title=f"快记：{about.label}", submit=submit, template="ledgers/quick.html", back=back_to(ledger)
    )


def _added(user: User, ledger: Ledger, form: Any) -> None:
    """Who writes it down on a phone is who was there."""
    values = with_person(form.values(), user)
    if ledger.about.field("responsible") and user.role in STAFF and not values.get("responsible"):
        values["responsible"] = user
    form.made = actions.add_row(ledger, values, by=user, evidence=form.uploads)


def _next(request: Request, ledger: Ledger, form: Any) -> HttpResponse:
    made: LedgerRow = form.made
    messages.success(request, f"已登记：{made}。")
    if "again" in request.POST:
        return redirect(f"{reverse('ledgers:quick', args=[ledger.code])}?{urlencode({'after': made.pk})}")
    return redirect(made)


def _known(request: Request, ledger: Ledger) -> dict[str, Known]:
    """Today, and who is there; after another one of the same day what that one said."""
    user, about = request.user, ledger.about
    known = {"day": Known(today())} if (day := about.field("day")) and day.is_today else {}
    if user.role in STAFF and about.field("visitors"):
        known["visitors"] = Known(user.name)
    known |= {key: Known(value) for key, value in computing(ledger.code).begins(today()).items()}
    key = whole_number(request.GET.get("after", ""))
    last = LedgerRow.objects.visible_to(user).filter(ledger=ledger, pk=key).first() if key else None
    if last is not None:
        last.ledger = ledger
        known |= {name: Known(last.value(name)) for name in _REPEATED if about.field(name)}
    return known


def firms(request: Request) -> HttpResponse:
    """Names that fit what is being typed, for the list below a field of firms."""
    demand_or_404(can_see_ledgers(request.user))
    # In a form of several rows the field bears the number of its row.
    said = (str(text) for name, text in request.GET.items() if name.endswith("organisation"))
    words = next(said, "").strip()[:60]
    seen = Organisation.objects.visible_to(request.user).current()
    found = seen.named(words).order_by("name").values_list("name", flat=True)[:OFFERED] if len(words) > 1 else []
    return page(request, "ledgers/firms.html", title="", names=found)
