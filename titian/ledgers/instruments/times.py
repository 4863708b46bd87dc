"""Times of an instrument: spans, hours, overlaps, utilisation, fee and subsidy. Pure Python; times are those of the office's clock.

A span is half open: a booking until 12:00 and one from 12:00 on do not meet. 24:00 is the end of a day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

DAY = 24 * 60
WEEK = 7
_EPOCH = date(1970, 1, 1).toordinal()
_TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:：点时](?P<minute>\d{1,2})?分?)?(?::\d{2})?")
_NOON = {"上午": 0, "早上": 0, "下午": 12, "晚上": 12}


class TimeError(ValueError):
    """No time of day; the message says what is understood."""


def minute_of(text: str) -> int:
    """「9:30」「09：30」「下午2点」「24:00」 → minutes since midnight, 0 to 1440. Raises TimeError."""
    words = "".join(text.split())
    later = next((hours for word, hours in _NOON.items() if words.startswith(word)), 0)
    match = _TIME.fullmatch(re.sub("^(上午|早上|下午|晚上)", "", words).replace("半", "30"))
    if match is None:
        raise TimeError(f"「{text}」不是时间，请写成如 09:30")
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    found = (hour + (later if hour < 12 else 0)) * 60 + minute
    if minute > 59 or found > DAY:
        raise TimeError(f"「{text}」不是一天里的时间，请写成 00:00 到 24:00 之间")
    return found


def clock(minute: int) -> str:
    """Minutes since midnight → 09:30."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


@dataclass(frozen=True, order=True)
class Span:
    """Minutes since the beginning of 1970; `until` exclusive."""

    since: int
    until: int

    @classmethod
    def of(cls, day: date, starts: str, ends: str, last_day: date | None = None) -> Span:
        """Raises TimeError for a time that is none, or an end that is not behind the beginning."""
        since, until = minute_of(starts), minute_of(ends)
        made = cls(midnight(day) + since, midnight(last_day or day) + until)
        if made.until <= made.since:
            raise TimeError(f"结束时间 {ends} 不在开始时间 {starts} 之后；跨天使用请填结束日期")
        return made

    @property
    def hours(self) -> Decimal:
        """Exact to a hundredth of an hour."""
        return (Decimal(self.until - self.since) / 60).quantize(Decimal("0.01"), ROUND_HALF_UP)

    def meets(self, other: Span) -> bool:
        return self.since < other.until and other.since < self.until

    def within(self, since: date, until: date) -> int:
        """Minutes of it that lie in the days from `since` up to (without) `until`."""
        return max(0, min(self.until, midnight(until)) - max(self.since, midnight(since)))

    def days(self) -> Iterator[date]:
        """Every day of which a part is taken."""
        yield from (_day(number) for number in range(self.since // DAY, -(-self.until // DAY)))

    @property
    def times(self) -> str:
        """09:00—17:30 within a day; over midnight with the days."""
        return str(self).partition(" ")[2] if self.until <= (self.since // DAY + 1) * DAY else str(self)

    def __str__(self) -> str:
        """2026-05-08 09:00—17:30, over midnight 2026-05-08 22:00—2026-05-09 06:00."""
        first, last = divmod(self.since, DAY), divmod(self.until, DAY)
        if last[1] == 0 and last[0] > first[0]:
            last = (last[0] - 1, DAY)
        begun = f"{_day(first[0])} {clock(first[1])}"
        return f"{begun}—{clock(last[1])}" if first[0] == last[0] else f"{begun}—{_day(last[0])} {clock(last[1])}"


def midnight(day: date) -> int:
    """The minute at which a day begins."""
    return (day.toordinal() - _EPOCH) * DAY


def _day(number: int) -> date:
    return date.fromordinal(_EPOCH + number)


def overlaps(spans: Iterable[tuple[Span, int]]) -> Iterator[tuple[int, int]]:
    """Pairs of keys whose spans meet, each pair once, the one that begins earlier first. One sweep over the sorted spans."""
    open_: list[tuple[Span, int]] = []
    for span, key in sorted(spans):
        open_ = [entry for entry in open_ if entry[0].until > span.since]
        yield from ((earlier, key) for _, earlier in open_)
        open_.append((span, key))


def booked_minutes(spans: Iterable[Span], since: date, until: date) -> int:
    """Minutes taken within the days; spans of one instrument never overlap, so they add up."""
    return sum(span.within(since, until) for span in spans)


def available_minutes(
    weekly_hours: int | None, since: date, until: date, *, opened: date | None, closed: date | None
) -> int | None:
    """Minutes the instrument stood open: so many hours a week, a seventh of them a day, from the day it was opened on. None: not said."""
    if not weekly_hours:
        return None
    first, last = max(since, opened or since), min(until, (closed or until))
    days = max(0, (last - first).days)
    return weekly_hours * 60 * days // WEEK


def utilisation(booked: int, available: int | None) -> Fraction | None:
    """Booked ÷ available (may pass 1); None where nothing was available."""
    return Fraction(booked, available) if available else None


def fee(minutes: int, price: Decimal | None) -> Decimal | None:
    """Yuan, to the fen: hours × 元/小时. None while there is no price."""
    if price is None:
        return None
    return (price * minutes / 60).quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True)
class SubsidyRule:
    """What the office pays for hours shared with outside users.

    per_hour  yuan for each shared hour
    share     per cent of the fee, beside it
    free      hours a year of one instrument that earn nothing
    most      yuan a year of one instrument at most; 0: no limit
    """

    per_hour: Decimal = Decimal(0)
    share: Decimal = Decimal(0)
    free: Decimal = Decimal(0)
    most: Decimal = Decimal(0)

    @property
    def pays(self) -> bool:
        """Is anything paid at all? An office that has not set its rule knows no subsidy, not one of 0."""
        return bool(self.per_hour or self.share)


@dataclass(frozen=True)
class Shared:
    """One use by somebody outside: its minutes and the fee paid (yuan)."""

    minutes: int
    fee: Decimal | None


def subsidy(uses: Sequence[Shared], rule: SubsidyRule) -> Decimal:
    """Yuan for one instrument's uses of a year; own use is not among them."""
    hours = Decimal(sum(use.minutes for use in uses)) / 60
    paid = sum((use.fee for use in uses if use.fee is not None), Decimal(0))
    found = max(Decimal(0), hours - rule.free) * rule.per_hour + paid * rule.share / 100
    found = min(found, rule.most) if rule.most else found
    return found.quantize(Decimal("0.01"), ROUND_HALF_UP)
