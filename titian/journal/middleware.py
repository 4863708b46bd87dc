"""Gives every request an id, which the journal copies and the response carries as `X-Request-ID`."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from titian.journal.context import through


class RequestIdMiddleware:
    """One id a request, made here: a client's own header is not trusted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = uuid.uuid4().hex
        request.META["TITIAN_REQUEST_ID"] = request_id
        with through("web", request_id):
            response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response
