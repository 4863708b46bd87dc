"""A value in the books' base unit → the number a form wants, in the unit its label says. Exact; pure Python."""

from __future__ import annotations

from decimal import Decimal

from titian.base.quantities import MULTIPLIERS, UNIT_SCALES, plain
from titian.exchange.values import unit_of

_ALIKE = (
    {"家", "户", "个", "家次"},
    {"人", "名", "位", "个"},
    {"项", "个", "件", "条"},
    {"次", "场", "场次", "期"},
    {"人次", "人"},
)
_STRICT = frozenset({"元", "%", "平方米"})
MONEY_UNIT = "万元"


class UnitMismatch(ValueError):
    """The form's unit and the figure's measure different things; the message is Chinese."""


def in_unit(value: Decimal, base: str, wanted: str) -> Decimal:
    """`value` in unit `base` → in unit `wanted` (money without a wanted unit comes in 万元). Raises UnitMismatch."""
    return value / _factor(base, wanted or default_unit(base))


def fits(base: str, wanted: str) -> bool:
    """May a figure of unit `base` stand where a form says `wanted`? A form that says nothing takes any."""
    try:
        return not wanted or bool(_factor(base, wanted))
    except UnitMismatch:
        return False


def default_unit(base: str) -> str:
    """What a figure is printed in where the form says nothing."""
    return MONEY_UNIT if base == "元" else base


def printed(value: Decimal, suffix: str = "") -> str:
    return f"{plain(value)}{suffix}"


def _factor(base: str, wanted: str) -> Decimal:
    if base == "元":
        unit = unit_of(wanted)
        if unit is None or unit.currency != "CNY":
            raise UnitMismatch(f"表内单位是「{wanted}」，账上是金额")
        return unit.scale
    scale, own = UNIT_SCALES.get(wanted, (Decimal(1), wanted))
    if own == base or (base == "%" and wanted in {"百分点", "%"}):
        return scale
    if wanted[:1] in MULTIPLIERS and (wanted[1:] in {"", base}):
        return MULTIPLIERS[wanted[0]]
    if base not in _STRICT and own not in _STRICT and any({base, own} <= alike for alike in _ALIKE):
        return Decimal(1)
    raise UnitMismatch(f"表内单位是「{wanted}」，账上的单位是「{base}」")
