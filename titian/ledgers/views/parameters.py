"""The numbers of a ledger's rules, changed by the office itself."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from titian.base.pages import demand_or_404, work_page
from titian.base.requests import Request
from titian.ledgers import actions
from titian.ledgers.forms.parameters import ParametersForm, has_parameters, parameter_values, parameters_form
from titian.ledgers.models import Ledger
from titian.ledgers.permissions import can_amend_definition
from titian.ledgers.views.common import back_to, ledger_or_404


def parameters(request: Request, code: str) -> HttpResponse:
    ledger = ledger_or_404(request, code)
    demand_or_404(can_amend_definition(request.user, ledger))
    if not has_parameters(ledger.about):
        raise Http404(f"「{ledger.label}」没有规则参数")
    form = parameters_form(ledger)(request.POST or None, opened=parameter_values(ledger.about) | {"reason": ""})
    if request.method == "POST" and form.is_valid() and _saved(request, ledger, form):
        messages.success(request, f"已保存{ledger.label}的规则参数，从现在起按新的算。")
        return redirect(ledger)
    hint = "只改规则里的数，不产生新版本：系统升级带来新版本时，本局设的数仍然有效。已经评定和已经算出期限的不变。"
    return work_page(request, form, title=f"规则参数：{ledger.label}", submit="保存规则参数", hint=hint, back=back_to(ledger))


def _saved(request: Request, ledger: Ledger, form: ParametersForm) -> bool:
    def act(held: Ledger) -> None:
        reason = form.cleaned_data["reason"]
        actions.set_parameters(held, form.options(), form.thresholds(), by=request.user, reason=reason)

    return form.guarded(ledger, current=lambda held: parameter_values(held.about), act=act)
