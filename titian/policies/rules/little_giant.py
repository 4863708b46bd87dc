"""专精特新“小巨人”企业: 工信部企业〔2022〕63号 附件3, and the measures of 2026 附件2."""

from __future__ import annotations

from datetime import date

from titian.policies.engine.building import Parameters
from titian.policies.engine.nodes import AllOf, AnyOf, Compare, Condition, Fact, Flag
from titian.policies.engine.programme import Clause, Programme, Worst
from titian.policies.engine.units import Unit
from titian.policies.rules.common import SPAN, clean, last, over_years, pieces, share_of


def little_giant_2022(at: Parameters) -> Programme:
    """2022-08-01 to 2026-03-31. A direct way stands in place of the conditions on R&D and patents."""
    routes = {"award": Flag("title.award"), "contest": Flag("title.contest50")}
    direct = AnyOf(tuple(routes.values()))
    class1, printed = pieces(at, "class1", "class1")
    share = share_of(last("rd.own"), last("revenue"), at.share_steps("rd_share", last("revenue")))
    ways = tuple(at.route(code, when) for code, when in routes.items())
    return at.programme(
        *_common(at),
        at.clause("growth", Compare(Fact("growth.main_business"), ">=", at.number("growth")), unit=Unit.SHARE),
        at.clause("market", Compare(Fact("market_share"), ">=", at.number("market_share")), unit=Unit.SHARE),
        at.clause("rd", AnyOf((direct, _research(at, share))), shows=share, unit=Unit.SHARE, routes=ways),
        at.clause("ip", AnyOf((direct, class1)), shows=printed, unit=Unit.PIECES),
    )


def _research(at: Parameters, share: Condition) -> Condition:
    """By revenue: from 5,000万元 a share; below, fresh equity, an amount and a share of staff."""
    limit = at.number("rd_small_under")
    small = (
        Compare(last("revenue"), "<", limit),
        Compare(Fact("equity_2y"), ">=", at.number("rd_small_equity")),
        Compare(last("rd.own"), ">=", at.number("rd_small_amount")),
        share_of(last("rd_staff"), last("staff"), at.share("rd_small_staff")),
    )
    return AnyOf((AllOf((Compare(last("revenue"), ">=", limit), share)), AllOf(small)))


def little_giant_2026(at: Parameters) -> Programme:
    """Since 2026-04-01."""
    class1, printed = pieces(at, "class1", "class1")
    award = Flag("title.award")
    growth = Compare(Fact("growth.revenue.compound"), ">=", at.number("growth"))
    held = Compare(Fact("market_share"), ">=", at.number("market_share"))
    rank = Compare(Fact("market_rank"), "<=", at.number("market_rank"))
    development = Compare(Fact("development_score"), ">=", at.number("development"))
    return at.programme(
        *_common(at),
        clean(at),
        at.clause("revenue", Compare(last("revenue"), ">=", at.number("revenue")), unit=Unit.MONEY),
        at.clause("growth", growth, unit=Unit.SHARE),
        at.clause("rd_amount", Compare(over_years("rd.own", 2), ">=", at.number("rd_amount")), unit=Unit.MONEY),
        _research_share(at),
        at.clause("ip", AnyOf((award, class1)), shows=printed, unit=Unit.PIECES, routes=(at.route("award", award),)),
        at.clause("market", AnyOf((held, rank)), shows=held, unit=Unit.SHARE),
        at.clause("chain", Flag("key_chain")),
        at.clause("development", development, unit=Unit.POINTS),
    )


def _research_share(at: Parameters) -> Clause:
    """Of each of the last two years."""
    share = at.share_steps("rd_share", last("revenue"))
    shares = tuple(share_of(Fact(f"{span}.rd.own"), Fact(f"{span}.revenue"), share) for span in SPAN[:2])
    return at.clause("rd_ratio", AllOf(shares), shows=Worst(shares), unit=Unit.SHARE)


def _common(at: Parameters) -> list[Clause]:
    return [
        at.clause("tier", Flag("tier.srdi")),
        at.clause("sme", Flag("sme")),
        at.clause("niche", Compare(Fact("niche_years"), ">=", at.number("niche")), unit=Unit.YEARS),
        at.clause("main_share", share_of(last("main_business"), last("revenue"), at.share("main_share")), unit=Unit.SHARE),
        at.clause("debt", Compare(last("debt_ratio"), "<=", at.number("debt")), unit=Unit.SHARE),
    ]


RULES = [(date(2022, 8, 1), little_giant_2022), (date(2026, 4, 1), little_giant_2026)]
