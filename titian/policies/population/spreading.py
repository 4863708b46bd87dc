"""Parts of a run given to several processes, each with a connection of its own: deriving facts is Python, and a province has many firms.

A worker ends when the pipe to whoever started it does, however that came about.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any

from django.db import connection

from titian.policies.population.computing import Part
from titian.policies.population.worker import work

MOST = 4


class PartFailed(RuntimeError):
    """A worker could not write its part."""


def processes() -> int:
    return min(MOST, os.cpu_count() or 1)


class Spread:
    """Worker processes of one run, while the block lasts."""

    def __init__(self, run: int) -> None:
        self.run = run
        self.pipes: list[Connection] = []
        self.workers: list[Any] = []

    def __enter__(self) -> Spread:
        context = get_context("spawn")
        database = str(connection.settings_dict["NAME"])
        for _ in range(processes()):
            mine, theirs = context.Pipe()
            worker = context.Process(target=work, args=(theirs, self.run, database), daemon=True)
            worker.start()
            theirs.close()
            self.pipes.append(mine)
            self.workers.append(worker)
        return self

    def __exit__(self, *problem: object) -> None:
        for pipe in self.pipes:
            pipe.close()
        for worker in self.workers:
            worker.join()

    def over(self, parts: Sequence[Part]) -> Iterator[int]:
        """The firms of each part, as it is written. Raises PartFailed."""
        waiting = list(reversed(parts))
        busy: list[Connection] = []
        for pipe in self.pipes:
            if waiting:
                pipe.send(_ends(waiting.pop()))
                busy.append(pipe)
        while busy:
            for ready in wait(busy):
                pipe = next(one for one in busy if one is ready)
                yield _answer(pipe)
                if waiting:
                    pipe.send(_ends(waiting.pop()))
                else:
                    busy.remove(pipe)


def _ends(part: Part) -> tuple[int, int]:
    return part.first, part.last


def _answer(pipe: Connection) -> int:
    try:
        said = pipe.recv()
    except (EOFError, ConnectionError) as problem:
        raise PartFailed("一个评估进程中断了，重新运行会接着做") from problem
    if isinstance(said, str):
        raise PartFailed(said)
    firms: int = said
    return firms
