"""填上级表样： the list of forms, taking one in, mapping its blanks, what is filled and missing, the copy that was sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from titian.base.clock import today
from titian.base.columns import Column
from titian.base.errors import Refused
from titian.base.pages import Action, Link, ListPage, Mark, demand_or_404, page, told, work_page
from titian.base.pages.work import BAD_INPUT
from titian.base.periods import Period
from titian.base.requests import Request
from titian.exchange.foreign import LEFT, TAKES, Choice, Form, Spot, answer, suggested, suggested_take
from titian.figures import actions
from titian.figures.actions.sheets import copy_name, filled, form_of, lines_of
from titian.figures.asked import asked
from titian.figures.forms import SheetForm, SheetSentForm
from titian.figures.models import FilledSheet
from titian.figures.outgoing import Prefer
from titian.figures.permissions import can_fill_sheets, can_see_sheets
from titian.figures.sheet_lists import exportable, offered
from titian.figures.sheet_pages import FilledBlank, comparisons, drawn, drawn_list, list_boxes, sent_answers
from titian.figures.sheet_source import BooksSource
from titian.files.actions import open_for
from titian.files.kinds import KINDS
from titian.journal.models import Entry

BACK = "填上级表样"


def _row(sheet: FilledSheet) -> Mapping[str, object]:
    return {
        "title": Link(sheet.title, sheet.get_absolute_url()),
        "period": Period(sheet.period),
        "region": str(sheet.region),
        "state": Mark("green", "已报送") if sheet.is_sent else Mark("yellow", "未报送"),
        "receiver": sheet.receiver,
        "sent_on": sheet.sent_on,
        "made_by": sheet.made_by.name if sheet.made_by else "",
    }


SHEETS: ListPage[FilledSheet] = ListPage(
    title="填上级表样",
    columns=(
        Column("title", "表名"),
        Column("period", "期间", "period"),
        Column("region", "区域"),
        Column("state", "状态"),
        Column("receiver", "报送对象"),
        Column("sent_on", "报送日期", "day"),
        Column("made_by", "经办人"),
    ),
    row=_row,
    empty="上级发来空白表时，在这里上传 .xlsx 或 .docx：核对一次各格对应的指标，以后同一张表自动从账上填好，并列出缺的数该问谁。",
    counted="张表",
    sorts={"title": "title", "period": "period", "sent_on": "sent_on"},
    search=("title", "receiver"),
)


def sheets(request: Request) -> HttpResponse:
    demand_or_404(can_see_sheets(request.user))
    rows = FilledSheet.objects.visible_to(request.user).select_related("region", "made_by")
    may = can_fill_sheets(request.user)
    return SHEETS.respond(request, rows, actions=[Action("上传表样", reverse("figures:upload_sheet"), primary=True)] if may else [])


def upload_sheet(request: Request) -> HttpResponse:
    """Take a blank form in; one whose layout is known goes straight to what is filled."""
    demand_or_404(can_fill_sheets(request.user))
    wanted = asked(request.GET, request.user)
    form = SheetForm(request.POST or None, request.FILES or None, initial={"region": wanted.region})
    if request.method == "POST" and form.is_valid():
        taken: list[FilledSheet] = []

        def act() -> None:
            name, data = form.uploaded()
            given = form.cleaned_data
            taken.append(actions.take_in_sheet(name, data, region=given["region"], period=given["period"], by=request.user))

        if form.attempt(act):
            sheet = taken[0]
            if sheet.layout.is_mapped:
                messages.success(request, "认得这张表，已按上次核对的对应关系填好，请核对")
                return redirect(sheet)
            return redirect("figures:map_sheet", pk=sheet.pk)
    hint = "上传对方发来的空白表（合并的表头、格式都会原样保留）。期间不填时取表名里写的期间。"
    return work_page(request, form, title="上传表样", submit="上传表样", hint=hint, back=Link(BACK, reverse("figures:sheets")))


def sheet(request: Request, pk: int) -> HttpResponse:
    """The form as it will leave, or as it left: what is filled, what is missing and who knows, what differs from last time."""
    demand_or_404(can_see_sheets(request.user))
    found = _sheet(request, pk)
    source, form = _source(request, found), form_of(found, by=request.user)
    lists = [] if found.is_sent else lines_of(found, form, by=request.user)
    answers = sent_answers(found, form) if found.is_sent else answer(form, found.layout.choices, source, Period(found.period))
    missing = [one for one in answers if one.is_missing]
    return page(
        request,
        "figures/sheet.html",
        title=found.title,
        note=f"{found.region} · {found.period_label} · {found.prefer_label}",
        mark=Mark("green", "已报送") if found.is_sent else Mark("yellow", "未报送"),
        actions=_sheet_actions(request, found),
        back=Link(BACK, reverse("figures:sheets")),
        sheet=found,
        tables=drawn(form, {one.spot.place: FilledBlank.of(one, source) for one in answers}),
        missing=missing,
        total=len(answers),
        done=len([one for one in answers if one.value is not None]),
        computed=[one for one in answers if one.note and one.value is not None],
        comparisons=comparisons(found, answers, source),
        previous=found.previous,
        lists=[drawn_list(form, one) for one in lists],
        has_lists=bool(form.lists),
        notices=form.notices,
        entries=Entry.objects.about(found)[:20],
    )


def _sheet_actions(request: Request, found: FilledSheet) -> list[Action]:
    download = Action("下载报送的表" if found.is_sent else "下载填好的表", reverse("figures:download_sheet", args=[found.pk]))
    if not can_fill_sheets(request.user) or found.is_sent:
        return [download]
    return [
        Action(
            "删除", reverse("figures:discard_sheet", args=[found.pk]), post=True, confirm="删除这张未报送的表；对应关系仍会记住。"
        ),
        Action(f"改为{found.other_preference.label}", reverse("figures:prefer_sheet", args=[found.pk]), post=True),
        Action("改对应关系", reverse("figures:map_sheet", args=[found.pk])),
        download,
        Action("登记为已报送", reverse("figures:send_sheet", args=[found.pk]), primary=True),
    ]


@dataclass(frozen=True)
class Asked:
    """One blank of the mapping page: what stands in its boxes."""

    number: int
    spot: Spot
    words: str
    take: str
    unit: str
    hint: str
    error: str = ""


def map_sheet(request: Request, pk: int) -> HttpResponse:
    """The form drawn with a box in each blank; suggestions stand in it until somebody decides."""
    demand_or_404(can_fill_sheets(request.user))
    found = _sheet(request, pk)
    if found.is_sent:
        return redirect(found)
    source, form = _source(request, found), form_of(found, by=request.user)
    problems: list[str] = []
    boxes = _typed(request, form, source) if request.method == "POST" else _offered(found, form, source)
    lists = list_boxes(form, found, request)
    if request.method == "POST":
        problems = [f"「{box.spot.label}」：{box.error}" for box in boxes if box.error]
        problems += [problem for box in lists for problem in box.problems]
        if not problems:
            mapping = {box.spot.name: _choice(box, source) for box in boxes if box.words}
            try:
                chosen = {str(box.area.table): box.choice for box in lists if box.choice}
                actions.map_sheet(found, mapping=mapping, source=source, by=request.user, lists=chosen)
            except Refused as problem:
                problems = list(problem.messages)
            else:
                messages.success(request, "已记住对应关系，以后同一张表自动填好")
                return redirect(found)
    return page(
        request,
        "figures/map_sheet.html",
        title="核对对应关系",
        note=f"{found.title} · {found.period_label}",
        back=Link(found.title, found.get_absolute_url()),
        status=BAD_INPUT if problems else 200,
        problems=problems,
        tables=drawn(form, {box.spot.place: box for box in boxes}),
        takes=list(TAKES.items()),
        lists=lists,
        registers=[(name, register.label) for name, register in offered(request.user).items()],
        column_labels=sorted({column.label for register in offered(request.user).values() for column in exportable(register)}),
        units=("元", "万元", "亿元"),
        labels=source.labels.values(),
    )


def _offered(found: FilledSheet, form: Form, source: BooksSource) -> list[Asked]:
    """What was decided, else what is likely."""
    boxes = []
    for number, spot in enumerate(form.spots):
        known = found.layout.choices.get(spot.name) if found.layout.is_mapped else suggested(spot, source)
        choice = known or Choice("", suggested_take(spot.label))
        near = "、".join(one.label for one in source.suggest(spot)[:2]) if not choice.key else ""
        words = source.words(choice.key)
        boxes.append(Asked(number, spot, words, choice.take, choice.unit, f"可能是 {near}" if near else ""))
    return boxes


def _typed(request: Request, form: Form, source: BooksSource) -> list[Asked]:
    boxes = []
    for number, spot in enumerate(form.spots):
        words, take = (request.POST.get(f"{name}-{number}", "").strip() for name in ("key", "take"))
        known = not words or source.named(words) is not None
        error = "" if known else f"「{words}」不是目录里的一个指标，请从列表中选，或到「指标目录」增设"
        boxes.append(Asked(number, spot, words, take, request.POST.get(f"unit-{number}", ""), "", error))
    return boxes


def _choice(box: Asked, source: BooksSource) -> Choice:
    key = source.named(box.words) or LEFT
    return Choice(key, box.take if box.take in TAKES else "asked", box.unit)


def download_sheet(request: Request, pk: int) -> HttpResponse:
    """The filled form; of a sent one the very bytes that were sent."""
    demand_or_404(can_see_sheets(request.user))
    found = _sheet(request, pk)
    assert found.blank is not None
    if found.copy is not None:
        with open_for(found.copy, by=request.user) as file:
            content = file.read()
    else:
        content = filled(found, source=_source(request, found), by=request.user)[1]
    response = HttpResponse(content, content_type=KINDS[found.blank.kind].media_type)
    name = found.copy.name if found.copy else copy_name(found)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


def send_sheet(request: Request, pk: int) -> HttpResponse:
    """To whom and when it was sent; from then on the copy stays as it is."""
    demand_or_404(can_fill_sheets(request.user))
    found = _sheet(request, pk)
    if found.is_sent:
        return redirect(found)
    before = found.previous
    form = SheetSentForm(request.POST or None, initial={"receiver": before.receiver if before else "", "day": today()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if form.attempt(lambda: actions.keep_sheet_as_sent(found, receiver=given["receiver"], day=given["day"], by=request.user)):
            messages.success(request, f"已登记：{given['day']} 报送{given['receiver']}，留底不再变化")
            return redirect(found)
    hint = "登记后，这张表和表里的数按现在的样子留底；缺的格可以下载后手填，不影响留底。"
    return work_page(
        request, form, title="登记为已报送", submit="登记报送", hint=hint, back=Link(found.title, found.get_absolute_url())
    )


@require_POST
def discard_sheet(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_fill_sheets(request.user))
    found = _sheet(request, pk)
    done = told(request, lambda: actions.discard_sheet(found, by=request.user), "已删除")
    return redirect("figures:sheets") if done else redirect(found)


def _sheet(request: Request, pk: int) -> FilledSheet:
    rows = FilledSheet.objects.visible_to(request.user).select_related("layout", "region", "blank", "copy", "made_by")
    return get_object_or_404(rows, pk=pk)


def _source(request: Request, found: FilledSheet) -> BooksSource:
    return BooksSource(request.user, found.region, today(), Prefer(found.prefer))


@require_POST
def prefer_sheet(request: Request, pk: int) -> HttpResponse:
    """数从哪里来: the other source first."""
    demand_or_404(can_fill_sheets(request.user))
    found = _sheet(request, pk)
    prefer = found.other_preference
    told(request, lambda: actions.prefer_sheet(found, prefer=prefer, by=request.user), f"已改为{prefer.label}")
    return redirect(found)
