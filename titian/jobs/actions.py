"""Putting work into the queue, calling it off, trying it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django_tasks.base import Task
from django_tasks.utils import normalize_json

from titian.base.errors import Refused
from titian.jobs.models import OPEN, Job, Status
from titian.jobs.permissions import can_cancel, can_retry
from titian.jobs.worker import work_at_once
from titian.journal.actions import record

if TYPE_CHECKING:
    from titian.accounts.models import User


def enqueue(
    task: Task[Any, Any],
    *,
    by: User | None,
    title: str = "",
    args: Sequence[object] = (),
    kwargs: Mapping[str, object] | None = None,
) -> Job:
    """Put a task into the queue on behalf of `by` (None: the system itself); `title` is what 我的任务 shows: 读取 3 份文稿.

    The job exists when the caller's transaction commits and runs after that. Arguments are JSON values: ids, not objects.
    With the backend's option `immediate` it has already run when this returns.
    """
    backend = task.get_backend()
    backend.validate_task(task)
    job = _queued(task, title or task.name, normalize_json(args), normalize_json(dict(kwargs or {})), by)
    if backend.options.get("immediate") and (task.run_after is None or task.run_after <= timezone.now()):
        work_at_once(job)
    return job


@transaction.atomic
def cancel(job: Job, *, by: User) -> None:
    """A waiting job ends at once; a running one at its next safe place."""
    can_cancel(by, job).demand()
    open_rows = Job.objects.filter(pk=job.pk, status__in=OPEN)
    if not open_rows.update(cancel_requested=True):
        raise Refused("任务已经结束，不用再取消")
    open_rows.filter(status=Status.WAITING).update(status=Status.CANCELLED.value, finished_at=timezone.now())
    job.refresh_from_db()
    record("jobs.job.cancelled", job, by=by, after={"status": job.status})


@transaction.atomic
def retry(job: Job, *, by: User) -> None:
    """A failed or cancelled job goes back into the queue with all its attempts."""
    can_retry(by, job).demand()
    ended = Job.objects.filter(pk=job.pk, status__in=[Status.FAILED, Status.CANCELLED])
    fresh: dict[str, Any] = {
        "attempts": 0,
        "cancel_requested": False,
        "run_after": None,
        "finished_at": None,
        "done": 0,
        "message": "",
    }
    if not ended.update(status=Status.WAITING.value, worker="", error="", error_class="", traceback="", **fresh):
        raise Refused("只有失败或已取消的任务可以重试")
    before = job.status
    job.refresh_from_db()
    record("jobs.job.retried", job, by=by, before={"status": before}, after={"status": job.status})


@transaction.atomic
def _queued(task: Task[Any, Any], title: str, args: list[Any], kwargs: dict[str, Any], by: User | None) -> Job:
    job = Job.objects.create(
        task=task.module_path,
        title=title[:200],
        args=args,
        kwargs=kwargs,
        by=by,
        queue=task.queue_name,
        priority=task.priority,
        run_after=task.run_after,
    )
    record("jobs.job.queued", job, by=by, after={"task": job.task, "title": job.title})
    return job
