"""专精特新中小企业: 工信部企业〔2022〕63号 附件2, and the measures of 2026 附件1."""

from __future__ import annotations

from datetime import date

from titian.policies.engine.building import Parameters
from titian.policies.engine.nodes import AnyOf, Compare, Fact, Flag
from titian.policies.engine.programme import Clause, Programme
from titian.policies.engine.units import Unit
from titian.policies.rules.common import clean, last, over_years, pieces, research_by_year, share_of


def srdi_2022(at: Parameters) -> Programme:
    """2022-08-01 to 2026-03-31: a score, or one of four direct ways."""
    routes = {
        "award": Flag("title.provincial_award"),
        "rd": Compare(over_years("rd.own", 2), ">=", at.number("direct_rd")),
        "equity": Compare(Fact("equity_2y"), ">=", at.number("direct_equity")),
        "contest": Flag("title.contest500"),
    }
    scored = Compare(Fact("evaluation_score"), ">=", at.number("evaluation"))
    return at.programme(
        at.clause("sme", Flag("sme")),
        _niche(at),
        at.clause("rd_amount", Compare(last("rd.own"), ">=", at.number("rd_amount")), unit=Unit.MONEY),
        at.clause("rd_ratio", share_of(last("rd.own"), last("revenue"), at.share("rd_share")), unit=Unit.SHARE),
        _revenue(at),
        at.clause(
            "evaluation",
            AnyOf((*routes.values(), scored)),
            shows=scored,
            unit=Unit.POINTS,
            routes=tuple(at.route(code, when) for code, when in routes.items()),
        ),
    )


def srdi_2026(at: Parameters) -> Programme:
    """Since 2026-04-01."""
    class1, printed = pieces(at, "class1", "class1")
    development = Compare(Fact("development_score"), ">=", at.number("development"))
    return at.programme(
        at.clause("tier", Flag("tier.base")),
        at.clause("sme", Flag("sme")),
        clean(at),
        _niche(at),
        _revenue(at),
        at.clause("main_share", share_of(last("main_business"), last("revenue"), at.share("main_share")), unit=Unit.SHARE),
        at.clause("debt", Compare(last("debt_ratio"), "<=", at.number("debt")), unit=Unit.SHARE),
        *research_by_year(at),
        at.clause("ip", class1, shows=printed, unit=Unit.PIECES),
        at.clause("market", Flag("market_leading")),
        at.clause("development", development, unit=Unit.POINTS),
    )


def _niche(at: Parameters) -> Clause:
    return at.clause("niche", Compare(Fact("niche_years"), ">=", at.number("niche")), unit=Unit.YEARS)


def _revenue(at: Parameters) -> Clause:
    """Revenue, or fresh equity of qualified investors."""
    revenue = Compare(last("revenue"), ">=", at.number("revenue"))
    equity = Compare(Fact("equity_2y"), ">=", at.number("equity"))
    return at.clause("revenue", AnyOf((revenue, equity)), shows=revenue, unit=Unit.MONEY)


RULES = [(date(2022, 8, 1), srdi_2022), (date(2026, 4, 1), srdi_2026)]
