"""A register's sheet: upload, template, export."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header

from titian.base.clock import today
from titian.base.errors import Refused
from titian.base.pages import Action, Link, demand_or_404, work_page
from titian.base.pages.listing import XLSX
from titian.base.registers import Register, registers
from titian.base.requests import Request
from titian.exchange import actions
from titian.exchange.blank import reference_lists
from titian.exchange.blank import template as blank
from titian.exchange.exports import exported
from titian.exchange.forms import SheetForm
from titian.exchange.models import CHECKING, Batch
from titian.exchange.permissions import can_export, can_import
from titian.exchange.tasks import check_batch
from titian.files.kinds import MAX_BYTES
from titian.jobs.actions import enqueue

# What is checked while the person waits; longer sheets are checked in the background.
AT_ONCE = 400_000


def register_or_404(name: str) -> Register[Any]:
    found = registers().get(name)
    if found is None:
        raise Http404(f"没有「{name}」这张登记表")
    return found


def import_page(request: Request, register: str) -> HttpResponse:
    """Upload a sheet; what it would do is shown next."""
    about = register_or_404(register)
    demand_or_404(can_import(request.user, about))
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sheet = form.cleaned_data["sheet"]
        # One byte more than is accepted: enough to be refused for its size.
        data = sheet.read(MAX_BYTES + 1)
        if batch := _taken_in(request, about, form, PurePath(sheet.name or "表格.xlsx").name, data):
            return redirect(batch)
    latest = Batch.objects.visible_to(request.user).filter(register=register).select_related("by")[:8]
    actions_offered = [
        Action("下载模板", _address("template", register)),
        *([Action(f"导出{about.label}", _address("export", register))] if can_export(request.user, about) else []),
    ]
    return work_page(
        request,
        form,
        title=f"导入{about.label}",
        submit="上传并核对",
        hint=about.help,
        template="exchange/import.html",
        back=Link("导入批次", reverse("exchange:batches")),
        about=about,
        batches=latest,
        actions=actions_offered,
    )


def _taken_in(request: Request, about: Register[Any], form: SheetForm, name: str, data: bytes) -> Batch | None:
    try:
        batch = actions.take_in(about.name, name, data, day=today(), by=request.user)
        check_soon(batch, len(data), request)
    except Refused as problem:
        for message in problem.messages:
            form.add_error("sheet", message)
        return None
    return batch


def check_soon(batch: Batch, size: int, request: Request) -> None:
    """Short files are checked at once, long ones by a job whose progress the batch's page shows."""
    if size <= AT_ONCE:
        actions.check(batch, by=request.user)
        return
    job = enqueue(check_batch, by=request.user, title=f"核对 {batch.file_name}", args=[batch.pk])
    if Batch.objects.filter(pk=batch.pk, state=CHECKING).exists():
        actions.begin(batch, CHECKING, job=job, by=request.user)
    else:
        messages.info(request, "已核对")


def template(request: Request, register: str) -> HttpResponse:
    about = register_or_404(register)
    demand_or_404(can_import(request.user, about))
    return _sheet(blank(about, reference_lists(about), user=request.user), f"{about.label}模板.xlsx")


def export(request: Request, register: str) -> HttpResponse:
    """Everything this person sees of a register, in the form that can be imported again."""
    about = register_or_404(register)
    demand_or_404(can_export(request.user, about))
    actions.note_export(about.name, by=request.user)
    return _sheet(exported(about, request.user, today()), f"{settings.TITIAN.county}{about.label}{today():%Y%m%d}.xlsx")


def _address(view: str, register: str) -> str:
    return reverse(f"exchange:{view}", args=[register])


def _sheet(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
