"""Reading the journal. Nothing here writes."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from titian.base.columns import Column
from titian.base.pages import Fact, Link, ListPage, Record, demand_or_404, page, record_page
from titian.base.requests import Request
from titian.journal.actions import verify
from titian.journal.filters import EntryFilters
from titian.journal.models import Entry, Head
from titian.journal.permissions import can_read_journal


def _row(entry: Entry) -> Mapping[str, object]:
    return {
        "sequence": Link(entry.sequence, reverse("journal:entry", args=[entry.sequence])),
        "at": entry.at,
        "actor": entry.actor_name,
        "code": entry.code_label,
        "object": entry.object_label,
        "kind": entry.object_kind_label,
        "channel": entry.channel_label,
        "reason": entry.reason,
    }


ENTRIES: ListPage[Entry] = ListPage(
    title="操作日志",
    columns=(
        Column("sequence", "序号", "integer"),
        Column("at", "时间", width=18),
        Column("actor", "操作人", width=12),
        Column("code", "操作"),
        Column("object", "对象", width=40),
        Column("kind", "对象类别", width=12),
        Column("channel", "途径", width=10),
        Column("reason", "理由", width=40),
    ),
    row=_row,
    empty="日志还是空的。每一步写入都会自动记在这里：谁、何时、对什么、做了什么、为什么；只能追加，不能修改。",
    sorts={"sequence": "sequence"},
    order="-sequence",
    search=("object_label", "actor_name", "reason", "request_id"),
    filters=EntryFilters,
    template="journal/index.html",
)


def index(request: Request) -> HttpResponse:
    """Every entry, newest first; the chain is checked beside it."""
    demand_or_404(can_read_journal(request.user))
    return ENTRIES.respond(request, Entry.objects.all())


def entry(request: Request, sequence: int) -> HttpResponse:
    """One entry with what changed."""
    demand_or_404(can_read_journal(request.user))
    found = get_object_or_404(Entry, sequence=sequence)
    facts = [
        Fact("操作", found.code_label),
        Fact("对象", found.object_label),
        Fact("操作人", found.actor_name),
        Fact("时间", found.at),
        Fact("途径", found.channel_label),
        Fact("理由", found.reason),
        Fact("请求号", found.request_id),
        Fact("校验值", found.hash),
    ]
    record = Record(title=f"第 {found.sequence} 条", note=found.object_kind_label, facts=facts)
    return record_page(request, record, template="journal/entry.html", entry=found, back=Link("操作日志", reverse("journal:index")))


def check(request: Request) -> HttpResponse:
    """Walk the whole chain and say whether it is intact; a region of the list with htmx, a page of its own without."""
    demand_or_404(can_read_journal(request.user))
    head, broken = Head.objects.first() or Head(), verify()
    template = "journal/check.html#status" if request.htmx else "journal/check.html"
    back = Link("操作日志", reverse("journal:index"))
    return page(request, template, title="核验日志链", broken=broken, head=head, back=back)
