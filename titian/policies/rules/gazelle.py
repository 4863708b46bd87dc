"""宁夏瞪羚企业: 《宁夏回族自治区瞪羚企业认定管理暂行办法》 of 2022."""

from __future__ import annotations

from datetime import date

from titian.policies.engine.building import Parameters
from titian.policies.engine.nodes import AnyOf, Compare, Fact, Flag
from titian.policies.engine.programme import Programme
from titian.policies.engine.units import Unit
from titian.policies.rules.common import last, over_years, pieces, share_of, within


def gazelle(at: Parameters) -> Programme:
    """Since 2022-08-01."""
    class1, printed = pieces(at, "class1", "class1")
    recent, _ = pieces(at, "class2", "recent2")
    rd = share_of(over_years("rd.own"), over_years("revenue"), at.share_steps("rd_share", last("revenue")))
    return at.programme(
        at.clause("age", Compare(Fact("age_years"), ">=", at.number("age_years")), unit=Unit.YEARS),
        within(at, "revenue", last("revenue"), "revenue_least", "revenue_most"),
        at.clause("growth", Compare(Fact("growth.revenue"), ">=", at.steps("growth", last("revenue"))), unit=Unit.SHARE),
        at.clause("rd_ratio", rd, unit=Unit.SHARE),
        at.clause("ip", AnyOf((class1, recent)), shows=printed, unit=Unit.PIECES),
        at.clause(
            "ht_income", share_of(last("high_tech_income"), last("total_income"), at.share("ht_income_share")), unit=Unit.SHARE
        ),
        at.clause("platform", Flag("tier.platform")),
    )


RULES = [(date(2022, 8, 1), gazelle)]
