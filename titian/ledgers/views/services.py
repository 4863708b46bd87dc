"""科技特派员: what each did this year, who falls short, which towns and villages were served."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse

from titian.accounts.models import User
from titian.base.clock import today
from titian.base.columns import Column
from titian.base.pages import Action, Link, ListPage, Mark, demand_or_404
from titian.base.periods import Period, PeriodError
from titian.base.requests import Request
from titian.ledgers.commissioners.ledger import COMMISSIONERS, SERVICES, loads_of, ratio
from titian.ledgers.commissioners.load import Cover, Load, cover
from titian.ledgers.models import LedgerRow
from titian.ledgers.permissions import can_see_overviews
from titian.ledgers.views.common import back_to, ledger_or_404
from titian.places.models import Region


@dataclass(frozen=True)
class Line:
    """One commissioner with the load of the year."""

    row: LedgerRow
    load: Load


@dataclass(frozen=True)
class Town:
    """A town: commissioners posted there, services there, its villages named by either, those nobody came to."""

    name: str
    posted: int
    services: int
    villages: Cover


_MONTHS = tuple(Column(f"m{month}", f"{month}月", "integer", width=6) for month in range(1, 13))


def _cells(line: Line) -> Mapping[str, object]:
    row, found = line.row, line.load
    months = {f"m{month}": found.months.get(month) for month in range(1, 13)}
    short = Mark("red", f"还少 {found.short} 次") if found.short else Mark("green", "达到") if found.owed is not None else None
    return {
        "title": Link(str(row), row.get_absolute_url()),
        "level": row.shown("level"),
        "region": str(row.region) if row.region else None,
        **months,
        "services": found.services,
        "solved": found.solved,
        "owed": found.owed,
        "short": short,
    }


LOAD: ListPage[Line] = ListPage(
    title="科技特派员服务与覆盖",
    columns=(
        Column("title", "特派员", width=20),
        Column("level", "选派级别", width=10),
        Column("region", "服务乡镇", width=12),
        *_MONTHS,
        Column("services", "全年服务", "integer", unit="次"),
        Column("solved", "当场解决难题", "integer", unit="个"),
        Column("owed", "按时间应有", "integer", unit="次"),
        Column("short", "考核提醒", width=14),
    ),
    row=_cells,
    empty="还没有登记特派员。特派员在「科技特派员」里登记，每次服务登在「特派员服务」。",
    counted="名",
    sorts={key: key for key in ("services", "solved", "title")},
    order="services",
    per_page=200,
    sparse=True,
    template="ledgers/service_load.html",
)


def load(request: Request) -> HttpResponse:
    """A year: months by commissioners, below it the towns and villages."""
    demand_or_404(can_see_overviews(request.user))
    ledger = ledger_or_404(request, COMMISSIONERS)
    year = _year(request.GET.get("period", ""))
    posts = _posts(request.user, year)
    found = loads_of(posts, request.user, year, today())
    by_key = {post.pk: post for post in posts}
    lines = [Line(by_key[one.post], one) for one in found]
    services, short = sum(one.services for one in found), sum(bool(one.short) for one in found)
    note = (
        f"{year.label}服务 {services} 次，人均 {ratio(services, len(found))} 次；{short} 名少于应服务次数" if found else year.label
    )
    near = [Period.of_year(today().year - 1), Period.of_year(today().year)]
    return LOAD.respond(
        request,
        lines,
        note=note,
        as_of=today(),
        back=back_to(ledger),
        actions=[Action(one.label, f"?period={one.text}") for one in near if one != year],
        towns=_towns(request.user, posts, year, today()),
        year=year,
    )


def _posts(user: User, year: Period) -> list[LedgerRow]:
    """Everybody who held a post on a day of the year."""
    rows = LedgerRow.objects.visible_to(user).of(COMMISSIONERS).kept().filter(day__lt=year.until).exclude(closed_on__lt=year.since)
    rows = rows.exclude(due__lt=year.since)
    return list(rows.select_related("ledger", "region", "person", "organisation"))


def _towns(user: User, posts: Sequence[LedgerRow], year: Period, day: date) -> list[Town]:
    """By town: who is posted there, what was done there; villages by the names people wrote."""
    rows = LedgerRow.objects.visible_to(user).of(SERVICES).kept().within(year, day)
    served: dict[int | None, list[str]] = {}
    for region, data in rows.values_list("region", "data"):
        served.setdefault(region, []).append(str(data.get("village") or ""))
    posted: dict[int | None, list[str]] = {}
    for post in posts:
        posted.setdefault(post.region_id, []).append(str(post.data.get("villages") or ""))
    towns = Region.objects.filter(level="town").order_by("order", "code")
    found = [_town(str(town), posted.get(town.pk, []), served.get(town.pk, [])) for town in towns]
    elsewhere = _town("乡镇未填", posted.get(None, []), served.get(None, []))
    return [*found, elsewhere] if elsewhere.posted or elsewhere.services else found


def _town(name: str, posted: Sequence[str], served: Sequence[str]) -> Town:
    return Town(name, len(posted), len(served), cover(posted, served))


def _year(text: str) -> Period:
    try:
        found = Period.typed(text) if text else None
    except PeriodError:
        found = None
    return found if found and found.kind == "year" else Period.of_year(today().year)
