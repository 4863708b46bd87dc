"""Filling in what was sent: rows saved by themselves, by the button or from a sheet, then handed in; an officer does the same for them (代录)."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from titian.base.clock import today
from titian.base.errors import Refused
from titian.base.pages import Link, demand_or_404, work_page
from titian.base.pages.listing import XLSX
from titian.base.requests import Request
from titian.ledgers import actions
from titian.ledgers.collecting.prefill import named
from titian.ledgers.collecting.sheets import blank_of, read
from titian.ledgers.forms.collections import HandInForm, SheetForm
from titian.ledgers.forms.filling import PER_PAGE, FillForm
from titian.ledgers.models import CollectionRequest
from titian.ledgers.permissions import can_fill
from titian.ledgers.views.requests import own_mark, request_or_404


def fill(request: Request, pk: int) -> HttpResponse:
    """One page of the rows; saved when something changes (htmx), by the button, and before it is handed in."""
    found = _fillable(request, pk)
    rows = named(found.rows.filter(is_draft=True), request.GET.get("q", ""))
    pages = Paginator(rows.select_related("ledger", "organisation", "person").order_by("pk"), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    last = page.number == pages.num_pages
    form = FillForm(request.POST or None, request=found, user=request.user, rows=list(page), last=last)
    hand_in = HandInForm(request.POST or None, request.FILES or None, user=request.user, request=found)
    if request.method == "POST":
        form.is_valid()
        if request.htmx:
            return _saved_by_itself(request, found, form)
        if not form.errors and hand_in.is_valid() and form.attempt(lambda: _save(request, found, form)):
            return _after_saving(request, found, hand_in)
    return work_page(
        request,
        form,
        title=f"{found.collection.title}：{found.whom}",
        submit="保存",
        template="ledgers/collect_fill.html",
        hint=found.collection.instructions,
        back=Link(found.collection.title if request.user.is_inside else "收到的表", found.get_absolute_url()),
        mark=own_mark(found),
        found=found,
        page=page,
        hand_in=hand_in,
        sheet_form=SheetForm(),
        note=f"{found.collection.due} 截止",
        words=request.GET.get("q", ""),
        many=found.rows.filter(is_draft=True).count() > PER_PAGE,
        begun=any(keys for _, keys in found.sources.values()),
    )


def _save(request: Request, found: CollectionRequest, form: FillForm) -> None:
    rows = [(pk, values) for _, pk, values in form.typed()]
    actions.save_rows(found, rows, gone=form.gone(), stamp=form.cleaned_data["stamp"], by=request.user)


def _after_saving(request: Request, found: CollectionRequest, hand_in: HandInForm) -> HttpResponse:
    if "submit" not in request.POST:
        messages.success(request, "已保存，还没有报送。")
        return redirect(_here(request, found))
    try:
        actions.submit_request(found, by=request.user, **hand_in.said())
    except Refused as problem:
        messages.error(request, "\n".join(["已保存，还不能报送：", *problem.messages[:30]]))
        return redirect(_here(request, found))
    messages.success(request, "已报送。" if not request.user.is_inside else f"已代「{found.whom}」报送，可以接收了。")
    return redirect(found)


def _saved_by_itself(request: Request, found: CollectionRequest, form: FillForm) -> HttpResponse:
    """What can be kept is kept; the answer brings the keys of new rows, so that the next save finds them."""
    typed = form.typed(whole_only=True)
    try:
        rows = [(pk, values) for _, pk, values in typed]
        saved = actions.save_rows(found, rows, stamp=str(form.data.get("stamp", "")), by=request.user)
    except Refused as problem:
        return render(request, "ledgers/collect_saved.html", {"problems": problem.messages[:5]})
    except PermissionDenied as problem:  # handed in meanwhile, by the button beside it
        return render(request, "ledgers/collect_saved.html", {"problems": [str(problem)]})
    new = [(row_form["pk"], row.pk) for (row_form, pk, _), row in zip(typed, saved, strict=True) if pk is None]
    problems = [message for table in form.tables.values() for message in table.messages()]
    answer = render(request, "ledgers/collect_saved.html", {"found": found, "new": new, "problems": problems[:5], "saved": True})
    return trigger_client_event(answer, "saved") if not problems else answer


def _here(request: Request, found: CollectionRequest) -> str:
    query = {name: request.GET[name] for name in ("q", "page") if request.GET.get(name)}
    return reverse("ledgers:fill", args=[found.pk]) + (f"?{urlencode(query)}" if query else "")


def request_sheet(request: Request, pk: int) -> HttpResponse:
    found = _fillable(request, pk)
    response = HttpResponse(blank_of(found, request.user), content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, f"{found}.xlsx") or "attachment"
    return response


@require_POST
def upload_rows(request: Request, pk: int) -> HttpResponse:
    found = _fillable(request, pk)
    form = SheetForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, "请选择填好的 Excel 文件")
        return redirect(_here(request, found))
    try:
        rows, plan = read(found, form.cleaned_data["sheet"], user=request.user, day=today())
        actions.save_rows(found, rows, by=request.user)
    except Refused as problem:
        messages.error(request, "\n".join(problem.messages))
        return redirect(_here(request, found))
    messages.success(
        request, f"读入 {plan.rows} 行：新增 {plan.created}，更新 {plan.updated}，无变化 {plan.unchanged}。核对后报送。"
    )
    for notice in plan.notices[:5]:
        messages.info(request, notice)
    return redirect(_here(request, found))


def _fillable(request: Request, pk: int) -> CollectionRequest:
    found = request_or_404(request, pk)
    demand_or_404(can_fill(request.user, found))
    return found
