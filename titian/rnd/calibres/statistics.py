"""统计口径 (R&D经费内部支出), estimated. How the statistics bureau comes from 107-1 and 107-2 to its own figure is not published as a formula:
everything here is 预估, and the bureau's feedback alone counts.

    (研发支出 − 委托外部 − 折旧与长期待摊 − 无形资产摊销 + 当年形成用于研发的固定资产) × R&D 项目支出占全部项目支出的比重
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from titian.rnd.calibres.costs import AMORTISATION, DEPRECIATION, OUTSOURCED, Cost, by_category, category_label, spending
from titian.rnd.calibres.rates import percent
from titian.rnd.calibres.steps import Calibre, Step, kept, yuan

LABEL = "统计"
BASIS = "国家统计局《研究与试验发展（R&D）投入统计规范（试行）》"
WARNING = "统计口径只是预估：官方由项目表、活动表推算，算法没有公布；以统计部门反馈为准，不得据此要求企业改数。"
_REASONS = {
    OUTSOURCED: "转拨外单位的委托、合作经费属外部支出，由执行方计入",
    DEPRECIATION: "折旧和长期待摊不计，改计当年形成的固定资产",
    AMORTISATION: "无形资产摊销不计",
}


def statistics(costs: Sequence[Cost], year: int, *, is_rd: Mapping[str, bool | None], assets: int | None) -> Calibre:
    """`is_rd`: project → is it R&D (基础研究, 应用研究, 试验发展)? None: nobody said. `assets`: fixed assets for research formed in the
    year in fen, None when not known."""
    spent = spending(costs, year)
    sums = by_category(spent)
    steps = [
        Step(f"without.{category}", category, label, -sums[category], _REASONS[category], BASIS, category == OUTSOURCED)
        for category, label in ((OUTSOURCED, "委托外部研发"), (DEPRECIATION, "折旧与长期待摊"), (AMORTISATION, "无形资产摊销"))
    ]
    share, missing = _share(spent, is_rd)
    lacking = list(missing)
    if assets is None:
        lacking.append("当年形成用于研究开发的固定资产")
    if share is not None:
        steps += _shared({category: amount for category, amount in sums.items() if category not in _REASONS}, share)
        steps.append(_assets(assets or 0, share))
    return Calibre("statistics", LABEL, sums, kept(steps), tuple(lacking), estimate=True, notes=(WARNING,))


def _share(spent: Sequence[Cost], is_rd: Mapping[str, bool | None]) -> tuple[Fraction | None, list[str]]:
    """The share of R&D projects in what all projects spent; None with the projects of which it is not known."""
    by_project: dict[str, int] = {}
    for cost in spent:
        by_project[cost.project] = by_project.get(cost.project, 0) + cost.amount
    whole = sum(by_project.values())
    unknown = sorted(project for project, amount in by_project.items() if amount and is_rd.get(project) is None)
    if unknown:
        return None, [f"项目 {'、'.join(unknown)} 的活动类型"]
    if whole <= 0:
        return (Fraction(0), []) if not any(by_project.values()) else (None, ["项目支出合计不大于零"])
    mine = sum(amount for project, amount in by_project.items() if is_rd.get(project))
    return Fraction(min(max(mine, 0), whole), whole), []


def _shared(sums: Mapping[str, int], share: Fraction) -> list[Step]:
    said = f"只有 R&D 项目（基础研究、应用研究、试验发展）的部分计入，按项目支出占比 {percent(share)} 分摊"
    return [
        Step(
            "rd_share",
            category,
            f"非 R&D 项目部分（{category_label(category)}）",
            _part(amount, share) - amount,
            said,
            BASIS,
            confirmed=False,
        )
        for category, amount in sums.items()
        if amount
    ]


def _part(amount: int, share: Fraction) -> int:
    """Towards zero, so that a red entry is treated as its opposite."""
    size = abs(amount) * share.numerator // share.denominator
    return size if amount > 0 else -size


def _assets(assets: int, share: Fraction) -> Step:
    said = f"当年形成用于研究开发的固定资产 {yuan(assets)}，按 R&D 项目占比 {percent(share)} 计入"
    return Step("assets", "", "当年研发用固定资产", _part(assets, share), said, BASIS, confirmed=False)
