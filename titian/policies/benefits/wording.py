"""A clause in plain Chinese: what an officer reads before it is kept, what a firm reads, what stands in a text to send."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType

from titian.base.money import in_wan
from titian.policies.benefits.conditions import (
    All,
    Any_,
    Condition,
    FlagIs,
    InIndustry,
    InRegion,
    Not,
    NumberIs,
    ProgrammeMet,
    ScaleIs,
    ShareIs,
    TitleIs,
)
from titian.policies.benefits.definition import TIMES, BenefitClause
from titian.policies.benefits.vocabulary import FLAGS, GATES, QUANTITIES, SCALES, TITLES, title_label
from titian.policies.engine.units import Unit, in_words, share_in_words
from titian.registry.codes import industry_name

NAMES: Mapping[str, str] = MappingProxyType({})
EDGE_WORDS = {"at_least": "不低于", "over": "超过", "up_to": "不超过", "below": "低于"}
NEGATED = {"at_least": "below", "below": "at_least", "over": "up_to", "up_to": "over"}


def wan(fen: int) -> str:
    """«20 万元», exact to the fen."""
    return f"{in_wan(fen, 6)} 万元"


def condition_words(one: Condition, year: int) -> str:  # noqa: C901, PLR0911 (one line a kind)
    """«2025年首次认定高新技术企业»; `year` is the benefit's."""
    match one:
        case TitleIs(kind, how):
            return TITLES[how].format(year=year, title=title_label(kind))
        case ProgrammeMet(code):
            return f"按现有数据符合「{title_label(code)}」条件"
        case ScaleIs(how):
            return SCALES[how].format(year=year)
        case InRegion(codes):
            return f"注册地区划代码为{'、'.join(codes)}"
        case InIndustry(codes):
            return f"行业属于{'、'.join(f'{code} {industry_name(code)}'.strip() for code in codes)}"
        case NumberIs(name, edge, bound):
            return f"{QUANTITIES[name].told(year)}{EDGE_WORDS[edge]} {bound_words(bound, QUANTITIES[name].unit)}"
        case ShareIs(part, whole, edge, bound):
            parts = f"{QUANTITIES[part].told(year)}占{QUANTITIES[whole].told(year)}的比例"
            return f"{parts}{EDGE_WORDS[edge]} {rate_words(bound)}"
        case FlagIs(key, wanted):
            return f"{'' if wanted else '未'}{FLAGS[key]}"
        case All(of):
            return "，且".join(condition_words(each, year) for each in of)
        case Any_(of):
            return f"以下满足一项：{'；'.join(condition_words(each, year) for each in of)}"
        case Not(of):
            return f"不属于「{condition_words(of, year)}」"


def bound_words(bound: int, unit: Unit) -> str:
    return wan(bound) if unit is Unit.MONEY else in_words(bound, unit)


def rate_words(rate: Fraction) -> str:
    return share_in_words(rate) if (rate * 10_000).denominator == 1 else f"{rate.numerator}/{rate.denominator}"


def benefit_words(clause: BenefitClause, year: int, names: Mapping[str, str] = NAMES) -> str:
    """«一次性 20 万元», «2025年度加计扣除研发费用 × 5%，最高 50 万元»."""
    benefit = clause.benefit
    if benefit.fixed is not None:
        said = wan(benefit.fixed)
    elif benefit.rate is not None:
        said = f"{QUANTITIES[benefit.base].told(year)} × {rate_words(benefit.rate)}"
        said += f"，不足 {wan(benefit.floor)} 的按 {wan(benefit.floor)}" if benefit.floor is not None else ""
        said += f"，最高 {wan(benefit.cap)}" if benefit.cap is not None else ""
        said += f"，舍去不足一{benefit.whole}的部分" if benefit.whole not in {"分", "元"} else ""
    else:
        said = f"按{QUANTITIES[benefit.by].told(year)}分档：{'；'.join(_lines(clause))}"
    if benefit.less:
        said += f"，扣除同年度已享受的{_named(benefit.less, names)}，只补差额"
    return said


def _named(codes: Iterable[str], names: Mapping[str, str]) -> str:
    return "、".join(f"「{names[code]}」" if code in names else code for code in codes)


def _lines(clause: BenefitClause) -> list[str]:
    unit = QUANTITIES[clause.benefit.by].unit
    said = []
    for line in clause.benefit.table:
        gives = wan(line.gives) if line.gives else "不奖补"
        said.append(
            f"其余 {gives}"
            if line.bound is None or line.edge is None
            else f"{EDGE_WORDS[line.edge]} {bound_words(line.bound, unit)} 的 {gives}"
        )
    return said


def clause_words(clause: BenefitClause, year: int, names: Mapping[str, str] = NAMES) -> list[str]:
    """The clause as lines: who, how much, how often, when, with what. `names`: clause code → what it is called."""
    said = [f"对象：{condition_words(one, year)}" for one in clause.who]
    said.append(f"标准：{benefit_words(clause, year, names)}")
    said.append(f"次数：{TIMES[clause.times]}")
    said.append(f"受理：{clause.window}")
    if clause.excludes:
        said.append(f"同一事项不重复享受：已享受{_named(clause.excludes, names)}的不再享受")
    if clause.gate:
        said.append(f"前提：{GATES[clause.gate]}未被列为不予补助")
    if clause.materials:
        said.append(f"材料：{'、'.join(clause.materials)}")
    if clause.contact:
        said.append(f"联系：{clause.contact}")
    if not clause.confirmed:
        said.append("待核：条件和标准尚未与原文核对，不自动计算金额")
    return said
