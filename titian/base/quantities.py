"""Quantities: a number, its unit and how exact it is; printed the office's way.

A value is a Decimal in its base unit (元, 家, 次, 平方米, %). `UNIT_SCALES` says which printed units are a base unit times a power
of ten; `show` prints a value the way a bureau's paper does: 1,099万元, 7.47亿元, 100余人次, 3.42%.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

# Printed unit → (factor, base unit). 亿 and 万 in front of any unit scale it; these are only the ones written as one word.
UNIT_SCALES: dict[str, tuple[Decimal, str]] = {
    "亿元": (Decimal(100_000_000), "元"),
    "千万元": (Decimal(10_000_000), "元"),
    "百万元": (Decimal(1_000_000), "元"),
    "万元": (Decimal(10_000), "元"),
    "千元": (Decimal(1_000), "元"),
    "元": (Decimal(1), "元"),
    "万平方米": (Decimal(10_000), "平方米"),
    "平方公里": (Decimal(1_000_000), "平方米"),
    "万平米": (Decimal(10_000), "平方米"),
    "平方米": (Decimal(1), "平方米"),
}
MULTIPLIERS: dict[str, Decimal] = {"亿": Decimal(100_000_000), "万": Decimal(10_000), "千": Decimal(1_000), "百": Decimal(100)}


class Operator(StrEnum):
    """How a stated number relates to the true one (the reader's `qualifier`)."""

    EXACT = "exact"
    OVER = "over"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOUT = "about"

    @property
    def label(self) -> str:
        return {"exact": "等于", "over": "超过", "at_least": "不少于", "at_most": "不超过", "about": "约"}[self.value]

    def admits(self, stated: Decimal, value: Decimal) -> bool:
        """Could the true number be `value` when the paper says `stated`? About allows five per cent either way, both edges inclusive."""
        if self is Operator.EXACT:
            return value == stated
        if self is Operator.AT_MOST:
            return value <= stated
        if self is Operator.ABOUT:
            return abs(value - stated) * 20 <= abs(stated)
        return value >= stated


@dataclass(frozen=True)
class Quantity:
    """A value in its base unit with the operator it was stated with."""

    value: Decimal
    unit: str
    operator: Operator = Operator.EXACT

    def __str__(self) -> str:
        return show(self.value, self.unit, self.operator)


def plain(value: Decimal, *, grouped: bool = False) -> str:
    """A Decimal without exponent and without trailing zeros: 1099, 7.47, 0.5; `grouped` puts commas in."""
    text = format(value.normalize(), ",f" if grouped else "f")
    return "0" if text in {"-0", ""} else text


def rounded(value: Decimal, places: int) -> Decimal:
    """Half up, as the office rounds."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def scaled(value: Decimal, unit: str, *, places: int = 2) -> tuple[Decimal, str]:
    """Base value → (number, printed unit) in the scale a paper would choose; at most `places` decimals.

    Money below one 亿元 is printed in 万元 (at most four decimals, so that 3126.4875万元 survives), from one 亿元 on in 亿元; other
    units from 100,000 on are printed in 万 where that loses nothing.
    """
    size = abs(value)
    if unit == "元":
        if size >= MULTIPLIERS["亿"]:
            return rounded(value / MULTIPLIERS["亿"], places), "亿元"
        if size >= MULTIPLIERS["万"]:
            return rounded(value / MULTIPLIERS["万"], max(places, 4)), "万元"
        return rounded(value, 2), "元"
    if unit != "%" and size >= 100_000 and rounded(value / MULTIPLIERS["万"], places) * MULTIPLIERS["万"] == value:
        return rounded(value / MULTIPLIERS["万"], places), f"万{unit}"
    return rounded(value, max(places, 2)), unit


def exactly(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """Like `scaled`, but in the largest scale that loses nothing: what a target or a stored full value is printed with."""
    scales = ("亿", "万") if unit == "元" else ("万",) if unit != "%" else ()
    for scale in scales:
        number = value / MULTIPLIERS[scale]
        if abs(number) >= 1 and rounded(number, 4) == number and (unit == "元" or abs(value) >= 100_000):
            return number, f"{scale}{unit}"
    return value, unit


def show(value: Decimal, unit: str, operator: Operator | str = Operator.EXACT, *, places: int = 2) -> str:
    """The office's print of a value: 近7.47亿元 is never invented; 余/以上/约 come only from the operator.

    over → 470余家; at_least → 470家以上; at_most → 不超过470家; about → 约470家.
    """
    number, printed = scaled(value, unit, places=places)
    text, kind = plain(number, grouped=True), Operator(operator)
    if kind is Operator.OVER and unit != "%" and "." not in text:
        return f"{text}余{printed}"
    body = f"{text}{printed}"
    if kind is Operator.OVER:
        return f"超{body}"
    return {Operator.AT_LEAST: f"{body}以上", Operator.AT_MOST: f"不超过{body}", Operator.ABOUT: f"约{body}"}.get(kind, body)


class QuantityError(ValueError):
    """The text holds no quantity; the message says in Chinese what is understood."""


# Beyond any figure of a county in any unit; what is longer is a slip of the keyboard and would not fit the books.
LARGEST = Decimal(10) ** 16
_NUMBER = r"-?\d+(?:,\d{3})*(?:\.\d+)?"
_PREFIXES = {
    "不少于": Operator.AT_LEAST, "不低于": Operator.AT_LEAST, "至少": Operator.AT_LEAST, "≥": Operator.AT_LEAST, ">=": Operator.AT_LEAST,
    "不超过": Operator.AT_MOST, "不高于": Operator.AT_MOST, "不多于": Operator.AT_MOST, "≤": Operator.AT_MOST, "<=": Operator.AT_MOST,
    "超过": Operator.OVER, "突破": Operator.OVER, "超": Operator.OVER, ">": Operator.OVER, "约": Operator.ABOUT, "近": Operator.ABOUT,
}  # fmt: skip
_SUFFIXES = {
    "以上": Operator.AT_LEAST, "及以上": Operator.AT_LEAST, "以内": Operator.AT_MOST, "以下": Operator.AT_MOST,
    "左右": Operator.ABOUT, "上下": Operator.ABOUT, "余": Operator.OVER, "多": Operator.OVER,
}  # fmt: skip
_QUANTITY = re.compile(
    rf"(?P<prefix>{'|'.join(sorted(map(re.escape, _PREFIXES), key=len, reverse=True))})?\s*(?P<number>{_NUMBER})\s*"
    rf"(?P<infix>余|多)?(?P<scale>[万亿])?(?P<infix2>余|多)?\s*(?P<unit>[^\d\s,,;;余多以左上]{{0,8}}?)"
    rf"(?P<suffix>{'|'.join(sorted(_SUFFIXES, key=len, reverse=True))})?"
)
_WIDE = str.maketrans("0123456789.,-%><", "0123456789.,-%><")


def parse(text: str) -> Quantity:
    """A cell or a typed value as the office writes it: «1,099万元», «≥120家», «5.95亿元以上», «8%», «470余家», full-width too.

    Returns the value in its base unit (unit "" when none is written). Raises QuantityError.
    """
    cleaned = text.translate(_WIDE).strip()
    match = _QUANTITY.fullmatch(cleaned)
    if match is None:
        raise QuantityError(f"「{text.strip()}」不是能识别的数量，请写成如 120、1,099万元、≥120家、5.95亿元以上")
    value = Decimal(match["number"].replace(",", "")) * MULTIPLIERS.get(match["scale"] or "", Decimal(1))
    factor, unit = UNIT_SCALES.get(match["unit"], (Decimal(1), match["unit"]))
    if abs(value * factor) >= LARGEST:
        raise QuantityError(f"「{text.strip()[:30]}」大得不合情理，请核对位数和单位")
    operator = _PREFIXES.get(match["prefix"] or "") or _SUFFIXES.get(match["suffix"] or match["infix"] or match["infix2"] or "")
    return Quantity(value * factor, unit, operator or Operator.EXACT)
