"""What a rule function makes: a programme of clauses, each a condition with its citation and what it shows of itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from titian.policies.engine.nodes import Compare, Condition, Constant, Fact, Flag, Node, Number, Operator
from titian.policies.engine.units import Unit


@dataclass(frozen=True, slots=True)
class Citation:
    """Where it is written. `until` is exclusive; None: still in force. `checked` is the day somebody last read it there."""

    text: str
    since: date
    until: date | None = None
    url: str = ""
    checked: date | None = None
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Interval:
    """A score of which part is unknown: its lowest and highest value (points in millionths), and the mark to pass."""

    low: Number
    high: Number
    operator: Operator = ">="
    threshold: Constant | None = None


@dataclass(frozen=True, slots=True)
class Several:
    """Several numbers with a limit each, printed as one object: (key in JSON, comparison, unit)."""

    parts: tuple[tuple[str, Compare, Unit], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """A fact that is a word, not a number: printed as it was given."""

    key: str


@dataclass(frozen=True, slots=True)
class Worst:
    """Several comparisons that all have to hold: printed is the first that fails, else the first that is unknown, else the first."""

    of: tuple[Compare, ...]


Shown = Compare | Interval | Several | Worst | Words | None


@dataclass(frozen=True, slots=True)
class Route:
    """A direct way: where `when` holds, its clause is printed under this id and citation instead."""

    when: Condition
    id: str
    label: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition of a programme.

    shows         what is printed as value, threshold and gap; None: yes or no
    unconfirmed   labels of thresholds nobody has checked yet: they leave the clause unknown
    documents     what proves the clause
    """

    id: str
    label: str
    test: Condition
    citation: Citation
    shows: Shown = None
    unit: Unit = Unit.COUNT
    routes: tuple[Route, ...] = ()
    unconfirmed: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """A note that is printed where its condition holds."""

    when: Condition
    text: str


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme as its rules stand on a day. Met when all clauses are, not met as soon as one is not.

    reads       the facts any part of it looks at
    score       what is printed as the record's score; not where `unscored` holds (a direct way)
    notes       definitions of facts that nobody has checked yet: said, and blocking nothing
    """

    code: str
    label: str
    pack: str
    clauses: tuple[Clause, ...]
    score: Interval | None = None
    unscored: Condition | None = None
    remarks: tuple[Remark, ...] = ()
    notes: tuple[str, ...] = ()
    reads: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "reads", frozenset(self._reads()))

    def _reads(self) -> Iterator[str]:
        """The facts any part of it looks at."""
        trees: list[Node] = [*(clause.test for clause in self.clauses), *(remark.when for remark in self.remarks)]
        trees += [route.when for clause in self.clauses for route in clause.routes]
        if self.score is not None:
            trees += [self.score.low, self.score.high]
        yield from (node.name for tree in trees for node in tree.walk() if isinstance(node, Fact | Flag))

    def clause(self, code: str) -> Clause:
        """The clause of this id. KeyError where there is none."""
        for one in self.clauses:
            if one.id == code:
                return one
        raise KeyError(code)
