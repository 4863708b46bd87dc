"""What forms, imports and pages ask of 重大项目投资调度: a project a month, cumulative over the year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.urls import reverse

from titian.accounts.models import User
from titian.base.money import in_wan
from titian.base.pages import Action, Fact
from titian.base.periods import Period
from titian.base.quantities import plain, rounded
from titian.base.registers import Remark
from titian.ledgers.computing import Monthly
from titian.ledgers.models import LedgerRow, LedgerRowQuerySet
from titian.ledgers.months import month_before, month_end, month_to_report
from titian.ledgers.permissions import can_enter

LEDGER, TOTAL, PLAN, CUMULATIVE, FINISHED = "investments", "total", "plan", "cumulative", "finished"
_MONTHS_OF, _NAMED, _MOST = "months of projects", 5, 500


class Investments(Monthly):
    """The months of a project follow each other: what one says cumulatively is what the one before said, and its own."""

    repeated = ("title", "organisation", "region", "kind", TOTAL, PLAN, "look", "stuck", "ask", "responsible")

    def begins(self, day: date, *, parent: LedgerRow | None = None, after: LedgerRow | None = None) -> Mapping[str, Any]:
        last = after.day if after is not None else None
        return {"day": month_end(last + timedelta(days=1)) if last else month_to_report(day)}

    def doubts(self, row: LedgerRow, known: dict[str, Any]) -> Iterator[Remark]:
        total, now, cumulative = row.data.get(TOTAL), row.amount, row.data.get(CUMULATIVE)
        if total is not None and cumulative is not None and cumulative > total:
            yield Remark(CUMULATIVE, f"本年累计比总投资 {in_wan(total)} 万元还多，请核对", doubtful=True)
        if now is not None and cumulative is not None and now > cumulative:
            yield Remark(CUMULATIVE, f"本年累计比本月完成的 {in_wan(now)} 万元还少，请核对", doubtful=True)
        if row.day is None or not row.title:
            return
        months = _months(row, known)
        twin = months.get(row.day)
        if twin is not None and (twin[0] is None or twin[0] != row.pk):
            yield Remark(
                "day", f"「{row.title}」{_month(row.day)}已经登记，一个项目一个月一行，请改那一行", doubtful=row.pk is not None
            )
            return
        before = (None, 0) if row.day.month == 1 else months.get(month_before(row.day))
        if before is not None and before[1] is not None and now is not None and cumulative not in {None, before[1] + now}:
            said = f"上月累计 {in_wan(before[1])} 万元，加本月 {in_wan(now)} 万元应为 {in_wan(before[1] + now)} 万元"
            yield Remark(CUMULATIVE, f"{said}，这里填的是 {in_wan(cumulative)} 万元，请核对", doubtful=True)
        months[row.day] = (row.pk, cumulative)

    def facts(self, row: LedgerRow, user: User, day: date) -> Iterator[Fact]:
        plan, cumulative = row.data.get(PLAN), row.data.get(CUMULATIVE)
        if plan and cumulative is not None and row.day is not None:
            gone = rounded(Decimal(100) * row.day.month / 12, 1)
            said = f"{_percent(cumulative, plan)}，时间进度 {plain(gone)}%"
            yield Fact("完成年度计划", said, source="本年累计完成 ÷ 年度计划投资", day=row.day)

    def acts(self, row: LedgerRow, user: User) -> Iterator[Action]:
        if row.day is None or row.state == FINISHED or not can_enter(user, row.ledger):
            return
        after = row.day + timedelta(days=1)
        later = LedgerRow.objects.of(LEDGER).filter(title=row.title, day__gt=row.day).exists()
        if not later:
            yield Action(f"登记{after.month}月进度", f"{reverse('ledgers:add', args=[LEDGER])}?after={row.pk}")

    def notes(self, rows: LedgerRowQuerySet, user: User, day: date) -> Iterator[str]:
        """The latest month of what is shown, and which projects of the month before it lacks."""
        last = rows.order_by().aggregate(last=Max("day"))["last"]
        if last is None:
            return
        columns = list(rows.order_by().filter(day=last).values_list("title", "amount", "data")[:_MOST])
        now = in_wan(sum(amount or 0 for _, amount, _ in columns))
        said = f"{_month(last)}已报 {len(columns)} 个项目，本月完成 {now} 万元"
        both = [(data[CUMULATIVE], data[PLAN]) for _, _, data in columns if data.get(PLAN) and data.get(CUMULATIVE) is not None]
        if both:
            done, planned = (sum(part) for part in zip(*both, strict=True))
            said += f"，本年累计 {in_wan(done)} 万元，完成年度计划 {_percent(done, planned)}"
        earlier = rows.order_by().filter(day=month_before(last)).exclude(state=FINISHED).values_list("title", flat=True)
        missing = sorted(set(earlier[:_MOST]) - {title for title, _, _ in columns})
        named = (
            f"；没报的 {len(missing)} 个：{'、'.join(missing[:_NAMED])}{'等' if len(missing) > _NAMED else ''}" if missing else ""
        )
        yield f"{said}{named}。"


def _months(row: LedgerRow, known: dict[str, Any]) -> dict[date, tuple[int | None, int | None]]:
    """The last day of a month → the row of the same project and what it says cumulatively; in an import with the rows further up."""
    projects: dict[str, dict[date, tuple[int | None, int | None]]] = known.setdefault(_MONTHS_OF, {})
    if row.title not in projects:
        rows = LedgerRow.objects.of(LEDGER).kept().filter(title=row.title).values_list("pk", "day", "data")
        projects[row.title] = {day: (key, data.get(CUMULATIVE)) for key, day, data in rows if day}
    return projects[row.title]


def _month(day: date) -> str:
    return Period.of_month(day.year, day.month).label


def _percent(part: int, whole: int) -> str:
    return f"{plain(rounded(Decimal(100) * part / whole, 1))}%"
