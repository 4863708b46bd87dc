"""江苏省高新技术企业培育库 (2018)."""

from __future__ import annotations

from datetime import date

from titian.policies.engine.building import Parameters
from titian.policies.engine.nodes import Compare, Fact, Flag
from titian.policies.engine.programme import Programme
from titian.policies.engine.units import Unit
from titian.policies.rules.common import last, over_years, share_of


def incubation(at: Parameters) -> Programme:
    """Since 2018-01-01. R&D of two years, its domestic part of the same two."""
    rd = over_years("rd.own", 2)
    return at.programme(
        at.clause("age", Compare(Fact("age_years"), ">=", at.number("age_years")), unit=Unit.YEARS),
        at.clause("never_hnte", Flag("ever_hnte", wanted=False)),
        at.clause("staff", share_of(last("sci_tech_staff"), last("staff"), at.share("staff_share")), unit=Unit.SHARE),
        at.clause("rd_ratio", share_of(rd, over_years("revenue", 2), at.share("rd_share")), unit=Unit.SHARE),
        at.clause("domestic_rd", share_of(over_years("rd_domestic", 2), rd, at.share("domestic_share")), unit=Unit.SHARE),
        at.clause(
            "ht_income", share_of(last("high_tech_income"), last("total_income"), at.share("ht_income_share")), unit=Unit.SHARE
        ),
        at.clause("no_incident", Compare(Fact("incidents.year"), "<=", at.number("incidents"))),
    )


RULES = [(date(2018, 1, 1), incubation)]
