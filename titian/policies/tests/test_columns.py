"""What polars says of a population is, row by row, what is explained of one enterprise."""

from __future__ import annotations

import random

import polars as pl
import pytest

from titian.policies.engine.columns import columns
from titian.policies.engine.explain import VERDICTS, FactRecord, explain
from titian.policies.engine.units import POINT
from titian.policies.packs import books, standing
from titian.policies.record.catalogue import FACTS
from titian.policies.tests.make import DAY, by_chance

ROWS = 500
ALL = [(code, pack) for code, there in books().items() for pack in there]


@pytest.mark.parametrize(("code", "pack"), ALL)
def test_columns_agree_with_the_explanation_row_by_row(code: str, pack: str) -> None:
    programme, chance = standing(code, pack, DAY), random.Random(code)
    rows = [by_chance(programme, chance) for _ in range(ROWS)]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(FACTS, pl.Int64), infer_schema_length=None)
    found = frame.select(*columns(programme)).to_dicts()
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
    assert len(seen) > 2 * len(programme.clauses), "the rows by chance decide too little"
