"""创新型中小企业: the score of 工信部企业〔2022〕63号 附件1, or a direct way. In the measures of 2026 its standard has not been found."""

from __future__ import annotations

from datetime import date

from titian.policies.engine.building import Parameters
from titian.policies.engine.nodes import AnyOf, Compare, Condition, Constant, Fact, FirstKnown, Flag, Number, Ratio, Sum, When
from titian.policies.engine.programme import Clause, Interval, Programme
from titian.policies.engine.units import Unit
from titian.policies.rules.common import clean, last, passed

ONE = Constant(1)
Ends = tuple[Number, Number]


def isme_2022(at: Parameters) -> Programme:
    """2022-08-01 to 2026-03-31."""
    return _programme(at)


def isme_2026(at: Parameters) -> Programme:
    """Since 2026-04-01: the standard of 2022 is shown, unconfirmed, so that nothing is decided by it."""
    return _programme(at, clean(at))


def _programme(at: Parameters, *more: Clause) -> Programme:
    routes: dict[str, Condition] = {
        "award": Flag("title.provincial_award"),
        "title": AnyOf((Flag("title.hnte"), Flag("title.demonstration"))),
        "institution": Flag("title.institution"),
        "equity": Compare(Fact("equity_3y"), ">=", at.number("direct_equity")),
    }
    direct = AnyOf(tuple(routes.values()))
    parts = {
        "innovation": (_properties(at), _open(at, at.steps("rd", Ratio(last("rd.own"), last("revenue"))), "twenty_unknown")),
        "growth": (
            _open(at, at.steps("growth", Fact("growth.revenue.year")), "twenty_unknown"),
            _open(at, at.steps("debt", last("debt_ratio")), "debt_unknown"),
        ),
        "specialisation": (
            _field(at),
            _open(at, at.steps("main_share", Ratio(last("main_business"), last("revenue"))), "twenty_unknown"),
        ),
    }
    scores = {code: _interval(at, code, both) for code, both in parts.items()}
    total = _interval(at, "total", [item for both in parts.values() for item in both])
    ways = tuple(at.route(code, when) for code, when in routes.items())
    return at.programme(
        at.clause("sme", Flag("sme")),
        *more,
        *(at.clause(code, AnyOf((direct, passed(score))), shows=score, unit=Unit.POINTS) for code, score in scores.items()),
        at.clause("total", AnyOf((direct, passed(total))), shows=total, unit=Unit.POINTS, routes=ways),
        score=total,
        unscored=direct,
    )


def _interval(at: Parameters, code: str, items: list[Ends] | tuple[Ends, ...]) -> Interval:
    low, high = (Sum(tuple(item[end] for item in items)) for end in (0, 1))
    return Interval(low, high, ">=", at.number(f"{code}_pass"))


def _open(at: Parameters, points: Number, key: str) -> Ends:
    return FirstKnown(points, at.open_end(key, 0)), FirstKnown(points, at.open_end(key, 1))


def _properties(at: Parameters) -> Ends:
    """The best of four kinds; of what is not said the worst and the best."""
    ends: list[Number] = []
    for end, word in enumerate(("least", "most")):
        points: Number = at.steps("ip_class2", Fact("ip.class2.most"))
        for key, kind in (("ip_class1", "class1"), ("ip_own1", "own1"), ("ip_valuable", "valuable")):
            points = When(Compare(Fact(f"ip.{kind}.{word}"), ">=", ONE), at.open_end(key, end), points)
        ends.append(FirstKnown(points, at.open_end("ip_unknown", end)))
    return ends[0], ends[1]


def _field(at: Parameters) -> Ends:
    points = When(Flag("strategic_emerging"), at.open_end("field_yes", 0), at.open_end("field_no", 0))
    return _open(at, points, "field_unknown")


RULES = [(date(2022, 8, 1), isme_2022), (date(2026, 4, 1), isme_2026)]
