"""The workbench of each role, and global search."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone

from titian.base.pages import page
from titian.base.requests import Request
from titian.base.search import hits_for
from titian.base.todos import todos_of


def index(request: Request) -> HttpResponse:
    """What waits for this person today."""
    day = timezone.localdate()
    todos = todos_of(request.user)
    late = sum(todo.late(day) for todo in todos)
    note = f"{day:%Y-%m-%d} · 待办 {len(todos)} 件" + (f",逾期 {late} 件" if late else "")
    return page(request, "home/index.html", title=f"{request.user.name}的工作台", note=note, todos=todos, day=day)


def search(request: Request) -> HttpResponse:
    """Everything the rooms find for the words in the bar."""
    words = request.GET.get("q", "").strip()[:100]
    found = hits_for(request.user, words)
    total = sum(len(hits) for hits in found.values())
    note = f"「{words}」共 {total} 条" if words else "输入要找的词"
    return page(request, "home/search.html", title="搜索", note=note, found=found, search_words=words)
