"""What the ledgers are: the list of their definitions, one of them with its versions, and taking one out of use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from titian.base.columns import Column
from titian.base.errors import Refused
from titian.base.forms import ReasonForm
from titian.base.pages import Action, Fact, Link, ListPage, Mark, Record, demand_or_404, record_page, told, work_page
from titian.base.requests import Request
from titian.journal.models import Entry
from titian.ledgers import actions
from titian.ledgers.definition import Definition
from titian.ledgers.definition.changes import changes
from titian.ledgers.definition.changes import told as rule_told
from titian.ledgers.definition.ledger import FILLERS, GROUPS
from titian.ledgers.definition.measures import BYS, TAKES
from titian.ledgers.forms.measures import said_by_name
from titian.ledgers.models import Ledger, LedgerVersion
from titian.ledgers.permissions import can_amend_definition, can_define, can_see_definitions
from titian.registry.views.common import done


def _row(ledger: Ledger) -> Mapping[str, object]:
    definition = ledger.about
    return {
        "label": Link(ledger.label, reverse("ledgers:definition", args=[ledger.code])),
        "group": GROUPS.get(ledger.group, ledger.group),
        "fields": len(definition.fields),
        "fillers": "、".join(FILLERS[code] for code in definition.fillers),
        "figures": len(definition.figures),
        "rows": getattr(ledger, "row_count", None),
        "version": f"第 {ledger.version} 版",
        "state": _mark(ledger),
        "updated": ledger.updated_at,
    }


def _mark(ledger: Ledger) -> Mark:
    if ledger.is_archived:
        return Mark("grey", "已停用")
    if ledger.one_off:
        return Mark("blue", "一次性表")
    return Mark("green", "系统自带" if ledger.is_packaged else "本局自定")


DEFINITIONS: ListPage[Ledger] = ListPage(
    title="台账定义",
    columns=(
        Column("label", "名称", width=28),
        Column("group", "分组", width=16),
        Column("fields", "字段", "integer", unit="个"),
        Column("fillers", "局外填报方", width=20),
        Column("figures", "指标", "integer", unit="个"),
        Column("rows", "记录", "integer", unit="条"),
        Column("version", "版本"),
        Column("state", "状态"),
        Column("updated", "更新"),
    ),
    row=_row,
    empty="这里列出每本台账由哪些字段组成、谁来填、数出哪些指标。用「新建台账」建立新的清单或专项台账，不用写程序。",
    counted="本",
    sorts={"label": "label", "group": "group", "updated": "updated_at", "rows": "row_count"},
    search=("label",),
)


def definitions(request: Request) -> HttpResponse:
    demand_or_404(can_see_definitions(request.user))
    rows = Ledger.objects.visible_to(request.user).annotate(row_count=Count("rows", filter=Q(rows__is_draft=False)))
    new = [Action("新建台账", reverse("ledgers:define"), primary=True)] if can_define(request.user) else []
    return DEFINITIONS.respond(request, rows.order_by("is_archived", "order", "pk"), actions=new)


def definition(request: Request, code: str) -> HttpResponse:
    found = _ledger(request, code)
    about = found.about
    record = Record(
        title=f"台账定义：{found.label}",
        mark=_mark(found),
        note=f"第 {found.version} 版",
        facts=list(_facts(found, about)),
        entries=Entry.objects.about(found)[:10],
    )
    return record_page(
        request,
        record,
        template="ledgers/definition.html",
        actions=list(_buttons(request, found)),
        back=Link("台账定义", reverse("ledgers:definitions")),
        definition=about,
        states=[Mark(state.colour.value, state.label) for state in about.states],
        colours=[(Mark(rule.colour.value, rule.word), rule_told(rule).partition("：")[2]) for rule in about.colours],
        figures=list(_figures(about)),
        sentences=[said_by_name(said.text, _names(about)) for said in about.paragraphs if said.text],
        versions=_versions(found),
    )


def _facts(found: Ledger, about: Definition) -> Iterator[Fact]:
    yield Fact("分组", GROUPS.get(found.group, found.group))
    yield Fact("谁来填", "、".join(["局内人员", *(FILLERS[code] for code in about.fillers)]))
    yield Fact("负责科室", about.department)
    yield Fact("判重", "、".join(about.label_of(key) for key in about.identity))
    yield Fact("记录", Link(f"{found.rows.kept().count()} {about.counted}", found.get_absolute_url()))
    if about.help:
        yield Fact("填写说明", about.help)


def _names(about: Definition) -> dict[str, str]:
    return {one.code: one.name for one in about.figures if one.name}


def _figures(about: Definition) -> Iterator[dict[str, str]]:
    from titian.figures.models import indicators

    known = indicators()
    for one in about.figures:
        entry = known.get(one.code)
        yield {
            "name": entry.name if entry else one.name or one.code,
            "unit": entry.unit if entry else one.unit,
            "how": f"{TAKES[one.take]}，{BYS[one.by]}",
            "url": reverse("figures:counted", args=[one.code]) if entry else "",
        }


def _versions(found: Ledger) -> list[dict[str, Any]]:
    """Newest first, each with what it changed."""
    every: list[LedgerVersion] = list(found.versions.select_related("by").order_by("number"))
    shown = []
    for before, version in zip([None, *every], every, strict=False):
        changed = changes(before.about, version.about) if before else []
        shown.append({"number": version.number, "at": version.at, "by": version.by or "系统", "changes": changed})
    return shown[::-1]


def _buttons(request: Request, found: Ledger) -> Iterator[Action]:
    if not can_amend_definition(request.user, found):
        return
    if found.is_archived:
        yield Action("恢复使用", reverse("ledgers:reopen", args=[found.code]), post=True)
        return
    yield Action("修改台账", reverse("ledgers:amend_definition", args=[found.code]), post=True, primary=True)
    yield Action("科室和参数", reverse("ledgers:parameters", args=[found.code]))
    yield Action("停用台账", reverse("ledgers:archive", args=[found.code]))


@require_POST
def amend_definition(request: Request, code: str) -> HttpResponse:
    found = _defined(request, code)
    try:
        return redirect(actions.begin_amendment(found, by=request.user))
    except Refused as problem:
        messages.error(request, "；".join(problem.messages))
        return redirect("ledgers:definition", code)


def archive(request: Request, code: str) -> HttpResponse:
    found = _defined(request, code)
    form = ReasonForm(request.POST or None)
    saved = done(
        request,
        form,
        lambda: actions.archive_ledger(found, reason=form.cleaned_data["reason"], by=request.user),
        f"已停用「{found}」，记录、指标和已成的文稿都在。",
        reverse("ledgers:definition", args=[code]),
    )
    hint = f"停用后不再录入、不进导航，新文稿不再写它的句子；已有的 {found.rows.count()} 条记录、往期指标和文稿不变，随时可以恢复。"
    return saved or work_page(request, form, title=f"停用台账：{found}", submit="停用台账", hint=hint, back=_back(found))


@require_POST
def reopen(request: Request, code: str) -> HttpResponse:
    found = _defined(request, code)
    told(request, lambda: actions.reopen_ledger(found, by=request.user), f"已恢复「{found}」。")
    return redirect("ledgers:definition", code)


def _ledger(request: Request, code: str) -> Ledger:
    demand_or_404(can_see_definitions(request.user))
    return get_object_or_404(Ledger.objects.visible_to(request.user), code=code)


def _defined(request: Request, code: str) -> Ledger:
    found = _ledger(request, code)
    demand_or_404(can_amend_definition(request.user, found))
    return found


def _back(found: Ledger) -> Link:
    return Link(str(found), reverse("ledgers:definition", args=[found.code]))
