"""What a page was asked for in its address: region, period, year, as-of day. Kept in the address, so that a view can be sent as a link.

`counted_address` is the other way: the address of what rows count of a figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, QueryDict
from django.urls import reverse

from titian.accounts.models import User
from titian.base.clock import today
from titian.base.periods import Period, PeriodError
from titian.figures.key import FigureKey
from titian.figures.models import Figure
from titian.places.models import Region


@dataclass(frozen=True)
class Asked:
    """`periods` are those the books have for the region, newest first."""

    region: Region
    regions: Sequence[Region]
    period: Period | None
    periods: Sequence[Period]
    day: date

    @property
    def year(self) -> int:
        return self.period.year if self.period else self.day.year


def home_region(user: User) -> Region | None:
    """The region a person starts from: a clerk's town, else the installation's county, else the first county of the books."""
    if user.own_town_id:
        return Region.objects.get(pk=user.own_town_id)
    named = Region.objects.named(settings.TITIAN.region) if settings.TITIAN.region else None
    return (
        named
        or (Region.objects.named(settings.TITIAN.county) if settings.TITIAN.county else None)
        or (Region.objects.filter(level="county").order_by("code").first())
    )


def asked(query: QueryDict, user: User) -> Asked:
    """Read region, period and day from an address. Raises Http404 for a region nobody knows."""
    regions = list(Region.objects.filter(pk__in=Figure.objects.visible_to(user).values("region")).order_by("level", "code", "name"))
    region = _region(query.get("region", ""), user)
    if region not in regions:
        regions = [region, *regions]
    texts = Figure.objects.visible_to(user).counting().filter(region=region).values_list("period", flat=True).distinct()
    periods = sorted({Period(text) for text in texts}, key=lambda period: (period.until, period.months), reverse=True)
    return Asked(region, regions, _period(query.get("period", "")), periods, _day(query.get("day", "")))


def offered_periods(periods: Iterable[Period], day: date) -> list[Period]:
    """The periods of the books, and those of this year and the last, which rows can be counted for; newest first."""
    recent = {Period(f"{year}{part}") for year in (day.year, day.year - 1) for part in ("", "H1", "H2")}
    begun = {period for period in recent if period.since <= day}
    return sorted({*periods, *begun}, key=lambda period: (period.until, period.months), reverse=True)


def counted_address(key: FigureKey, day: date, *, page: str = "figures:counted", **more: object) -> str:
    """Where the rows of a figure stand: its counted page, or with `page` the list of its rows; as of a day."""
    return f"{reverse(page, args=[key.indicator])}?{urlencode({'region': key.region, 'period': key.period.text, 'day': day.isoformat(), **more})}"


def _region(text: str, user: User) -> Region:
    region = Region.objects.named(text) if text else home_region(user)
    if region is None:
        raise Http404("还没有区划。请系统管理员先建立县区及乡镇")
    return region


def _period(text: str) -> Period | None:
    try:
        return Period.parse(text) if text else None
    except PeriodError:
        return None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today()
