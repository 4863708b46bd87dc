"""What pages ask of 大型仪器: hours booked against hours available, shared hours, fees and subsidy of a period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from django.urls import reverse

from titian.accounts.models import User
from titian.base.pages import Action, Fact
from titian.base.periods import Period
from titian.base.quantities import plain, rounded
from titian.ledgers.computing import Computing, Parameter
from titian.ledgers.definition import Definition
from titian.ledgers.instruments.bookings import OUTSIDE, minutes_used, span_of, takes_time
from titian.ledgers.instruments.times import Shared, SubsidyRule, available_minutes, booked_minutes, subsidy, utilisation
from titian.ledgers.models import Ledger, LedgerRow

LEDGER, AVAILABLE = "instruments", "available"
PER_HOUR = Parameter(
    "per_hour", "每小时共享补助", Decimal(0), unit="元", help="按对外服务机时；没有这项补助的填 0", maximum=100_000
)
SHARE = Parameter("share", "按收费额补助", Decimal(0), unit="%", help="对外服务收费的百分之几；没有的填 0", maximum=100)
FREE = Parameter("free_hours", "不计补助的年机时", Decimal(0), unit="小时", help="一台仪器一年里先扣除的机时", maximum=8_760)
MOST = Parameter("most", "单台年补助上限", Decimal(0), unit="元", help="0：不设上限", maximum=100_000_000)


@dataclass(frozen=True)
class Use:
    """One instrument in a period. Minutes lie within the period; money in yuan; `shared` is use by others alone."""

    instrument: LedgerRow
    booked: int
    available: int | None
    uses: int
    shared_minutes: int
    fees: Decimal
    subsidy: Decimal | None

    @property
    def utilisation(self) -> Fraction | None:
        return utilisation(self.booked, self.available)

    @property
    def percent(self) -> Decimal | None:
        return None if self.utilisation is None else percent(self.utilisation)


class Instruments(Computing):
    parameters = (PER_HOUR, SHARE, FREE, MOST)

    def facts(self, row: LedgerRow, user: User, day: date) -> Iterator[Fact]:
        year = Period.of_year(day.year)
        found = next(iter(uses([row], year, day, row.ledger.about)))
        source = f"仪器预约 {found.uses} 次"
        yield Fact("本年机时", f"{hours(found.booked)} 小时", source=source, day=day)
        if found.percent is not None and found.available is not None:
            yield Fact(
                "本年利用率",
                f"{plain(found.percent)}%（{hours(found.booked)} ÷ {hours(found.available, 1)} 小时）",
                source=source,
                day=day,
            )
        else:
            yield Fact("本年利用率", "没有填「每周可开放」，算不出", day=day)
        yield Fact(
            "本年共享机时", f"{hours(found.shared_minutes)} 小时，收费 {plain(found.fees, grouped=True)} 元", source=source, day=day
        )
        if found.subsidy:
            yield Fact("本年共享补助", f"{plain(found.subsidy, grouped=True)} 元", source="规则参数 × 对外服务机时", day=day)

    def acts(self, row: LedgerRow, user: User) -> Iterator[Action]:
        yield Action("使用日历", reverse("ledgers:calendar", args=[row.pk]))

    def list_acts(self, ledger: Ledger, user: User) -> Iterator[Action]:
        if user.is_inside:
            yield Action("机时与利用率", reverse("ledgers:instrument_use"))


def rule_of(definition: Definition) -> SubsidyRule:
    return SubsidyRule(PER_HOUR.of(definition), SHARE.of(definition), FREE.of(definition), MOST.of(definition))


def uses(instruments: Iterable[LedgerRow], period: Period, day: date, definition: Definition) -> list[Use]:
    """Every instrument with what was booked and served in a period, up to and with a day; two queries."""
    found = list(instruments)
    until = min(period.until, day + timedelta(days=1))
    bookings = _bookings(found, period.since, until)
    rule = rule_of(definition)
    return [_use(one, bookings.get(one.pk, []), period.since, until, rule) for one in found]


def _bookings(instruments: Iterable[LedgerRow], since: date, until: date) -> Mapping[int, list[LedgerRow]]:
    """Those that take time and lie, in part at least, in the days; one over midnight of the first day too."""
    rows = LedgerRow.objects.kept().filter(parent__in=[one.pk for one in instruments], booked_time__isnull=False)
    found: dict[int, list[LedgerRow]] = {}
    for row in rows.filter(day__lt=until, day__gte=since - timedelta(days=31)).select_related("ledger"):
        assert row.parent_id is not None
        found.setdefault(row.parent_id, []).append(row)
    return found


def _use(instrument: LedgerRow, rows: Iterable[LedgerRow], since: date, until: date, rule: SubsidyRule) -> Use:
    spans = [(row, span) for row in rows if takes_time(row) and (span := span_of(row)) and span.within(since, until)]
    shared = [
        Shared(min(minutes_used(row, span), span.within(since, until)), row.value("fee"))
        for row, span in spans
        if row.kind == OUTSIDE
    ]
    weekly = instrument.data.get(AVAILABLE)
    return Use(
        instrument,
        booked_minutes([span for _, span in spans], since, until),
        available_minutes(weekly, since, until, opened=instrument.day, closed=instrument.closed_on),
        len(spans),
        sum(one.minutes for one in shared),
        sum((one.fee for one in shared if one.fee is not None), Decimal(0)),
        subsidy(shared, rule) if rule.pays else None,
    )


def hours(minutes: int, places: int = 2) -> str:
    """1,240.5; what follows from weekly hours needs one place only."""
    return plain(rounded(Decimal(minutes) / 60, places), grouped=True)


def percent(share: Fraction) -> Decimal:
    return rounded(Decimal(share.numerator) * 100 / share.denominator, 1)
