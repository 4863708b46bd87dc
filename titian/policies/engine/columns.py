"""The same tree as polars expressions: one column a clause for a whole population, row by row what `explain` says.

    computed(frame, programme)      # Boolean columns by clause id, `verdict`, `score.low`, `score.high`

The frame has a column of 64-bit integers for every fact of the tree (null: unknown). Flags are 1, 0 or null as everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce

import polars as pl

from titian.policies.engine.lacking import never_unknown
from titian.policies.engine.layers import layers
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
    Node,
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
    row = pl.int_range(pl.len()).alias(
        "row"
    )  # a programme of which nothing is confirmed is made of constants: this gives them a length
    return judged(frame.lazy().with_columns(row), programme, keep=["row"]).drop("row").collect()


def judged(frame: pl.LazyFrame, programme: Programme, keep: Sequence[str] = (), *, amount: Number | None = None) -> pl.LazyFrame:
    """`keep`, every clause by its id, the ends of the score where the programme has one, `amount` in fen, `verdict` (null: unknown).

    What stands in several places (both ends of a score, in clauses and in the score itself) is worked out once, in columns of its own:
    polars finds little of that by itself.
    """
    roots: dict[str, Node] = {clause.id: clause.test for clause in programme.clauses}
    if programme.score is not None:
        roots |= {"score.low": programme.score.low, "score.high": programme.score.high}
    if amount is not None:
        roots["amount"] = amount
    writing = _Writing()
    for layer in layers(list(roots.values())):
        made = {f"~{len(writing.named) + place}": node for place, node in enumerate(layer)}
        frame = frame.with_columns(writing.written(node).alias(name) for name, node in made.items())
        writing.named |= {node: name for name, node in made.items()}
    found = frame.select(*keep, *(writing.node(node).alias(name) for name, node in roots.items()))
    return found.with_columns(reduce(pl.Expr.and_, (pl.col(clause.id) for clause in programme.clauses)).alias("verdict"))


def number(node: Number) -> pl.Expr:
    """A number as a column of 64-bit integers; null where the node is unknown."""
    return _Writing().number(node)


def condition(node: Condition) -> pl.Expr:
    """A condition as a Boolean column; polars joins nulls by Kleene's tables."""
    return _Writing().condition(node)


class _Writing:
    """Nodes as expressions; `named` are those that stand in the frame already, by the name of their column."""

    def __init__(self) -> None:
        self.named: dict[Node, str] = {}

    def node(self, node: Node) -> pl.Expr:
        return pl.col(self.named[node]) if node in self.named else self.written(node)

    def written(self, node: Node) -> pl.Expr:
        if isinstance(node, Condition):
            return self._condition(node)
        assert isinstance(node, Number), "shares and ratios are no columns"
        return self._number(node)

    def number(self, node: Number) -> pl.Expr:
        return self.node(node)

    def condition(self, node: Condition) -> pl.Expr:
        return self.node(node)

    def _number(self, node: Number) -> pl.Expr:  # noqa: PLR0911 (one line a node)
        match node:
            case Fact(name):
                return pl.col(name)
            case Constant(value, _, confirmed):
                return pl.lit(value if confirmed else None, dtype=pl.Int64)
            case Sum(terms):
                return reduce(pl.Expr.add, map(self.number, terms))
            case Least(one, other):
                return self._known(node, pl.min_horizontal(self.number(one), self.number(other)))
            case Most(one, other):
                return self._known(node, pl.max_horizontal(self.number(one), self.number(other)))
            case Portion(of, numerator, denominator, step):
                return self.number(of).clip(lower_bound=0) * self.number(numerator) // (denominator * step) * step
            case FirstKnown(one, other):
                return pl.coalesce(self.number(one), self.number(other))
            case When(test, then, otherwise):
                holds = self.condition(test)
                return pl.when(holds).then(self.number(then)).when(~holds).then(self.number(otherwise)).otherwise(_nothing())
            case Steps():
                return self._steps(node)
        raise TypeError(f"{type(node).__name__} is no number of the vocabulary")

    def _condition(self, node: Condition) -> pl.Expr:
        match node:
            case Flag(name, wanted):
                return pl.col(name).eq(1 if wanted else 0)
            case Compare():
                return self._compared(node)
            case AllOf(of):
                return reduce(pl.Expr.and_, map(self.condition, of))
            case AnyOf(of):
                return reduce(pl.Expr.or_, map(self.condition, of))
            case Between(certain, possible):
                return self.condition(certain).fill_null(value=False) | (self.condition(possible).fill_null(value=True) & UNKNOWN)
        raise TypeError(f"{type(node).__name__} is no condition of the vocabulary")

    def _compared(self, node: Compare) -> pl.Expr:
        sign = OPERATORS[node.operator]
        if isinstance(node.left, Ratio):
            assert isinstance(node.right, Share), "a ratio is compared with a share"
            above, below = self.number(node.left.numerator), self.number(node.left.denominator)
            return (
                pl.when(below > 0)
                .then(sign(above * node.right.denominator, self.number(node.right.numerator) * below))
                .otherwise(UNKNOWN)
            )
        assert isinstance(node.right, Number), "a number is compared with a number"
        return sign(self.number(node.left), self.number(node.right))

    def _known(self, node: Least | Most, chosen: pl.Expr) -> pl.Expr:
        """polars passes over nulls; here the choice is unknown as soon as one of the two is."""
        if never_unknown(node):
            return chosen
        both = self.number(node.first) + self.number(node.second)
        return pl.when(both.is_not_null()).then(chosen).otherwise(_nothing())

    def _steps(self, node: Steps) -> pl.Expr:
        """The first band that fits; the rest where the last one is known not to."""
        if not node.steps:
            return self.number(node.otherwise)
        if all(_is_known(step.bound) for step in node.steps):
            return self._banded(node)
        tests = [self.condition(Compare(node.by, node.operator, step.bound)) for step in node.steps]
        return pl.when(tests[0] | ~tests[0]).then(self._chosen(node, tests)).otherwise(_nothing())

    def _banded(self, node: Steps) -> pl.Expr:
        """Bounds that are known: whether a row has a value at all is asked once, not of every band."""
        sign = OPERATORS[node.operator]
        if isinstance(node.by, Ratio):
            above, below = self.number(node.by.numerator), self.number(node.by.denominator)
            shares = [step.bound for step in node.steps if isinstance(step.bound, Share)]
            tests = [sign(above * share.denominator, self.number(share.numerator) * below) for share in shares]
            known = (below > 0) & above.is_not_null()
        else:
            by = self.number(node.by)
            tests = [sign(by, self.number(step.bound)) for step in node.steps if isinstance(step.bound, Constant)]
            known = by.is_not_null()
        return pl.when(known).then(self._chosen(node, tests)).otherwise(_nothing())

    def _chosen(self, node: Steps, tests: Sequence[pl.Expr]) -> pl.Expr:
        found = self.number(node.otherwise)
        for test, step in zip(reversed(tests), reversed(node.steps), strict=True):
            found = pl.when(test).then(self.number(step.gives)).otherwise(found)
        return found


def _nothing() -> pl.Expr:
    return pl.lit(None, dtype=pl.Int64)


def _is_known(bound: Constant | Share) -> bool:
    return bound.confirmed if isinstance(bound, Constant) else isinstance(bound.numerator, Constant) and bound.numerator.confirmed
