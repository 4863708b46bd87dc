"""Reading the parts of a clause: numbers, shares, words. What is wrong is gathered, so that an officer sees it all at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from titian.policies.benefits.vocabulary import QUANTITIES
from titian.policies.engine.dated import amount
from titian.policies.engine.keys import ParameterError
from titian.policies.engine.texts import meant, shown
from titian.policies.engine.units import Unit

LARGEST_DENOMINATOR = 1_000  # a rate to the tenth of a per cent; bases times it stay within 64 bits
MOST = 10**15  # fen
LARGEST_NUMERATOR = 9_000  # the largest base times it stays within 64 bits


# Words of the grammar as the form says them: what is wrong is told in the officer's words.
PLACES: Mapping[str, str] = {
    "label": "条款名称",
    "code": "条款代码",
    "cites": "条款出处",
    "year": "年度",
    "times": "次数",
    "gate": "前提",
    "note": "说明",
    "who": "对象",
    "title": "资质荣誉",
    "programme": "项目",
    "scale": "规上",
    "industry": "行业",
    "region": "区划",
    "share": "占比",
    "number": "数值",
    "flag": "情形",
    "is": "取值",
    "of": "分母",
    "held": "持有",
    "any": "任一",
    "all": "全部",
    "not": "除外",
    "benefit": "标准",
    "fixed": "金额",
    "rate": "比例",
    "base": "基数",
    "bands": "档位",
    "cap": "上限",
    "floor": "下限",
    "whole": "取整",
    "less": "扣除",
    "gives": "给",
    "else": "其余",
    "at_least": "不低于",
    "over": "高于",
    "at_most": "不高于",
    "below": "低于",
    "window": "受理时间",
    "from": "起",
    "until": "止",
    "excludes": "不重复享受",
    "materials": "材料",
    "contact": "联系",
    "confirmed": "核对",
    "by": "分档依据",
    "table": "档位表",
}
_WORD = re.compile(r"[a-z_]+")


def place_of(where: str) -> str:
    """«benefit rate» → «标准比例»."""
    return _WORD.sub(lambda word: PLACES.get(word[0], word[0]), where).replace(" ", "")


class Problems:
    """Sentences, each with its place."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def add(self, where: str, what: str) -> None:
        self.found.append(f"{place_of(where)}：{what}")

    def unknown(self, data: Mapping[str, Any], allowed: Iterable[str], where: str) -> None:
        known = tuple(allowed)
        missing = {key: PLACES.get(key, "") for key in known if key not in data}
        for key in data:
            if key not in known:
                self.add(where or "条款", f"不认识的键{shown(key)}{meant(key, missing)}")

    def text(self, data: Mapping[str, Any], key: str, *, required: bool = False) -> str:
        value = data.get(key)
        if value is None or value == "":
            if required:
                self.add(key, "没有填写")
            return ""
        if isinstance(value, str):
            return value.strip()
        self.add(key, f"应为文字，写的是{shown(value)}")
        return ""

    def one_of(self, value: object, words: Mapping[str, Any], where: str) -> str:
        """`words`: what may stand there → how it is called, or something else."""
        if isinstance(value, str) and value in words:
            return value
        labels = {word: _plain(label) for word, label in words.items() if word}
        self.add(where, f"{shown(value)}不在可选项里{meant(value, labels)}")
        return next(iter(words))


def _plain(label: object) -> str:
    """A label without the parts a year or a title is put into."""
    return label.format(year="当", prior="上一", title="") if isinstance(label, str) else ""


def texts(value: object, where: str, problems: Problems) -> tuple[str, ...]:
    """A list of words."""
    if value is None:
        return ()
    if isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value):
        return tuple(one.strip() for one in value)
    problems.add(where, f"应为文字的列表，写的是{shown(value)}")
    return ()


def quantity(value: object, where: str, problems: Problems) -> str:
    """The name of a number a clause may use; "" where it is none."""
    if isinstance(value, str) and value in QUANTITIES:
        return value
    labels = {name: _plain(one.label) for name, one in QUANTITIES.items()}
    problems.add(where, f"不认识的数{shown(value)}{meant(value, labels)}")
    return ""


def money(value: object, where: str, problems: Problems) -> int | None:
    """«20万元» → fen."""
    try:
        found = amount(value, place_of(where)) if isinstance(value, str) else None
    except ParameterError as problem:
        problems.found.append(str(problem))
        return None
    if isinstance(found, int) and 0 <= found <= MOST:
        return found
    problems.add(where, f"{shown(value)}：应为金额，如 20万元、5000元，不为负")
    return None


def share(value: object, where: str, problems: Problems) -> Fraction | None:
    """«5%» → a fraction above 0."""
    try:
        found = amount(value, place_of(where)) if isinstance(value, str) else None
    except ParameterError as problem:
        problems.found.append(str(problem))
        return None
    if not isinstance(found, Fraction) or found <= 0:
        problems.add(where, f"{shown(value)}：应为大于 0 的比例，如 5%")
        return None
    if found.denominator > LARGEST_DENOMINATOR or found.numerator > LARGEST_NUMERATOR or found > 10:
        problems.add(where, f"比例「{value}」的位数太多或过大")
        return None
    return found


def number(value: object, name: str, where: str, problems: Problems) -> int | None:
    """A bound in the unit of the quantity: «2000万元», 50."""
    unit = QUANTITIES[name].unit if name in QUANTITIES else Unit.COUNT
    if unit is Unit.MONEY:
        return money(value, where, problems)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST:
        return value
    problems.add(where, f"{shown(value)}：应为不小于 0 的整数")
    return None
