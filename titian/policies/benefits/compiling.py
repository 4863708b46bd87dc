"""A clause → trees of the engine: one clause of a programme a condition, and the amount as a number in fen.

compiled = compiled_for(clause, 2025)           # of the benefit's year
explain(compiled.programme, record)              # one firm
judged(frame.lazy(), compiled.programme, amount=compiled.amount)      # a county
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

from titian.policies.benefits import conditions as kinds
from titian.policies.benefits.conditions import Condition as Asked
from titian.policies.benefits.definition import ONCE, WHOLE, Benefit, BenefitClause
from titian.policies.benefits.vocabulary import GATES, QUANTITIES
from titian.policies.benefits.wording import NEGATED, condition_words
from titian.policies.engine.nodes import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Constant,
    Fact,
    Flag,
    Least,
    Most,
    Node,
    Number,
    Operator,
    Ratio,
    Share,
    Step,
    Steps,
    Sum,
)
from titian.policies.engine.portion import Portion
from titian.policies.engine.programme import Citation, Clause, Programme
from titian.policies.engine.units import Unit

OPERATORS: dict[str, Operator] = {"at_least": ">=", "over": ">", "up_to": "<=", "below": "<"}
TIMES, GATE, EXCLUDES = "times", "gate", "excludes"
NOTHING = Constant(0)


@dataclass(frozen=True)
class Compiled:
    """`conditions` by clause id; `amount` is unknown where the clause was never compared with its original. `reads`: facts of all trees."""

    clause: BenefitClause
    year: int
    programme: Programme
    amount: Number
    conditions: dict[str, Asked]
    reads: frozenset[str]


@lru_cache(maxsize=512)
def compiled_for(clause: BenefitClause, year: int) -> Compiled:
    """The trees of a clause for one year."""
    asked = {f"who{place}": one for place, one in enumerate(clause.who, 1)}
    clauses = (*_conditions(clause, asked, year), *_bars(clause, year))
    programme = Programme(clause.code, clause.label, "county", clauses)
    amount = amount_of(clause.benefit, confirmed=clause.confirmed)
    return Compiled(clause, year, programme, amount, asked, programme.reads | facts_of(amount))


def facts_of(node: Node) -> frozenset[str]:
    return frozenset(one.name for one in node.walk() if isinstance(one, Fact | Flag))


def _cited(clause: BenefitClause, year: int) -> Citation:
    return Citation(clause.cites, date(year, 1, 1), confirmed=clause.confirmed)


def _conditions(clause: BenefitClause, asked: dict[str, Asked], year: int) -> Iterator[Clause]:
    for code, one in asked.items():
        test = tree(one)
        shows = test if isinstance(test, Compare) else None
        yield Clause(code, condition_words(one, year), test, _cited(clause, year), shows, _unit(one))


def _bars(clause: BenefitClause, year: int) -> Iterator[Clause]:
    """What bars a firm that meets every condition: had it already, had another benefit for the same matter, blocked by a gate."""
    had = ("ever", "以前没有享受过") if clause.times == ONCE else ("taken", f"{year}年度没有享受过")
    cited = _cited(clause, year)
    yield Clause(TIMES, had[1], Flag(f"{had[0]}.{clause.code}", wanted=False), cited)
    for code in clause.excludes:
        yield Clause(f"{EXCLUDES}.{code}", f"同一事项没有享受过{code}", Flag(f"taken.{code}", wanted=False), cited)
    if clause.gate:
        said = f"{GATES[clause.gate]}未被列为不予补助"
        yield Clause(GATE, said, Flag(f"gate.{clause.gate}", wanted=False), cited)


def _unit(one: Asked) -> Unit:
    if isinstance(one, kinds.NumberIs):
        return QUANTITIES[one.name].unit
    return Unit.SHARE if isinstance(one, kinds.ShareIs) else Unit.FLAG


# --- conditions


def tree(one: Asked, *, negated: bool = False) -> Condition:  # noqa: PLR0911 (one line a kind)
    """A condition as nodes; the engine knows no negation, so it is carried down to the leaves."""
    match one:
        case kinds.All(of) | kinds.Any_(of):
            below = tuple(tree(each, negated=negated) for each in of)
            return AllOf(below) if isinstance(one, kinds.All) is not negated else AnyOf(below)
        case kinds.Not(of):
            return tree(of, negated=not negated)
        case kinds.NumberIs(name, edge, bound):
            return Compare(Fact(name), OPERATORS[NEGATED[edge] if negated else edge], Constant(bound))
        case kinds.ShareIs(part, whole, edge, bound):
            return Compare(Ratio(Fact(part), Fact(whole)), OPERATORS[NEGATED[edge] if negated else edge], _share(bound))
        case kinds.InRegion(codes):
            return _one_of("region", codes, negated=negated)
        case kinds.InIndustry(codes):
            return _one_of("industry", codes, negated=negated)
        case kinds.FlagIs(key, wanted):
            return Flag(f"flag.{key}", wanted is not negated)
    return Flag(_flag(one), not negated)


def _flag(one: Asked) -> str:
    match one:
        case kinds.TitleIs(kind, how):
            return f"title.{kind}.{how}"
        case kinds.ProgrammeMet(code):
            return f"programme.{code}"
        case kinds.ScaleIs(how):
            return f"scale.{how}"
    raise TypeError(f"{type(one).__name__} is no condition of one fact")


def _one_of(family: str, codes: Iterable[str], *, negated: bool) -> Condition:
    flags = tuple(Flag(f"{family}.{code}", not negated) for code in codes)
    return AllOf(flags) if negated else AnyOf(flags)


def _share(value: Fraction) -> Share:
    return Share(Constant(value.numerator), value.denominator)


# --- how much


def amount_of(benefit: Benefit, *, confirmed: bool) -> Number:
    """In fen; never below zero, never above the cap, reduced by what was had already."""
    found = _before_reduction(benefit, confirmed=confirmed)
    if benefit.less:
        found = Most(NOTHING, Sum((found, *(Fact(f"less.{code}") for code in benefit.less))))
    return found


def _before_reduction(benefit: Benefit, *, confirmed: bool) -> Number:
    if benefit.fixed is not None:
        return Constant(benefit.fixed, confirmed=confirmed)
    if benefit.rate is None:
        return _bands(benefit, confirmed=confirmed)
    rate = Constant(benefit.rate.numerator, confirmed=confirmed)
    found: Number = Portion(Fact(benefit.base), rate, benefit.rate.denominator, WHOLE[benefit.whole])
    if benefit.floor is not None:
        found = Most(found, Constant(benefit.floor))
    return found if benefit.cap is None else Least(found, Constant(benefit.cap))


def _bands(benefit: Benefit, *, confirmed: bool) -> Number:
    last = Constant(benefit.table[-1].gives, confirmed=confirmed)
    steps = tuple(
        Step(Constant(line.bound + (line.edge == "over")), Constant(line.gives, confirmed=confirmed))
        for line in benefit.table
        if line.bound is not None
    )
    return Steps(Fact(benefit.by), ">=", steps, last) if steps else last
