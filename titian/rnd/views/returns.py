"""Returns: the list, one return, filling in, submitting, sending back, accepting one or many; and a firm's year in four calibres."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from titian.base.clock import today
from titian.base.colours import Colour
from titian.base.columns import Column
from titian.base.disclosure import Disclosure
from titian.base.errors import Refused
from titian.base.forms import ReasonForm, whole_number
from titian.base.money import in_wan
from titian.base.pages import Action, Fact, Link, ListPage, Mark, Record, demand_or_404, record_page, told, work_page
from titian.base.requests import Request
from titian.journal.models import Entry
from titian.registry.models import Organisation, Source
from titian.registry.views.common import WIDE_FORM, evidence_fact
from titian.rnd import actions
from titian.rnd.filters import ReturnFilters
from titian.rnd.forms import AmendReturn, BeginReturn
from titian.rnd.forms.returns import whose
from titian.rnd.judging import firm_year
from titian.rnd.models import Return
from titian.rnd.models.returns import ReturnState
from titian.rnd.permissions import can_add, can_amend_return, can_review, can_see_returns, can_submit
from titian.rnd.views.common import done, firm_link, import_button, link, own, picked, town, yuan

INTERNAL = Disclosure.INTERNAL
COLOURS: dict[str, Colour] = {"draft": "grey", "submitted": "yellow", "returned": "red", "accepted": "green"}
_LABELS = {field.name: str(field.verbose_name) for field in Return._meta.fields}
_SHOWN = ("accounting", "hnte", "deduction", "statistical", "revenue")


def state_mark(found: Return) -> Mark:
    return Mark(COLOURS.get(found.state, "grey"), found.state_label)


def _row(found: Return) -> Mapping[str, object]:
    return {
        "organisation": firm_link(found.organisation),
        "period": Link(found.period_label, found.get_absolute_url()),
        "source": found.source_label,
        **{name: yuan(getattr(found, name)) for name in _SHOWN},
        "state": state_mark(found),
        "submitted_on": found.submitted_on,
        "town": town(found.organisation),
    }


def _of_named(rows: Any, words: str) -> Any:
    return rows.filter(organisation__in=Organisation.objects.named(words))


RETURNS: ListPage[Return] = ListPage(
    title="研发投入填报",
    columns=(
        Column("organisation", "企业名称", width=32),
        Column("period", "期间", width=14),
        Column("source", "来源", width=12),
        *(Column(name, _LABELS[name], "money_wan", disclosure=INTERNAL) for name in _SHOWN),
        Column("state", "状态", width=10),
        Column("submitted_on", "报送日期", "day"),
        Column("town", "所属乡镇", width=14),
    ),
    row=_row,
    sparse=True,  # a quarter asks for fewer figures than a year
    empty="这里是企业报来的研发投入，年报、季报各一份。企业可以自己填，也可以由局里代录，或用「导入」一次收进整张表。",
    counted="份",
    sorts={
        "organisation": "organisation__name",
        "period": "period",
        "submitted_on": "submitted_on",
        **{name: name for name in _SHOWN},
    },
    find=_of_named,
    filters=ReturnFilters,
)


def returns(request: Request) -> HttpResponse:
    demand_or_404(can_see_returns(request.user))
    rows = Return.objects.visible_to(request.user).select_related("organisation__region")
    buttons = import_button(request, "rnd-returns")
    if can_add(request.user):
        buttons.append(link("填写研发投入", "begin_return", primary=True))
    picks = [link("采用所选填报", "accept_many", post=True)] if can_review(request.user) else []
    return RETURNS.respond(request, rows, actions=buttons, picks=picks, as_of=today())


def found_return(request: Request, pk: int) -> HttpResponse:
    found = _or_404(request, pk)
    facts = [
        Fact("企业", firm_link(found.organisation)),
        Fact("期间", found.period_label),
        Fact("来源", found.source_label),
        Fact("依据", found.document),
        Fact("对方经办人", found.handed_by, day=found.handed_on),
        Fact("录入人", found.entered_by and found.entered_by.name),
        *(_figure(found, name) for name in Return.MONEY),
        *(Fact(_LABELS[name], _people(getattr(found, name))) for name in Return.PEOPLE),
        *([Fact("说明", found.note)] if found.note else []),
        *([Fact("退回原因", found.returned_reason)] if found.returned_reason else []),
        *([Fact("提示核对", "；".join(found.doubts))] if found.doubts else []),
        *evidence_fact(found.evidence.all()),
    ]
    record = Record(
        title=f"{found.organisation} {found.period_label}研发投入",
        mark=state_mark(found),
        note="" if found.source in Source.BENEFITS else f"「{found.source_label}」的数只供汇总，不作补助、评价、门槛和清零的依据。",
        facts=facts,
        entries=Entry.objects.about(found)[:20] if request.user.is_inside else (),
    )
    return record_page(request, record, actions=_buttons(request, found), back=Link("研发投入填报", link("", "returns").url))


def _figure(found: Return, name: str) -> Fact:
    estimate = "统计口径预估，以统计部门反馈为准" if name == "statistical" and found.statistical is not None else ""
    fen: int | None = getattr(found, name)
    return Fact(_LABELS[name], None if fen is None else f"{in_wan(fen)} 万元", source=estimate)


def _people(number: int | None) -> str | None:
    return None if number is None else f"{number} 人"


def _buttons(request: Request, found: Return) -> list[Action]:
    made = [link("四口径对照", "firm_year", found.organisation_id, found.year)]
    if can_review(request.user) and not found.is_open:
        made.append(link("退回修改", "return_return", found.pk))
    if found.state == ReturnState.SUBMITTED and can_review(request.user):
        made.append(link("采用填报", "accept", found.pk, post=True, primary=True))
    if can_amend_return(request.user, found):
        made += [link("删除填报", "remove_return", found.pk), link("修改填报", "amend_return", found.pk)]
        made.append(link("报送研发投入", "submit_return", found.pk, post=True, primary=True))
    return made


def begin_return(request: Request) -> HttpResponse:
    demand_or_404(can_add(request.user))
    form = BeginReturn(request.POST or None, request.FILES or None, user=request.user, day=today(), initial=_from_ledger(request))
    saved = done(
        request,
        form,
        lambda: actions.begin_return(whose(form), **form.values(), evidence=form.uploads, by=request.user),
        "已存为草稿，核对后报送。",
    )
    hint = "本期没有研发费用的填 0，不知道的留空。统计口径只是预估，由辅助账推算，不要求企业填写。"
    back = Link("研发投入填报", link("", "returns").url)
    return saved or work_page(request, form, title="填写研发投入", submit="存为草稿", template=WIDE_FORM, hint=hint, back=back)


def _from_ledger(request: Request) -> dict[str, Any]:
    """What the ledger of a firm and year comes to, ready to be checked: `?organisation=…&year=…`."""
    key, year = whole_number(request.GET.get("organisation", "")), whole_number(request.GET.get("year", ""))
    firm = Organisation.objects.visible_to(request.user).filter(pk=key).first() if key else None
    if firm is None:
        return {}
    found: dict[str, Any] = {"organisation": firm.name, **({"period": str(year)} if year else {})}
    comparison = firm_year(firm, year) if year else None
    if comparison is not None:
        said = {calibre.code: calibre.total for calibre in comparison.calibres} | {"domestic": comparison.domestic}
        names = {
            "accounting": "accounting",
            "hnte": "hnte",
            "deduction": "deduction",
            "statistics": "statistical",
            "domestic": "domestic",
        }
        amounts = {names[code]: total for code, total in said.items() if total is not None}
        found |= {name: AmendReturn.read[name](total) for name, total in amounts.items()}
    return found


def amend_return(request: Request, pk: int) -> HttpResponse:
    found = _or_404(request, pk)
    demand_or_404(can_amend_return(request.user, found))
    form = AmendReturn(request.POST or None, request.FILES or None, user=request.user, opened=AmendReturn.opened_on(found))
    if request.method == "POST" and form.is_valid():

        def act(row: Return) -> None:
            actions.amend_return(row, changes=form.values(), evidence=form.uploads, by=request.user)

        if form.guarded(found, current=AmendReturn.opened_on, act=act):
            messages.success(request, "已保存填报。")
            return redirect(found)
    back = Link(str(found), found.get_absolute_url())
    return work_page(request, form, title=f"修改：{found}", submit="保存填报", template=WIDE_FORM, back=back)


@require_POST
def submit_return(request: Request, pk: int) -> HttpResponse:
    found = _or_404(request, pk)
    demand_or_404(can_submit(request.user, found))
    told(request, lambda: actions.submit(found, on=today(), by=request.user), "已报送。")
    return redirect(found)


@require_POST
def accept(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_review(request.user))
    found = _or_404(request, pk)
    told(request, lambda: actions.accept(found, on=today(), by=request.user), "已采用；年报的数已写入年度数据。")
    return redirect(found)


@require_POST
def accept_many(request: Request) -> HttpResponse:
    demand_or_404(can_review(request.user))
    accepted = 0
    for found in picked(request, Return.objects.visible_to(request.user)):
        try:
            actions.accept(found, on=today(), by=request.user)
            accepted += 1
        except Refused as problem:
            messages.error(request, f"{found}：{problem}")
    messages.success(request, f"已采用 {accepted} 份填报。")
    return redirect("rnd:returns")


def return_return(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_review(request.user))
    found = _or_404(request, pk)
    form = ReasonForm(request.POST or None, label="退回原因")
    reason = "报送人看到原因，改好再报；已写入年度数据的数保留，重新采用时更新。"
    saved = done(
        request,
        form,
        lambda: actions.return_for_correction(found, reason=form.cleaned_data["reason"], by=request.user),
        "已退回。",
        found,
    )
    back = Link(str(found), found.get_absolute_url())
    return saved or work_page(request, form, title=f"退回：{found}", submit="退回填报", hint=reason, back=back)


def remove_return(request: Request, pk: int) -> HttpResponse:
    found = _or_404(request, pk)
    demand_or_404(can_amend_return(request.user, found))
    form = ReasonForm(request.POST or None)
    saved = done(
        request,
        form,
        lambda: actions.remove_return(found, reason=form.cleaned_data["reason"], by=request.user),
        "已删除。",
        "rnd:returns",
    )
    back = Link(str(found), found.get_absolute_url())
    return saved or work_page(request, form, title=f"删除：{found}", submit="删除填报", back=back)


def _or_404(request: Request, pk: int) -> Return:
    demand_or_404(can_see_returns(request.user))
    found: Return = own(Return.objects.visible_to(request.user), pk, "organisation", "entered_by")
    return found
