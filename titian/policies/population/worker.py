"""One worker process of a run: imports nothing of Django before Django is set up."""

from __future__ import annotations

from multiprocessing.connection import Connection
from typing import Any


def work(pipe: Connection[Any, Any], pk: int, database: str) -> None:
    """Parts (first, last) in, numbers of firms out, until the pipe ends; a text says what went wrong."""
    import django

    django.setup()
    from django.db import connection

    connection.settings_dict["NAME"] = database
    from titian.policies.models import AssessmentRun
    from titian.policies.population.computing import Part
    from titian.policies.population.running import write_part

    run = AssessmentRun.objects.get(pk=pk)
    while True:
        try:
            part = Part(*pipe.recv())
        except EOFError:
            return
        try:
            pipe.send(write_part(run, part))
        except Exception as problem:  # whatever it is, the run has to hear of it
            pipe.send(f"{type(problem).__name__}: {problem}")
