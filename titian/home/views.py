"""The workbench of each role, and global search."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from titian.base.clock import today
from titian.base.pages import Action, board_page, page
from titian.base.requests import Request
from titian.base.search import hits_for
from titian.home.workbench import Workbench


def index(request: Request) -> HttpResponse:
    """What waits for this person today, and how their area stands."""
    bench = Workbench(request.user, today())
    return board_page(
        request,
        title=bench.title,
        note=bench.note,
        tiles=bench.tiles,
        template="home/index.html",
        actions=_doors(request),
        bench=bench,
        day=bench.day,
    )


def _doors(request: Request) -> list[Action]:
    """A leader prints the screen; the others go on to papers."""
    if request.user.is_leader:
        return [Action("打印一页", "?print=1")]
    if not request.user.is_staff_member:
        return []
    return [Action("核稿", reverse("reader:draft")), Action("读文稿", reverse("reader:list"))]


def search(request: Request) -> HttpResponse:
    """Everything the rooms find for the words in the bar."""
    words = request.GET.get("q", "").strip()[:100]
    found = hits_for(request.user, words)
    total = sum(len(hits) for hits in found.values())
    note = f"「{words}」共 {total} 条" if words else "输入要找的词"
    return page(request, "home/search.html", title="搜索", note=note, found=found, search_words=words)
