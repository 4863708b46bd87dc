"""The sheet of a firm (企业一页): on screen, printed, as a Word file."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from titian.base.clock import today
from titian.base.pages import Action, demand_or_404, page
from titian.base.requests import Request
from titian.registry.models import Organisation
from titian.registry.permissions import can_export
from titian.registry.sheet import CLEAN, EDITIONS, INNER, WARNING, document, parts
from titian.registry.views.common import back_to, organisation_or_404

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def sheet(request: Request, pk: int) -> HttpResponse:
    found, edition = _asked(request, pk)
    address = reverse("registry:sheet_file", args=[pk])
    other = CLEAN if edition == INNER else INNER
    return page(
        request,
        "registry/sheet.html",
        title=f"{found}：企业一页",
        note=EDITIONS[edition],
        as_of=today(),
        back=back_to(found),
        actions=[
            Action(f"看{EDITIONS[other]}", f"?edition={other}"),
            Action("打印", f"?edition={edition}&print=1"),
            Action("下载 Word", f"{address}?edition={edition}", primary=True),
        ],
        organisation=found,
        parts=parts(found, request.user, edition, today()),
        warning=WARNING if edition == INNER else "",
    )


def download(request: Request, pk: int) -> HttpResponse:
    found, edition = _asked(request, pk)
    response = HttpResponse(document(found, request.user, edition, today()), content_type=DOCX)
    name = f"{found}（{EDITIONS[edition]}）.docx"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _asked(request: Request, pk: int) -> tuple[Organisation, str]:
    demand_or_404(can_export(request.user))
    edition = request.GET.get("edition", INNER)
    return organisation_or_404(request, pk), edition if edition in EDITIONS else INNER
