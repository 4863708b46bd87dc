"""The same rules over 5,000,000 enterprises in polars, DuckDB and a Spark cluster (a master and two workers) on this machine: equal counts.

python -m tests.bench.engines           (needs Java)
"""

from __future__ import annotations

import os
import random
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from tests.bench.machine import pace
from titian.policies.engine.columns import computed
from titian.policies.engine.ibis import column, verdicts
from titian.policies.engine.programme import Programme
from titian.policies.packs import standing
from titian.policies.record.catalogue import FACTS
from titian.policies.tests.make import by_chance

ENTERPRISES, DIFFERENT, FILES = 5_000_000, 5_000, 10
DAY = date(2026, 6, 30)
PROGRAMMES = (("hnte", "national"), ("tsme", "national"), ("srdi", "national"))
MEMORY = "2g"
WAIT_S = 60
Counts = dict[str, int]


def main() -> int:
    """Print every engine's time and counts; 1 when they differ."""
    print(pace())
    programmes = [standing(*one, DAY) for one in PROGRAMMES]
    with tempfile.TemporaryDirectory(prefix="titian-bench-") as folder:
        path = _written(Path(folder), programmes)
        print(
            f"{ENTERPRISES:,} 家企业（{DIFFERENT:,} 家各不相同），Parquet {sum(one.stat().st_size for one in path.iterdir()) / 1e6:.0f} MB"
        )
        engines: Sequence[tuple[str, Callable[[Path, Sequence[Programme]], Counts]]] = (
            ("polars", _polars),
            ("DuckDB", _duckdb),
            ("Spark（1 主 2 从）", _spark),
        )
        found = [_told(name, engine, path, programmes) for name, engine in engines]
    print("三个引擎的家数" + ("相同" if all(one == found[0] for one in found) else "不同"))
    return 0 if all(one == found[0] for one in found) else 1


def _told(name: str, engine: Callable[[Path, Sequence[Programme]], Counts], path: Path, programmes: Sequence[Programme]) -> Counts:
    began = time.perf_counter()
    counts = engine(path, programmes)
    took = time.perf_counter() - began
    print(f"{name}：{took:.1f} 秒  " + "  ".join(f"{code} {number:,}" for code, number in counts.items()))
    return counts


def _written(folder: Path, programmes: Sequence[Programme]) -> Path:
    """The facts that are read, in several files, so that workers share them."""
    chance = random.Random(20260630)
    rows = [by_chance(programmes[place % len(programmes)], chance) for place in range(DIFFERENT)]
    read = sorted(set().union(*(programme.reads for programme in programmes)))
    few = pl.DataFrame(rows, schema=dict.fromkeys(FACTS, pl.Int64), infer_schema_length=None).select(read)
    part = pl.concat([few.rename({name: column(name) for name in read})] * (ENTERPRISES // DIFFERENT // FILES))
    path = folder / "facts"
    path.mkdir()
    for number in range(FILES):
        part.write_parquet(path / f"{number}.parquet")
    return path


def _polars(path: Path, programmes: Sequence[Programme]) -> Counts:
    facts = pl.scan_parquet(path / "*.parquet")
    facts = facts.rename({column(name): name for name in set().union(*(programme.reads for programme in programmes))})
    counts: Counts = {}
    for programme in programmes:
        found = computed(facts, programme).select(*_ids(programme))
        counts |= _counted(programme, [(int(found[name].sum()), int((~found[name]).sum())) for name in found.columns])
    return counts


def _ids(programme: Programme) -> list[str]:
    return [*(clause.id for clause in programme.clauses), "verdict"]


def _duckdb(path: Path, programmes: Sequence[Programme]) -> Counts:
    import ibis

    connection = ibis.duckdb.connect()
    return _asked(connection, connection.read_parquet(path / "*.parquet"), programmes)


def _spark(path: Path, programmes: Sequence[Programme]) -> Counts:
    import ibis
    from pyspark.sql import SparkSession

    with _cluster() as master:
        builder = SparkSession.builder.master(master).appName("titian").config("spark.ui.enabled", "false")
        for key, value in {
            "driver.host": "127.0.0.1",
            "driver.bindAddress": "127.0.0.1",
            "ui.showConsoleProgress": "false",
        }.items():
            builder = builder.config(f"spark.{key}", value)
        session = builder.config("spark.executor.memory", MEMORY).config("spark.executor.cores", "1").getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
        try:
            connection = ibis.pyspark.connect(session)
            return _asked(connection, connection.read_parquet(path), programmes)
        finally:
            session.stop()


def _asked(connection: Any, table: Any, programmes: Sequence[Programme]) -> Counts:
    """One query a programme: of every clause, and of the verdict, how many are met and how many are not."""
    counts: Counts = {}
    for programme in programmes:
        found = verdicts(table, programme)
        sums = {f"{word}_{place}": part.sum() for place, name in enumerate(_ids(programme)) for word, part in _both(found[name])}
        row = connection.execute(found.aggregate(**sums)).iloc[0]
        counts |= _counted(
            programme, [(int(row[f"yes_{place}"]), int(row[f"no_{place}"])) for place in range(len(_ids(programme)))]
        )
    return counts


def _both(verdict: Any) -> list[tuple[str, Any]]:
    return [("yes", verdict), ("no", ~verdict)]


def _counted(programme: Programme, found: Sequence[tuple[int, int]]) -> Counts:
    """The verdict's counts, and those of all clauses together."""
    *clauses, (met, failed) = found
    return {
        f"{programme.code} 符合": met,
        f"{programme.code} 不符合": failed,
        f"{programme.code} 条款符合": sum(yes for yes, _ in clauses),
        f"{programme.code} 条款不符合": sum(no for _, no in clauses),
    }


# --- a cluster of our own, on the loopback address, ended by the processes it began


@contextmanager
def _cluster() -> Iterator[str]:
    import pyspark

    home = Path(pyspark.__file__).parent
    master = f"spark://127.0.0.1:{_free_port()}"
    port = master.rsplit(":", 1)[1]
    place = "org.apache.spark.deploy"
    with ExitStack() as stack:
        stack.enter_context(_process(home, f"{place}.master.Master", "--host", "127.0.0.1", "--port", port, "--webui-port", "0"))
        _wait_for(int(port))
        for _ in range(2):
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="titian-spark-"))
            words = ("--host", "127.0.0.1", "--cores", "1", "--memory", MEMORY, "--webui-port", "0", "--work-dir", folder, master)
            stack.enter_context(_process(home, f"{place}.worker.Worker", *words))
        yield master


@contextmanager
def _process(home: Path, *words: str) -> Iterator[None]:
    environment = {**os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1"}
    process = subprocess.Popen(
        [home / "bin/spark-class", *words], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(WAIT_S)


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def _wait_for(port: int) -> None:
    until = time.monotonic() + WAIT_S
    while time.monotonic() < until:
        with socket.socket() as door:
            if door.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError("the cluster did not start")


if __name__ == "__main__":
    raise SystemExit(main())
