"""The workbench of each role, global search, and the office's settings."""

from __future__ import annotations

from django.conf import settings as django_settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from titian.accounts.models import User
from titian.base.clock import today
from titian.base.colours import Colour
from titian.base.installation import Installation
from titian.base.mechanisms import MECHANISMS, PORTALS, Duty
from titian.base.pages import Action, Fact, Link, Mark, board_page, demand_or_404, page, work_page
from titian.base.requests import Request
from titian.base.search import LIMIT, hits_for
from titian.home import actions
from titian.home.forms import SettingsForm, values
from titian.home.models import OfficeSettings
from titian.home.permissions import can_change_settings, can_see_settings
from titian.home.workbench import Workbench
from titian.journal.models import Entry

_COLOURS: dict[Duty, Colour] = {Duty.LEAD: "green", Duty.ASSIST: "blue", Duty.IMPORT: "yellow", Duty.NONE: "grey"}


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


def waiting(request: Request) -> HttpResponse:
    """Everything that waits for this person, also what the first screen has no room for."""
    bench = Workbench(request.user, today())
    late = f"，逾期 {bench.late} 件" if bench.late else ""
    return board_page(
        request,
        title="待办",
        note=f"{bench.day:%Y-%m-%d} · 共 {len(bench.todos)} 件{late}",
        template="home/todos.html",
        actions=[Action("回工作台", reverse("home:index"))],
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
    more = any(len(hits) >= LIMIT for hits in found.values())
    note = f"「{words}」{'列出' if more else '共'} {total} 条" if words else "输入要找的词"
    return page(request, "home/search.html", title="搜索", note=note, found=found, search_words=words, limit=LIMIT)


def settings(request: Request) -> HttpResponse:
    """What the office has chosen: read by everybody inside."""
    demand_or_404(can_see_settings(request.user))
    office: Installation = django_settings.TITIAN
    change = [Action("修改设置", reverse("home:change_settings"), primary=True)] if can_change_settings(request.user) else []
    entries = Entry.objects.about(OfficeSettings.only()).select_related("actor")[:20] if request.user.reads_journal else ()
    return page(
        request,
        "home/settings.html",
        title="本局设置",
        actions=change,
        facts=_facts(office),
        duties=_duties(office),
        entries=entries,
    )


def _facts(office: Installation) -> list[Fact]:
    return [
        Fact("单位名称", office.bureau),
        Fact("县区", office.county or None),
        Fact("称谓", f"全{office.whole_word}、本{office.whole_word}（{office.kind_word}）"),
        Fact("区划代码", office.region or None),
        Fact("机关代字", office.code_name or None),
        Fact("股、室、科", "、".join(office.departments) or None),
        Fact("外部入口", "、".join(label for code, label in PORTALS.items() if code in office.portals) or "都没有打开"),
    ]


def _duties(office: Installation) -> list[tuple[str, list[tuple[str, Mark]]]]:
    """Every mechanism with its duty, under the heads of their parts."""
    found: dict[str, list[tuple[str, Mark]]] = {}
    for code, mechanism in MECHANISMS.items():
        duty = office.duty(code)
        found.setdefault(mechanism.part, []).append((mechanism.label, Mark(_COLOURS[duty], duty.label)))
    return list(found.items())


def change_settings(request: Request) -> HttpResponse:
    demand_or_404(can_change_settings(request.user))
    office: Installation = django_settings.TITIAN
    form = SettingsForm(request.POST or None, opened=values(office))
    if form.is_valid() and form.unchanged_since(values(office), act=lambda: _changed(form, request.user)):
        messages.success(request, "设置已保存，各处立即生效。")
        return redirect("home:settings")
    hint = "名称只用于以后的文稿，已定稿的不变。"
    back = Link("本局设置", reverse("home:settings"))
    template = "home/change_settings.html"
    return work_page(request, form, title="修改本局设置", submit="保存设置", hint=hint, template=template, back=back)


def _changed(form: SettingsForm, by: User) -> Installation:
    return actions.change_settings(**form.chosen(), by=by)
