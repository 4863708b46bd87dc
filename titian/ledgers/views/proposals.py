"""建议提案: what the deputies said of the reply."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from titian.base.clock import today
from titian.base.pages import demand_or_404, work_page
from titian.base.requests import Request
from titian.ledgers import actions
from titian.ledgers.forms.computed import FeedbackForm
from titian.ledgers.permissions import can_step
from titian.ledgers.proposals.ledger import LEDGER
from titian.ledgers.views.common import back_to, row_or_404
from titian.registry.views.common import done


def feedback(request: Request, pk: int) -> HttpResponse:
    """满意, 基本满意 or 不满意; who is not satisfied is answered again."""
    found = row_or_404(request, pk)
    demand_or_404(can_step(request.user, found))
    if found.ledger.code != LEDGER:
        raise Http404("只有建议提案才登记反馈")
    form = FeedbackForm(request.POST or None, row=found, day=today())

    def act() -> None:
        said = form.cleaned_data
        actions.record_feedback(found, said["satisfaction"], on=said["on"], by=request.user, note=said["note"], due=said["due"])

    saved = done(request, form, act, "已登记反馈。", found)
    hint = f"现在是「{found.state_label}」。不满意的重新办理，到再次答复期限前要再次面商、答复。"
    return saved or work_page(request, form, title=f"登记反馈：{found}", submit="登记反馈", hint=hint, back=back_to(found))
