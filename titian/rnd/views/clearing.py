"""两清零: a list of a year as it stands on a day, how far it burnt down since another, and who cannot with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from titian.base.clock import today
from titian.base.colours import Colour
from titian.base.columns import Column
from titian.base.disclosure import Disclosure
from titian.base.forms import ReasonForm
from titian.base.money import in_wan
from titian.base.pages import Link, ListPage, Mark, Tab, demand_or_404, work_page
from titian.base.requests import Request
from titian.registry.models import Organisation
from titian.rnd import actions
from titian.rnd.forms import ExemptForm
from titian.rnd.judging import Listed, clearing
from titian.rnd.judging.listed import EDGES, LISTS
from titian.rnd.models import Exemption
from titian.rnd.models.policies import policy_for
from titian.rnd.permissions import can_exempt, can_see_evaluations
from titian.rnd.policy import Policy
from titian.rnd.views.common import LIST, Picker, asked_year, done, firm_link, town, year_picker, yuan
from titian.rnd.watching.clearing import CLEARED, EXEMPT, LISTED, UNKNOWN

COLOURS: dict[str, Colour] = {LISTED: "red", CLEARED: "green", EXEMPT: "grey", UNKNOWN: "yellow"}


@dataclass(frozen=True)
class Burn:
    """How a list stood on two days."""

    label: str
    earlier: int
    later: int


def _row(name: str, year: int, may: bool) -> Callable[[Listed], Mapping[str, object]]:
    def row(one: Listed) -> Mapping[str, object]:
        firm, stands = one.organisation, one.standing
        act: object = None
        if may and one.exemption is not None:
            act = Link("撤回认定", reverse("rnd:withdraw_exemption", args=[one.exemption.pk]))
        elif may and stands.state in {LISTED, UNKNOWN}:
            act = Link("认定不具备条件", reverse("rnd:exempt", args=[name, year, firm.pk]))
        return {
            "organisation": firm_link(firm),
            "revenue": yuan(one.revenue),
            "state": Mark(COLOURS[stands.state], stands.word),
            "since": stands.since,
            "reason": stands.reason or None,
            "town": town(firm),
            "officer": firm.officer.name if firm.officer else None,
            "act": act,
        }

    return row


def _page(name: str, year: int, may: bool) -> ListPage[Listed]:
    return ListPage(
        title=f"{year}年{LISTS[name]}名单",
        columns=(
            Column("organisation", "企业名称", width=32),
            Column("revenue", "营业收入", "money_wan", disclosure=Disclosure.INTERNAL),
            Column("state", "状态", width=12),
            Column("since", "清零或认定日期", "day"),
            Column("reason", "依据或理由", width=30),
            Column("town", "所属乡镇", width=12),
            Column("officer", "责任人", width=10),
            Column("act", "", width=14),
        ),
        row=_row(name, year, may),
        empty="这份名单上没有企业。名单由营业收入达到界限的规上工业企业组成，界限在研发政策参数里设。",
        counted="家",
        template=LIST,
        sorts={"organisation": "organisation", "revenue": "revenue", "since": "since"},
    )


def clearing_list(request: Request) -> HttpResponse:
    demand_or_404(can_see_evaluations(request.user))
    name = request.GET.get("list", "zero")
    name = name if name in LISTS else "zero"
    year, day = asked_year(request), _day(request, "day", today())
    before = _day(request, "before", date(year + 1, 1, 1))
    policy = policy_for("clearing", day)
    rows = clearing(request.user, name, year, policy, day=day)
    earlier = clearing(request.user, name, year, policy, day=before)
    tabs = [Tab(label, f"{reverse('rnd:clearing')}?list={code}&year={year}", current=code == name) for code, label in LISTS.items()]
    return _page(name, year, bool(can_exempt(request.user))).respond(
        request,
        rows,
        as_of=day,
        note=_note(name, policy),
        template_tabs=tabs,
        burn=_burn(earlier, rows),
        burn_days=(before, day),
        pickers=[
            Picker("list", "名单", name, kind="hidden"),
            year_picker(year),
            Picker("before", "与哪一天比", before.isoformat(), kind="date"),
            Picker("day", "截至", day.isoformat(), kind="date"),
        ],
    )


def _burn(earlier: Sequence[Listed], later: Sequence[Listed]) -> list[Burn]:
    first, last = (Counter(one.standing.word for one in rows) for rows in (earlier, later))
    words = [word for word in ("待清零", "待核实", "已清零", "不具备条件") if first[word] or last[word]]
    return [Burn(word, first[word], last[word]) for word in words]


def _note(name: str, policy: Policy) -> str:
    lacking = "没有研发机构" if name == "institution" else "当年研发费用为零"
    return f"规上工业企业，营业收入 {in_wan(policy.fen(EDGES[name]))} 万元及以上、{lacking}；不用联网直报数"


def _day(request: Request, name: str, default: date) -> date:
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return default


def exempt(request: Request, purpose: str, year: int, pk: int) -> HttpResponse:
    demand_or_404(can_exempt(request.user))
    demand_or_404(can_see_evaluations(request.user))
    firm = get_object_or_404(Organisation.objects.visible_to(request.user).current(), pk=pk)
    form = ExemptForm(request.POST or None)
    home = f"{reverse('rnd:clearing')}?list={purpose}&year={year}"
    saved = done(
        request,
        form,
        lambda: actions.state_exemption(firm, purpose=purpose, year=year, day=today(), **form.cleaned_data, by=request.user),
        "已认定不具备条件。",
        home,
    )
    title = f"认定不具备条件：{firm} {year}年度{LISTS.get(purpose, purpose)}"
    return saved or work_page(request, form, title=title, submit="认定不具备条件", back=Link("清零名单", home))


def withdraw_exemption(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_exempt(request.user))
    found = get_object_or_404(Exemption.objects.visible_to(request.user).select_related("organisation"), pk=pk)
    home = f"{reverse('rnd:clearing')}?list={found.purpose}&year={found.year}"
    form = ReasonForm(request.POST or None)
    saved = done(
        request,
        form,
        lambda: actions.withdraw_exemption(found, reason=form.cleaned_data["reason"], by=request.user),
        "已撤回认定。",
        home,
    )
    return saved or work_page(request, form, title=f"撤回认定：{found}", submit="撤回认定", back=Link("清零名单", home))
