"""What an office sets of a ledger without changing its definition."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from titian.base.pages import demand_or_404, work_page
from titian.base.requests import Request
from titian.ledgers import actions
from titian.ledgers.forms.parameters import ParametersForm, parameter_values, parameters_form
from titian.ledgers.models import Ledger
from titian.ledgers.permissions import can_amend_definition
from titian.ledgers.views.common import back_to, ledger_or_404


def parameters(request: Request, code: str) -> HttpResponse:
    ledger = ledger_or_404(request, code)
    demand_or_404(can_amend_definition(request.user, ledger))
    form = parameters_form(ledger)(request.POST or None, opened=parameter_values(ledger.about) | {"reason": ""})
    if request.method == "POST" and form.is_valid() and _saved(request, ledger, form):
        messages.success(request, f"已保存{ledger.label}的科室和参数，从现在起按新的算。")
        return redirect(ledger)
    hint = "不产生新版本：系统升级带来新版本时，本局设的仍然有效。已经评定和已经算出期限的不变。"
    return work_page(request, form, title=f"科室和参数：{ledger.label}", submit="保存科室和参数", hint=hint, back=back_to(ledger))


def _saved(request: Request, ledger: Ledger, form: ParametersForm) -> bool:
    def act(held: Ledger) -> None:
        actions.set_parameters(held, form.options(), form.thresholds(), **form.others(), by=request.user)

    return form.guarded(ledger, current=lambda held: parameter_values(held.about), act=act)
