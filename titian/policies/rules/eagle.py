"""宁夏雏鹰企业."""

from __future__ import annotations

from datetime import date

from titian.policies.engine.building import Parameters
from titian.policies.engine.nodes import Compare, Fact
from titian.policies.engine.programme import Programme
from titian.policies.engine.units import Unit
from titian.policies.rules.common import over_years, share_of


def eagle(at: Parameters) -> Programme:
    """Since 2023-01-01."""
    return at.programme(
        at.clause("growth", Compare(Fact("growth.revenue"), ">=", at.number("growth")), unit=Unit.SHARE),
        at.clause("rd_ratio", share_of(over_years("rd.own"), over_years("revenue"), at.share("rd_share")), unit=Unit.SHARE),
    )


RULES = [(date(2023, 1, 1), eagle)]
