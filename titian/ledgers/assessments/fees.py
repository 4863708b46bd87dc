"""What an operator is paid for a quarter: indicators → points → share of the quarter's fee. Pure Python, the formula in words beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from titian.base.quantities import plain, rounded


@dataclass(frozen=True)
class Value:
    """One indicator of a quarter. Points: the score that was given, else weight × value ÷ goal, never above the weight."""

    title: str
    weight: Decimal | None
    goal: Decimal | None = None
    value: Decimal | None = None
    score: Decimal | None = None

    @property
    def points(self) -> Fraction | None:
        if self.score is not None:
            return Fraction(self.score)
        if self.weight is None or self.value is None or not self.goal:
            return None
        return min(Fraction(self.weight), Fraction(self.weight) * Fraction(self.value) / Fraction(self.goal))

    @property
    def formula(self) -> str:
        """促成技术合同 20 × 6 ÷ 8 = 15"""
        points = self.points
        if points is None:
            return f"{self.title}：缺{'、'.join(self.lacking)}"
        said = plain(rounded(Decimal(points.numerator) / points.denominator, 2))
        if self.score is not None or self.weight is None or self.value is None or not self.goal:
            return f"{self.title} {said}"
        capped = "，封顶" if self.value > self.goal else ""
        return f"{self.title} {plain(self.weight)} × {plain(self.value)} ÷ {plain(self.goal)} = {said}{capped}"

    @property
    def lacking(self) -> list[str]:
        wanted = {"分值": self.weight, "目标值": self.goal or None, "完成值": self.value}
        return [name for name, value in wanted.items() if value is None]


@dataclass(frozen=True)
class Tier:
    """From `low` points on (inclusive) so many per cent of the quarter's fee."""

    low: Decimal
    percent: Decimal


# What holds while the agreement says nothing else: full from 90 on, four fifths from 80, six tenths from 60, nothing below.
TIERS = tuple(Tier(Decimal(low), Decimal(percent)) for low, percent in ((90, 100), (80, 80), (60, 60), (0, 0)))
QUARTERS = 4


@dataclass(frozen=True)
class Payable:
    """What the quarter earns; `amount` yuan to the fen, None while points are missing. `formula` is how it came about, line by line."""

    points: Decimal | None
    percent: Decimal | None
    amount: Decimal | None
    formula: tuple[str, ...]


def tier_of(points: Decimal, tiers: Sequence[Tier]) -> Tier:
    return next(tier for tier in sorted(tiers, key=lambda tier: tier.low, reverse=True) if points >= tier.low)


def payable(yearly: Decimal | None, values: Sequence[Value], tiers: Sequence[Tier] = TIERS) -> Payable:
    """`yearly` yuan. The points are graded as they are printed, to two decimals."""
    lines = tuple(value.formula for value in values)
    given = [value.points for value in values]
    if not values or any(points is None for points in given):
        return Payable(None, None, None, lines or ("本季度还没有登记指标",))
    exact = sum((points for points in given if points is not None), Fraction(0))
    points = rounded(Decimal(exact.numerator) / exact.denominator, 2)
    tier = tier_of(points, tiers)
    lines += (f"合计 {plain(points)} 分，{plain(tier.low)} 分以上拨付 {plain(tier.percent)}%",)
    if yearly is None:
        return Payable(points, tier.percent, None, (*lines, "协议没有写年度运营经费，算不出金额"))
    amount = (yearly / QUARTERS * tier.percent / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    said = f"{plain(yearly / 10_000)} 万元 ÷ {QUARTERS} × {plain(tier.percent)}% = {plain(amount / 10_000)} 万元"
    return Payable(points, tier.percent, amount, (*lines, said))
