"""Watch lists: who has not reported, who fell sharply, whose figures do not fit; and the key enterprises year by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from titian.base.clock import today
from titian.base.columns import Column
from titian.base.disclosure import Disclosure
from titian.base.forms import ReasonForm
from titian.base.pages import Link, ListPage, Tab, demand_or_404, work_page
from titian.base.periods import Period
from titian.base.requests import Request
from titian.rnd import actions
from titian.rnd.basis import Basis
from titian.rnd.calibres.rates import percent
from titian.rnd.forms import KeyForm
from titian.rnd.judging import Asked, key_years, unreported, watched
from titian.rnd.models import KeyEnterprise
from titian.rnd.models.policies import policy_for
from titian.rnd.permissions import can_edit, can_watch
from titian.rnd.views.common import LIST, Picker, asked_year, done, firm_link, link, town, year_picker, yuan
from titian.rnd.watching import reminder

INTERNAL = Disclosure.INTERNAL
QUARTERS = {"1": "一季度", "2": "二季度", "3": "三季度", "4": "四季度"}
TABS = {"watch": "漏报提醒", "fallen": "大幅下降", "strange": "口径辅导", "key": "重点企业"}


def _who(one: Asked) -> dict[str, object]:
    firm = one.organisation
    return {"organisation": firm_link(firm), "town": town(firm), "officer": firm.officer.name if firm.officer else None}


def _asked(one: Asked) -> Mapping[str, object]:
    fall = f"降 {percent(one.fall)}" if one.fall is not None else None
    return {
        **_who(one),
        "why": one.why,
        "spent": yuan(one.spent),
        "before": yuan(one.before),
        "fall": fall,
        "phone": one.organisation.contact,
    }


_FIRM = (Column("organisation", "企业名称", width=32), Column("town", "所属乡镇", width=12), Column("officer", "责任人", width=10))
_MONEY = (
    Column("spent", "本年研发费用", "money_wan", disclosure=INTERNAL),
    Column("before", "上年研发费用", "money_wan", disclosure=INTERNAL),
)
UNREPORTED: ListPage[Asked] = ListPage(
    title="漏报提醒",
    columns=(*_FIRM, Column("why", "为什么在名单里", width=26), Column("phone", "联系人", width=10)),
    row=_asked,
    empty="该报的企业都报了。名单由规上工业企业、高企、科小和上年有研发费用的企业组成，报零也算报了。",
    template=LIST,
    counted="家",
    sorts={"organisation": "organisation", "town": "town"},
)
FALLEN: ListPage[Asked] = ListPage(
    title="研发费用大幅下降",
    columns=(*_FIRM, *_MONEY, Column("fall", "降幅", width=10)),
    row=_asked,
    empty="没有企业的研发费用比上年大幅下降。下降多少算大幅，在研发政策参数的监测界限里设。",
    template=LIST,
    counted="家",
    sorts={"organisation": "organisation", "spent": "spent", "before": "before"},
)
STRANGE: ListPage[Asked] = ListPage(
    title="口径辅导",
    columns=(*_FIRM, Column("spent", "研发费用", "money_wan", disclosure=INTERNAL), Column("why", "请企业核对", width=60)),
    row=_asked,
    empty="没有企业的研发费用与营业收入、人员明显不合。",
    template=LIST,
    counted="家",
    sorts={"organisation": "organisation", "spent": "spent"},
)


def _answer(
    request: Request, spec: ListPage[Any], rows: list[Any], year: int, more: Sequence[Picker] = (), **context: Any
) -> HttpResponse:
    name = next(name for name, label in TABS.items() if reverse(f"rnd:{name}") == request.path)
    tabs = [Tab(label, f"{reverse(f'rnd:{code}')}?year={year}", current=code == name) for code, label in TABS.items()]
    return spec.respond(request, rows, as_of=today(), template_tabs=tabs, pickers=[year_picker(year), *more], year=year, **context)


def watch(request: Request) -> HttpResponse:
    demand_or_404(can_watch(request.user))
    year, quarter = asked_year(request), request.GET.get("quarter", "")
    period = Period.of_quarter(year, int(quarter)) if quarter in QUARTERS else Period.of_year(year)
    rows = unreported(request.user, period)
    text = reminder([one.organisation.name for one in rows], period=period.label, bureau=settings.TITIAN.bureau) if rows else ""
    picker = Picker("quarter", "年报或季报", quarter if quarter in QUARTERS else "", [("", "年报"), *QUARTERS.items()])
    note = "报零也算报了；联网直报不算报给本局"
    return _answer(request, UNREPORTED, rows, year, reminder=text, note=note, more=[picker])


def fallen(request: Request) -> HttpResponse:
    demand_or_404(can_watch(request.user))
    year = asked_year(request)
    policy = policy_for("watch", today())
    rows, _ = watched(request.user, year, policy)
    return _answer(request, FALLEN, rows, year, note=f"比上年下降 {percent(policy.rate('fall'))} 及以上；只作提醒，不作评价")


def strange(request: Request) -> HttpResponse:
    demand_or_404(can_watch(request.user))
    year = asked_year(request)
    _, rows = watched(request.user, year, policy_for("watch", today()))
    return _answer(request, STRANGE, rows, year, note="只提示核对，不说应填多少")


def _key(row: tuple[KeyEnterprise, dict[int, Basis | None]]) -> Mapping[str, object]:
    listed, years = row
    known = list(years.values())
    spent = [found.rd_expense if found else None for found in known]
    latest = known[0]
    share = (latest.rd_expense, latest.revenue) if latest else (None, None)
    intensity = f"{share[0] * 100 / share[1]:.2f}%" if share[0] is not None and share[1] else None
    growth = f"{(spent[0] - spent[1]) * 100 / spent[1]:+.1f}%" if spent[0] is not None and spent[1] else None
    firm = listed.organisation
    return {
        "organisation": firm_link(firm),
        "town": town(firm),
        "officer": firm.officer.name if firm.officer else None,
        **{f"spent{place}": yuan(amount) for place, amount in enumerate(spent)},
        "growth": growth,
        "intensity": intensity,
        "note": listed.note,
        "drop": Link("移出", reverse("rnd:drop_key", args=[listed.pk])),
    }


def _key_page(year: int) -> ListPage[Any]:
    columns = tuple(Column(f"spent{back}", f"{year - back}年研发费用", "money_wan", disclosure=INTERNAL) for back in range(3))
    return ListPage(
        title="研发投入重点企业",
        columns=(
            *_FIRM,
            *columns,
            Column("growth", "比上年", width=10, disclosure=INTERNAL),
            Column("intensity", "占营业收入", width=10, disclosure=INTERNAL),
            Column("note", "说明", width=16),
            Column("drop", "", width=6),
        ),
        row=_key,
        empty="这一年度还没有列入重点企业。名单由本局逐年确定，用「列入重点企业」逐家添加。",
        template=LIST,
        counted="家",
        sorts={"organisation": "organisation", "spent0": "spent0"},
    )


def key(request: Request) -> HttpResponse:
    demand_or_404(can_watch(request.user))
    year = asked_year(request)
    buttons = [link("列入重点企业", "list_key", primary=True)] if can_edit(request.user) else []
    return _answer(request, _key_page(year), key_years(request.user, year), year, actions=buttons)


def list_key(request: Request) -> HttpResponse:
    demand_or_404(can_edit(request.user))
    demand_or_404(can_watch(request.user))
    form = KeyForm(request.POST or None, user=request.user, initial={"year": today().year})
    saved = done(
        request,
        form,
        lambda: actions.list_key_enterprise(**form.cleaned_data, by=request.user),
        "已列入重点企业。",
        f"{reverse('rnd:key')}?year={form.data.get('year', '')}",
    )
    back = Link("重点企业", reverse("rnd:key"))
    return saved or work_page(request, form, title="列入研发投入重点企业", submit="列入重点企业", back=back)


def drop_key(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_edit(request.user))
    found = get_object_or_404(KeyEnterprise.objects.visible_to(request.user).select_related("organisation"), pk=pk)
    form = ReasonForm(request.POST or None)
    saved = done(
        request,
        form,
        lambda: actions.drop_key_enterprise(found, reason=form.cleaned_data["reason"], by=request.user),
        "已移出重点企业。",
        f"{reverse('rnd:key')}?year={found.year}",
    )
    back = Link("重点企业", f"{reverse('rnd:key')}?year={found.year}")
    return saved or work_page(request, form, title=f"移出：{found}", submit="移出重点企业", back=back)
