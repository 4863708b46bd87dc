"""省级科技小巨人企业, by pack: 安徽 (合肥's conditions); of 宁夏's no thresholds have been found."""

from __future__ import annotations

from datetime import date

from titian.policies.engine.building import Parameters
from titian.policies.engine.nodes import Compare, Fact, Flag
from titian.policies.engine.programme import Programme
from titian.policies.engine.units import Unit
from titian.policies.rules.common import always_unknown, last, share_of, within


def anhui(at: Parameters) -> Programme:
    """Since 2023-01-01."""
    rd = share_of(last("rd.own"), last("revenue"), at.share_steps("rd_share", last("revenue")))
    return at.programme(
        within(at, "revenue", last("revenue"), "revenue_least", "revenue_most"),
        at.clause("growth", Compare(Fact("growth.revenue"), ">=", at.number("growth")), unit=Unit.SHARE),
        at.clause("rd_ratio", rd, unit=Unit.SHARE),
        at.clause("lab", Flag("tier.city_platform")),
    )


def ningxia(at: Parameters) -> Programme:
    """Since 2023-01-01: nothing can be decided yet."""
    return at.programme(at.clause("conditions", always_unknown(), shows=None))


RULES = {"anhui": [(date(2023, 1, 1), anhui)], "ningxia": [(date(2023, 1, 1), ningxia)]}
