"""Builders of benefit clauses and of firms that may have them."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

from titian.policies.benefits.definition import BenefitClause, parse
from titian.policies.benefits.deriving import Had, HeldTitle, Known

DAY = date(2026, 5, 31)
YEAR = 2025
WAN = 1_000_000  # fen
_FIRST: dict[str, Any] = {
    "code": "hnte_first",
    "label": "首次认定高新技术企业奖励",
    "cites": "第五条",
    "confirmed": True,
    "who": [{"title": "hnte", "is": "first"}],
    "benefit": {"fixed": "20万元"},
    "times": "once",
}


def data(**changes: Any) -> dict[str, Any]:
    """20万元 for who became 高企 for the first time last year."""
    return copy.deepcopy(_FIRST) | changes


def clause(**changes: Any) -> BenefitClause:
    return parse(data(**changes))


def subsidy(rate: str = "5%", **benefit: Any) -> BenefitClause:
    """A share of what was deducted, for firms with 100万元 of it and more, every year."""
    return clause(
        code="rd_subsidy",
        label="研发费用后补助",
        who=[{"number": "year.rd_deduction", "at_least": "100万元"}],
        benefit={"rate": rate, "base": "year.rd_deduction", **benefit},
        times="yearly",
    )


def known(**changes: Any) -> Known:
    """A firm of which everything is known: above scale, 2,000万元 revenue, 120万元 deducted, 高企 for the first time in 2025."""
    return Known(
        **{
            "region": "990123101",
            "industry": "C3512",
            "founded": date(2018, 3, 1),
            "years": {2025: figures(), 2024: figures(rd=100, revenue=1_500)},
            "flags": {"abnormal_list": 0, "misconduct": 0},
            "titles": (HeldTitle("hnte", since=date(2025, 11, 1), until=date(2028, 11, 1), first=True),),
            "scale": {2024: False, 2025: True},
            "verdicts": {"hnte": 1},
            "had": (),
            "blocked": {("rd_evaluation", DAY.year): False},
            **changes,
        }
    )


def figures(*, rd: int = 120, revenue: int = 2_000, staff: int = 40) -> dict[str, int | None]:
    """A year in 万元."""
    return {"revenue": revenue * WAN, "rd.own": rd * WAN, "rd.deduction": rd * WAN, "staff": staff}


def had(code: str, *, year: int = YEAR, wan: int = 10) -> Had:
    return Had(code, year, wan * WAN)
