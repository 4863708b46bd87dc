"""An estimate of 研发费用加计扣除: what may be added and, at the most, how much tax that saves. A calculator: nothing is stored, nothing decided.

The parts of a firm's own ledger are worked out by room rnd (its calibres); here are only the sums a firm types in. Money in fen, rates in
whole per cent, rounded down where something has to be rounded, so that the estimate never says too much.

    其他相关费用 ≤ (前五类之和) × 10% ÷ (1 - 10%)                        国家税务总局公告2021年第28号 三
    委托境内 × 80%；委托境外 ≤ 2/3 × 境内符合条件的研发费用                财税〔2018〕64号
    负面清单行业收入占（收入总额 - 不征税收入 - 投资收益）50% 以上（不含）的不适用   国家税务总局公告2015年第97号 四
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date

from titian.policies.benefits.rates import Rate, rate_on

TAX_RATES = {25: "25%（一般企业）", 15: "15%（高新技术企业、西部大开发）", 5: "5%（小型微利企业实际税负）"}
GENERAL, CHIPS = "general", "chips"
WHO = {GENERAL: "一般企业", CHIPS: "国家鼓励的集成电路企业、先进工业母机企业（清单内）"}


@dataclass(frozen=True)
class Costs:
    """One year's expensed R&D of a firm, in fen; `amortised` is the year's amortisation of capitalised R&D.

    staff … design       categories 1 to 5            other      category 6, as booked
    domestic, overseas   paid to others for R&D, in the country and abroad (never to persons abroad)
    offset               下脚料、残次品、中间试制品收入, and material of products that were sold
    listed_income, income, untaxed, investment   for the test of the negative list; `income` None: not told
    """

    staff: int = 0
    direct: int = 0
    depreciation: int = 0
    intangibles: int = 0
    design: int = 0
    other: int = 0
    domestic: int = 0
    overseas: int = 0
    offset: int = 0
    amortised: int = 0
    listed_income: int | None = None
    income: int | None = None
    untaxed: int = 0
    investment: int = 0


@dataclass(frozen=True)
class Step:
    """One line of the estimate: what it is, how it was worked out, fen."""

    label: str
    how: str
    amount: int


@dataclass(frozen=True)
class Estimate:
    """`add_on` in fen, `saved` at the most; None: the firm is excluded, or no rate was compared for the year (`reason`)."""

    steps: tuple[Step, ...] = ()
    add_on: int | None = None
    saved: int | None = None
    rate: Rate | None = None
    reason: str = ""
    notes: tuple[str, ...] = ()


def estimate(costs: Costs, *, year: int, who: str = GENERAL, tax_rate: int = 25) -> Estimate:
    """For a tax year. Raises ValueError for a negative amount or an unknown tax rate."""
    _demand_sound(costs, tax_rate)
    excluded = is_excluded(costs)
    if excluded:
        return Estimate(reason="负面清单行业的收入占比超过 50%，不适用加计扣除")
    rate = rate_on(who, date(year, 12, 31))
    if rate is None:
        return Estimate(reason=f"{year} 年度适用的比例没有核对过，不作估算")
    steps = tuple(_steps(costs))
    add_on = steps[-1].amount * rate.expensed // 100 + costs.amortised * (rate.capitalised - 100) // 100
    notes = ["以应纳税所得额为限，亏损的结转以后年度，所以是上限", "不代替税务机关的认定"]
    if excluded is None:
        notes.append("没有填收入情况，未判断是否属于负面清单行业")
    return Estimate(steps, add_on, add_on * tax_rate // 100, rate, notes=tuple(notes))


def _demand_sound(costs: Costs, tax_rate: int) -> None:
    if tax_rate not in TAX_RATES:
        raise ValueError(f"税率应为{'、'.join(f'{one}%' for one in TAX_RATES)}之一")
    if any((getattr(costs, one.name) or 0) < 0 for one in fields(costs)):
        raise ValueError("金额不能为负数")


def is_excluded(costs: Costs) -> bool | None:
    """More than half of the income from listed industries (exactly half excludes nobody); None where the incomes were not told."""
    if costs.listed_income == 0:
        return False
    if costs.listed_income is None or costs.income is None:
        return None
    whole = costs.income - costs.untaxed - costs.investment
    return None if whole <= 0 else costs.listed_income * 2 > whole


def _steps(costs: Costs) -> Iterator[Step]:
    first_five = costs.staff + costs.direct + costs.depreciation + costs.intangibles + costs.design
    yield Step("前五类费用合计", "人员人工、直接投入、折旧、无形资产摊销、设计试验等", first_five)
    other = min(costs.other, first_five // 9)
    yield Step("其他相关费用（可计部分）", "实际发生额与「前五类合计 × 10% ÷ 90%」取小", other)
    domestic = costs.domestic * 4 // 5
    yield Step("委托境内研发", "实际发生额 × 80%", domestic)
    overseas = min(costs.overseas * 4 // 5, (first_five + other + domestic) * 2 // 3)
    yield Step("委托境外研发", "实际发生额 × 80%，不超过境内符合条件部分的三分之二", overseas)
    yield Step("扣减", "下脚料等特殊收入、产品对外销售对应的材料费", -costs.offset)
    yield Step("可加计的研发费用", "以上合计，不为负", max(0, first_five + other + domestic + overseas - costs.offset))
