"""How far a target is: completion, pace against time elapsed, forecast with its method named, colour by a rule. Pure Python.

A target has legs joined by OR or AND («新增1家或占比达50%以上»; «8场次 且 3000人次»). A leg asks for an amount (`low`, with `high` for a
range) of an indicator, measured as the level itself, as an increase over a base, or as growth in per cent over a base. Missing data is
a third value: a leg without its figure is neither met nor unmet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from titian.base.periods import Period
from titian.base.quantities import Operator


class Measure(StrEnum):
    """What of the indicator is asked for."""

    LEVEL = "level"
    INCREASE = "increase"
    GROWTH = "growth"

    @property
    def label(self) -> str:
        return {"level": "数值", "increase": "净增", "growth": "增速"}[self.value]


class Colour(StrEnum):
    """Green 正常， yellow 滞后， red 未完成， grey 缺数； a page always shows the word too."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"

    @property
    def label(self) -> str:
        return {"green": "正常", "yellow": "滞后", "red": "未完成", "grey": "缺数"}[self.value]


class Method(StrEnum):
    """How a forecast was made."""

    NONE = "none"
    LINEAR = "linear"
    SEASONAL = "seasonal"
    LEVEL = "level"

    @property
    def label(self) -> str:
        return {
            "none": "无法预计",
            "linear": "按时间进度推算",
            "seasonal": "按上年同期占全年比重推算",
            "level": "按现有存量不变推算",
        }[self.value]


@dataclass(frozen=True)
class ColourRule:
    """Thresholds, in percentage points. Behind by more than `behind_points` is yellow (exactly that much is still green)."""

    behind_points: int = 10


@dataclass(frozen=True)
class Leg:
    """One measure of a target. `kind` is the indicator's stock, flow or ratio; `low` inclusive, `high` (a range's upper end) inclusive."""

    indicator: str
    low: Decimal
    kind: str
    operator: Operator = Operator.AT_LEAST
    high: Decimal | None = None
    measure: Measure = Measure.LEVEL


@dataclass(frozen=True)
class Known:
    """What the books know about a leg: the value reached, the base it grows from, and last year's same-day and whole-year values.

    `counted`: `rows` of the registers say the value, as of `as_of`; else `figure` is the statement's id.
    """

    value: Decimal | None = None
    base: Decimal | None = None
    last_year_same: Decimal | None = None
    last_year_whole: Decimal | None = None
    as_of: date | None = None
    counted: bool = False
    rows: int = 0
    figure: int = 0


@dataclass(frozen=True)
class Forecast:
    value: Decimal | None
    method: Method


@dataclass(frozen=True)
class LegProgress:
    """`reached` is in the leg's own measure; `completion` a share (1 = all of it); `met` None when unknown; `gap` is what is missing (≥ 0)."""

    leg: Leg
    reached: Decimal | None
    completion: Fraction | None
    met: bool | None
    gap: Decimal | None
    forecast: Forecast


@dataclass(frozen=True)
class Progress:
    """A whole target. `elapsed` is the share of its period that is over; `behind` percentage points behind it (negative: ahead)."""

    legs: tuple[LegProgress, ...]
    met: bool | None
    completion: Fraction | None
    elapsed: Fraction
    behind: Fraction | None
    colour: Colour


def reached(leg: Leg, known: Known) -> Decimal | None:
    """The books' value in the leg's measure: itself, its increase over the base, or its growth in per cent."""
    if known.value is None or leg.measure is Measure.LEVEL:
        return known.value
    if leg.measure is Measure.GROWTH and leg.kind == "ratio":
        return known.value
    if known.base is None or (leg.measure is Measure.GROWTH and known.base == 0):
        return None
    increase = known.value - known.base
    return increase if leg.measure is Measure.INCREASE else increase * 100 / known.base


def as_level(leg: Leg, known: Known) -> Leg | None:
    """An increase or growth of a flow as the amount it asks for: a year that shall grow by 14 % over 3.68亿元 asks for 4.1952亿元.

    In mid-year a flow cannot be held against a whole year's base any other way. None while the base is unknown.
    """
    if leg.measure is Measure.LEVEL or leg.kind != "flow":
        return leg
    if known.base is None:
        return None
    factor = 1 + leg.low / 100
    low = known.base + leg.low if leg.measure is Measure.INCREASE else known.base * factor
    return replace(leg, low=low, high=None, measure=Measure.LEVEL)


def is_met(leg: Leg, value: Decimal | None) -> bool | None:
    """Is the leg fulfilled? «不超过» asks for at most, a range for its lower end, everything else for at least `low` (over: more than)."""
    if value is None:
        return None
    if leg.operator is Operator.AT_MOST:
        return value <= (leg.high if leg.high is not None else leg.low)
    return value > leg.low if leg.operator is Operator.OVER else value >= leg.low


def completion(leg: Leg, value: Decimal | None) -> Fraction | None:
    """Share of the leg reached; for «不超过» and for a target of nought or less only met or not can be said."""
    if value is None:
        return None
    if leg.operator is Operator.AT_MOST or leg.low <= 0:
        return Fraction(1) if is_met(leg, value) else Fraction(0)
    return Fraction(value) / Fraction(leg.low)


def forecast(leg: Leg, known: Known, elapsed: Fraction) -> Forecast:
    """Expected value at the period's end. A flow grows as last year's did, else with time; a level stays; a ratio is not extrapolated."""
    value = reached(leg, known)
    if value is None:
        return Forecast(None, Method.NONE)
    if elapsed >= 1 or leg.kind == "stock" or leg.measure is not Measure.LEVEL:
        return Forecast(value, Method.LEVEL)
    if leg.kind == "ratio" or elapsed == 0:
        return Forecast(None, Method.NONE)
    if known.last_year_same and known.last_year_whole:
        return Forecast(value * known.last_year_whole / known.last_year_same, Method.SEASONAL)
    return Forecast(value * elapsed.denominator / elapsed.numerator, Method.LINEAR)


def leg_progress(asked: Leg, known: Known, elapsed: Fraction) -> LegProgress:
    """Where one leg stands; a flow's growth is measured by the amount it asks for."""
    leg = as_level(asked, known)
    if leg is None:
        return LegProgress(asked, known.value, None, None, None, Forecast(None, Method.NONE))
    value = reached(leg, known)
    met = is_met(leg, value)
    gap = (
        None
        if value is None
        else Decimal(0)
        if met
        else abs((leg.high or leg.low) - value if leg.operator is Operator.AT_MOST else leg.low - value)
    )
    return LegProgress(leg, value, completion(leg, value), met, gap, forecast(leg, known, elapsed))


def joined(legs: Sequence[LegProgress], join: str) -> tuple[bool | None, Fraction | None]:
    """Met and completion of legs joined by `or` (any leg) or `and` (all legs, the least counts); unknown legs stay unknown unless
    the others decide."""
    mets = [leg.met for leg in legs]
    shares = [leg.completion for leg in legs if leg.completion is not None]
    if join == "or":
        met = True if True in mets else None if None in mets else False
        return met, max(shares, default=None)
    met = False if False in mets else None if None in mets else True
    return met, min(shares) if len(shares) == len(legs) and shares else None


def progress(legs: Sequence[tuple[Leg, Known]], *, join: str, period: Period, day: date, rule: ColourRule) -> Progress:
    """Where a target stands on `day`."""
    elapsed = period.elapsed(day)
    parts = tuple(leg_progress(leg, known, elapsed) for leg, known in legs)
    met, share = joined(parts, join)
    behind = None if share is None else 100 * (elapsed - min(share, Fraction(1)))
    return Progress(parts, met, share, elapsed, behind, colour(met, behind, day=day, until=period.until, rule=rule))


def colour(met: bool | None, behind: Fraction | None, *, day: date, until: date, rule: ColourRule) -> Colour:
    """Red: due and unmet. Yellow: more than `behind_points` behind the time elapsed. Grey: unknown. Green otherwise."""
    if met:
        return Colour.GREEN
    due = (until - day).days <= 1
    if met is None and behind is None:
        return Colour.GREY
    if due:
        return Colour.RED if met is False else Colour.GREY
    return Colour.YELLOW if behind is not None and behind > rule.behind_points else Colour.GREEN
