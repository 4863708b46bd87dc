"""浙江省科技领军企业."""

from __future__ import annotations

from datetime import date

from titian.policies.engine.building import Parameters
from titian.policies.engine.nodes import AnyOf, Compare, Fact, Flag, When
from titian.policies.engine.programme import Programme
from titian.policies.engine.units import Unit
from titian.policies.rules.common import last, over_years, pieces, share_of


def leader(at: Parameters) -> Programme:
    """Since 2022-01-01. Industries of the future need half the revenue."""
    least = When(Flag("future_industry"), at.number("revenue_future"), at.number("revenue"))
    class1, printed = pieces(at, "class1", "class1")
    rank = Compare(Fact("market_rank"), "<=", at.number("rank"))
    rank_world = Compare(Fact("market_rank_world"), "<=", at.number("rank_world"))
    rd = share_of(over_years("rd.own"), over_years("revenue"), at.share_steps("rd_share", last("revenue")))
    return at.programme(
        at.clause("revenue", Compare(last("revenue"), ">=", least), unit=Unit.MONEY),
        at.clause("ip", class1, shows=printed, unit=Unit.PIECES),
        at.clause("rd_ratio", rd, unit=Unit.SHARE),
        at.clause("staff", share_of(last("sci_tech_staff"), last("staff"), at.share("staff_share")), unit=Unit.SHARE),
        at.clause("staff_count", Compare(last("sci_tech_staff"), ">=", at.number("staff_count")), unit=Unit.PEOPLE),
        at.clause(
            "ht_income", share_of(last("high_tech_income"), last("total_income"), at.share("ht_income_share")), unit=Unit.SHARE
        ),
        at.clause("market", AnyOf((rank, rank_world)), shows=rank, unit=Unit.PLACE),
        at.clause("growth", Compare(Fact("indicators_above_gdp"), ">=", at.number("above_gdp")), unit=Unit.ITEMS),
    )


RULES = [(date(2022, 1, 1), leader)]
