"""Documents read so far, and taking new ones in."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from titian.base.columns import Column
from titian.base.pages import Link, ListPage, Mark, demand_or_404
from titian.base.requests import Request
from titian.files.kinds import MAX_BYTES
from titian.reader.forms import UploadForm
from titian.reader.intake import take_in
from titian.reader.models import KeptReading
from titian.reader.permissions import can_read_in, can_see_readings

UNREADABLE = 422


def _row(row: KeptReading) -> Mapping[str, object]:
    failing, asking = len(row.failing), len(row.asking)
    return {
        "title": Link(row.title or row.name, row.get_absolute_url()),
        "kind": row.kind_label,
        "region": row.region_name,
        "period": row.period or None,
        "issued_on": row.issued_on,
        "numbers": len(row.result["quantities"]),
        "figures": len(row.result["figures"]),
        "checks": Mark("red", f"{failing} 处不符")
        if failing
        else Mark("yellow", f"{asking} 处待问")
        if asking
        else Mark("green", "相符"),
        "accepted": Mark("green", f"已入账 {row.accepted_at:%Y-%m-%d}") if row.accepted_at else Mark("grey", "未入账"),
        "name": row.name,
    }


READINGS: ListPage[KeptReading] = ListPage(
    title="读过的文稿",
    columns=(
        Column("title", "标题"),
        Column("kind", "文种"),
        Column("region", "地区"),
        Column("period", "期间", "period"),
        Column("issued_on", "发布日期", "day"),
        Column("numbers", "数字", "integer", unit="个"),
        Column("figures", "指标", "integer", unit="个"),
        Column("checks", "勾稽"),
        Column("accepted", "入账"),
        Column("name", "文件"),
    ),
    row=_row,
    empty="把本局过去的总结、邻县公开的总结、上级的通报拖到上面的框里，数字、指标和对不上的地方会逐一标出，核对后入账。",
    counted="份",
    sorts={"title": "title", "period": "period", "issued_on": "issued_on", "region": "region_name"},
    search=("title", "name", "region_name"),
    template="reader/list.html",
)


def visible(request: Request) -> QuerySet[KeptReading]:
    return KeptReading.objects.visible_to(request.user)


def readings(request: Request) -> HttpResponse:
    demand_or_404(can_see_readings(request.user))
    return READINGS.respond(request, visible(request).defer("text"), form=UploadForm(), may_read=bool(can_read_in(request.user)))


@require_POST
def upload(request: Request) -> HttpResponse:
    """Several files at once; those that can't be read are named with the reason, the others are kept."""
    demand_or_404(can_read_in(request.user))
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        for message in form.errors.get("papers", []):
            messages.error(request, str(message))
        return redirect("reader:list")
    # One byte more than is accepted: enough to be refused for its size, and never the whole of a monster in memory.
    outcomes = [take_in(file.name or "文稿", file.read(MAX_BYTES + 1), by=request.user) for file in form.cleaned_data["papers"]]
    for outcome in outcomes:
        if outcome.reading is None:
            messages.error(request, outcome.message)
        elif outcome.message:
            messages.warning(request, f"{outcome.name}：{outcome.message}")
    kept = [outcome.reading for outcome in outcomes if outcome.reading]
    if kept:
        messages.success(request, f"已读入 {len(kept)} 份文稿")
    return redirect(kept[0]) if len(kept) == 1 else redirect("reader:list")
