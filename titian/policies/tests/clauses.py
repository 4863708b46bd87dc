"""Builders of benefit clauses and of firms that may have them."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterable
from datetime import date
from typing import Any

from titian.policies.benefits.compiling import Compiled, compiled_for
from titian.policies.benefits.definition import BenefitClause, parse
from titian.policies.benefits.deriving import Had, HeldTitle, Known
from titian.policies.engine.nodes import Compare, Constant, Fact, Steps
from titian.policies.engine.portion import Portion
from titian.policies.library import samples

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


# --- every way to work out an amount, and facts by chance for it

_BANDS = {
    "by": "year.revenue",
    "table": [{"at_least": "1亿元", "gives": "50万元"}, {"over": "100万元", "gives": "9万元"}, {"else": "0元"}],
}
_STAFF = [{"at_least": 50, "gives": "3万元"}, {"over": 20, "gives": "1万元"}, {"else": "0元"}]
_BENEFITS: list[dict[str, Any]] = [
    {"fixed": "20万元"},
    {"fixed": "20万元", "less": ["hnte_first", "other"]},
    {"rate": "5%", "base": "year.rd_deduction", "floor": "1万元", "cap": "50万元"},
    {"rate": "12.5%", "base": "rise.rd", "whole": "百元"},
    {"rate": "0.3%", "base": "year.net_assets", "whole": "万元", "cap": "300万元"},
    {"rate": "99.9%", "base": "year.rd", "whole": "分", "less": ["other"]},
    {"bands": _BANDS, "less": ["other"]},
    {"bands": {"by": "year.staff", "table": _STAFF}},
]
_LARGEST = 10**15  # fen: what a record may say at most


def benefits() -> list[Compiled]:
    """Clauses with every kind of benefit, compared and not, and those of the samples."""
    mine = [
        clause(code=f"kind{place}", benefit=benefit, confirmed=confirmed, gate=gate, excludes=["other"])
        for place, benefit in enumerate(_BENEFITS)
        for confirmed, gate in ((True, "rd_evaluation"), (False, ""))
    ]
    packaged = [parse(dict(one)) for sample in samples().values() for one in sample.clauses]
    return [compiled_for(one, YEAR) for one in (*mine, *packaged)]


def facts_by_chance(names: Iterable[str], asked: Compiled, chance: random.Random) -> dict[str, int | None]:
    """One record: unknowns, zeros, the bounds of the clause, bases whose share is exactly whole, and each of them one off."""
    edges = _edges(asked)
    return {name: _fact_by_chance(name, edges.get(name, []), chance) for name in names}


def _fact_by_chance(name: str, edges: list[int], chance: random.Random) -> int | None:
    if chance.random() < 0.1:
        return None
    family = name.split(".", maxsplit=1)[0]
    if family == "less":
        return -chance.choice((0, 1, 10 * WAN, chance.randrange(30 * WAN)))
    if family not in ("year", "prior", "rise", "age"):
        return chance.randrange(2)
    if edges and chance.random() < 0.6:
        return max(0, chance.choice(edges) * chance.choice((1, 1, 1, chance.randrange(1, 10**4))) + chance.choice((-1, 0, 0, 1)))
    least = -(10**9) if name.endswith("net_assets") else 0
    return chance.choice(
        (0, chance.randrange(1, 200), chance.randrange(least, 10**11), _LARGEST, _LARGEST - chance.randrange(1, 10**6))
    )


def _edges(asked: Compiled) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for node in (one for tree in (*(clause.test for clause in asked.programme.clauses), asked.amount) for one in tree.walk()):
        match node:
            case Compare(Fact(name), _, Constant(bound)):
                found.setdefault(name, []).append(bound)
            case Steps(Fact(name), _, steps):
                found.setdefault(name, []).extend(step.bound.number for step in steps if isinstance(step.bound, Constant))
            case Portion(Fact(name), _, denominator, step):
                found.setdefault(name, []).append(denominator * step)
    return found
