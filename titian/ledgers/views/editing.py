"""A row is entered, amended, given evidence, removed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect

from titian.base.clock import today
from titian.base.forms import ReasonForm, whole_number
from titian.base.pages import demand_or_404, work_page
from titian.base.requests import Request
from titian.ledgers import actions
from titian.ledgers.computing import computing
from titian.ledgers.forms import EvidenceForm, Known, opened_on, row_form
from titian.ledgers.forms.fields import as_typed
from titian.ledgers.forms.rows import STATE
from titian.ledgers.models import Ledger, LedgerRow
from titian.ledgers.permissions import can_change, can_enter, can_remove
from titian.ledgers.views.common import FORM, back_to, ledger_or_404, row_or_404, with_person
from titian.registry.models import Organisation
from titian.registry.views.common import done

_PASSED_ON = ("organisation", "person", "region")
_LONGEST = 300  # characters of a title an address brings along


def add(request: Request, code: str) -> HttpResponse:
    ledger = ledger_or_404(request, code)
    demand_or_404(can_enter(request.user, ledger))
    about, parent = ledger.about, _parent(request, ledger)
    after = _followed(request, ledger)
    made = row_form(about, request.user, known=_known(request, ledger, parent, after))
    form = made(request.POST or None, request.FILES or None, initial={STATE: after.state} if after else None)
    said = f"已{about.entering}。"
    saved = done(request, form, lambda: _added(request, ledger, form), said, parent)
    title = about.entering
    back = back_to(parent or ledger)
    return saved or work_page(request, form, title=title, submit=title, template=FORM, hint=about.help, back=back)


@transaction.atomic
def _added(request: Request, ledger: Ledger, form: Any) -> LedgerRow:
    values = with_person(form.values(), request.user)
    return actions.add_row(ledger, values, by=request.user, evidence=form.uploads, **form.said())


def amend(request: Request, pk: int) -> HttpResponse:
    found = row_or_404(request, pk)
    demand_or_404(can_change(request.user, found))
    made = row_form(found.ledger.about, request.user, row=found)
    form = made(request.POST or None, request.FILES or None, opened=opened_on(found, made.base_fields))
    if request.method == "POST" and form.is_valid():

        def act(row: LedgerRow) -> None:
            values = with_person(form.values(), request.user)
            actions.amend_row(row, values, by=request.user, reason=form.reason, evidence=form.uploads)

        if form.guarded(found, current=form.opened_on, act=act):
            messages.success(request, f"已保存{found.ledger.label}。")
            return redirect(found)
    submit = f"保存{found.ledger.label}"
    return work_page(request, form, title=f"修改：{found}", submit=submit, template=FORM, back=back_to(found))


def evidence(request: Request, pk: int) -> HttpResponse:
    found = row_or_404(request, pk)
    demand_or_404(can_change(request.user, found))
    form = EvidenceForm(request.POST or None, request.FILES or None)
    saved = done(request, form, lambda: actions.attach_evidence(found, form.uploads, by=request.user), "已上传佐证材料。", found)
    return saved or work_page(request, form, title=f"上传佐证：{found}", submit="上传佐证材料", back=back_to(found))


def remove(request: Request, pk: int) -> HttpResponse:
    found = row_or_404(request, pk)
    demand_or_404(can_remove(request.user, found))
    form = ReasonForm(request.POST or None)
    saved = done(request, form, lambda: actions.remove_row(found, **form.cleaned_data, by=request.user), "已删除。", found.ledger)
    hint = "只用于录入错误；办完的请用「登记进展」。删除的内容留在操作记录里。"
    submit = f"删除这条{found.ledger.label}"
    return saved or work_page(request, form, title=f"删除：{found}", submit=submit, hint=hint, back=back_to(found))


def _parent(request: Request, ledger: Ledger) -> LedgerRow | None:
    """The row the address names, if this ledger's rows belong to rows of its ledger."""
    one = ledger.about.field("parent")
    key = whole_number(request.GET.get("parent", ""))
    if one is None or not key:
        return None
    rows = LedgerRow.objects.owned_by(request.user).of(one.ledger).select_related("ledger", *_PASSED_ON)
    return rows.filter(pk=key).first()


def _known(request: Request, ledger: Ledger, parent: LedgerRow | None, after: LedgerRow | None) -> dict[str, Known]:
    """What the address or the parent says already, with where from; the person at work is responsible unless told otherwise."""
    user, known = request.user, dict[str, Known]()
    if (day := ledger.about.field("day")) and day.is_today:
        known["day"] = Known(today())
    if user.role == "officer" and ledger.about.field("responsible"):
        known["responsible"] = Known(user)
    key = whole_number(request.GET.get("organisation", ""))
    firm = Organisation.objects.visible_to(user).filter(pk=key).first() if key else None
    if firm is not None:
        known["organisation"] = Known(firm, "企业页面")
    if parent is not None:
        source = f"{parent.ledger.label}「{parent}」"
        known["parent"] = Known(parent, "")
        known |= {key: Known(getattr(parent, key), source) for key in _PASSED_ON if getattr(parent, key) is not None}
        if "day" in known and parent.day and not parent.ledger.about.ends:
            known["day"] = Known(parent.day, source)  # what a visit found was found on its day
    if (title := request.GET.get("title", "").strip()) and ledger.about.field("title"):
        known["title"] = Known(title[:_LONGEST])
    if after is not None:
        source = f"上一条（{after.day}）" if after.day else "上一条"
        again = [one for key in computing(ledger.code).repeated if (one := ledger.about.field(key)) and after.held(key) is not None]
        known |= {one.key: Known(as_typed(one, after), source) for one in again}
    known |= {key: Known(value) for key, value in computing(ledger.code).begins(today(), parent=parent, after=after).items()}
    return known


def _followed(request: Request, ledger: Ledger) -> LedgerRow | None:
    """The row the address says the new one follows."""
    key = whole_number(request.GET.get("after", ""))
    if not key or not computing(ledger.code).repeated:
        return None
    return LedgerRow.objects.visible_to(request.user).filter(ledger=ledger, pk=key).select_related("ledger").first()
