"""争取上级资金 by year and level: asked, expected, issued, arrived, paid out, left."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse
from django.utils.http import urlencode

from titian.base.clock import today
from titian.base.columns import Column
from titian.base.money import to_yuan
from titian.base.pages import Link, ListPage, demand_or_404
from titian.base.requests import Request
from titian.ledgers.funds.flow import Flow, flows
from titian.ledgers.funds.ledger import LEDGER, items
from titian.ledgers.models import Ledger, LedgerRow
from titian.ledgers.permissions import can_see_overviews
from titian.ledgers.views.common import back_to, ledger_or_404
from titian.registry.filters import NONE

_SUMS = {
    "asked": "申报额",
    "expected": "预计额",
    "issued": "下达额",
    "arrived": "到账额",
    "paid": "拨付额",
    "left": "结余",
    "on_the_way": "下达未到账",
}


def fund_flows(request: Request) -> HttpResponse:
    """A line a level, below each year all its levels; every line opens its rows."""
    demand_or_404(can_see_overviews(request.user))
    ledger = ledger_or_404(request, LEDGER)
    rows = LedgerRow.objects.visible_to(request.user).kept().filter(ledger=ledger)
    level = ledger.about.field("level")
    found = list(flows(items(rows), level.choices if level else ()))
    return _listing(ledger).respond(
        request, found, note="预计额只数还没有下达的，不计入争取数", as_of=today(), back=back_to(ledger), ledger=ledger
    )


def _listing(ledger: Ledger) -> ListPage[Flow]:
    level = ledger.about.field("level")
    words = level.choices if level else {}

    def row(one: Flow) -> Mapping[str, object]:
        asked = {"batch": one.year or NONE, **({"level": one.level} if one.level else {})}
        name = words.get(one.level, one.level) if one.level else "合计"
        return {
            "year": one.year or "（未填）",
            "level": Link(name, f"{ledger.get_absolute_url()}?{urlencode(asked)}"),
            "items": one.items,
            **{key: to_yuan(getattr(one, key)) for key in _SUMS},
            "lacking": one.lacking,
        }

    return ListPage(
        title="争取上级资金汇总",
        columns=(
            Column("year", "资金年度", width=10),
            Column("level", "资金级别", width=12),
            Column("items", "笔数", "integer", unit="笔"),
            *(Column(key, label, "money_wan") for key, label in _SUMS.items()),
            Column("lacking", "待补", "integer", unit="笔", help="到了这个阶段，还没有填该填的数"),
        ),
        row=row,
        empty="还没有登记争取上级资金。登记或导入以后，这里按年度和级别汇总。",
        counted="行",
        per_page=200,
    )
