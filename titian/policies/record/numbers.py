"""Numbers of the input, checked: what is no number, negative, absurd or too fine is a problem said by its key. What is unknown is a note."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from titian.policies.engine.units import POINT, Unit, as_share
from titian.policies.record.catalogue import LABELS

MOST_YUAN = 10**13
MOST_PEOPLE = 10_000_000
MOST_SHARE = 1_000_000
MOST_POINTS = 100
MONEY_PLACES = 2
LONGEST_QUOTE = 40


class Numbers:
    """Problems and notes of one record, gathered as its numbers are read. Every method answers None for unknown or refused."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.notes: list[str] = []
        self.exact: dict[str, Fraction] = {}

    def number(self, value: object, key: str, unit: Unit, *, signed: bool = False) -> int | None:
        if value is None:
            return None
        if unit is Unit.FLAG:
            return self._flag(value, key)
        if unit is Unit.POINTS:
            return self.points(value, key, MOST_POINTS)
        number = self._decimal(value, key)
        if number is not None and number < 0 and not signed:
            self.wrong(key, "不能为负", value)
            number = None
        return None if number is None else self._in_unit(number, key, unit)

    def _in_unit(self, number: Decimal, key: str, unit: Unit) -> int | None:
        if unit is Unit.MONEY:
            return self._money(number, key)
        return self._share(number, key) if unit is Unit.SHARE else self._count(number, key)

    def _flag(self, value: object, key: str) -> int | None:
        if isinstance(value, bool):
            return int(value)
        self.wrong(key, "应为 true、false 或 null", value)
        return None

    def _decimal(self, value: object, key: str) -> Decimal | None:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self.wrong(key, "应为数", value)
            return None
        number = Decimal(value)
        if number.is_finite():
            return number
        self.wrong(key, "不是有限的数", value)
        return None

    def _money(self, number: Decimal, key: str) -> int | None:
        if abs(number) > MOST_YUAN:
            self.wrong(key, "大得不合理（超过 10 万亿元）", number)
            return None
        if number != round(number, MONEY_PLACES):
            self.wrong(key, "金额以元计，最多两位小数", number)
            return None
        return int(number * 100)

    def _share(self, number: Decimal, key: str) -> int | None:
        if number > MOST_SHARE:
            self.wrong(key, "大得不合理（比例以 1 为 100%）", number)
            return None
        if number.adjusted() < -50:
            return int(number != 0)
        self.exact[key] = Fraction(number)
        return as_share(self.exact[key])

    def _count(self, number: Decimal, key: str) -> int | None:
        if number > MOST_PEOPLE:
            self.wrong(key, "大得不合理（超过 1000 万）", number)
            return None
        if number != number.to_integral_value():
            self.wrong(key, "应为整数", number)
            return None
        return int(number)

    def points(self, value: object, key: str, most: int) -> int | None:
        number = self._decimal(value, key)
        if number is None:
            return None
        if not 0 <= number <= most:
            self.wrong(key, f"应在 0 到 {most} 分之间", value)
            return None
        whole = int(number * POINT)
        if whole != number * POINT:
            self.notes.append(f"{key}：小数超过六位，只取前六位")
        return whole

    def wrong(self, key: str, told: str, value: object) -> None:
        label = LABELS.get(key.rsplit(".", 1)[-1])
        self.problems.append(f"{key}{f'（{label}）' if label else ''}{told}，给的是 {short(value)}")

    def unknown(self, data: Mapping[str, Any], known: Iterable[str], prefix: str) -> None:
        strange = [f"{prefix}{key[:LONGEST_QUOTE]}" for key in data if key not in known]
        if strange:
            self.notes.append(f"不认识的键，未采用：{'、'.join(strange)}")


def short(value: object) -> str:
    """A value as it is quoted in a message, in the words of JSON."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return "列表" if isinstance(value, list) else "对象"
    text = f"「{value}」" if isinstance(value, str) else str(value)
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"


def plain_amount(value: int, key: str) -> str:
    return f"{Decimal(value).scaleb(-2)} 元" if key.endswith("_yuan") else str(value)
