"""Handing out a stored file."""

from __future__ import annotations

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from titian.base.errors import Refused
from titian.base.pages import demand_or_404
from titian.base.requests import Request
from titian.files import actions
from titian.files.kinds import KINDS
from titian.files.models import StoredFile
from titian.files.permissions import can_download

# Whatever the file holds, nothing in it runs with the rights of this site.
LOCKED = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:"


@require_safe
def download(request: Request, pk: int) -> FileResponse:
    """To be saved; `?inline=1` shows pictures and PDF in the browser."""
    file = get_object_or_404(StoredFile.objects.visible_to(request.user), pk=pk)
    demand_or_404(can_download(request.user, file))
    kind = KINDS[file.kind]
    inline = kind.inline and "inline" in request.GET
    try:
        content = actions.open_for(file, by=request.user)
    except Refused as problem:
        raise Http404(str(problem)) from problem
    response = FileResponse(content, as_attachment=not inline, filename=file.name, content_type=kind.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    if not inline or kind.code != "pdf":  # the browser's own PDF viewer does not open in a sandbox
        response["Content-Security-Policy"] = LOCKED
    return response
