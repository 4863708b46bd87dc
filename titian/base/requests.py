"""The request as a view of a signed-in person sees it. Types only: `LoginRequiredMiddleware` has already turned everybody else away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from titian.accounts.models import User


class Request(HttpRequest):
    """`user` is a person, never anonymous; `htmx` is truthy when htmx asked. Annotate views with it: `def index(request: Request)`."""

    user: User
    htmx: HtmxDetails
