"""高企口径 (国科发火〔2016〕195号): buildings and deferred costs count, outsourced work at 80 %, 其他费用 at most 20 % of the whole."""

from __future__ import annotations

from collections.abc import Sequence

from titian.rnd.calibres.costs import OTHER, OUTSOURCED, Cost, Way, by_category, spending, sub
from titian.rnd.calibres.rates import limit, percent, share_of
from titian.rnd.calibres.steps import Calibre, Step, kept, yuan

LABEL = "高企"
SOLVED = "其他费用上限按「研究开发总费用」含其他费用求解：其余各项 × 20% ÷ (1 − 20%)，算法待业务部门确认。"


def hnte(costs: Sequence[Cost], year: int) -> Calibre:
    spent = spending(costs, year)
    steps = _left_out(spent)
    outside = sum(cost.amount for cost in spent if cost.category == OUTSOURCED)
    share = limit("hnte_outsourced", year)
    steps.append(
        Step(
            *("outsourced", OUTSOURCED, "委托外部研发", share_of(outside, share.value) - outside),
            f"委托外部研究开发费用按实际发生额的 {percent(share.value)} 计入",
            share.reference,
            share.confirmed,
        )
    )
    steps.append(_other_limit(spent, steps, year))
    return Calibre(
        "hnte", LABEL, by_category(spent), kept(steps), notes=(SOLVED, "高企看近三个会计年度合计，一年的数只是其中一年。")
    )


def domestic(costs: Sequence[Cost], year: int) -> int:
    """境内研发费用 in fen: the calibre without what was paid abroad. From memory, so a hint."""
    whole = hnte(costs, year).known
    spent = spending(costs, year)
    outside = sum(cost.amount for cost in spent if cost.category == OUTSOURCED)
    abroad = sum(cost.amount for cost in spent if cost.category == OUTSOURCED and sub(cost.category, cost.sub).overseas)
    share = limit("hnte_outsourced", year).value
    return whole - (share_of(outside, share) - share_of(outside - abroad, share))


def _left_out(spent: Sequence[Cost]) -> list[Step]:
    sums: dict[tuple[str, str], int] = {}
    for cost in spent:
        if sub(cost.category, cost.sub).hnte.way is Way.OUT:
            key = cost.category, cost.sub
            sums[key] = sums.get(key, 0) + cost.amount
    found = []
    for (category, code), amount in sums.items():
        about = sub(category, code)
        found.append(
            Step(f"out.{code}", category, about.label, -amount, about.hnte.reason, about.hnte.reference, about.hnte.confirmed)
        )
    return found


def _other_limit(spent: Sequence[Cost], steps: Sequence[Step], year: int) -> Step:
    other = sum(cost.amount for cost in spent if cost.category == OTHER) + sum(s.amount for s in steps if s.category == OTHER)
    rest = sum(cost.amount for cost in spent) + sum(step.amount for step in steps) - other
    cap = limit("hnte_other", year)
    most = share_of(rest, cap.value / (1 - cap.value))
    said = f"其他费用一般不得超过研究开发总费用的 {percent(cap.value)}，即不超过 {yuan(most)}，超出部分不计"
    return Step("other_limit", OTHER, "其他费用超上限", -max(0, other - max(0, most)), said, cap.reference, cap.confirmed)
