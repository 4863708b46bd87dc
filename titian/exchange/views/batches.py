"""One import: what the file would do or did; the buttons that do it or take it back. And the list of all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from titian.base.colours import Colour
from titian.base.columns import Column
from titian.base.errors import Refused
from titian.base.forms import ReasonForm
from titian.base.pages import Action, Link, ListPage, Mark, demand_or_404, page, told, work_page
from titian.base.pages.listing import XLSX
from titian.base.registers import registers
from titian.base.requests import Request
from titian.exchange import actions
from titian.exchange.cleaning import shown
from titian.exchange.forms import ApplyForm, HeadsForm
from titian.exchange.marked import marked as marked_workbook
from titian.exchange.models import APPLIED, APPLYING, CHECKED, REFUSED, Batch, BatchRow
from titian.exchange.permissions import can_apply, can_import, can_see_batch, can_see_batches, can_undo
from titian.exchange.preview import is_ours
from titian.exchange.tasks import apply_batch
from titian.exchange.views.sheets import AT_ONCE, check_soon
from titian.files.actions import open_for
from titian.files.permissions import can_download
from titian.jobs.actions import enqueue

_COLOURS: dict[str, Colour] = {"applied": "green", "refused": "red", "checked": "yellow", "checking": "blue", "applying": "blue"}
_ISSUES_A_PAGE = 100


def _row(batch: Batch) -> Mapping[str, object]:
    return {
        "file": Link(batch.file_name, batch.get_absolute_url()),
        "register": batch.about.label,
        "state": mark_of(batch),
        "rows": batch.rows,
        "created": batch.created,
        "updated": batch.updated,
        "unchanged": batch.unchanged,
        "errors": batch.findings.get("error_count", 0),
        "by": batch.by.name,
        "at": batch.at,
    }


BATCHES: ListPage[Batch] = ListPage(
    title="导入批次",
    columns=(
        Column("file", "文件", width=36),
        Column("register", "登记表", width=14),
        Column("state", "状态", width=12),
        Column("rows", "行数", "integer"),
        Column("created", "新增", "integer"),
        Column("updated", "更新", "integer"),
        Column("unchanged", "无变化", "integer"),
        Column("errors", "错误", "integer"),
        Column("by", "导入人", width=12),
        Column("at", "时间", width=18),
    ),
    row=_row,
    empty="还没有导入过表格。选一张登记表，下载模板或直接上传手头的表：先核对、后写入，可以整批撤销。",
    counted="次",
    sorts={"file": "file_name", "register": "register", "at": "at", "rows": "rows", "by": "by__name"},
    search=("file_name", "by__name"),
    order="-at",
)


def mark_of(batch: Batch) -> Mark:
    return Mark(_COLOURS.get(batch.state, "grey"), batch.state_label)


def batches(request: Request) -> HttpResponse:
    user = request.user
    offered = [register for register in registers().values() if can_import(user, register)]
    demand_or_404(can_see_batches(user))
    rows = Batch.objects.visible_to(user).select_related("by").defer("mapping")
    steps = [Action(f"导入{register.label}", reverse("exchange:import", args=[register.name])) for register in offered]
    return BATCHES.respond(request, rows, actions=steps)


def batch(request: Request, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    errors = Paginator(found.errors, _ISSUES_A_PAGE).get_page(request.GET.get("page"))
    may_apply = found.state == CHECKED and bool(can_apply(request.user, found))
    heads = _heads(found)
    context: dict[str, Any] = {
        "batch": found,
        "errors": errors,
        "error_count": found.findings.get("error_count", 0),
        "warnings": found.warnings[:_ISSUES_A_PAGE],
        "warning_count": found.findings.get("warning_count", 0),
        "unreadable": found.findings.get("unreadable", ()),
        "apply_form": ApplyForm() if may_apply else None,
        "heads_form": HeadsForm(heads, found.about.columns_for(request.user)) if heads and _may_map(request, found) else None,
        "unknown": [head for head, key in heads if not key and not is_ours(head)],
        "several": len({issue["sheet"] for issue in [*found.errors, *found.warnings]}) > 1,
        "sample": [] if found.errors else found.findings.get("sample", []),
        "job": found.job if found.is_waiting else None,
        "running": found.is_waiting,
    }
    back = Link("导入批次", reverse("exchange:batches"))
    return page(
        request,
        "exchange/batch.html",
        title=str(found),
        mark=mark_of(found),
        note=f"{found.by.name} {found.at:%Y-%m-%d}",
        actions=_steps(request, found),
        back=back,
        **context,
    )


def _steps(request: Request, found: Batch) -> list[Action]:
    steps = (
        [Action("再导入一份", reverse("exchange:import", args=[found.register]))] if can_import(request.user, found.about) else []
    )
    if (found.errors or found.warnings) and found.file and can_download(request.user, found.file):
        steps.insert(0, Action("下载错误表格", reverse("exchange:marked", args=[found.pk]), primary=bool(found.errors)))
    if found.state == APPLIED:
        steps.insert(0, Action("查看导入的行", reverse("exchange:rows", args=[found.pk])))
        if can_undo(request.user, found):
            steps.append(Action("撤销整批", reverse("exchange:undo", args=[found.pk])))
    if found.state in {CHECKED, REFUSED} and can_apply(request.user, found):
        steps.append(Action("放弃这次导入", reverse("exchange:drop", args=[found.pk]), post=True))
    return steps


def _heads(found: Batch) -> list[tuple[str, str]]:
    """Heads of the file with the column each was taken for."""
    known: dict[str, str] = {}
    for sheet in found.findings.get("heads", []):
        known |= dict.fromkeys(sheet["unknown"], "")
        known |= sheet["places"]
    return list(known.items())


def _may_map(request: Request, found: Batch) -> bool:
    return found.state in {CHECKED, REFUSED} and bool(can_apply(request.user, found))


@require_POST
def map_heads(request: Request, pk: int) -> HttpResponse:
    """Which head is which column; the file is checked anew."""
    found = _visible(request, pk)
    demand_or_404(can_apply(request.user, found))
    form = HeadsForm(_heads(found), found.about.columns_for(request.user), request.POST)
    if not form.is_valid():
        messages.error(request, "列对应没有选对，请重新选择")
        return redirect(found)
    try:
        actions.map_heads(found, form.mapping(), by=request.user)
        check_soon(found, found.file.size if found.file else 0, request)
    except Refused as problem:
        for message in problem.messages:
            messages.error(request, message)
    return redirect(found)


@require_POST
def apply(request: Request, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    demand_or_404(can_apply(request.user, found))
    form = ApplyForm(request.POST)
    form.is_valid()
    reason = form.cleaned_data.get("reason", "")
    if found.file is not None and found.file.size > AT_ONCE and found.state == CHECKED:
        job = enqueue(apply_batch, by=request.user, title=f"导入 {found.file_name}", args=[found.pk, reason])
        found.refresh_from_db()
        if found.state == CHECKED:
            actions.begin(found, APPLYING, job=job, by=request.user)
        return redirect(found)
    done = f"已导入 {found.rows} 行：新增 {found.created}，更新 {found.updated}，无变化 {found.unchanged}。"
    told(request, lambda: actions.apply(found, by=request.user, reason=reason), done)
    return redirect(found)


def undo(request: Request, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    demand_or_404(can_undo(request.user, found))
    form = ReasonForm(request.POST or None, label="撤销原因", help_text="写入操作日志")
    if form.is_valid() and form.attempt(lambda: actions.undo(found, by=request.user, reason=form.cleaned_data["reason"])):
        messages.success(request, f"已撤销：删去新增的 {found.created} 行，恢复更新的 {found.updated} 行。")
        return redirect(found)
    hint = f"将删去这次新增的 {found.created} 行，把更新的 {found.updated} 行恢复原样；导入后又改过或已有关联记录的，会逐条指出，一行也不动。"
    return work_page(
        request,
        form,
        title=f"撤销导入：{found.file_name}",
        submit="撤销整批导入",
        hint=hint,
        back=Link(found.file_name, found.get_absolute_url()),
    )


@require_POST
def drop(request: Request, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    demand_or_404(can_apply(request.user, found))
    told(request, lambda: actions.drop(found, by=request.user), "已放弃这次导入，没有写入任何内容。")
    return redirect("exchange:batches")


def rows(request: Request, pk: int) -> HttpResponse:
    """What each row of an applied batch did."""
    found = _visible(request, pk)
    lines = found.lines.order_by("pk")
    listing = ListPage(
        title=f"{found}：导入的行",
        columns=(
            Column("number", "行号", "integer"),
            Column("object", "记录", width=36),
            Column("did", "办理", width=8),
            Column("changes", "内容", width=60),
        ),
        row=_line_row(found, lines),
        empty="这次导入没有改动任何一行。",
        counted="行",
    )
    return listing.respond(request, lines, back=Link(found.file_name, found.get_absolute_url()))


def _line_row(found: Batch, lines: Any) -> Any:
    about = found.about
    known: dict[int, Any] = {}

    def row(line: BatchRow) -> Mapping[str, object]:
        if line.object_id not in known:
            near = lines.filter(pk__gte=line.pk).values_list("object_id", flat=True)[:200]
            known.update(about.whole().in_bulk(list(near)))
        obj = known.get(line.object_id)
        address = getattr(obj, "get_absolute_url", None)
        name = str(obj) if obj is not None else "（已删除）"
        said = [
            f"{about.column(key).label}：{shown(about.shown(key, value), about.column(key))}" for key, value in line.after.items()
        ]
        return {
            "number": line.number,
            "object": Link(name, address()) if obj is not None and address else name,
            "did": "新增" if line.before is None else "更新",
            "changes": "；".join(said)[:500],
        }

    return row


def marked(request: Request, pk: int) -> HttpResponse:
    """The file again with what is wrong at every row."""
    found = _visible(request, pk)
    if found.file is None:
        raise Http404("这次导入的文件已经不在了")
    demand_or_404(can_download(request.user, found.file))
    open_for(found.file, by=request.user).close()
    with actions.opened(found) as path:
        content = marked_workbook(path, found.errors, found.warnings)
    response = HttpResponse(content, content_type=XLSX)
    name = f"{found.file_name.rsplit('.', 1)[0]}（错误标注）.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _visible(request: Request, pk: int) -> Batch:
    found = get_object_or_404(Batch.objects.visible_to(request.user).select_related("by", "file", "job"), pk=pk)
    demand_or_404(can_see_batch(request.user, found))
    return found
