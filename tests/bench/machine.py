"""What a measurement is taken with: processor time, of this process and of the database server's that works for it.

On a machine that others use too, the clock on the wall measures them as well. `pace` says how fast the machine is while it measures; it
stands beside the figures and changes none of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

_TURNS = 200_000


def pace() -> str:
    """How long a fixed piece of Python takes here and now."""
    times = []
    for _ in range(5):
        began = time.process_time()
        words: dict[int, str] = {}
        for number in range(_TURNS):
            words[number % 1000] = f"{number:x}"
        times.append(1000 * (time.process_time() - began))
    return f"本机快慢：固定的一段 Python {median(times):.0f} ms（处理器时间）"


class Stopwatch:
    """Seconds of processor time. With PostgreSQL on this machine also those of the server's process that answers us; with a server
    elsewhere, whose processor nobody sees, seconds on the wall."""

    def __init__(self) -> None:
        self._server: Path | None = None
        self.now: Callable[[], float] = time.process_time

    @classmethod
    def of_database(cls) -> Stopwatch:
        from django.db import connection

        made = cls()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # One process, so that all of it is counted; more of them would only be quicker.
                cursor.execute("SET max_parallel_workers_per_gather = 0")
                cursor.execute("SELECT pg_backend_pid(), inet_server_addr() = inet_client_addr()")
                number, here = cursor.fetchone()
            path = Path(f"/proc/{number}/schedstat")
            made._server = path if here is not False and path.exists() else None
            made.now = made._both if made._server else time.perf_counter
        return made

    @property
    def said(self) -> str:
        if self.now is time.perf_counter:
            return "墙上时间（数据库在别的机器上）"
        return "处理器时间，含数据库进程" if self._server else "处理器时间"

    def _both(self) -> float:
        assert self._server is not None
        return time.process_time() + int(self._server.read_text().split()[0]) / 1e9


def half_and_late(times: list[float]) -> tuple[float, float]:
    """Median and 95th percentile."""
    cuts = quantiles(times, n=20)
    return cuts[9], cuts[18]
