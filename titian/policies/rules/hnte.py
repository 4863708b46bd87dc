"""高新技术企业: the eight conditions of 国科发火〔2016〕32号 第十一条 (the fifth has two parts), the seventh as an interval."""

from __future__ import annotations

from datetime import date

from titian.policies.engine.building import Parameters
from titian.policies.engine.nodes import AllOf, Compare, Constant, Fact, FirstKnown, Flag, Least, Number, Ratio, Sum, When
from titian.policies.engine.programme import Clause, Interval, Programme, Remark
from titian.policies.engine.units import Unit
from titian.policies.record.catalogue import EXPERT_LABELS
from titian.policies.rules.common import last, over_years, passed

ITEMS = ("ip", "transformation", "rd_management", "growth")


def hnte(at: Parameters) -> Programme:
    """In force since 2016-01-01."""
    data = {item: (_item(at, item, 0), _item(at, item, 1)) for item in ITEMS}
    ends = [Sum(tuple(FirstKnown(Fact(f"expert.{item}"), data[item][end]) for item in ITEMS)) for end in (0, 1)]
    score = Interval(ends[0], ends[1], ">", at.number("pass_over"))
    remarks = tuple(remark for item in ITEMS for remark in _contradictions(item, *data[item]))
    return at.programme(*_conditions(at), _innovation(at, score), _no_incident(at), score=score, remarks=remarks)


def _conditions(at: Parameters) -> list[Clause]:
    staff = Ratio(last("sci_tech_staff"), last("staff"))
    rd, revenue = over_years("rd.hnte"), over_years("revenue")
    domestic = Ratio(over_years("rd_domestic"), rd)
    income = Ratio(last("high_tech_income"), last("total_income"))
    owned = Compare(Fact("ip.total"), ">=", at.number("ip_pieces"))
    return [
        at.clause("age", Compare(Fact("age_days"), ">=", at.number("age_days")), unit=Unit.DAYS),
        at.clause("ip", AllOf((owned, Flag("core_ip"))), shows=owned, unit=Unit.PIECES),
        at.words("field", Flag("field.known"), "field"),
        at.clause("staff", Compare(staff, ">=", at.share("staff_share")), unit=Unit.SHARE),
        at.clause("rd_ratio", Compare(Ratio(rd, revenue), ">=", at.share_steps("rd_share", last("revenue"))), unit=Unit.SHARE),
        at.clause("domestic_rd", Compare(domestic, ">=", at.share("domestic_share")), unit=Unit.SHARE),
        at.clause("ht_income", Compare(income, ">=", at.share("ht_income_share")), unit=Unit.SHARE),
    ]


def _innovation(at: Parameters, score: Interval) -> Clause:
    return at.clause("innovation", passed(score), shows=score, unit=Unit.POINTS)


def _no_incident(at: Parameters) -> Clause:
    return at.clause("no_incident", Compare(Fact("incidents.year"), "<=", at.number("incidents")))


# --- what data say of the score: end 0 the least, 1 the most


def _item(at: Parameters, item: str, end: int) -> Number:
    if item == "ip":
        return _properties(at, end)
    if item == "transformation":
        average = Ratio(Fact("transformations"), Fact("years"))
        return FirstKnown(at.steps("transformation", average, end), at.open_end("transformation_unknown", end))
    if item == "growth":
        return Sum((_growth(at, "growth.net_assets", end), _growth(at, "growth.revenue", end)))
    return at.open_end("rd_management", end)


def _properties(at: Parameters, end: int) -> Number:
    """195号 三（七）1: five parts, together at most thirty. Of unsaid classes the worst and the best are taken."""
    class1 = Fact("ip.class1.most" if end else "ip.class1.least")
    own = Fact("ip.own.most" if end else "ip.own.least")
    quantity = When(
        Compare(class1, ">=", Constant(1)), at.steps("ip_class1", class1, end), at.steps("ip_class2", Fact("ip.class2.most"), end)
    )
    way = When(Compare(own, ">=", Constant(1)), at.steps("ip_own", own, end), at.steps("ip_bought", Fact("ip.total"), end))
    judged = [at.open_end(key, end) for key in ("ip_advanced", "ip_core", "ip_standards")]
    most = at.number("ip_most")
    unknown = most if end else Constant(0)
    return FirstKnown(Least(Sum((*judged, quantity, way)), most), unknown)


def _growth(at: Parameters, name: str, end: int) -> Number:
    return FirstKnown(at.steps("growth", Fact(name), end), at.open_end("growth_unknown", end))


def _contradictions(item: str, low: Number, high: Number) -> list[Remark]:
    """An expert's score outside what the data allow is taken all the same, and said."""
    given, label = Fact(f"expert.{item}"), EXPERT_LABELS[item]
    return [
        Remark(Compare(given, "<", low), f"专家评分：{label}得分低于按数据可得的最低分，请核对（按专家评分计）"),
        Remark(Compare(given, ">", high), f"专家评分：{label}得分高于按数据可得的最高分，请核对（按专家评分计）"),
    ]


RULES = [(date(2016, 1, 1), hnte)]
