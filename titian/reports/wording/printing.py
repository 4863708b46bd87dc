"""How a value stands in a sentence: quantity, goal, growth, completion. Words and the number that was printed. Pure Python.

Every function returns the words around the number apart from the number itself, because only the number is linked and read back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from titian.base.quantities import MULTIPLIERS, UNIT_SCALES, Operator, plain, rounded, scaled, show
from titian.figures.progress import Leg, Measure


@dataclass(frozen=True)
class Printed:
    """`text` as it stands in the sentence, with the operator's words; `value` what it says, in the base unit; `core` without the words.

    A range of a target («20—25家») has its upper end in `high`.
    """

    text: str
    value: Decimal
    unit: str
    operator: Operator = Operator.EXACT
    high: Decimal | None = None
    before: str = ""
    after: str = ""


def quantity(value: Decimal, unit: str, operator: Operator = Operator.EXACT, *, as_unit: str = "") -> Printed:
    """8家, 1,099万元, 470余家; `as_unit` is another word for the base unit (期 for 次)."""
    text = show(value, unit, operator)
    if as_unit and as_unit != unit:
        text = _with_unit(text, unit, as_unit)
    return Printed(text, printed_value(value, unit), unit, operator)


def bare_number(value: Decimal, unit: str, operator: Operator = Operator.EXACT) -> Printed:
    """The number without its base unit: 8, 470余, 7.47亿, 不少于470."""
    number, printed = scaled(value, unit)
    body = plain(number, grouped=True)
    scale = printed.removesuffix(unit) if unit else printed
    words = {Operator.AT_LEAST: "不少于", Operator.AT_MOST: "不超过", Operator.ABOUT: "约"}
    if operator is Operator.OVER:
        text = f"{body}余{scale}" if "." not in body and unit != "%" else f"超{body}{scale}"
    else:
        text = f"{words.get(operator, '')}{body}{scale}"
    return Printed(text, printed_value(value, unit), unit, operator)


def printed_value(value: Decimal, unit: str) -> Decimal:
    """What a reader gets back from the print: the value rounded to the printed decimals, in the base unit."""
    number, printed = scaled(value, unit)
    if printed == unit:
        return number
    if unit and printed == f"万{unit}":
        return number * MULTIPLIERS["万"]
    return number * UNIT_SCALES[printed][0]


def goal(leg: Leg, unit: str, *, as_unit: str = "") -> Printed:
    """The amount of a target measured as a level: 12家以上, 20—25家, 不超过3%."""
    if leg.high is not None:
        return _range(leg.low, leg.high, unit, as_unit)
    if leg.operator is Operator.OVER:
        exact = quantity(leg.low, unit, as_unit=as_unit)
        return Printed(f"超过{exact.text}", exact.value, unit, Operator.OVER)
    return quantity(leg.low, unit, leg.operator, as_unit=as_unit)


def requirement(leg: Leg, unit: str, *, as_unit: str = "") -> Printed:
    """A target with its verb: 达到12家以上, 增长10%以上, 净增3家以上, 控制在3%以内."""
    if leg.measure is Measure.GROWTH:
        amount = goal(leg, "%")
        return Printed(amount.text, amount.value, "%", amount.operator, amount.high, before="增长")
    amount = goal(leg, unit, as_unit=as_unit)
    if leg.operator is Operator.AT_MOST and leg.high is None:
        exact = quantity(leg.low, unit, as_unit=as_unit)
        return Printed(exact.text + "以内", exact.value, unit, Operator.AT_MOST, before="控制在")
    verb = "净增" if leg.measure is Measure.INCREASE else "达到"
    return Printed(amount.text, amount.value, amount.unit, amount.operator, amount.high, before=verb)


def growth(now: Decimal, before: Decimal) -> Printed | None:
    """同比增长33.3%, 同比下降4%, 同比持平, 同比基本持平 (below a twentieth of a per cent); None when there is nothing to grow from."""
    if before <= 0:
        return None
    change = rounded((now - before) * 100 / before, 1)
    if not change:
        return Printed("", Decimal(0), "%", before="同比持平" if now == before else "同比基本持平")
    return Printed(f"{plain(abs(change), grouped=True)}%", change, "%", before="同比增长" if change > 0 else "同比下降")


def points(now: Decimal, before: Decimal) -> Printed:
    """The change of a share, in percentage points: 同比提高0.5个百分点."""
    if now == before:
        return Printed("", Decimal(0), "个百分点", before="同比持平")
    change = rounded(now - before, 2)
    return Printed(f"{plain(abs(change))}个百分点", change, "个百分点", before="同比提高" if change > 0 else "同比下降")


def percent(share: Fraction, of: str) -> Printed:
    """完成年度目标66.7%; `of` is 年度目标 or 上半年目标."""
    value = rounded(Decimal(share.numerator) * 100 / share.denominator, 1)
    return Printed(f"{plain(value, grouped=True)}%", value, "%", before=f"完成{of}")


def pace(behind: Decimal, of: str, *, is_ratio: bool) -> Printed:
    """慢于时间进度8.4个百分点, 快于…; for shares and rates 低于年度目标2.3个百分点."""
    value = rounded(behind, 1 if not is_ratio else 2)
    slow, fast, level = ("低于", "高于", "达到") if is_ratio else ("慢于", "快于", "持平于")
    against = of if is_ratio else "时间进度"
    if not value:
        return Printed("", Decimal(0), "个百分点", before=f"{level}{against}")
    return Printed(f"{plain(abs(value))}个百分点", value, "个百分点", before=f"{slow if value > 0 else fast}{against}")


def listed(names: Sequence[str], count: Printed, *, complete: bool, show: int = 3) -> Printed:
    """甲、乙、丙等12家; a complete list of up to five is printed whole and without 等; one name of many is no list."""
    names = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    whole = complete and len(names) <= 5
    shown = names if whole else names[:show]
    if not shown or (len(shown) < 2 and not whole):
        return count
    joint = ("共" if shown[-1][-1].isascii() and shown[-1][-1].isalnum() else "") if whole else "等"
    return Printed(count.text, count.value, count.unit, count.operator, before="、".join(shown) + joint)


def _range(low: Decimal, high: Decimal, unit: str, as_unit: str) -> Printed:
    """20—25家: one unit at the end when both ends share it."""
    (least, low_unit), (most, high_unit) = scaled(low, unit), scaled(high, unit)
    text = f"{plain(least, grouped=True)}{'' if low_unit == high_unit else low_unit}—{plain(most, grouped=True)}{high_unit}"
    if as_unit:
        text = _with_unit(text, unit, as_unit)
    return Printed(text, printed_value(low, unit), unit, Operator.AT_LEAST, printed_value(high, unit))


def _with_unit(text: str, unit: str, as_unit: str) -> str:
    head, _, tail = text.rpartition(unit)
    return f"{head}{as_unit}{tail}"
