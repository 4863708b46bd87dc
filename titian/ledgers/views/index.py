"""All ledgers, by the areas of the office's work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q
from django.http import HttpResponse

from titian.accounts.models import User
from titian.base.clock import today
from titian.base.pages import demand_or_404, page
from titian.base.periods import Period
from titian.base.requests import Request
from titian.ledgers.definition.ledger import GROUPS
from titian.ledgers.filters import OPEN
from titian.ledgers.models import Ledger, LedgerRow
from titian.ledgers.permissions import can_add, can_define, can_enter, can_see_ledgers, can_see_overviews
from titian.ledgers.views.common import link

# The office's own areas that stand in the navigation by themselves.
AREAS = {"talent": ("平台人才", ("platforms", "talent")), "funds": ("资金政策", ("funds",))}


@dataclass(frozen=True)
class Line:
    """One ledger: rows of this year (None: they have no day) and all, open and overdue ones (None: they do not close), the last day."""

    ledger: Ledger
    year: int | None
    total: int
    open: int | None
    overdue: int | None
    last: date | None
    may_enter: bool
    may_import: bool

    @property
    def counted(self) -> str:
        return self.ledger.about.counted

    @property
    def open_address(self) -> str:
        return f"{self.ledger.get_absolute_url()}?state={OPEN}"

    @property
    def overdue_address(self) -> str:
        return f"{self.ledger.get_absolute_url()}?due=late"


def index(request: Request) -> HttpResponse:
    """Inside people see all; who fills some in from outside sees those."""
    demand_or_404(can_see_ledgers(request.user))
    title = "全部台账" if request.user.is_inside else "我要填的"
    return _page(request, title, tuple(GROUPS))


def area(request: Request, name: str) -> HttpResponse:
    """The ledgers of one area of the office's work."""
    demand_or_404(can_see_overviews(request.user))
    title, groups = AREAS[name]
    return _page(request, title, groups)


def _page(request: Request, title: str, groups: Sequence[str]) -> HttpResponse:
    day = today()
    lines = _lines(request.user, Ledger.objects.visible_to(request.user).offered().filter(group__in=groups), day)
    found = [(GROUPS[group], [line for line in lines if line.ledger.group == group]) for group in groups]
    return page(
        request,
        "ledgers/index.html",
        title=title,
        note=f"{len(lines)} 本",
        as_of=day,
        actions=[link("新建台账", "define")] if can_define(request.user) else [],
        groups=[(label, some) for label, some in found if some],
        year=day.year,
    )


def _lines(user: User, ledgers: Any, day: date) -> list[Line]:
    """Whatever the number of ledgers and rows: one question, answered from an index."""
    year, opens = Period.of_year(day.year), Q(closes__gt=day)
    counts = {
        "total": Count("ledger"),
        "last": Max("day"),
        "year": Count("ledger", filter=Q(day__gte=year.since, day__lt=year.until)),
        "open": Count("ledger", filter=opens),
        "late": Count("ledger", filter=opens & Q(due__lt=day)),
    }
    rows = LedgerRow.objects.visible_to(user).kept().order_by()
    counted = {one["ledger"]: one for one in rows.values("ledger").annotate(**counts)}
    return [_line(user, one, counted.get(one.pk, dict.fromkeys(counts, 0) | {"last": None})) for one in ledgers]


def _line(user: User, ledger: Ledger, counted: Mapping[str, Any]) -> Line:
    about = ledger.about
    closes = any(state.closes for state in about.states) or about.field("closed_on") is not None
    return Line(
        ledger,
        year=counted["year"] if about.field("day") else None,
        total=counted["total"],
        open=counted["open"] if closes else None,
        overdue=counted["late"] if about.field("due") else None,
        last=counted["last"],
        may_enter=bool(can_enter(user, ledger)),
        may_import=bool(can_add(user, ledger)),
    )
