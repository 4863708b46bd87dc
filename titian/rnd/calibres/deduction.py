"""加计扣除: what of a year's spending may be deducted once more, and what that is worth at most.

    可加计研发费用 = 费用化的第1—5类 + 其他相关费用（限额内）+ 委托境内×80% + 委托境外（两道限额内）
                    + 自行研发形成的无形资产本年摊销 − 特殊收入 − 对外销售产品对应的材料费

The limit of 其他相关费用 is taken once over all projects (国家税务总局公告2021年第28号): five categories × 10% ÷ (1 − 10%).
What is capitalised counts in the year in which its intangible asset was formed; where a limit cuts both what was expensed
and what was capitalised, each bears its share.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from titian.rnd.calibres.costs import (
    CATEGORIES,
    FIVE,
    OTHER,
    OUTSOURCED,
    Cost,
    Way,
    by_category,
    category_label,
    spending,
    sub,
    taken_off,
)
from titian.rnd.calibres.rates import Dated, limit, percent, rate, share_of
from titian.rnd.calibres.steps import Calibre, Step, kept, yuan

LABEL = "加计扣除"
_97, _40 = "国家税务总局公告2015年第97号", "国家税务总局公告2017年第40号"


@dataclass(frozen=True)
class _Pool:
    """What a set of entries holds after what is left out: fen."""

    five: int
    other: int
    domestic: int
    overseas: int

    def __add__(self, more: _Pool) -> _Pool:
        return _Pool(self.five + more.five, self.other + more.other, self.domestic + more.domestic, self.overseas + more.overseas)


def deduction(costs: Sequence[Cost], year: int, *, formed: Iterable[str] = (), brought_forward: int = 0) -> Calibre:
    """The calibre of a year. `formed`: projects whose intangible asset was formed in it; `brought_forward`: what of sold materials earlier
    years could not take off (fen)."""
    spent = spending(costs, year)
    expensed = [cost for cost in spent if not cost.capitalised]
    done = set(formed)
    assets = [
        cost for cost in costs if cost.capitalised and cost.project in done and cost.year <= year and cost.category in CATEGORIES
    ]
    steps = [*_capitalised(spent), *_fiscal(expensed)]
    own = [cost for cost in expensed if not cost.fiscal]
    steps += [*_left_out(own), *_moved(own)]
    steps += _limited(year, _pool(own), _pool([cost for cost in assets if not cost.fiscal]))
    steps += _offsets(
        costs, year, before=sum(cost.amount for cost in spent) + sum(step.amount for step in steps), brought=brought_forward
    )
    return Calibre("deduction", LABEL, by_category(spent), kept(steps), notes=_notes(year, expensed))


def _capitalised(spent: Iterable[Cost]) -> list[Step]:
    said = "资本化支出在形成无形资产的年度纳入计算，以后按摊销额加计，本年不直接计入"
    return _by_category(
        (cost for cost in spent if cost.capitalised),
        "capitalised",
        "资本化支出",
        said,
        "国家税务总局公告2021年第28号第三条",
        confirmed=True,
    )


def _fiscal(expensed: Iterable[Cost]) -> list[Step]:
    said = "作不征税收入处理的财政性资金用于研发的支出，不得加计"
    return _by_category((cost for cost in expensed if cost.fiscal), "fiscal", "财政性资金支出", said, _97, confirmed=False)


def _by_category(costs: Iterable[Cost], code: str, label: str, reason: str, reference: str, *, confirmed: bool) -> list[Step]:
    sums = by_category(costs)
    return [
        Step(code, category, f"{label}（{category_label(category)}）", -amount, reason, reference, confirmed)
        for category, amount in sums.items()
        if amount
    ]


def _subs(costs: Iterable[Cost], way: Way) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for cost in costs:
        if sub(cost.category, cost.sub).deduction.way is way:
            key = cost.category, cost.sub
            found[key] = found.get(key, 0) + cost.amount
    return found


def _left_out(costs: Iterable[Cost]) -> list[Step]:
    found = []
    for (category, code), amount in _subs(costs, Way.OUT).items():
        about = sub(category, code)
        how = about.deduction
        found.append(Step(f"out.{code}", category, about.label, -amount, how.reason, how.reference, how.confirmed))
    return found


def _moved(costs: Iterable[Cost]) -> list[Step]:
    """From its category into 其他相关费用: two lines that add up to nothing."""
    found = []
    for (category, code), amount in _subs(costs, Way.OTHER).items():
        about = sub(category, code)
        how = about.deduction
        found.append(Step(f"from.{code}", category, f"{about.label}（转出）", -amount, how.reason, how.reference, how.confirmed))
        found.append(Step(f"to.{code}", OTHER, f"{about.label}（转入其他）", amount, how.reason, how.reference, how.confirmed))
    return found


def _pool(costs: Iterable[Cost]) -> _Pool:
    five = other = domestic = overseas = 0
    for cost in costs:
        about = sub(cost.category, cost.sub)
        if about.deduction.way is Way.OUT:
            continue
        if cost.category == OTHER or about.deduction.way is Way.OTHER:
            other += cost.amount
        elif cost.category == OUTSOURCED:
            domestic, overseas = (domestic, overseas + cost.amount) if about.overseas else (domestic + cost.amount, overseas)
        elif cost.category in FIVE:
            five += cost.amount
    return _Pool(five, other, domestic, overseas)


def borne(excess: int, mine: int, others: int) -> int:
    """What of an excess `mine` bears beside `others`, in proportion and rounded up; all of it where the others have nothing."""
    if excess <= 0 or mine <= 0:
        return 0
    return min(excess, mine) if others <= 0 else -(-excess * mine // (mine + others))


def other_limit(five: int, share: Fraction) -> int:
    """28号: 全部项目第1—5类之和 × 10% ÷ (1 − 10%)."""
    return share_of(five, share / (1 - share))


def _limited(year: int, mine: _Pool, assets: _Pool) -> list[Step]:
    whole = mine + assets
    cap, out, abroad = limit("deduction_other", year), limit("deduction_outsourced", year), limit("deduction_overseas", year)
    most = other_limit(whole.five, cap.value)
    cut = borne(whole.other - most, mine.other, assets.other)
    allowed_other = min(whole.other, most)
    domestic = whole.five + allowed_other + share_of(whole.domestic, out.value)
    eighty, ceiling = share_of(whole.overseas, out.value), share_of(domestic, abroad.value)
    beyond = borne(eighty - ceiling, share_of(mine.overseas, out.value), share_of(assets.overseas, out.value))
    said = (
        ("other_limit", OTHER, "其他相关费用超限额"),
        ("outsourced", OUTSOURCED, "委托境内研发"),
        ("overseas", OUTSOURCED, "委托境外研发"),
        ("overseas_limit", OUTSOURCED, "委托境外研发超限额"),
    )
    ninth = f"{percent(cap.value)} ÷ (1 − {percent(cap.value)})"
    eighty_per_cent = f"按实际发生额的 {percent(out.value)} 计入"
    why = (
        (-cut, f"限额为第1—5类合计 {yuan(whole.five)} × {ninth} = {yuan(most)}，超出部分不计", cap),
        (share_of(mine.domestic, out.value) - mine.domestic, eighty_per_cent, out),
        (share_of(mine.overseas, out.value) - mine.overseas, eighty_per_cent, out),
        (-beyond, f"不超过境内符合条件研发费用 {yuan(domestic)} 的三分之二，即 {yuan(ceiling)}", abroad),
    )
    return [
        Step(*head, amount, reason, basis.reference, basis.confirmed)
        for head, (amount, reason, basis) in zip(said, why, strict=True)
    ]


def _offsets(costs: Sequence[Cost], year: int, *, before: int, brought: int) -> list[Step]:
    formed, income = taken_off(costs, year, "formed"), taken_off(costs, year, "special_income")
    sold = taken_off(costs, year, "sold_materials")
    left = before + formed - income
    short_income, short = max(0, -left), max(0, sold + brought - max(0, left))
    material = "研发直接形成产品对外销售的，对应材料费不得加计；跨年销售的在销售当年冲减"
    return [
        Step(
            "formed",
            "",
            "无形资产本年摊销",
            formed,
            "自行研发形成的无形资产，按本年摊销额加计",
            "国家税务总局公告2021年第28号第三条",
        ),
        Step("special_income", "", "特殊收入", -income, "下脚料、残次品、中间试制品等收入冲减研发费用", _97, confirmed=False),
        Step("income_short", "", "特殊收入冲减到零为止", short_income, "冲减后不足的按零计算", _97, confirmed=False),
        Step("sold_materials", "", "对外销售产品对应的材料费", -sold, material, _40),
        Step("brought_forward", "", "以前年度结转冲减", -brought, "以前年度冲减不足、结转到本年的材料费", _40),
        Step("carried", "", "冲减不足，结转以后年度", short, "当年研发费用不足冲减的，结转以后年度继续冲减", _40),
    ]


def carried(calibre: Calibre) -> int:
    """What of sold materials goes over to the next year."""
    return sum(step.amount for step in calibre.steps if step.code == "carried")


def brought_into(costs: Sequence[Cost], year: int, *, formed_in: Mapping[str, int | None]) -> int:
    """What of sold materials the ledger's earlier years could not take off, carried from year to year (fen). `formed_in`: project → the year
    in which its intangible asset was formed."""
    brought = 0
    for before in sorted({cost.year for cost in costs if cost.year < year}):
        formed = [project for project, formed in formed_in.items() if formed == before]
        brought = carried(deduction(costs, before, formed=formed, brought_forward=brought))
    return brought


def _notes(year: int, expensed: Sequence[Cost]) -> tuple[str, ...]:
    found = ["加计扣除以企业汇算清缴申报为准，这里只作测算。委托境外研发须签技术开发合同并由委托方登记。"]
    if any(cost.category == OUTSOURCED and cost.sub == "person" for cost in expensed):
        found.append("委托境内个人研发，凭发票等合法有效凭证计算。")
    return (*found, *((f"{year}年以前规则不同，只作参考。",) if year < 2021 else ()))


@dataclass(frozen=True)
class AddOn:
    """What the deduction is worth. Fen; None where a rate is not known. `saved` is an upper bound: it needs as much taxable income."""

    base: int
    rate: Dated | None
    tax: Dated | None
    amount: int | None
    saved: int | None

    @property
    def confirmed(self) -> bool:
        return bool(self.rate and self.rate.confirmed)


def add_on(base: int, year: int, *, who: str = "general", tax: str = "general") -> AddOn:
    """加计扣除额 = 可加计研发费用 × 比例; 少缴税上限 = 加计扣除额 × 税率. Both rounded down to the fen."""
    found, tax_rate = rate("add_on", who, year), rate("tax", tax, year)
    amount = share_of(base, found.value) if found else None
    return AddOn(base, found, tax_rate, amount, share_of(amount, tax_rate.value) if amount is not None and tax_rate else None)


def excluded_by_income(
    listed: int | None, total: int | None, *, untaxed: int = 0, investment: int = 0, year: int = 2025
) -> bool | None:
    """Does income of the listed industries come to more than half (50% itself does not)? None where it cannot be told.

    国家税务总局公告2015年第97号: 列举行业业务收入 ÷ (收入总额 − 不征税收入 − 投资收益) > 50%.
    """
    if listed is None or total is None or (base := total - untaxed - investment) <= 0:
        return None
    edge = limit("negative_income", year).value
    return listed * edge.denominator > base * edge.numerator
