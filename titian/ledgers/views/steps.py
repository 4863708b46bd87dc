"""A row moves on, or back."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from titian.base.clock import today
from titian.base.forms import ReasonForm
from titian.base.pages import demand_or_404, work_page
from titian.base.requests import Request
from titian.ledgers import actions
from titian.ledgers.filling import kept_keys
from titian.ledgers.forms import StepForm, opened_on, report_form, step_form
from titian.ledgers.forms.rows import ON, STATE
from titian.ledgers.models import LedgerRow
from titian.ledgers.permissions import can_change, can_step
from titian.ledgers.views.common import FORM, back_to, row_or_404, with_person
from titian.registry.views.common import done


def step(request: Request, pk: int) -> HttpResponse:
    found = _moved(request, pk)
    asked = {STATE: request.GET["state"]} if "state" in request.GET else {}
    form = step_form(found, request.user, today())(request.POST or None, request.FILES or None, initial=asked)
    saved = done(request, form, lambda: _stepped(request, found, form), "已登记进展。", found)
    hint = f"现在是「{found.state_label}」。"
    title = f"登记进展：{found}"
    return saved or work_page(request, form, title=title, submit="登记进展", template=FORM, hint=hint, back=back_to(found))


@transaction.atomic
def _stepped(request: Request, row: LedgerRow, form: StepForm) -> None:
    """What the state asks for is filled in first, then the state is reached."""
    if values := form.values():
        actions.amend_row(row, with_person(values, request.user), by=request.user)
    actions.step(row, form.cleaned_data[STATE], by=request.user, **form.said())
    if uploads := form.uploads:
        actions.attach_evidence(row, uploads, by=request.user)


def report(request: Request, pk: int) -> HttpResponse:
    """How far it is on a day, for ledgers that keep it: a line of its course, whether anything changed or not."""
    found = row_or_404(request, pk)
    demand_or_404(can_change(request.user, found))
    if not kept_keys(found):
        raise Http404(f"「{found.ledger.label}」不按进度登记")
    made = report_form(found, request.user, today())
    form = made(request.POST or None, opened=opened_on(found, made.base_fields))
    if request.method == "POST" and form.is_valid():

        def act(row: LedgerRow) -> None:
            actions.report_progress(row, form.values(), on=form.cleaned_data[ON], by=request.user)

        if form.guarded(found, current=form.opened_on, act=act):
            messages.success(request, "已登记进度。")
            return redirect(found)
    return work_page(request, form, title=f"登记进度：{found}", submit="登记进度", template=FORM, back=back_to(found))


def take_back(request: Request, pk: int) -> HttpResponse:
    found = _moved(request, pk)
    form = ReasonForm(request.POST or None)
    saved = done(
        request, form, lambda: actions.take_back_step(found, **form.cleaned_data, by=request.user), "已撤回最近一次进展。", found
    )
    last = found.steps.order_by("-day", "-pk").first()
    hint = f"将撤回最近一次进展：{last.day} {last.label}。" if last else "这条记录没有进展。"
    return saved or work_page(request, form, title=f"撤回进展：{found}", submit="撤回最近一次进展", hint=hint, back=back_to(found))


def _moved(request: Request, pk: int) -> LedgerRow:
    """A row whose ledger has a course, and who may move it."""
    found = row_or_404(request, pk)
    demand_or_404(can_step(request.user, found))
    return found
