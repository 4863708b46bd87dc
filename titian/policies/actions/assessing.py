"""Assessing everybody: runs begun, their parts kept, finished, thinned out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from titian.accounts.models import User
from titian.base.database import load_rows
from titian.base.errors import Refused
from titian.journal.actions import record
from titian.policies.models import Assessment, AssessmentPart, AssessmentRun
from titian.policies.models.assessments import DONE, RUNNING
from titian.policies.permissions import can_reassess
from titian.policies.rungs import assessed

if TYPE_CHECKING:
    from titian.policies.population.computing import Computed, Counts, Part

KEPT_DAYS = 62


@transaction.atomic
def begin_run(day: date, *, by: User | None, codes: Iterable[str] = (), region: str = "") -> AssessmentRun:
    """A new run, or the unfinished one of the same day and rules. Raises Refused for a programme nobody knows. `by` None: the system."""
    from titian.policies.population.computing import population

    if by is not None:
        can_reassess(by).demand()
    wanted = tuple(codes)
    found = assessed(day, region, wanted)
    if unknown := set(wanted) - {one.code for one, _ in found}:
        raise Refused(f"没有项目「{'、'.join(sorted(unknown))}」，或 {day} 时规则尚未施行")
    clauses = {one.code: [clause.id for clause in programme.clauses] for one, programme in found}
    packs = {one.code: [programme.code, programme.pack] for one, programme in found}
    for run in AssessmentRun.objects.filter(day=day, state=RUNNING, region=region):
        if run.clauses == clauses and run.packs == packs:
            return run
    run = AssessmentRun(day=day, region=region, clauses=clauses, packs=packs, total=population(day).count(), started_by=by)
    run.save()
    record("policies.run.begun", run, by=by, after={"day": day, "programmes": list(clauses)})
    return run


@transaction.atomic
def keep_part(run: AssessmentRun, part: Part, computed: Computed, *, by: User | None) -> None:
    """Verdicts of some organisations, whole or not at all. A part that a worker of a killed run has written meanwhile is not written twice."""
    AssessmentRun.objects.select_for_update().get(pk=run.pk)
    if AssessmentPart.objects.filter(run=run, first=part.first).exists():
        return
    load_rows(Assessment, Assessment.COLUMNS, ((run.pk, *row) for row in computed.rows))
    AssessmentPart.objects.create(run=run, first=part.first, last=part.last, rows=computed.firms, counts=computed.counts)
    AssessmentRun.objects.filter(pk=run.pk).update(done=F("done") + computed.firms)
    record("policies.run.part_kept", run, by=by, after={"first": part.first, "last": part.last, "rows": computed.firms})


@transaction.atomic
def finish_run(run: AssessmentRun, *, by: User | None) -> AssessmentRun:
    """Counts of all parts together; earlier runs of the same day make way, older ones are thinned out."""
    run.refresh_from_db()
    run.counts = _together(run.parts.values_list("counts", flat=True))
    run.state, run.finished_at = DONE, timezone.now()
    run.save(update_fields=["counts", "state", "finished_at"])
    record("policies.run.finished", run, by=by, after={"rows": run.done, "counts": run.counts})
    for old in _superseded(run):
        drop_run(old, by=by)
    return run


@transaction.atomic
def drop_run(run: AssessmentRun, *, by: User | None) -> None:
    """A run nobody needs: it can be made anew at any time."""
    record("policies.run.dropped", run, by=by, before={"day": run.day, "rows": run.done})
    Assessment.objects.filter(run=run)._raw_delete("default")  # nothing hangs on these rows
    run.delete()


def _together(counts: Iterable[Counts]) -> Counts:
    found: Counts = {}
    for part in counts:
        for code, numbers in part.items():
            whole = found.setdefault(code, dict.fromkeys(numbers, 0))
            for word, number in numbers.items():
                whole[word] += number
    return found


def _superseded(run: AssessmentRun) -> Iterator[AssessmentRun]:
    """Other runs of the day that say no more than this one; of days long gone, all but the last of each month."""
    for other in AssessmentRun.objects.filter(day=run.day).exclude(pk=run.pk):
        if set(other.clauses) <= set(run.clauses):
            yield other
    kept: set[tuple[int, int]] = set()
    for old in AssessmentRun.objects.done().filter(day__lt=run.day - timedelta(days=KEPT_DAYS)).order_by("-day", "-pk"):
        month = (old.day.year, old.day.month)
        if month in kept:
            yield old
        kept.add(month)
