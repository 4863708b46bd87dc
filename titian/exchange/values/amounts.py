"""Amounts of money: 1,099万元 · 500(万元) · 127(万元人民币) · 2,000（万美元） · 3.5亿 · ￥12,000.50. Currencies are kept, never converted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from titian.base.money import YUAN
from titian.base.quantities import LARGEST
from titian.exchange.values.numbers import exact, refuse_vague, split, tidy
from titian.exchange.values.texts import ValueProblem, quoted, says_nothing, squeeze

_CURRENCIES: dict[str, tuple[str, ...]] = {
    "CNY": ("人民币元", "元人民币", "人民币", "元", "圆", "CNY", "RMB", "¥"),
    "USD": ("元美元", "美元", "美金", "USD", "US$", "$"),
    "HKD": ("元港币", "香港元", "港币元", "港元", "港币", "HKD", "HK$"),
    "MOP": ("澳门元", "澳门币", "MOP"),
    "TWD": ("新台币元", "新台币", "台币", "TWD"),
    "EUR": ("欧元", "EUR", "€"),
    "GBP": ("英镑", "GBP", "£"),
    "JPY": ("日元", "日圆", "JPY"),
    "KRW": ("韩元", "韩圆", "KRW"),
    "SGD": ("新加坡元", "新币", "SGD"),
    "AUD": ("澳大利亚元", "澳元", "AUD"),
    "CAD": ("加拿大元", "加元", "CAD"),
    "CHF": ("瑞士法郎", "瑞郎", "CHF"),
}
_CODES = {word: code for code, words in _CURRENCIES.items() for word in words}
_WORD = "|".join(re.escape(word) for word in sorted(_CODES, key=len, reverse=True))
_SCALES = {
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "十万": 100_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
    "万亿": 10**12,
}
_UNIT = re.compile(rf"(?P<scale>{'|'.join(sorted(_SCALES, key=len, reverse=True))})?(?P<word>{_WORD})?[整正]?", re.IGNORECASE)
_PREFIX = re.compile(rf"({_WORD}):?\s*", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_BRACKETED = re.compile(r"\(\s*([^()]*?)\s*\)")
_EXAMPLE = "1,099万元"


@dataclass(frozen=True)
class Unit:
    """A unit of money: how many of the currency's own unit one of it is, the currency (ISO code), and whether a count was said (万, 元)
    or the currency alone (人民币)."""

    scale: Decimal
    currency: str = "CNY"
    counts: bool = True


@dataclass(frozen=True)
class Amount:
    """Money of one cell.

    yuan       in the currency's own unit (元, dollars …), exact, at most two decimals
    currency   ISO code
    unit_said  False: neither cell nor head names a unit, the column's default was taken
    rounded    the text was finer than a fen; `yuan` is rounded half up
    """

    yuan: Decimal
    currency: str = "CNY"
    unit_said: bool = True
    rounded: bool = False

    @property
    def fen(self) -> int:
        """Hundredths of the currency's unit, what money columns hold."""
        return int(self.yuan * YUAN)


@lru_cache(maxsize=1024)
def unit_of(words: str) -> Unit | None:
    """«万元», «万美元», «亿», «元» → the unit; None when the words are no unit of money."""
    match = _UNIT.fullmatch(squeeze(words))
    if match is None or not match.group():
        return None
    scale, word = match["scale"], (match["word"] or "元").upper()
    counts = bool(scale) or "元" in word or word in {"¥", "$", "圆", "€", "£"}
    return Unit(Decimal(_SCALES[scale] if scale else 1), _CODES[word], counts)


def money(text: str, unit: str | None = None, *, default: str = "元") -> Amount | None:
    """`unit` is what the head says, `default` what the column means when nobody says a unit; the cell's own unit wins over both.

    A bracket that only names the currency, 500(人民币), leaves the scale to the head. Raises ValueProblem.
    """
    if says_nothing(text):
        return None
    cell = tidy(text)
    said = unit_of(unit) if unit else None
    if _BARE_NUMBER.fullmatch(cell):
        return _amount(exact(cell, text), said or _demanded(default), text, unit_said=said is not None)
    refuse_vague(text, cell, _EXAMPLE)
    before, cell = _prefix(cell)
    number, rest = split(text, cell, _EXAMPLE)
    own = _own(rest, before, text)
    column = said or _demanded(default)
    if own is before and own is not None and not own.counts and column.scale != 1:
        raise ValueProblem(f"{quoted(text)}看不出是元还是{default if said is None else unit}，请写明单位，如 {_EXAMPLE}")
    if own is None:
        return _amount(number, column, text, unit_said=said is not None)
    if own.counts:
        return _amount(number, own, text, unit_said=True)
    return _amount(number, Unit(column.scale, own.currency), text, unit_said=said is not None)


def _own(rest: str, before: Unit | None, text: str) -> Unit | None:
    """The unit a cell names itself, behind its number or in front of it (人民币500万元)."""
    bracketed = "(" in rest
    words = _BRACKETED.sub(r"\1", rest).replace(" ", "")
    if not words:
        return before
    behind = unit_of(words)
    if behind is None:
        raise ValueProblem(f"{quoted(text)}的单位「{words[:12]}」认不出，请写成如 {_EXAMPLE}、500万美元")
    if before is not None and before.currency != behind.currency:
        if behind.currency != "CNY":
            raise ValueProblem(f"{quoted(text)}前后写了两种币种，请只写一种，如 {_EXAMPLE}")
        return Unit(behind.scale, before.currency, behind.counts)
    return behind if bracketed or behind.counts else Unit(behind.scale, behind.currency)


def _prefix(cell: str) -> tuple[Unit | None, str]:
    match = _PREFIX.match(cell)
    if match is None:
        return None, cell
    return unit_of(match[1]), cell[match.end() :]


def _amount(number: Decimal, unit: Unit, text: str, *, unit_said: bool) -> Amount:
    value = number * unit.scale
    if abs(value) >= LARGEST:
        raise ValueProblem(f"{quoted(text)}大得不合情理，请核对位数和单位")
    cents = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return Amount(cents, unit.currency, unit_said, rounded=cents != value)


def _demanded(words: str) -> Unit:
    unit = unit_of(words)
    if unit is None:
        raise ValueError(f"{words!r} is no unit of money")
    return unit
