"""大型仪器: the calendar of one, and hours and utilisation of all."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.http import Http404, HttpResponse
from django.urls import reverse

from titian.base.clock import today
from titian.base.columns import Column
from titian.base.pages import Action, Link, ListPage, Mark, demand_or_404, page
from titian.base.periods import Period, PeriodError
from titian.base.quantities import plain
from titian.base.requests import Request
from titian.ledgers.instruments.bookings import LEDGER as BOOKINGS
from titian.ledgers.instruments.ledger import LEDGER, Use, hours, uses
from titian.ledgers.instruments.times import Span, midnight
from titian.ledgers.models import Ledger, LedgerRow
from titian.ledgers.permissions import can_enter, can_see_overviews
from titian.ledgers.views.common import back_to, ledger_or_404, link, row_or_404, state_mark

_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Slot:
    """A time that is taken: from when to when; whose and how it stands, where this person may see that."""

    times: str
    url: str = ""
    who: str = ""
    mark: Mark | None = None


@dataclass(frozen=True)
class Day:
    day: date
    weekday: str
    slots: Sequence[Slot]
    is_today: bool

    @property
    def is_weekend(self) -> bool:
        return self.day.weekday() > 4


def calendar(request: Request, pk: int) -> HttpResponse:
    """Every day of a month with its bookings; who books is the bureau's and the firm's own business."""
    found = row_or_404(request, pk)
    if found.ledger.code != LEDGER:
        raise Http404("只有大型仪器有使用日历")
    month = _month(request.GET.get("month", ""))
    use = uses([found], month, today(), found.ledger.about)[0]
    return page(
        request,
        "ledgers/calendar.html",
        title=f"使用日历：{found}",
        note=month.label,
        as_of=today(),
        actions=_buttons(request, found, month),
        back=back_to(found),
        weeks=list(_weeks(request, found, month)),
        weekdays=_WEEKDAYS,
        use=use,
        said=_said(use),
    )


def _said(use: Use) -> str:
    share = (
        f"，利用率 {plain(use.percent)}%（可开放 {hours(use.available, 1)} 小时）"
        if use.available and use.percent is not None
        else ""
    )
    return f"本月截至今天使用 {use.uses} 次，机时 {hours(use.booked)} 小时{share}；其中共享 {hours(use.shared_minutes)} 小时。"


def _weeks(request: Request, instrument: LedgerRow, month: Period) -> Iterator[list[Day | None]]:
    """Weeks from Monday to Sunday; None for days of another month."""
    slots = _slots(request, instrument, month)
    first, days = month.since, monthrange(month.year, month.since.month)[1]
    cells: list[Day | None] = [None] * first.weekday()
    for number in range(days):
        day = first + timedelta(days=number)
        cells.append(Day(day, _WEEKDAYS[day.weekday()], slots.get(day, ()), day == today()))
    cells += [None] * (-len(cells) % 7)
    yield from (cells[start : start + 7] for start in range(0, len(cells), 7))


def _slots(request: Request, instrument: LedgerRow, month: Period) -> dict[date, list[Slot]]:
    """Day → what is taken on it, in the order of time; one over midnight stands on both days."""
    since, until = midnight(month.since), midnight(month.until)
    taken = list(instrument.booked_times.filter(since__lt=until, until__gt=since).order_by("since"))
    rows = LedgerRow.objects.visible_to(request.user).filter(pk__in=[one.pk for one in taken])
    seen = {row.pk: row for row in rows.select_related("ledger", "organisation")}
    found: dict[date, list[Slot]] = {}
    for one in taken:
        span = Span(one.since, one.until)
        slot = _slot(span, seen.get(one.pk))
        for day in span.days():
            found.setdefault(day, []).append(slot)
    return found


def _slot(span: Span, row: LedgerRow | None) -> Slot:
    times = span.times
    return Slot(times, row.get_absolute_url(), str(row.organisation or ""), state_mark(row)) if row else Slot(times, who="已占用")


def _month(text: str) -> Period:
    try:
        found = Period.typed(text) if text else None
    except PeriodError:
        found = None
    return found if found and found.kind == "month" else Period.of_month(today().year, today().month)


def _buttons(request: Request, instrument: LedgerRow, month: Period) -> list[Action]:
    before, after = month.since - timedelta(days=1), month.until
    found = [Action(f"{one.month}月", f"?month={one:%Y-%m}") for one in (before, after)]
    ledger = Ledger.objects.visible_to(request.user).filter(code=BOOKINGS).first()
    if ledger is not None and can_enter(request.user, ledger) and instrument.closed_on is None:
        found.append(link("登记预约", "add", BOOKINGS, query=f"parent={instrument.pk}", primary=True))
    return found


USE: ListPage[Use] = ListPage(
    title="大型仪器机时与利用率",
    columns=(
        Column("title", "仪器名称", width=28),
        Column("organisation", "所属单位", width=26),
        Column("uses", "使用次数", "integer", unit="次"),
        Column("booked", "使用机时", "decimal", unit="小时"),
        Column("available", "可开放机时", "decimal", unit="小时"),
        Column("percent", "利用率", "percent"),
        Column("shared", "共享机时", "decimal", unit="小时"),
        Column("fees", "共享收费", "decimal", unit="元"),
        Column("subsidy", "共享补助", "decimal", unit="元"),
    ),
    row=lambda use: {
        "title": Link(str(use.instrument), use.instrument.get_absolute_url()),
        "organisation": str(use.instrument.organisation or "") or None,
        "uses": use.uses,
        "booked": _hours(use.booked),
        "available": None if use.available is None else _hours(use.available, "0.1"),
        "percent": use.percent,
        "shared": _hours(use.shared_minutes),
        "fees": use.fees,
        "subsidy": "" if use.subsidy is None else use.subsidy,
    },
    empty="还没有登记大型仪器。仪器在「大型仪器」里登记，每次使用登在「仪器预约」。",
    counted="台（套）",
    sorts={key: key for key in ("booked", "percent", "shared", "subsidy", "uses")},
    order="-booked",
)


def use(request: Request) -> HttpResponse:
    """All instruments of a year; what has no weekly hours has no utilisation."""
    demand_or_404(can_see_overviews(request.user))
    ledger = ledger_or_404(request, LEDGER)
    year = _year(request.GET.get("period", ""))
    rows = LedgerRow.objects.visible_to(request.user).filter(ledger=ledger, day__lt=year.until).kept()
    found = uses(rows.select_related("organisation", "ledger"), year, today(), ledger.about)
    total = sum((one.subsidy for one in found if one.subsidy is not None), Decimal(0))
    known = any(one.subsidy is not None for one in found)
    note = f"{year.label}，共享补助合计 {total:,} 元" if known else f"{year.label}；没有设共享补助标准，不计补助"
    near = [Period.of_year(today().year - 1), Period.of_year(today().year)]
    return USE.respond(
        request,
        found,
        note=note,
        as_of=today(),
        actions=[Action(one.label, f"{reverse('ledgers:instrument_use')}?period={one.text}") for one in near if one != year],
        back=Link(ledger.label, ledger.get_absolute_url()),
    )


def _hours(minutes: int, places: str = "0.01") -> Decimal:
    return (Decimal(minutes) / 60).quantize(Decimal(places), ROUND_HALF_UP)


def _year(text: str) -> Period:
    try:
        return Period.typed(text) if text else Period.of_year(today().year)
    except PeriodError:
        return Period.of_year(today().year)
