"""A run: begun, carried on part by part, finished. A run that was killed goes on behind the last part that is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.db import connection

from titian.accounts.models import User
from titian.jobs.context import check_cancelled, progress
from titian.policies import actions
from titian.policies.engine.programme import Programme
from titian.policies.models import AssessmentRun
from titian.policies.packs import standing
from titian.policies.population.computing import Part, compute, parts_of
from titian.policies.population.spreading import Spread, processes

PART = 10_000
MANY = 50_000


def reassess(day: date, *, by: User | None, codes: tuple[str, ...] = ()) -> AssessmentRun:
    """Assess everybody on a day, going on with an unfinished run of the same day and programmes."""
    run = actions.begin_run(day, codes=codes, region=settings.TITIAN.region, by=by)
    return carry_on(run, by=by)


def carry_on(run: AssessmentRun, *, by: User | None) -> AssessmentRun:
    """Do what is left of a run."""
    parts = parts_of(run.day, PART)
    written = set(run.parts.values_list("first", flat=True))
    left = [part for part in parts if part.first not in written]
    progress(run.done, run.total, "正在评估")
    for done in _each(run, left, many=run.total > MANY):
        progress(done, run.total, "正在评估")
        check_cancelled()
    return actions.finish_run(run, by=by)


def programmes_of(run: AssessmentRun) -> dict[str, Programme]:
    return {code: standing(run.packs[code][0], run.packs[code][1], run.day) for code in run.clauses}


def write_part(run: AssessmentRun, part: Part) -> int:
    """Compute one part and keep it; how many firms it holds."""
    computed = compute(part, run.day, programmes_of(run))
    actions.keep_part(run, part, computed, by=run.started_by)
    return computed.firms


def _each(run: AssessmentRun, parts: list[Part], *, many: bool) -> Iterator[int]:
    """How many firms are done, after each part."""
    done = run.done
    if many and connection.vendor == "postgresql" and processes() > 1:
        with Spread(run.pk) as spread:
            for firms in spread.over(parts):
                done += firms
                yield done
        return
    for part in parts:
        done += write_part(run, part)
        yield done
