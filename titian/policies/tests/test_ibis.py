"""Four engines, one answer: polars, DuckDB, PostgreSQL and Spark say the same of every row, and what is explained says it too. Slow."""

from __future__ import annotations

import io
import os
import random
from collections.abc import Callable, Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from titian.base.tests.parts import absent
from titian.policies.engine.columns import computed, judged, number
from titian.policies.engine.explain import VERDICTS, FactRecord, explain
from titian.policies.engine.nodes import Number
from titian.policies.engine.programme import Programme
from titian.policies.linting import days_of
from titian.policies.packs import books, standing
from titian.policies.record.catalogue import FACTS
from titian.policies.tests.clauses import benefits, facts_by_chance
from titian.policies.tests.make import by_chance

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # warnings of Spark and ibis are theirs
ROWS = 100_000
EXPLAINED = 200  # rows of every programme and every benefit
TABLE = "titian_facts_by_chance"

Ask = Callable[[Programme, Number | None], pl.DataFrame]


@pytest.fixture(scope="module", autouse=True)
def _extra() -> None:
    """The extra `engines`."""
    if not all(find_spec(name) for name in ("ibis", "pyspark")):
        absent("the extra engines (requirements-engines.txt)")


def standings() -> list[tuple[str, str, date]]:
    return [(code, pack, day) for code, there in books().items() for pack, book in there.items() for day in days_of(book)]


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    """Facts by chance, an equal part made from the boundaries of every programme and of every benefit."""
    chance, programmes, asked = random.Random(20260630), [standing(*one) for one in standings()], benefits()
    names = sorted(frozenset().union(*(one.reads for one in asked)))
    rows = [
        by_chance(programmes[place % len(programmes)], chance) | facts_by_chance(names, asked[place % len(asked)], chance)
        for place in range(ROWS)
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys((*FACTS, *names), pl.Int64), infer_schema_length=None).with_row_index("row")


@pytest.fixture(scope="module")
def columned(frame: pl.DataFrame) -> pl.DataFrame:
    from titian.policies.engine.ibis import column

    return frame.rename({name: column(name) for name in frame.columns}).with_columns(pl.col("row").cast(pl.Int64))


@pytest.fixture(scope="module", params=["duckdb", "postgres", "spark"])
def engine(request: pytest.FixtureRequest, columned: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    connect = {"duckdb": _duckdb, "postgres": _postgres, "spark": _spark}[request.param]
    yield from connect(columned, tmp_path_factory.mktemp("facts") / "facts.parquet")


def _duckdb(frame: pl.DataFrame, path: Path) -> Iterator[Ask]:
    import ibis

    frame.write_parquet(path)
    connection = ibis.duckdb.connect()
    connection.read_parquet(path, table_name=TABLE)
    yield _asking(connection)


def _spark(frame: pl.DataFrame, path: Path) -> Iterator[Ask]:
    import ibis
    from pyspark.sql import SparkSession

    frame.write_parquet(path)
    builder = SparkSession.builder.master("local[2]").appName("titian").config("spark.ui.enabled", "false")
    builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
    session = builder.config("spark.driver.memory", "3g").config("spark.sql.shuffle.partitions", "2").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    session.read.parquet(str(path)).createOrReplaceTempView(TABLE)
    yield _asking(ibis.pyspark.connect(session))
    session.stop()


def _postgres(frame: pl.DataFrame, _: Path) -> Iterator[Ask]:
    import ibis
    import psycopg

    address = os.environ.get("POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
    try:
        connection = psycopg.connect(address, autocommit=True, connect_timeout=5)
    except psycopg.OperationalError:
        absent("a PostgreSQL server (POSTGRES_URL)")
    columns = ", ".join(f'"{name}" bigint' for name in frame.columns)
    with connection:
        connection.execute(f"drop table if exists {TABLE}")
        connection.execute(f"create table {TABLE} ({columns})".encode())
        with connection.cursor().copy(f"copy {TABLE} from stdin (format csv)".encode()) as copy:
            text = io.BytesIO()
            frame.write_csv(text, include_header=False)
            copy.write(text.getvalue())
        asked = ibis.connect(address.replace("postgres://", "postgresql://"))
        asked.raw_sql("set jit = off").close()
        try:
            yield _asking(asked)
        finally:
            asked.disconnect()
            connection.execute(f"drop table {TABLE}")


def _asking(connection: Any) -> Ask:
    from titian.policies.engine.ibis import verdicts

    def ask(programme: Programme, amount: Number | None) -> pl.DataFrame:
        found = verdicts(connection.table(TABLE), programme, keep=["row"], amount=amount)
        table: pl.DataFrame = pl.from_arrow(connection.to_pyarrow(found))  # type: ignore[assignment]  # of a table a frame comes
        return table.sort("row").drop("row")

    return ask


def assert_same(expected: pl.DataFrame, found: pl.DataFrame, frame: pl.DataFrame, which: object) -> None:
    assert found.height == ROWS
    for name in expected.columns:
        differing = (~expected[name].eq_missing(found[name].cast(expected[name].dtype))).arg_true()
        assert differing.is_empty(), (
            which,
            name,
            expected[name][differing[0]],
            found[name][differing[0]],
            frame.row(differing[0], named=True),
        )


def test_every_engine_says_the_same_of_every_row(frame: pl.DataFrame, engine: Ask) -> None:
    for one in standings():
        programme = standing(*one)
        found = engine(programme, None).rename({"score_low": "score.low", "score_high": "score.high"}, strict=False)
        assert_same(computed(frame, programme), found, frame, one)


def test_every_engine_gives_every_row_the_same_amount_to_the_fen(frame: pl.DataFrame, engine: Ask) -> None:
    for one in benefits():
        expected = judged(frame.lazy(), one.programme, ["row"], amount=one.amount).drop("row").collect()
        assert_same(expected, engine(one.programme, one.amount), frame, one.clause.code)


def test_an_amount_in_columns_is_the_one_of_the_tree(frame: pl.DataFrame) -> None:
    for one in benefits():
        sample = frame.sample(EXPLAINED, seed=11)
        amounts = sample.select("row", number(one.amount).alias("amount"))["amount"].to_list()
        assert amounts == [one.amount.value(row) for row in sample.drop("row").to_dicts()], one.clause.code


def test_what_is_explained_says_it_too(frame: pl.DataFrame) -> None:
    for one in standings():
        programme = standing(*one)
        sample = frame.sample(EXPLAINED, seed=7)
        columns = computed(sample, programme).to_dicts()
        for row, columned in zip(sample.drop("row").to_dicts(), columns, strict=True):
            said = explain(programme, FactRecord(row))
            verdicts = {clause.id: explained.verdict for clause, explained in zip(programme.clauses, said.clauses, strict=True)}
            assert {code: VERDICTS[columned[code]] for code in verdicts} == verdicts
            assert VERDICTS[columned["verdict"]] is said.verdict
