"""Headers every page carries (no foreign scripts, styles, frames or fonts: the office's network has none to offer anyway), and the size
from which a request is not even read."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from titian.base.views import alone

POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self'; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)

# All files of one request together; each room limits single files lower and says so in its own words.
LARGEST_REQUEST = 300 * 1024 * 1024


class SecurityHeadersMiddleware:
    """`style-src` allows inline styles because charts are inline SVG with style attributes; scripts never are inline."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", POLICY)
        response.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response


class UploadLimitMiddleware:
    """Turns a request away by its announced size, before any of it is stored."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > LARGEST_REQUEST:
            return alone("too_large", status=413)
        return self.get_response(request)
