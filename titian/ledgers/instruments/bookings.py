"""What forms, imports and pages ask of 仪器预约: times that are times, no two at once, hours and fee out of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from titian.accounts.models import User
from titian.base.database import in_chunks
from titian.base.errors import Refused
from titian.base.money import to_fen
from titian.base.pages import Action, Fact, Link
from titian.base.quantities import plain
from titian.base.registers import Remark
from titian.ledgers.computing import Computing
from titian.ledgers.instruments.times import Span, TimeError, fee, overlaps
from titian.ledgers.models import BookedTime, LedgerRow
from titian.ledgers.permissions import can_step

LEDGER, TAKES = "bookings", frozenset({"booked", "served"})
BOOKED = "booked"
HOURS, FEE, PRICE, OUTSIDE = "hours", "fee", "price", "outside"
_CALENDAR = "spans of instruments"


@dataclass(frozen=True)
class _Taken:
    """A row that takes its instrument, and when."""

    row: LedgerRow
    instrument: int
    span: Span


class Bookings(Computing):
    """A booking takes its instrument while it is booked or served; one that was cancelled or missed takes nothing, a draft neither."""

    derived = (HOURS, FEE)

    def complete(self, row: LedgerRow) -> None:
        """Hours out of the times, the fee out of the hours: where nobody said them, and only for who comes from outside."""
        span = span_of(row)
        if span is None or row.state not in TAKES:
            return
        if row.data.get(HOURS) is None:
            row.data = {**row.data, HOURS: plain(span.hours)}
        price = row.parent.value(PRICE) if row.parent else None
        if row.data.get(FEE) is None and row.kind == OUTSIDE and price is not None:
            charged = fee(minutes_used(row, span), price)
            row.data = {**row.data, FEE: to_fen(charged)} if charged is not None else row.data

    def doubts(self, row: LedgerRow, known: dict[str, Any]) -> Iterator[Remark]:
        try:
            span = _span(row)
        except TimeError as problem:
            yield Remark("ends" if "跨天" in str(problem) else "starts", str(problem))
            return
        if span is None or row.parent is None:
            return
        yield from _beside_instrument(row, row.parent)
        hours = row.value(HOURS)
        if hours is not None and hours > span.hours:
            yield Remark(HOURS, f"机时 {plain(hours)} 小时比预约的 {plain(span.hours)} 小时还多，请核对", doubtful=True)
        if row.state in TAKES:
            yield from _collisions(row, row.parent, span, known)

    def acts(self, row: LedgerRow, user: User) -> Iterator[Action]:
        if row.state == BOOKED and not row.is_draft and can_step(user, row):
            yield Action("取消预约", f"{reverse('ledgers:step', args=[row.pk])}?state=cancelled")

    def settle(self, rows: Sequence[LedgerRow]) -> None:
        """Keep the time each row takes; the instruments are held until the transaction ends, so that nobody books in between."""
        taken = [_Taken(row, row.parent_id, span) for row in rows if row.parent_id and takes_time(row) and (span := span_of(row))]
        for keys in in_chunks(sorted({row.parent_id for row in rows if row.parent_id})):
            list(LedgerRow.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk").values_list("pk", flat=True))
        for keys in in_chunks(row.pk for row in rows):
            BookedTime.objects.filter(row__in=keys).delete()
        _demand_apart(taken)
        BookedTime.objects.bulk_create(
            BookedTime(row=one.row, instrument_id=one.instrument, since=one.span.since, until=one.span.until) for one in taken
        )

    def facts(self, row: LedgerRow, user: User, day: date) -> Iterator[Fact]:
        span, instrument = span_of(row), row.parent
        if span is None or instrument is None:
            return
        yield Fact("预约时段", f"{span}，共 {plain(span.hours)} 小时", source="开始和结束时间")
        price = instrument.value(PRICE)
        if price is not None and row.kind == OUTSIDE:
            charged = fee(minutes_used(row, span), price)
            hours = plain(Decimal(minutes_used(row, span)) / 60)
            yield Fact("按标准应收", f"{hours} 小时 × {plain(price)} 元 = {plain(charged or Decimal(0))} 元", source="仪器收费标准")
        if takes_time(row) and _others(instrument, span, row.pk):
            yield Fact("时间冲突", Link("与别的预约重叠，请改期或取消", instrument.get_absolute_url()), source="仪器预约")


def takes_time(row: LedgerRow) -> bool:
    return row.state in TAKES and not row.is_draft


def span_of(row: LedgerRow) -> Span | None:
    """When the row takes its instrument; None where its times are missing or no times."""
    try:
        return _span(row)
    except TimeError:
        return None


def _span(row: LedgerRow) -> Span | None:
    starts, ends, last = row.data.get("starts"), row.data.get("ends"), row.value("last_day")
    return Span.of(row.day, starts, ends, last) if row.day and starts and ends else None


def minutes_used(row: LedgerRow, span: Span) -> int:
    """The hours said, else those of the times."""
    hours = row.value(HOURS)
    return span.until - span.since if hours is None else int(hours * 60)


def _beside_instrument(row: LedgerRow, instrument: LedgerRow) -> Iterator[Remark]:
    """Booked before it was opened, or when it was no longer there."""
    assert row.day is not None
    if instrument.day and row.day < instrument.day:
        yield Remark("day", f"早于「{instrument}」的入网日期 {instrument.day}，请核对", doubtful=True)
    if instrument.closed_on and row.day >= instrument.closed_on:
        yield Remark("day", f"「{instrument}」{instrument.closed_on} 已退网，不能再预约")
    if row.kind == OUTSIDE and row.organisation_id and row.organisation_id == instrument.organisation_id:
        yield Remark("kind", "使用单位就是仪器所属单位，应为「本单位自用」，不计共享机时和补助", doubtful=True)


def _collisions(row: LedgerRow, instrument: LedgerRow, span: Span, known: dict[str, Any]) -> Iterator[Remark]:
    """With what is booked already, and with earlier rows of the same sheet; the row itself is then taken down for the later ones."""
    calendar: dict[int | None, list[tuple[Span, int | None, str]]] = known.setdefault(_CALENDAR, {})
    if instrument.pk not in calendar:
        calendar[instrument.pk] = [(Span(one.since, one.until), int(one.pk), "") for one in instrument.booked_times.all()]
    mine = calendar[instrument.pk] = [entry for entry in calendar[instrument.pk] if row.pk is None or entry[1] != row.pk]
    if meeting := [entry for entry in mine if entry[0].meets(span)]:
        others = "、".join(f"{other}{f'（{who}）' if who else ''}" for other, _, who in sorted(meeting)[:3])
        yield Remark("starts", f"「{instrument}」{others} 已有预约，时间重叠，请改期")
    mine.append((span, row.pk, str(row.organisation or "")))


def _others(instrument: LedgerRow, span: Span, own: int | None) -> bool:
    return instrument.booked_times.filter(since__lt=span.until, until__gt=span.since).exclude(row=own).exists()


def _demand_apart(taken: Sequence[_Taken]) -> None:
    """Raises Refused for what overlaps now that nobody else can book; the database itself would refuse it too, without saying what."""
    spans: dict[int, list[tuple[Span, int]]] = {}
    for keys in in_chunks({one.instrument for one in taken}):
        for there in BookedTime.objects.filter(instrument__in=keys):
            spans.setdefault(there.instrument_id, []).append((Span(there.since, there.until), int(there.pk)))
    for one in taken:
        spans.setdefault(one.instrument, []).append((one.span, one.row.pk))
    names = {one.row.pk: str(one.row.parent) for one in taken}
    problems = []
    for some in spans.values():
        held = {key: span for span, key in some}
        for first, second in overlaps(some):
            mine, yours = (first, second) if first in names else (second, first)
            problems.append(f"「{names[mine]}」{held[mine]} 与已有的 {held[yours]} 重叠，请改期")
    if problems:
        raise Refused(problems)
