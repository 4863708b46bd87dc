"""What the page frame needs on every page: the office's name, the navigation a person sees, and whether this is a demonstration."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from titian.base.navigation import areas_for


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of `base/page.html`."""
    user = getattr(request, "user", None)
    return {"office": settings.TITIAN, "areas": areas_for(user, request.path) if user is not None else []}
