"""科技型中小企业: conditions of 国科发政〔2017〕115号 第六条, the table of 第七条, the direct ways of 第八条.

On a direct way conditions (一) to (四) count alone: the parts of the score are printed and asked for no more.
"""

from __future__ import annotations

from datetime import date

from titian.policies.engine.building import Parameters
from titian.policies.engine.nodes import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Constant,
    Fact,
    FirstKnown,
    Flag,
    Most,
    Number,
    Ratio,
    Sum,
    When,
)
from titian.policies.engine.programme import Clause, Interval, Programme, Remark, Several
from titian.policies.engine.units import Unit
from titian.policies.rules.common import last, passed, settled

ROUTES = ("hnte", "award", "institution", "standard")
DIRECT = AnyOf(tuple(Flag(f"title.{route}") for route in ROUTES))


def tsme(at: Parameters) -> Programme:
    """In force since 2017-05-03."""
    staff, rd, achievements = _staff(at), _rd(at), _achievements(at)
    total = Interval(
        Sum((staff.low, rd.low, achievements.low)), Sum((staff.high, rd.high, achievements.high)), ">=", at.number("pass")
    )
    routes = tuple(at.route(route, Flag(f"title.{route}")) for route in ROUTES)
    return at.programme(
        _resident(at),
        _size(at),
        _staff_clause(at),
        at.clause("rd", _unless_direct(settled(rd)), shows=rd, unit=Unit.POINTS),
        at.clause("achievements", _unless_direct(settled(achievements)), shows=achievements, unit=Unit.POINTS),
        at.clause("total", _unless_direct(passed(total)), shows=total, unit=Unit.POINTS, routes=routes),
        score=total,
        unscored=DIRECT,
        remarks=(Remark(DIRECT, "直通：只看第六条（一）至（四），科技人员、研发投入、科技成果不计分"),),
    )


def _unless_direct(test: Condition) -> AnyOf:
    return AnyOf((DIRECT, test))


def _resident(at: Parameters) -> Clause:
    good = [Flag("audited_books"), *(Flag(name, wanted=False) for name in ("negative_list", "abnormal_list", "misconduct"))]
    quiet = Compare(Fact("incidents.two_years"), "<=", at.number("incidents"))
    return at.clause("resident", AllOf((*good, quiet)), shows=None)


def _size(at: Parameters) -> Clause:
    parts = (
        ("staff", Compare(last("staff"), "<=", at.number("staff_most")), Unit.PEOPLE),
        ("revenue_yuan", Compare(last("revenue"), "<=", at.number("revenue_most")), Unit.MONEY),
        ("total_assets_yuan", Compare(last("total_assets"), "<=", at.number("assets_most")), Unit.MONEY),
    )
    return at.clause("size", AllOf(tuple(part for _, part, _ in parts)), shows=Several(parts))


def _share_of_staff() -> Ratio:
    return Ratio(last("sci_tech_staff"), last("staff"))


def _staff_clause(at: Parameters) -> Clause:
    enough = Compare(_share_of_staff(), ">=", at.share("staff_share"))
    return at.clause("staff", _unless_direct(enough), shows=enough, unit=Unit.SHARE)


def _staff(at: Parameters) -> Interval:
    points = at.steps("staff_points", _share_of_staff())
    low, high = (FirstKnown(points, at.open_end("staff_unknown", end)) for end in (0, 1))
    return Interval(low, high)


def _rd(at: Parameters) -> Interval:
    """The better of two ratios. One alone is a lower bound: the other may be better, up to the full points."""
    rd = last("rd.deduction")
    by_revenue = at.steps("rd_of_revenue", Ratio(rd, last("revenue")))
    by_cost = at.steps("rd_of_cost", Ratio(rd, last("cost")))
    ends: list[Number] = [
        Most(*(FirstKnown(points, at.open_end("rd_unknown", end)) for points in (by_revenue, by_cost))) for end in (0, 1)
    ]
    return Interval(ends[0], ends[1])


def _achievements(at: Parameters) -> Interval:
    class1, class2 = ("ip.class1.least", "ip.class1.most"), Fact("ip.class2.most")
    ends: list[Number] = []
    for end in (0, 1):
        has = Compare(Fact(class1[end]), ">=", Constant(1))
        points = When(has, at.steps("class1_points", Fact(class1[end])), at.steps("class2_points", class2))
        ends.append(FirstKnown(points, at.open_end("achievements_unknown", end)))
    return Interval(ends[0], ends[1])


RULES = [(date(2017, 5, 3), tsme)]
