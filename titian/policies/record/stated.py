"""Facts of an enterprise that no register has a column for, told by somebody: how they are written, kept and shown.

What is kept is JSON in the engine's own integers (fen, half basis points, millionths of a point; a flag 1 or 0); words and days as text.
The catalogue follows `record/catalogue.py`: a fact added there may be told at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from titian.base.terms import Term
from titian.policies.engine.units import Unit, in_words
from titian.policies.record.catalogue import EXPERT_LABELS, EXPERT_MAXIMUM, FIELDS, TOP_KEYS, YEAR_KEYS
from titian.policies.record.numbers import Numbers

FIELD, INCIDENTS, EXPERT = "field", "incidents", "expert_scores."
# Facts of a year that the registry's annual figures hold, or from which they follow: told there, not here.
OF_THE_REGISTRY = frozenset(
    {
        *(
            "revenue_yuan",
            "total_income_yuan",
            "high_tech_income_yuan",
            "cost_yuan",
            "rd_expense_yuan",
            "rd_domestic_yuan",
            "staff",
        ),
        *("sci_tech_staff", "net_assets_yuan", "total_assets_yuan", "debt_ratio", "main_business_yuan", "rd_staff"),
    }
)
NONE_WORDS = frozenset({"无", "没有", "未发生"})
_FLAGS = {"是": 1, "有": 1, "对": 1, "true": 1, "1": 1, "否": 0, "无": 0, "没有": 0, "不是": 0, "false": 0, "0": 0}
_BETWEEN = re.compile(r"[、，,；;\s]+")
_TAILS = {
    Unit.PEOPLE: "人名",
    Unit.PIECES: "件",
    Unit.ITEMS: "项",
    Unit.DAYS: "天",
    Unit.YEARS: "年",
    Unit.COUNT: "次",
    Unit.POINTS: "分",
    Unit.PLACE: "位名",
}


class NotSayable(ValueError):
    """What was written is no value of the fact; the message says what would be."""


@dataclass(frozen=True, slots=True)
class Stated:
    """One fact that may be told. `unit` None: a word or days. `yearly`: told of one year."""

    key: str
    label: str
    unit: Unit | None
    help: str
    yearly: bool = False
    most: int | None = None


_HELP = {
    Unit.FLAG: "是 或 否",
    Unit.MONEY: "以万元计，如 350 或 350.5",
    Unit.SHARE: "百分比，如 12% 或 12.5%",
    Unit.POINTS: "分数，如 25 或 25.5",
}


@cache
def stated_keys() -> Mapping[str, Stated]:
    """Every fact that may be told, in the order of the catalogue."""
    found = [Stated(key, one.label, one.unit, _HELP.get(one.unit, "整数")) for key, one in TOP_KEYS.items()]
    found.append(Stated(FIELD, "技术领域", None, f"{'、'.join(FIELDS)} 之一"))
    found.append(
        Stated(INCIDENTS, "重大安全质量事故、严重环境违法", None, "没有写「无」；有的写日期，如 2026-01-02，几个之间用顿号")
    )
    for key, most in EXPERT_MAXIMUM.items():
        found.append(Stated(f"{EXPERT}{key}", f"专家评分：{EXPERT_LABELS[key]}", Unit.POINTS, f"0 到 {most} 分", most=most))
    found += [
        Stated(key, one.label, one.unit, _HELP.get(one.unit, "整数"), yearly=True)
        for key, one in YEAR_KEYS.items()
        if key not in OF_THE_REGISTRY
    ]
    return {one.key: one for one in found}


def parse(key: str, text: str) -> Any:
    """What somebody wrote → what is kept. Raises NotSayable."""
    about = stated_keys()[key]
    plain = text.strip()
    if about.unit is None:
        return _word(about, plain)
    if about.unit is Unit.FLAG:
        if plain.lower() not in _FLAGS:
            raise NotSayable(f"应为{about.help}，写的是「{plain}」")
        return _FLAGS[plain.lower()]
    return _number(about, plain)


def _word(about: Stated, text: str) -> Any:
    if about.key == FIELD:
        if text not in FIELDS:
            raise NotSayable(f"应为{about.help}，写的是「{text}」")
        return text
    if text in NONE_WORDS:
        return []
    try:
        return sorted({date.fromisoformat(part).isoformat() for part in _BETWEEN.split(text) if part})
    except ValueError as problem:
        raise NotSayable(f"{about.help}；写的是「{text}」") from problem


def _number(about: Stated, text: str) -> int:
    assert about.unit is not None, "a word is no number"
    bare = text.replace(",", "").replace("，", "").strip()
    scale = Decimal(1)
    if about.unit is Unit.MONEY:
        bare, scale = bare.removesuffix("万元").removesuffix("万"), Decimal(10_000)
    if about.unit is Unit.SHARE and bare.endswith(("%", "％")):
        bare, scale = bare[:-1], Decimal("0.01")
    try:
        number = Decimal(bare.rstrip(_TAILS.get(about.unit, "")).strip()) * scale
    except InvalidOperation as problem:
        raise NotSayable(f"应为{about.help}，写的是「{text}」") from problem
    numbers = Numbers()
    found = (
        numbers.points(number, about.key, about.most)
        if about.most is not None
        else numbers.number(number, about.key, about.unit, signed=YEAR_KEYS[about.key].signed if about.yearly else False)
    )
    if found is None:
        raise NotSayable("；".join(numbers.problems) or f"应为{about.help}，写的是「{text}」")
    return found


def in_office_words(key: str, value: Any) -> str:
    """What is kept, as people write it; what comes out of here goes in again."""
    about = stated_keys().get(key)
    if value is None:
        return ""
    if isinstance(value, list):
        return "、".join(value) or "无"
    if about is None or about.unit is None or not isinstance(value, int):
        return str(value)
    if about.unit is Unit.MONEY:
        return f"{(Decimal(value).scaleb(-6)).normalize():f} 万元"
    if about.unit is Unit.POINTS:
        return f"{(Decimal(value).scaleb(-6)).normalize():f} 分"
    return in_words(value, about.unit)


def holds(key: str, value: Any) -> bool:
    """Is this a value of the fact at all?"""
    about = stated_keys().get(key)
    if about is None or value is None:
        return about is not None
    if key == FIELD:
        return value in FIELDS
    if key == INCIDENTS:
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    return isinstance(value, int) and not isinstance(value, bool)


def days(value: Sequence[str]) -> tuple[date, ...]:
    """Kept days as days."""
    return tuple(map(date.fromisoformat, value))


def terms() -> list[Term]:
    """The facts that may be told, for the glossary."""
    return [Term("登记事实 stated facts", one.key, one.label, one.help) for one in stated_keys().values()]
