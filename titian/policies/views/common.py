"""What the ladder's views share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from titian.base.clock import today
from titian.base.forms import Form
from titian.base.pages import Action, Link, demand_or_404, work_page
from titian.base.requests import Request
from titian.policies.permissions import can_see_ladder, sees_values
from titian.policies.rungs import Rung, rung
from titian.registry.models import Organisation
from titian.registry.views.common import done

LADDER = "policies:ladder"


def firm_or_404(request: Request, pk: int) -> Organisation:
    """A firm whose place on the ladder the person may see."""
    demand_or_404(can_see_ladder(request.user))
    seen = Organisation.objects.visible_to(request.user).select_related("region", "officer")
    return get_object_or_404(seen, pk=pk)


def own_firm_or_404(request: Request, pk: int) -> Organisation:
    """A firm whose values the person may see: towns may not."""
    if not sees_values(request.user):
        raise Http404("企业数值不对乡镇开放")
    return firm_or_404(request, pk)


def rung_or_404(code: str) -> Rung:
    try:
        return rung(code, settings.TITIAN.region)
    except LookupError as problem:
        raise Http404(str(problem)) from problem


def asked_day(request: Request, name: str = "day") -> date:
    """A day of the address; today where none or a wrong one is named."""
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return today()


def link(label: str, name: str, *args: Any, **how: Any) -> Action:
    return Action(label, reverse(f"policies:{name}", args=args), **how)


def to_ladder() -> Link:
    return Link("企业梯次", reverse(LADDER))


def firm_link(firm: Organisation) -> Link:
    return Link(firm.name, reverse("policies:firm", args=[firm.pk]))


def worked(
    request: Request, form: Form, act: Callable[[], Any], said: str, *, title: str, submit: str, back: Link, to: Any, hint: str = ""
) -> HttpResponse:
    """A form page: run its action and go to `to`, else show it."""
    return done(request, form, act, said, to) or work_page(request, form, title=title, submit=submit, hint=hint, back=back)
