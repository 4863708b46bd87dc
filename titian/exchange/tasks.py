"""Checking and importing long sheets in the background; each takes the batch's number and works for whoever asked."""

from __future__ import annotations

from django_tasks import task

from titian.base.errors import Refused
from titian.exchange import actions
from titian.exchange.models import CHECKED, Batch


@task()
def check_batch(pk: int) -> None:
    """A file that cannot be read is no failure of the job: the batch says what is wrong."""
    batch = Batch.objects.get(pk=pk)
    try:
        actions.check(batch, by=batch.by)
    except Refused as problem:
        if "unreadable" not in batch.findings:
            raise Refused(problem.messages) from problem


@task()
def apply_batch(pk: int, reason: str) -> None:
    batch = Batch.objects.get(pk=pk)
    try:
        actions.apply(batch, by=batch.by, reason=reason)
    except Exception:
        # Whatever went wrong, nothing was written: it can be tried again or given up.
        Batch.objects.filter(pk=pk).filter(state="applying").update(state=CHECKED)
        raise
