"""The same tree as polars expressions: one column a clause for a whole population, row by row what `explain` says.

    computed(frame, programme)      # Boolean columns by clause id, `verdict`, `score.low`, `score.high`

The frame has a column of 64-bit integers for every fact of the tree (null: unknown). Flags are 1, 0 or null as everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

import polars as pl

from titian.policies.engine.lacking import never_unknown
from titian.policies.engine.nodes import (
    AllOf,
    AnyOf,
    Between,
    Compare,
    Condition,
    Constant,
    Fact,
    FirstKnown,
    Flag,
    Least,
    Most,
    Number,
    Operator,
    Ratio,
    Share,
    Steps,
    Sum,
    When,
)
from titian.policies.engine.portion import Portion
from titian.policies.engine.programme import Programme

UNKNOWN = pl.lit(None, dtype=pl.Boolean)
OPERATORS: dict[Operator, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    ">=": pl.Expr.ge,
    ">": pl.Expr.gt,
    "<=": pl.Expr.le,
    "<": pl.Expr.lt,
    "=": pl.Expr.eq,
}


def computed(frame: pl.DataFrame | pl.LazyFrame, programme: Programme) -> pl.DataFrame:
    """A frame of facts → a frame of verdicts, one row each, in the same order."""
    rows = pl.int_range(pl.len()).alias(
        "row"
    )  # a programme of which nothing is confirmed is made of constants: this gives them a length
    return frame.lazy().select(rows, *columns(programme)).drop("row").collect()


def columns(programme: Programme) -> list[pl.Expr]:
    """Every clause, the verdict (null: unknown), and the ends of the score where the programme has one."""
    tests = [condition(clause.test) for clause in programme.clauses]
    found = [test.alias(clause.id) for clause, test in zip(programme.clauses, tests, strict=True)]
    found.append(reduce(pl.Expr.and_, tests).alias("verdict"))
    if programme.score is not None:
        found += [number(programme.score.low).alias("score.low"), number(programme.score.high).alias("score.high")]
    return found


def number(node: Number) -> pl.Expr:  # noqa: PLR0911 (one line a node)
    """A number as a column of 64-bit integers; null where the node is unknown."""
    match node:
        case Fact(name):
            return pl.col(name)
        case Constant(value, _, confirmed):
            return pl.lit(value if confirmed else None, dtype=pl.Int64)
        case Sum(terms):
            return reduce(pl.Expr.add, map(number, terms))
        case Least(one, other):
            return _known(node, pl.min_horizontal(number(one), number(other)))
        case Most(one, other):
            return _known(node, pl.max_horizontal(number(one), number(other)))
        case Portion(of, numerator, denominator, step):
            return number(of).clip(lower_bound=0) * number(numerator) // (denominator * step) * step
        case FirstKnown(one, other):
            return pl.coalesce(number(one), number(other))
        case When(test, then, otherwise):
            holds = condition(test)
            return pl.when(holds).then(number(then)).when(~holds).then(number(otherwise)).otherwise(_nothing())
        case Steps():
            return _steps(node)
    raise TypeError(f"{type(node).__name__} is no number of the vocabulary")


def condition(node: Condition) -> pl.Expr:
    """A condition as a Boolean column; polars joins nulls by Kleene's tables."""
    match node:
        case Flag(name, wanted):
            return pl.col(name).eq(1 if wanted else 0)
        case Compare():
            return _compared(node)
        case AllOf(of):
            return reduce(pl.Expr.and_, map(condition, of))
        case AnyOf(of):
            return reduce(pl.Expr.or_, map(condition, of))
        case Between(certain, possible):
            return condition(certain).fill_null(value=False) | (condition(possible).fill_null(value=True) & UNKNOWN)
    raise TypeError(f"{type(node).__name__} is no condition of the vocabulary")


def _compared(node: Compare) -> pl.Expr:
    sign = OPERATORS[node.operator]
    if isinstance(node.left, Ratio):
        assert isinstance(node.right, Share), "a ratio is compared with a share"
        above, below = number(node.left.numerator), number(node.left.denominator)
        return (
            pl.when(below > 0).then(sign(above * node.right.denominator, number(node.right.numerator) * below)).otherwise(UNKNOWN)
        )
    assert isinstance(node.right, Number), "a number is compared with a number"
    return sign(number(node.left), number(node.right))


def _known(node: Least | Most, chosen: pl.Expr) -> pl.Expr:
    """polars passes over nulls; here the choice is unknown as soon as one of the two is."""
    if never_unknown(node):
        return chosen
    both = number(node.first) + number(node.second)
    return pl.when(both.is_not_null()).then(chosen).otherwise(_nothing())


def _steps(node: Steps) -> pl.Expr:
    """The first band that fits; the rest where the last one is known not to."""
    if not node.steps:
        return number(node.otherwise)
    tests = [condition(Compare(node.by, node.operator, step.bound)) for step in node.steps]
    found = pl.when(~tests[-1]).then(number(node.otherwise)).otherwise(_nothing())
    for test, step in zip(reversed(tests), reversed(node.steps), strict=True):
        found = pl.when(test).then(number(step.gives)).otherwise(found)
    return found


def _nothing() -> pl.Expr:
    return pl.lit(None, dtype=pl.Int64)
