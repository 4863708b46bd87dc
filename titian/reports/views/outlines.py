"""The office's outlines: kept from a paper, made the default, dropped."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from titian.base.columns import Column
from titian.base.pages import Link, ListPage, Mark, demand_or_404, work_page
from titian.base.requests import Request
from titian.reports import actions
from titian.reports.forms import OutlineForm
from titian.reports.models import OfficeOutline
from titian.reports.permissions import can_keep_outline, can_see_papers
from titian.reports.views.common import attempted, paper_or_404


def _row(outline: OfficeOutline) -> Mapping[str, object]:
    return {
        "name": outline.name,
        "genre": outline.genre_label,
        "sections": len(outline.content.get("sections", [])),
        "based_on": outline.based_on,
        "default": Mark("green", "默认") if outline.is_default else None,
        "made_by": outline.made_by.name,
        "made_on": outline.made_at.date(),
    }


OUTLINES: ListPage[OfficeOutline] = ListPage(
    title="提纲",
    columns=(
        Column("name", "名称"),
        Column("genre", "文种"),
        Column("sections", "章节", "integer", unit="节"),
        Column("based_on", "来源"),
        Column("default", "默认"),
        Column("made_by", "整理人"),
        Column("made_on", "整理日期", "day"),
    ),
    row=_row,
    empty="提纲是文稿的骨架：章节、次序、句子和科室分工。在文稿页点「存为提纲」，下次起草就能沿用。",
    counted="份",
    sorts={"name": "name", "genre": "genre", "made_on": "made_at"},
    search=("name", "based_on"),
    template="reports/outlines.html",
)


def outlines(request: Request) -> HttpResponse:
    demand_or_404(can_see_papers(request.user))
    rows = OfficeOutline.objects.select_related("made_by")
    return OUTLINES.respond(
        request, rows, back=Link("文稿", reverse("reports:list")), may_keep=bool(can_keep_outline(request.user))
    )


def copy(request: Request, pk: int) -> HttpResponse:
    """Keep a paper's sections and sentences for the next time."""
    found = paper_or_404(request, pk)
    demand_or_404(can_keep_outline(request.user))
    form = OutlineForm(request.POST or None, initial={"name": f"{found}提纲"})
    if form.is_valid() and form.attempt(lambda: actions.copy_outline(found, name=form.cleaned_data["name"], by=request.user)):
        messages.success(request, "已存为提纲，不含本次的文字")
        return redirect("reports:outlines")
    return work_page(request, form, title="存为提纲", submit="存为提纲", back=Link(str(found), found.get_absolute_url()))


@require_POST
def outline_act(request: Request, pk: int, verb: str) -> HttpResponse:
    demand_or_404(can_keep_outline(request.user))
    found = get_object_or_404(OfficeOutline, pk=pk)
    if verb == "default":
        attempted(
            request, lambda: actions.set_default_outline(found, by=request.user), f"起草{found.genre_label}时默认用「{found}」"
        )
    elif verb == "drop":
        attempted(request, lambda: actions.drop_outline(found, by=request.user), "提纲已删除，用它写成的文稿不受影响")
    else:
        raise Http404
    return redirect("reports:outlines")
