"""A figure counted from rows: its value beside the stated one, where it lies, the rows behind it, and stating it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from titian.accounts.models import User
from titian.base.clock import today
from titian.base.forms import whole_number
from titian.base.pages import Action, Link, Mark, Record, demand_or_404, record_page, told
from titian.base.pages.record import Fact
from titian.base.periods import Period
from titian.base.printing import quantity_text
from titian.base.quantities import Quantity
from titian.base.requests import Request
from titian.figures import actions
from titian.figures.asked import Asked, asked, counted_address, offered_periods
from titian.figures.checks import Statement, current
from titian.figures.computed import UNSETTLED, Beside, Counted, Form, RowBooks, Slice, compared
from titian.figures.computed.frozen import Frozen, frozen_against_now
from titian.figures.key import FigureKey
from titian.figures.models import Figure, FrozenRows, indicators
from titian.figures.permissions import can_see_figures, can_state
from titian.places.models import Region


@dataclass(frozen=True)
class Line:
    """One line of a breakdown, or one part of a figure; `url` opens its rows (empty without any); `parts` of a figure made of several:
    label, rows and address of each."""

    label: str
    quantity: Quantity | None
    rows: int
    url: str
    key: str = ""
    parts: Sequence[tuple[str, int, str]] = ()


@dataclass(frozen=True)
class Panel:
    """What a page shows of a counted figure."""

    beside: Beside
    region: Region
    mark: Mark
    url: str
    parts: Sequence[Line]
    towns: Sequence[Line]
    departments: Sequence[Line]

    @property
    def counted(self) -> Counted:
        return self.beside.counted

    @property
    def quantity(self) -> Quantity | None:
        return self.beside.counted_quantity

    @property
    def adds_up(self) -> bool:
        """Counts and their differences do; a share or a growth of the whole is no sum of those of its towns."""
        return self.counted.computed.form in {Form.ALONE, Form.DIFFERENCE}


def panel(
    books: RowBooks, code: str, *, region: Region, period: Period, day: date, stated: Statement | None = None
) -> Panel | None:
    """A counted figure with its breakdowns; None when nothing counts it. `stated` as the page has it, else what counts in the books."""
    counted = books.counted(code, region=region, period=period, day=day)
    if counted is None:
        return None
    said = {stated.key: stated} if stated else _in_the_books(books.user, counted.key(region))
    found = compared([counted], region=region, known=indicators(), current=said)
    return _panel(books, found[0], region) if found else None


def panel_of(user: User, row: Figure) -> Panel | None:
    """What the rows say of the figure a statement is about, as of its own day; a calibre of our own stands beside a bare statement."""
    books = RowBooks(user=user, day=today())
    day = row.as_of or today()
    found = panel(books, row.indicator, region=row.region, period=Period(row.period), day=day, stated=row.as_statement())
    return found if found and row.key in {found.beside.key, replace(found.beside.key, calibre="")} else None


def frozen_of(user: User, row: Figure) -> Frozen | None:
    """The rows kept when the figure was stated, against those of today."""
    kept = FrozenRows.objects.filter(figure=row).first()
    return frozen_against_now(RowBooks(user=user, day=row.as_of or today()), kept) if kept else None


def _in_the_books(user: User, key: FigureKey) -> dict[FigureKey, Statement | None]:
    """What counts of a key, and of the same figure without calibre."""
    bare = replace(key, calibre="")
    rows = Figure.objects.visible_to(user).counting()
    return {each: current(rows.of_key(each).statements()) for each in (key, bare)}


def _panel(books: RowBooks, beside: Beside, region: Region) -> Panel:
    code, period, day = beside.key.indicator, beside.key.period, beside.counted.day
    towns = books.by_town(code, region=region, period=period, day=day)
    departments = books.by_department(code, region=region, period=period, day=day)
    return Panel(
        beside,
        region,
        difference_mark(beside),
        counted_url(beside, region),
        list(_parts(beside, region)),
        [_line(beside, region, line, "town") for line in towns] if len(towns) > 1 else [],
        [_line(beside, region, line, "department") for line in departments],
    )


def difference_mark(beside: Beside) -> Mark:
    """一致, 相差 n, or why the two are not to be compared."""
    stated = beside.stated
    if beside.counted.value is None:
        return Mark("grey", "台账没有数")
    if stated is None:
        return Mark("grey", "账上没有")
    if not beside.comparable:
        return Mark("yellow", "口径不同" if stated.key != beside.key else "截至日不同")
    apart = quantity_text(Quantity(beside.difference or Decimal(0), beside.entry.unit))
    return Mark("green", "一致") if beside.agrees else Mark("red", f"相差 {apart}")


def counted_url(beside: Beside, region: Region) -> str:
    return _url("figures:counted", beside.counted, region)


def _url(page: str, counted: Counted, region: Region, **more: object) -> str:
    return counted_address(counted.key(region), counted.day, page=page, **more)


def _parts(beside: Beside, region: Region) -> Iterator[Line]:
    """A part is in its own unit, else in the figure's where the figure is one part or a difference; parts of a rate are bare numbers."""
    counted = beside.counted
    for number, (part, amount) in enumerate(zip(counted.computed.parts, counted.parts, strict=False)):
        unit = part.unit or ("" if beside.entry.kind == "ratio" else beside.entry.unit)
        yield Line(part.label, Quantity(amount.value, unit), amount.rows, _url("figures:rows", counted, region, part=number))


def _line(beside: Beside, region: Region, place: Slice, kind: str) -> Line:
    counted, unit = place.counted, beside.entry.unit
    quantity = None if counted.value is None else Quantity(counted.value, unit)
    urls = [_url("figures:rows", beside.counted, region, part=number, **{kind: place.key}) for number in range(len(counted.parts))]
    told = zip(counted.computed.parts, counted.parts, urls, strict=False)
    several = [(part.label, amount.rows, url if amount.rows else "") for part, amount, url in told]
    url = _url("figures:rows", beside.counted, region, **{kind: place.key}) if counted.rows else ""
    return Line(place.label, quantity, counted.rows, url, place.key, several if len(several) > 1 else ())


@dataclass(frozen=True)
class Wanted:
    """What an address asks of a counted figure."""

    asked: Asked
    period: Period
    books: RowBooks


def _wanted(request: Request) -> Wanted:
    """Region, period and day; without a period the half-year that runs."""
    wanted = asked(request.GET, request.user)
    period = wanted.period or Period.of_half(wanted.day.year, 1 if wanted.day.month <= 6 else 2)
    return Wanted(wanted, period, RowBooks(user=request.user, day=wanted.day))


def _shown(wanted: Wanted, code: str) -> Panel:
    found = panel(wanted.books, code, region=wanted.asked.region, period=wanted.period, day=wanted.asked.day)
    if found is None:
        raise Http404("这个指标没有台账可数，或台账不含这个区域")
    return found


def counted(request: Request, code: str) -> HttpResponse:
    """One code of one region and period: value, difference, parts, towns and departments."""
    demand_or_404(can_see_figures(request.user))
    wanted = _wanted(request)
    shown = _shown(wanted, code)
    return record_page(
        request,
        Record(
            title=f"{shown.beside.entry.name}（台账数）",
            mark=shown.mark,
            note=f"{shown.region} · {wanted.period.label} · 截至 {shown.counted.day}",
            facts=_facts(shown),
        ),
        template="figures/counted.html",
        actions=_actions(request, shown),
        back=Link("指标数", f"{reverse('figures:list')}?{urlencode({'region': shown.region.key, 'period': wanted.period.text})}"),
        panel=shown,
        asked=wanted.asked,
        regions=wanted.books.regions(),
        period=wanted.period,
        periods=offered_periods({*wanted.asked.periods, wanted.period}, wanted.asked.day),
    )


def _facts(shown: Panel) -> list[Fact]:
    beside, entry = shown.beside, shown.beside.entry
    facts = [Fact("台账数", shown.quantity, source=f"{shown.counted.rows} 行", day=shown.counted.day)]
    if beside.stated:
        facts.append(
            Fact(
                "账上数", Link(beside.stated_quantity, reverse("figures:figure", args=[beside.stated.id])), day=beside.stated.as_of
            )
        )
        facts.append(Fact("台账减账上", Quantity(beside.difference, entry.unit) if beside.difference is not None else None))
    if beside.key.calibre:
        facts.append(Fact("口径", f"{beside.key.calibre}（正式数由{entry.publisher}发布，两者不互相代替）"))
    if shown.counted.computed.keeper:
        facts.append(Fact("登记科室", shown.counted.computed.keeper))
    return [*facts, Fact("定义", entry.definition), Fact("口径说明", entry.calibre)]


def _actions(request: Request, shown: Panel) -> list[Action]:
    if shown.counted.value is None or not can_state(request.user):
        return []
    fields = {"region": shown.region.key, "period": shown.counted.period.text, "day": shown.counted.day.isoformat()}
    confirm = f"把台账数 {shown.quantity}（截至 {shown.counted.day}）记入账上，并把背后的 {shown.counted.rows} 行照现在的样子留底。"
    url = reverse("figures:state_from_rows", args=[shown.counted.computed.code])
    return [Action("按台账入账", url, post=True, confirm=confirm, fields=fields)]


def rows(request: Request, code: str) -> HttpResponse:
    """The rows behind a figure, of one part, town or department."""
    demand_or_404(can_see_figures(request.user))
    wanted = _wanted(request)
    shown = _shown(wanted, code)
    if shown.counted.value is None:
        raise Http404(shown.counted.why)
    number = min(whole_number(request.GET.get("part", "")) or 0, len(shown.parts) - 1)
    part, town, department = shown.counted.computed.parts[number], request.GET.get("town", ""), request.GET.get("department", "")
    found = wanted.books.rows(shown.counted.computed, number, region=shown.region, period=wanted.period, day=shown.counted.day)
    found = _of_town(_of_department(found, shown, department), shown, wanted.books, town)
    listing = part.listing if request.user.is_inside else part.outside or part.listing
    return replace(listing, template="figures/rows.html").respond(
        request,
        found,
        title=f"{shown.beside.entry.name}：{part.label}",
        note=" · ".join(filter(None, [str(shown.region), wanted.period.label, town and _town_name(shown, town), department])),
        as_of=shown.counted.day,
        back=Link(f"{shown.beside.entry.name} {shown.quantity}", shown.url),
        panel=shown,
        period=wanted.period,
        part=number,
        town=town,
        department=department,
    )


def _town_name(shown: Panel, key: str) -> str:
    return key if key == UNSETTLED else str(Region.objects.named(key) or key)


def _of_town(found: QuerySet[Any], shown: Panel, books: RowBooks, town: str) -> QuerySet[Any]:
    if not town:
        return found
    return books.within(found, shown.counted.computed, books.place(town, of=shown.region))


def _of_department(found: QuerySet[Any], shown: Panel, department: str) -> QuerySet[Any]:
    path = shown.counted.computed.department
    if not department or not path:
        return found
    return found.filter(**({path: None} if department == UNSETTLED else {f"{path}__name": department}))


@require_POST
def state(request: Request, code: str) -> HttpResponse:
    """按台账入账."""
    demand_or_404(can_see_figures(request.user))
    demand_or_404(can_state(request.user))
    wanted = asked(request.POST, request.user)
    address = f"{reverse('figures:list')}?{urlencode({'region': wanted.region.key, 'period': request.POST.get('period', '')})}"
    if wanted.period is None:
        messages.error(request, "请先选定期间再入账")
        return redirect(address)
    period, made = wanted.period, list[Figure]()

    def act() -> None:
        made.append(actions.state_from_rows(code, region=wanted.region, period=period, day=wanted.day, by=request.user))

    if told(request, act, "已按台账入账，背后的行已留底"):
        return redirect(made[0])
    return redirect(address)
