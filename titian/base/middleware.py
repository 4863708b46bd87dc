"""What holds for every request and every page: under which names pages are served, what a request may carry, and the headers an answer has
(no foreign scripts, styles, frames or fonts: the office's network has none to offer anyway)."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import split_domain_port

from titian.base.hosts import is_of_the_office, name_of
from titian.base.navigation import is_hidden
from titian.base.reloading import watch
from titian.base.views import alone

POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self'; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)

# All files of one request together; each room limits single files lower and says so in its own words.
LARGEST_REQUEST = 300 * 1024 * 1024
# Before log-in there is nothing to send but a name and a password.
LARGEST_OF_A_STRANGER = 1024 * 1024


class SettingsMiddleware:
    """Before anything of a request asks for the office's settings: those another process has changed meanwhile."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        watch().look()
        return self.get_response(request)


class HostMiddleware:
    """Where the office named no hosts, pages are served under addresses and names of the local network only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host, _ = split_domain_port(request.get_host())
        if settings.OFFICE_NETWORK and not is_of_the_office(host, own=name_of(settings.TITIAN.url)):
            return alone("wrong_host", status=400, host=host)
        return self.get_response(request)


class SecurityHeadersMiddleware:
    """`style-src` allows inline styles because charts are inline SVG with style attributes; scripts never are inline.

    Pages are not kept by browsers: on a shared machine the way back after logging out must lead to the log-in page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", POLICY)
        response.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        response.setdefault("Cache-Control", "private, no-store")
        return response


class MechanismMiddleware:
    """Pages of what the office has nothing to do with (不涉及) exist for nobody. Stands behind the one that asks for a log-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> None:
        if settings.TITIAN.mechanisms and is_hidden(request.path):
            raise Http404("本局设置里这项工作为不涉及")


class RequestLimitMiddleware:
    """Turns a request away by its announced size, before any of it is stored; a stranger's far earlier than a colleague's.

    Stands behind the one that knows who asks. A NUL in an address is no typing mistake, and PostgreSQL breaks off at it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _announced(request) > LARGEST_OF_A_STRANGER and _announced(request) > _limit(request):
            return alone("too_large", status=413)
        if "%00" in request.META.get("QUERY_STRING", "") or "\x00" in request.path:
            return alone("unreadable", status=400)
        return self.get_response(request)


def _announced(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else 0


def _limit(request: HttpRequest) -> int:
    return LARGEST_REQUEST if request.user.is_authenticated else LARGEST_OF_A_STRANGER
