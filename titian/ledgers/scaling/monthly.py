"""Months of a firm's revenue, growth and its change of sign, distance to a threshold, the nodes of a year. Pure Python; money in yuan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from titian.base.periods import Period
from titian.base.quantities import rounded

_MONTHS = 12


@dataclass(frozen=True)
class Month:
    """Revenue of one month and of the same month a year before; None: not known."""

    month: int
    now: Decimal | None
    before: Decimal | None


@dataclass(frozen=True)
class Cumulative:
    """January to `month`. `growth` per cent to two decimals; None where a month of either year is missing, or the year before was nought."""

    month: int
    now: Decimal | None
    before: Decimal | None
    growth: Decimal | None
    missing: tuple[int, ...] = ()


def cumulated(months: Iterable[Month]) -> list[Cumulative]:
    """Every month from January to the last one given; a sum with a hole in it is no sum."""
    by_month = {one.month: one for one in months}
    found, missing = [], list[int]()
    now, before = Decimal(0), Decimal(0)
    for number in range(1, max(by_month, default=0) + 1):
        one = by_month.get(number)
        if one is None or one.now is None or one.before is None:
            missing.append(number)
        else:
            now, before = now + one.now, before + one.before
        whole = not missing
        growth = rounded((now - before) * 100 / before, 2) if whole and before else None
        found.append(Cumulative(number, now if whole else None, before if whole else None, growth, tuple(missing)))
    return found


@dataclass(frozen=True)
class Forecast:
    """What a whole year would be, told after `month`: its revenue and growth if the months to come are those of the year before, grown as the
    months so far; `flat` its growth if they are those of the year before. Per cent to one decimal. A forecast is never a figure."""

    month: int
    total: Decimal
    earlier: Decimal
    at_rest: Decimal

    @property
    def growth(self) -> Decimal:
        return rounded((self.total - self.earlier) * 100 / self.earlier, 1)

    @property
    def flat(self) -> Decimal:
        return rounded((self.at_rest - self.earlier) * 100 / self.earlier, 1)


def forecast(months: Iterable[Month], earlier: Mapping[int, Decimal | None]) -> Forecast | None:
    """`earlier`: the months of the year before. None where a month of either is lacking, before the first month and after the last."""
    found = cumulated(months)
    last = found[-1] if found else None
    if last is None or last.now is None or not last.before or last.month == _MONTHS:
        return None
    rest = [earlier.get(number) for number in range(last.month + 1, _MONTHS + 1)]
    if any(one is None for one in rest):
        return None
    to_come = sum((one for one in rest if one is not None), Decimal(0))
    return Forecast(last.month, last.now + to_come * last.now / last.before, last.before + to_come, last.now + to_come)


def together(forecasts: Sequence[Forecast]) -> Forecast | None:
    """Of several firms, each with its own growth; after the earliest of their last months."""
    if not forecasts:
        return None
    sums = ((sum((getattr(one, key) for one in forecasts), Decimal(0))) for key in ("total", "earlier", "at_rest"))
    return Forecast(min(one.month for one in forecasts), *sums)


class Turn(StrEnum):
    """What became of the sign of the cumulative growth."""

    UP, DOWN, NEGATIVE, POSITIVE, UNKNOWN = "up", "down", "negative", "positive", "unknown"

    @property
    def label(self) -> str:
        return {
            "up": "扭负为正",
            "down": "由正转负",
            "negative": "仍为负增长",
            "positive": "保持增长",
            "unknown": "数据不全",
        }[self.value]


def turn(growths: Sequence[Decimal | None]) -> Turn:
    """Of the last month against the one before that is known and not nought. Nought itself is neither growth nor decline."""
    if not growths or growths[-1] is None:
        return Turn.UNKNOWN
    last = growths[-1]
    earlier = next((value for value in reversed(growths[:-1]) if value is not None and value != 0), None)
    if earlier is not None and earlier < 0 <= last and last != 0:
        return Turn.UP
    if earlier is not None and earlier > 0 > last:
        return Turn.DOWN
    return Turn.NEGATIVE if last < 0 else Turn.POSITIVE


@dataclass(frozen=True)
class Nearness:
    """How far a firm is from a threshold. `gap` yuan missing, 0 when reached; `percent` of the threshold reached, to one decimal."""

    gap: Decimal
    percent: Decimal
    reached: bool
    near: bool


def nearness(revenue: Decimal | None, threshold: Decimal | None, within: int) -> Nearness | None:
    """Near: at most `within` per cent of the threshold missing, its edge included. None while either is unknown."""
    if revenue is None or not threshold:
        return None
    gap = max(Decimal(0), threshold - revenue)
    return Nearness(gap, rounded(revenue * 100 / threshold, 1), gap == 0, gap * 100 <= within * threshold)


@dataclass(frozen=True)
class Node:
    """A node of the year: by its day the share of the year's goal that should be reached."""

    label: str
    month: int
    day: int
    percent: int

    def on(self, year: int) -> date:
        return date(year, self.month, self.day)


NODES = (Node("一季度开门红", 3, 31, 25), Node("双过半", 6, 30, 50), Node("三季度冲刺", 9, 30, 75), Node("年底交账", 12, 31, 100))


def node_ahead(year: int, day: date) -> Node:
    """The next node on or after a day; after the last one, the last."""
    return next((node for node in NODES if node.on(year) >= day), NODES[-1])


@dataclass(frozen=True)
class Standing:
    """Where a total stands at a node: the share of the goal reached (to one decimal), what is still missing to the node."""

    node: Node
    percent: Decimal
    missing: Decimal
    met: bool


def at_node(reached: Decimal, goal: Decimal, node: Node) -> Standing | None:
    """None without a goal."""
    if goal <= 0:
        return None
    wanted = goal * node.percent / 100
    return Standing(node, rounded(reached * 100 / goal, 1), max(Decimal(0), wanted - reached), reached >= wanted)


def months_of(period: Period, rows: Iterable[tuple[date, Decimal | None, Decimal | None]]) -> list[Month]:
    """Rows of several firms as months of a period's year; a month in which one firm does not know one of its two numbers is not known.

    That keeps firms that report from making the growth of those that do not.
    """
    sums: dict[int, Month] = {}
    for day, now, before in rows:
        if day in period:
            held = sums.get(day.month, Month(day.month, Decimal(0), Decimal(0)))
            sums[day.month] = Month(day.month, *_both(held, now, before))
    return [held for _, held in sorted(sums.items())]


def _both(held: Month, now: Decimal | None, before: Decimal | None) -> tuple[Decimal | None, Decimal | None]:
    if held.now is None or held.before is None or now is None or before is None:
        return None, None
    return held.now + now, held.before + before
