"""A row moves on, or back."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpResponse

from titian.base.clock import today
from titian.base.pages import demand_or_404, work_page
from titian.base.requests import Request
from titian.ledgers import actions
from titian.ledgers.forms import StepForm
from titian.ledgers.models import LedgerRow
from titian.ledgers.permissions import can_step
from titian.ledgers.views.common import back_to, row_or_404
from titian.registry.forms import ReasonForm
from titian.registry.views.common import done


def step(request: Request, pk: int) -> HttpResponse:
    found = _moved(request, pk)
    form = StepForm(request.POST or None, request.FILES or None, row=found, day=today())
    saved = done(request, form, lambda: _stepped(request, found, form), "已登记进展。", found)
    hint = f"现在是「{found.state_label}」。"
    return saved or work_page(request, form, title=f"登记进展：{found}", submit="登记进展", hint=hint, back=back_to(found))


@transaction.atomic
def _stepped(request: Request, row: LedgerRow, form: StepForm) -> None:
    said = form.cleaned_data
    actions.step(row, said["state"], on=said["on"], note=said["note"], by=request.user)
    if uploads := form.uploads:
        actions.attach_evidence(row, uploads, by=request.user)


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
