"""Growth rates of a firm's years, from exact fractions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isqrt

from titian.policies.engine.units import SHARE_SCALE
from titian.policies.record.catalogue import SPAN
from titian.policies.record.gathering import Gathered

MEANS = (
    ("revenue", "revenue_yuan", "销售收入"),
    ("net_assets", "net_assets_yuan", "净资产"),
    ("main_business", "main_business_yuan", "主营业务收入"),
)


def put_growth(facts: Gathered, years: Sequence[int]) -> None:
    """All growth facts."""
    for fact, key, label in MEANS:
        _mean(facts, years, fact, key, label)
    _last_year(facts, years)
    _compound(facts, years)


def _mean(facts: Gathered, years: Sequence[int], fact: str, key: str, label: str) -> None:
    values = [facts.values[f"{span}.{fact}"] for span in SPAN[: len(years)]][::-1]
    name = f"growth.{fact}"
    if len(values) < 2:
        facts.put(name, None)
        facts.note(name, f"不足两个会计年度，{label}增长率无法计算")
        return
    if values[-2] != 0 and any(value is not None and value < 0 for value in values[:-1]):
        facts.put(name, None)
        facts.note(name, f"基期{label}为负，增长率无法计算")
        return
    found = growth_of(values)
    facts.share(name, found, *(_missing(years, values, key) if found is None else ()))


def _missing(years: Sequence[int], values: Sequence[int | None], key: str) -> list[str]:
    """Where unknown values (oldest first) would stand, newest first."""
    return [f"years.{year}.{key}" for year, value in zip(years, values[::-1], strict=True) if value is None]


def growth(values: Sequence[int | None]) -> Fraction | None:
    """g = ½(Y2/Y1 + Y3/Y2) − 1 of three years, oldest first; Y3/Y2 − 1 of two, or where Y1 is 0; 0 where Y2 is 0. None: unknown.

    195号 三（七）4.: 第一年为 0 的按后两年计算, 第二年为 0 的按 0 分. Bases must not be negative.
    """
    found = growth_of(values)
    return None if found is None else Fraction(*found)


def growth_of(values: Sequence[int | None]) -> tuple[int, int] | None:
    """`growth` as numerator and denominator, not reduced."""
    base = values[-2]
    if base == 0:
        return 0, 1
    last, first = values[-1], values[0]
    if base is None or last is None or first is None:
        return None
    if len(values) == 2 or first == 0:
        return last - base, base
    return base * base + last * first - 2 * first * base, 2 * first * base


def _last_year(facts: Gathered, years: Sequence[int]) -> None:
    """Last year over the year before, minus one. Over nothing it cannot be told."""
    name, values = "growth.revenue.year", [facts.values[f"{span}.revenue"] for span in SPAN[: min(2, len(years))]][::-1]
    if len(values) < 2:
        facts.put(name, None)
        facts.note(name, "不足两个会计年度，上一年销售收入增长率无法计算")
        return
    base, last = values
    if base == 0:
        facts.note(name, "前年销售收入为 0，上一年增长率无法计算")
    found = None if last is None or not base else (last - base, base)
    facts.share(name, found, *(_missing(years[:2], values, "revenue_yuan") if found is None else ()))


def _compound(facts: Gathered, years: Sequence[int]) -> None:
    """√(Y3/Y1) − 1, as the engine's integer: exact at every whole basis point, odd strictly between two."""
    name, values = "growth.revenue.compound", [facts.values[f"{span}.revenue"] for span in SPAN[: len(years)]][::-1]
    if len(values) < 3:
        facts.put(name, None)
        facts.note(name, "不足三个会计年度，近两年复合增长率无法计算")
        return
    first, last = values[0], values[-1]
    if first == 0:
        facts.note(name, "大前年销售收入为 0，近两年复合增长率无法计算")
    if first is None or last is None or first == 0:
        facts.put(name, None, *_missing(years[::2], [first, last], "revenue_yuan"))
        return
    facts.put(name, compound(first, last))


def compound(first: int, last: int) -> int:
    """The growth a year over two years, as a share of the engine."""
    scale = SHARE_SCALE // 2
    whole = isqrt(last * scale**2 // first)
    return 2 * (whole - scale) + (whole**2 * first != last * scale**2)
