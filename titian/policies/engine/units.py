"""What an integer of the engine stands for, and how it is printed: as a number of JSON and in the office's words.

fen      money            JSON: yuan, at most two decimals
share    0-1              half basis points: 2 × 10,000 × share; an odd number lies strictly between two basis points, so that every
                          threshold in whole basis points is compared exactly
points   scores           millionths of a point
days, years, count, people, pieces, items, place, flag   as they are
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from fractions import Fraction

from titian.base.quantities import plain

SHARE_SCALE = 20_000
POINT = 1_000_000
PLACES = 10  # decimals of a share in JSON


class Unit(StrEnum):
    """The unit of a fact or of what a clause shows."""

    MONEY, SHARE, POINTS, DAYS, PEOPLE, PIECES, ITEMS, COUNT, YEARS, PLACE, FLAG = (
        *("money", "share", "points", "days", "people", "pieces"),
        *("items", "count", "years", "place", "flag"),
    )

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Unit.MONEY: "元",
    Unit.SHARE: "比例（0-1）",
    Unit.POINTS: "分",
    Unit.DAYS: "天",
    Unit.PEOPLE: "人",
    Unit.PIECES: "件",
    Unit.ITEMS: "项",
    Unit.COUNT: "次",
    Unit.YEARS: "年",
    Unit.PLACE: "名次",
    Unit.FLAG: "是/否",
}
_WORDS = {
    Unit.PEOPLE: "名",
    Unit.PIECES: "件",
    Unit.ITEMS: "项",
    Unit.DAYS: "天",
    Unit.COUNT: "次",
    Unit.YEARS: "年",
    Unit.PLACE: "位",
}


def as_share(value: Fraction) -> int:
    """A share as the engine's integer: exact at every whole basis point, odd strictly between two."""
    return share_of(value.numerator, value.denominator)


def share_of(numerator: int, denominator: int) -> int:
    """`as_share` of a quotient nobody has reduced; the denominator is above 0."""
    whole, rest = divmod(numerator * (SHARE_SCALE // 2), denominator)
    return 2 * whole + (rest != 0)


def json_number(value: int, unit: Unit) -> int | float | bool:
    """The number as JSON states it."""
    if unit is Unit.FLAG:
        return bool(value)
    if unit is Unit.MONEY:
        return _plain_number(Decimal(value).scaleb(-2))
    if unit is Unit.POINTS:
        return _plain_number(Decimal(value).scaleb(-6))
    if unit is Unit.SHARE:
        return _plain_number(Decimal(value) / SHARE_SCALE)
    return value


def json_share(value: Fraction, towards: int = 0) -> int | float:
    """A share to ten decimals: half up, or downwards (-1) or upwards (1), so that it never prints equal to what it does not reach."""
    scaled = value * 10**PLACES
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    if rest and (towards > 0 or (towards == 0 and 2 * rest >= scaled.denominator)):
        whole += 1
    return _plain_number(Decimal(whole).scaleb(-PLACES))


def _plain_number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def in_words(value: int, unit: Unit) -> str:
    """«35.1 万元», «2 名», «12.5%», «70 分»; amounts are rounded up, so that doing what is said is enough."""
    if unit is Unit.MONEY:
        return money_in_words(value)
    if unit is Unit.SHARE:
        return f"{plain((Decimal(value) / (SHARE_SCALE // 100)).quantize(Decimal('0.01'), ROUND_CEILING))}%"
    if unit is Unit.POINTS:
        return f"{plain(Decimal(value).scaleb(-6).quantize(Decimal('0.01'), ROUND_CEILING))} 分"
    if unit is Unit.FLAG:
        return "是" if value else "否"
    return f"{value} {_WORDS[unit]}"


def money_in_words(fen: int) -> str:
    """Fen → «35.1 万元», «1.2 亿元»; less than 1,000 元 in yuan. Rounded up to the last digit shown."""
    if abs(fen) < 100_000:
        return f"{plain(Decimal(fen).scaleb(-2))} 元"
    wan = (Decimal(fen) / 1_000_000).quantize(Decimal("0.1"), ROUND_CEILING)
    if abs(wan) < 10_000:
        return f"{plain(wan)} 万元"
    return f"{plain((Decimal(fen) / 10_000_000_000).quantize(Decimal('0.0001'), ROUND_CEILING))} 亿元"


def share_in_words(value: Fraction) -> str:
    """«5%», «33.33%»."""
    return f"{plain((Decimal(value.numerator) * 100 / Decimal(value.denominator)).quantize(Decimal('0.01'), ROUND_HALF_EVEN))}%"
