"""分类统计: a ledger by kind, state, town …, across periods or with its sums; every number opens its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min
from django.http import Http404, HttpResponse
from django.utils.http import urlencode

from titian.base.clock import today
from titian.base.columns import Column
from titian.base.columns import Kind as ColumnKind
from titian.base.pages import Link, ListPage, demand_or_404
from titian.base.periods import Period
from titian.base.requests import Request
from titian.ledgers.breakdowns import ALL, TIMES, Axis, Line, asks_for, axes, crossed, measures, summed
from titian.ledgers.columns.made import money_kind
from titian.ledgers.definition import Kind
from titian.ledgers.filters import Span, span_of
from titian.ledgers.models import Ledger, LedgerRow, LedgerRowQuerySet
from titian.ledgers.permissions import can_see_overviews
from titian.ledgers.views.common import back_to, ledger_or_404

SUMS = "sums"
# Column → what the list is asked for to show its rows; None: it cannot be.
Queries = Mapping[str, Mapping[str, str] | None]


@dataclass(frozen=True)
class Asked:
    """What the address asks for: the axis, what stands across, the stretch of time."""

    axes: Sequence[Axis]
    axis: Axis
    across: str
    span: Span | None

    @property
    def other(self) -> Axis | None:
        return next((one for one in self.axes if one.key == self.across and one != self.axis and not one.several), None)


def breakdown(request: Request, code: str) -> HttpResponse:
    ledger = ledger_or_404(request, code)
    demand_or_404(can_see_overviews(request.user))
    known = axes(ledger.about, inside=request.user.is_inside)
    if not known:
        raise Http404(f"「{ledger.label}」没有可以分类的字段")
    has_day = ledger.about.field("day") is not None
    usual = "quarter" if has_day and not ledger.about.ends else SUMS
    across = request.GET.get("across", usual)
    across = across if across in {SUMS, *(TIMES if has_day else ()), *(one.key for one in known)} else usual
    axis = next((one for one in known if one.key == request.GET.get("by")), known[0])
    asked = Asked(known, axis, across, span_of(request.GET.get("period", "")))
    rows = LedgerRow.objects.visible_to(request.user).kept().filter(ledger=ledger)
    return _page(request, ledger, asked, rows, has_day=has_day)


def _page(request: Request, ledger: Ledger, asked: Asked, rows: LedgerRowQuerySet, *, has_day: bool) -> HttpResponse:
    years = _years(rows) if has_day else []
    lines, columns, queries = _counted(request, ledger, asked, rows, years)
    spec: ListPage[Line] = ListPage(
        title=f"{ledger.label}分类统计",
        columns=(Column("part", asked.axis.label, width=26), *columns),
        row=lambda line: _row(line, ledger, asked, columns, queries),
        empty=f"「{ledger.label}」里还没有记录。",
        counted="行",
        template="ledgers/breakdown.html",
        per_page=300,
    )
    chosen = asked.span.label if asked.span else "全部时间"
    if asked.across in {"quarter", "month"} and asked.span is None:
        chosen = f"{_year(years)}年"
    note = f"{chosen} · {asked.axis.label}可多选，各项相加不等于合计" if asked.axis.several else chosen
    offered = [(SUMS, "数量和合计"), *(TIMES.items() if has_day else ())]
    offered += [(one.key, f"按{one.label}") for one in asked.axes if one != asked.axis and not one.several]
    return spec.respond(
        request,
        lines,
        note=note,
        as_of=today(),
        back=back_to(ledger),
        by=[(one.key, f"按{one.label}", one == asked.axis) for one in asked.axes],
        across=[(key, label, key == asked.across) for key, label in offered],
        years=[(str(year), f"{year}年", asked.span is not None and asked.span.code == str(year)) for year in years],
        period=(asked.span.code, asked.span.label) if asked.span else None,
    )


def _counted(
    request: Request, ledger: Ledger, asked: Asked, rows: LedgerRowQuerySet, years: Sequence[int]
) -> tuple[list[Line], list[Column], Queries]:
    if asked.across in TIMES:
        periods = _periods(asked.across, asked.span, years)
        lines, heads = crossed(rows, asked.axis, periods)
        columns = [Column(code, label, "integer", unit=ledger.about.counted) for code, label in heads]
        whole = {} if asked.across == "year" else {"period": str(periods[0].year)}
        return lines, [*columns, _all(ledger)], {ALL: whole, **{period.text: {"period": period.text} for period in periods}}
    span = asked.span
    rows = rows.filter(day__gte=span.since, day__lt=span.until) if span else rows
    within = {"period": span.code} if span else {}
    if (other := asked.other) is not None:
        lines, heads = crossed(rows, asked.axis, other)
        columns = [Column(f"c_{code}", label, "integer", unit=ledger.about.counted) for code, label in heads]
        lines = [
            Line(one.code, one.label, {key if key == ALL else f"c_{key}": number for key, number in one.numbers.items()})
            for one in lines
        ]
        asking = {code: asks_for(other, code) for code, _ in heads}
        queries: Queries = {f"c_{code}": None if said is None else {**within, **said} for code, said in asking.items()}
        return lines, [*columns, _all(ledger)], {**queries, ALL: within}
    taken = measures(ledger.about, inside=request.user.is_inside)
    kinds: dict[str, ColumnKind] = {
        one.key: money_kind(held) if (held := ledger.about.field(one.key)) and held.kind is Kind.MONEY else "decimal"
        for one in taken
    }
    lines = list(summed(rows, asked.axis, taken))
    said = [one for one in taken if any(line.numbers[one.key] is not None for line in lines)]
    return lines, [Column(one.key, one.label, kinds[one.key], unit=one.unit) for one in said], {"rows": within}


def _all(ledger: Ledger) -> Column:
    return Column(ALL, "合计", "integer", unit=ledger.about.counted)


def _row(line: Line, ledger: Ledger, asked: Asked, columns: Sequence[Column], queries: Queries) -> Mapping[str, object]:
    part = asks_for(asked.axis, line.code)

    def linked(key: str, value: object) -> object:
        said = queries.get(key)
        if not value or part is None or said is None:
            return value
        return Link(value, f"{ledger.get_absolute_url()}?{urlencode({**said, **part})}")

    return {"part": line.label, **{column.key: linked(column.key, line.numbers.get(column.key)) for column in columns}}


def _years(rows: LedgerRowQuerySet) -> list[int]:
    """The latest first; what lies ahead (a booking) is offered too."""
    found = rows.order_by().aggregate(first=Min("day"), last=Max("day"))
    first, last = found["first"], found["last"]
    return list(range(last.year, max(first.year, last.year - 9) - 1, -1)) if isinstance(first, date) else []


def _year(years: Sequence[int]) -> int:
    """This year, or the last one there are rows of."""
    return min(today().year, max(years, default=today().year))


def _periods(across: str, span: Span | None, years: Sequence[int]) -> list[Period]:
    if across == "year":
        return [Period.of_year(year) for year in sorted(years)]
    year = span.since.year if span else _year(years)
    if across == "quarter":
        return [Period(f"{year}Q{number}") for number in range(1, 5) if Period(f"{year}Q{number}").since <= today()] or [
            Period(f"{year}Q1")
        ]
    return [Period.of_month(year, number) for number in range(1, 13) if date(year, number, 1) <= today()] or [
        Period.of_month(year, 1)
    ]
