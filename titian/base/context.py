"""What the page frame needs on every page: the office's name, the navigation a person sees, and whether this is a demonstration."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from titian.base.navigation import navigation_for


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of `base/page.html`."""
    user = getattr(request, "user", None)
    return {"office": settings.TITIAN, "navigation": navigation_for(user, request.path), "version": titian_version()}


@cache
def titian_version() -> str:
    try:
        return version("titian")
    except PackageNotFoundError:  # run from the folder, not installed
        return ""
