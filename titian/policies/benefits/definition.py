"""A clause as data, read from YAML or JSON. Everything unknown is refused, everything wrong is said at once, in Chinese.

code, label, cites (条款), since (the day from which this version holds)
confirmed       has somebody compared amount and conditions with the original? If not, no amount is ever worked out
who:            conditions, all of which have to hold (see `conditions.py`)
benefit:        {fixed: 20万元} · {bands: {by: year.revenue, table: [{at_least: 1亿元, gives: 50万元}, …, {else: 0元}]}} ·
                {rate: 5%, base: year.rd_deduction, floor: 1万元, cap: 50万元, whole: 元 | 百元 | 千元 | 万元}
                with less: [codes] the difference to what was had under those clauses for the same year
times           once | yearly
year            last (the year before the day's; the usual case) | this
window:         {from: 03-01, until: 06-30} every year, or {from: 2026-03-01, until: 2026-06-30}; both days inclusive
materials, contact, excludes: [codes] (no double benefit for the same matter), gate
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import yaml

from titian.policies.benefits.checked import Problems, money, number, quantity, share, texts
from titian.policies.benefits.conditions import Condition, read_condition
from titian.policies.benefits.vocabulary import GATES, QUANTITIES
from titian.policies.benefits.window import ALWAYS, Window, read_window
from titian.policies.engine.texts import UnreadableYamlError, load, shown
from titian.policies.engine.units import Unit

ONCE, YEARLY = "once", "yearly"
TIMES = {ONCE: "只享受一次", YEARLY: "每年一次"}
LAST, THIS = "last", "this"
YEARS = {LAST: "上一年度", THIS: "当年"}
WHOLE = {"分": 1, "元": 100, "百元": 10_000, "千元": 100_000, "万元": 1_000_000}
_KEYS = (
    *("code", "label", "cites", "confirmed", "who", "benefit", "times", "year"),
    *("window", "materials", "contact", "excludes", "gate", "note"),
)
_CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")


class ClauseError(ValueError):
    """A clause that cannot be used; `problems` are sentences, each with its place."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("；".join(self.problems))


@dataclass(frozen=True, slots=True)
class Line:
    """One band: `edge` and `bound` None in the line that takes the rest. Lower edges of `at_least` belong to the band."""

    edge: str | None
    bound: int | None
    gives: int


@dataclass(frozen=True, slots=True)
class Benefit:
    """How much, in fen. Exactly one of `fixed`, `table` (with `by`) and `rate` (with `base`) is there."""

    fixed: int | None = None
    by: str = ""
    table: tuple[Line, ...] = ()
    rate: Fraction | None = None
    base: str = ""
    floor: int | None = None
    cap: int | None = None
    whole: str = "元"
    less: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BenefitClause:
    """One checked clause."""

    code: str
    label: str
    benefit: Benefit
    who: tuple[Condition, ...]
    cites: str = ""
    confirmed: bool = False
    times: str = YEARLY
    year: str = LAST
    window: Window = ALWAYS
    materials: tuple[str, ...] = ()
    contact: str = ""
    excludes: tuple[str, ...] = ()
    gate: str = ""
    note: str = ""

    def year_on(self, day: date) -> int:
        """The year a claim made on a day is about."""
        return day.year - (self.year == LAST)


def parse_text(text: str) -> BenefitClause:
    """YAML or JSON. Raises ClauseError."""
    try:
        return parse(load(text))
    except UnreadableYamlError as problem:
        raise ClauseError([str(problem)]) from problem


def as_text(data: Mapping[str, Any]) -> str:
    """A definition as a reader sees it."""
    return yaml.safe_dump(json.loads(json.dumps(data)), allow_unicode=True, sort_keys=False, width=120)


def parse(data: object) -> BenefitClause:
    """A clause from its data. Raises ClauseError with everything that is wrong."""
    problems = Problems()
    if not isinstance(data, dict):
        raise ClauseError([f"条款应为键值表，写的是{shown(data)}"])
    problems.unknown(data, _KEYS, "")
    found = BenefitClause(
        code=_code(data, problems),
        label=problems.text(data, "label", required=True),
        benefit=_benefit(data.get("benefit"), problems),
        who=_who(data.get("who"), problems),
        cites=problems.text(data, "cites"),
        confirmed=_truth(data.get("confirmed", False), problems),
        times=problems.one_of(data.get("times", YEARLY), TIMES, "times"),
        year=problems.one_of(data.get("year", LAST), YEARS, "year"),
        window=read_window(data.get("window"), problems),
        materials=texts(data.get("materials"), "materials", problems),
        contact=problems.text(data, "contact"),
        excludes=texts(data.get("excludes"), "excludes", problems),
        gate=problems.one_of(data.get("gate") or "", {"": "", **GATES}, "gate"),
        note=problems.text(data, "note"),
    )
    if found.code in found.excludes:
        problems.add("excludes", "不能与自己互斥；只享受一次请写 times: once")
    if problems.found:
        raise ClauseError(problems.found)
    return found


def _code(data: Mapping[str, Any], problems: Problems) -> str:
    code = problems.text(data, "code", required=True)
    if code and not _CODE.fullmatch(code):
        problems.add("code", f"「{code}」应为小写英文字母、数字和下划线，以字母开头")
    return code


def _truth(value: object, problems: Problems) -> bool:
    if isinstance(value, bool):
        return value
    problems.add("confirmed", f"应为 true 或 false，写的是{shown(value)}")
    return False


def _who(data: object, problems: Problems) -> tuple[Condition, ...]:
    if not isinstance(data, list) or not data:
        problems.add("who", f"至少写一个享受条件，写成列表，写的是{shown(data)}")
        return ()
    read = [read_condition(one, f"who 第 {place} 项", problems) for place, one in enumerate(data, 1)]
    return tuple(one for one in read if one is not None)


# --- how much


def _benefit(data: object, problems: Problems) -> Benefit:
    if not isinstance(data, dict):
        problems.add("benefit", "缺奖补标准" if data is None else f"应为键值表，写的是{shown(data)}")
        return Benefit()
    kinds = [kind for kind in ("fixed", "bands", "rate") if kind in data]
    if len(kinds) != 1:
        problems.unknown(data, ("fixed", "bands", "rate", "base", "floor", "cap", "whole", "less"), "benefit")
        problems.add("benefit", "fixed（定额）、bands（分档）、rate（比例）应写一种，也只写一种")
        return Benefit()
    less = texts(data.get("less"), "benefit less", problems)
    if kinds[0] == "rate":
        return _rate(data, less, problems)
    problems.unknown(data, (kinds[0], "less"), "benefit")
    if kinds[0] == "fixed":
        return Benefit(fixed=money(data["fixed"], "benefit fixed", problems), less=less)
    return _bands(data["bands"], less, problems)


def _rate(data: Mapping[str, Any], less: tuple[str, ...], problems: Problems) -> Benefit:
    problems.unknown(data, ("rate", "base", "floor", "cap", "whole", "less"), "benefit")
    base = quantity(data.get("base"), "benefit base", problems)
    if base and QUANTITIES[base].unit is not Unit.MONEY:
        problems.add("benefit base", "比例的基数应为金额")
    floor, cap = (money(data[key], f"benefit {key}", problems) if data.get(key) else None for key in ("floor", "cap"))
    if floor is not None and cap is not None and floor > cap:
        problems.add("benefit", "最低额高于最高额")
    whole = problems.one_of(data.get("whole", "元"), WHOLE, "benefit whole")
    return Benefit(rate=share(data["rate"], "benefit rate", problems), base=base, floor=floor, cap=cap, whole=whole, less=less)


def _bands(data: object, less: tuple[str, ...], problems: Problems) -> Benefit:
    if not isinstance(data, dict) or not isinstance(data.get("table"), list):
        problems.add("benefit bands", "应写 by（按什么分档）和 table（档位）")
        return Benefit()
    by = quantity(data.get("by"), "benefit bands by", problems)
    table = [_line(one, f"benefit bands 第 {place} 档", by, problems) for place, one in enumerate(data["table"], 1)]
    lines = [line for line in table if line is not None]
    _in_order(lines, problems)
    return Benefit(by=by, table=tuple(lines), less=less)


def _line(data: object, where: str, by: str, problems: Problems) -> Line | None:
    if not isinstance(data, dict):
        problems.add(where, "应为键值表")
        return None
    problems.unknown(data, ("at_least", "over", "else", "gives"), where)
    if "else" in data:
        return Line(None, None, money(data["else"], where, problems) or 0)
    edges = [edge for edge in ("at_least", "over") if edge in data]
    if len(edges) != 1 or "gives" not in data:
        problems.add(where, "应写一个下限（at_least 含、over 不含）和 gives（奖补额）")
        return None
    gives, bound = money(data["gives"], where, problems), number(data[edges[0]], by, where, problems)
    return None if gives is None or bound is None else Line(edges[0], bound, gives)


def _in_order(lines: Sequence[Line], problems: Problems) -> None:
    bounds = [line.bound + (line.edge == "over") for line in lines if line.bound is not None]
    if not lines or lines[-1].bound is not None or any(line.bound is None for line in lines[:-1]):
        problems.add("benefit bands", "最后一档应为 else（其余），不奖补的写 else: 0元")
    if bounds != sorted(set(bounds), reverse=True):
        problems.add("benefit bands", "档位应从高到低排列，且不重复")
