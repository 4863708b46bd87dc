"""What holds for everybody who is logged in, on every page: the account is still good, and the password is one's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from titian.accounts import passwords
from titian.accounts.permissions import can_log_in

_ALWAYS = {"accounts:password", "accounts:logout", "accounts:login"}


class AccountMiddleware:
    """Leads to the page where the password is changed before anything else opens; ends sessions of accounts that may not be here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: Any) -> HttpResponse | None:
        user = request.user
        if not user.is_authenticated or request.resolver_match is None:
            return None
        verdict = can_log_in(user)
        if not verdict:
            logout(request)
            messages.error(request, verdict.reason)
            return _led_to(request, "accounts:login")
        if request.resolver_match.view_name not in _ALWAYS and passwords.is_due(user, timezone.now()):
            return _led_to(request, "accounts:password")
        return None


def _led_to(request: HttpRequest, name: str) -> HttpResponse:
    """A region that htmx asked for would show the whole page inside itself."""
    address = reverse(name)
    return HttpResponseClientRedirect(address) if getattr(request, "htmx", False) else redirect(address)
