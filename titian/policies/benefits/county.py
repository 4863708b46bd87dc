"""A clause over a whole county: the engine's columns, row by row what `standing.py` explains of one firm."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

import polars as pl

from titian.policies.benefits.compiling import compiled_for
from titian.policies.benefits.definition import BenefitClause
from titian.policies.benefits.deriving import Known, derive
from titian.policies.engine.columns import judged

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Computed(Generic[Key]):
    """One firm: met, not met, unknown; the amount in fen where every number in it is known; the ids of the clauses that fail."""

    key: Key
    met: bool | None
    amount: int | None
    failing: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def gain(self) -> int | None:
        """What the firm gets for sure; None where that is not known. A firm that fails gets nothing."""
        return 0 if self.met is False else self.amount if self.met else None


def computed(clause: BenefitClause, population: Mapping[Key, Known], day: date) -> list[Computed[Key]]:
    """Every firm of the population, in its order."""
    compiled = compiled_for(clause, clause.year_on(day))
    names = sorted(compiled.reads)
    rows = [derive(known, names, year=compiled.year, day=day).values for known in population.values()]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.Int64), infer_schema_length=None) if rows else None
    if frame is None:
        return []
    chosen = judged(frame.lazy(), compiled.programme, amount=compiled.amount).collect()
    ids = [one.id for one in compiled.programme.clauses]
    return [_row(key, row, ids) for key, row in zip(population, chosen.to_dicts(), strict=True)]


def _row(key: Key, row: Mapping[str, int | bool | None], ids: Sequence[str]) -> Computed[Key]:
    met, amount = row["verdict"], row["amount"]
    failing = tuple(one for one in ids if row[one] is False)
    unknown = tuple(one for one in ids if row[one] is None)
    return Computed(key, None if met is None else bool(met), amount, failing, unknown)
