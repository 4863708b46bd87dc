"""What polars says of a population is, row by row, what is explained of one enterprise."""

from __future__ import annotations

import random
from datetime import date

import polars as pl
import pytest

from titian.policies.engine.columns import computed
from titian.policies.engine.explain import VERDICTS, FactRecord, explain
from titian.policies.engine.units import POINT
from titian.policies.linting import days_of
from titian.policies.packs import books, standing
from titian.policies.record.catalogue import FACTS
from titian.policies.tests.make import by_chance

ROWS = 300
ALL = [
    pytest.param(code, pack, day, id=f"{pack}-{code}-{day}")
    for code, there in books().items()
    for pack, book in there.items()
    for day in days_of(book)
]


@pytest.mark.parametrize(("code", "pack", "day"), ALL)
def test_columns_agree_with_the_explanation_row_by_row(code: str, pack: str, day: date) -> None:
    programme, chance = standing(code, pack, day), random.Random(code)
    rows = [by_chance(programme, chance) for _ in range(ROWS)]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(FACTS, pl.Int64), infer_schema_length=None)
    found = computed(frame, programme).to_dicts()
    seen: set[tuple[str, bool | None]] = set()
    for row, columned in zip(rows, found, strict=True):
        said = explain(programme, FactRecord(row))
        expected = {clause.id: one.verdict for clause, one in zip(programme.clauses, said.clauses, strict=True)}
        assert {key: VERDICTS[columned[key]] for key in expected} == expected, row
        assert VERDICTS[columned["verdict"]] is said.verdict
        seen |= {(clause.id, columned[clause.id]) for clause in programme.clauses}
        if said.score is not None:
            ends = said.score if isinstance(said.score, list) else [said.score] * 2
            assert [columned["score.low"] / POINT, columned["score.high"] / POINT] == ends
    decided = [clause for clause in programme.clauses if not clause.unconfirmed]
    assert len(seen) >= len(programme.clauses) + len(decided), "the rows by chance decide too little"
