"""Who holds which job: claim, keep, give back, finish. Every change is one conditional UPDATE, so that two workers never both win.

A lease is measured with the worker's own clock; workers on several machines need clocks that agree to a few seconds.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from titian.jobs.context import Cancelled, Interrupt, LeaseLost, Progress
from titian.jobs.models import Job, JobQuerySet, Status

LEASE = timedelta(seconds=60)
GIVEN_UP = (
    "执行进程连续 {attempts} 次中断（断电、重启或内存不足），任务已停止；请点「重试」，仍不行请把任务编号 {pk} 告诉系统管理员"
)


@dataclass(frozen=True)
class Outcome:
    """How a job ended. `error` is for the person who asked, in Chinese; `traceback` is for whoever mends it."""

    status: Status
    result: object = None
    error: str = ""
    error_class: str = ""
    traceback: str = ""

    def final(self) -> Outcome:
        """For when there is no further attempt: what was worth another one has failed."""
        if self.status != Status.WAITING:
            return self
        return replace(self, status=Status.FAILED, error="数据库多次不可用，任务没有完成；请稍后点「重试」")


def claim(worker: str, *, lease: timedelta = LEASE, now: datetime | None = None) -> Job | None:
    """The next job due, now held by `worker`; None when nothing is due. Abandoned jobs that are past saving are settled on the way."""
    moment = now or timezone.now()
    while True:
        with _picking():
            job = _candidates(moment).first()
            if job is None:
                return None
            taken = not _settled(job, moment) and take(job, worker, lease=lease, now=moment)
        if taken:
            return Job.objects.select_related("by").get(pk=job.pk)


def take(job: Job, worker: str, *, lease: timedelta = LEASE, now: datetime | None = None) -> bool:
    """Make `worker` the holder of a job as it was read; False when it has changed since or is not due."""
    moment = now or timezone.now()
    return bool(
        _unchanged(job, moment).update(
            status=Status.RUNNING.value,
            worker=worker,
            workers=[*job.workers, worker],
            attempts=job.attempts + 1,
            lease_until=moment + lease,
            heartbeat_at=moment,
            attempted_at=moment,
            started_at=job.started_at or moment,
            error="",
            error_class="",
            traceback="",
            **_columns(Progress()),
        )
    )


def keep(job: Job, *, progress: Progress, lease: timedelta = LEASE) -> bool:
    """Heartbeat: move the lease on and store how far the job is; False when somebody else holds it now."""
    now = timezone.now()
    return bool(Job.objects.held(job).update(heartbeat_at=now, lease_until=now + lease, **_columns(progress)))


def interrupted(job: Job) -> type[Interrupt] | None:
    """Why the holder should stop: cancelled by somebody, or no longer the holder."""
    asked = Job.objects.held(job).values_list("cancel_requested", flat=True).first()
    if asked is None:
        return LeaseLost
    return Cancelled if asked else None


def finish(job: Job, outcome: Outcome, *, progress: Progress) -> bool:
    """Store how the job ended; False when somebody else holds it now."""
    return bool(
        Job.objects.held(job).update(
            status=outcome.status.value,
            result=outcome.result,
            error=outcome.error,
            error_class=outcome.error_class,
            traceback=outcome.traceback,
            lease_until=None,
            finished_at=timezone.now(),
            **_columns(progress),
        )
    )


def hand_back(job: Job) -> bool:
    """Into the queue again at once, the attempt not counted: the worker stops, the job is not to blame."""
    return bool(
        Job.objects.held(job).update(
            status=Status.WAITING.value, attempts=job.attempts - 1, worker="", lease_until=None, run_after=None
        )
    )


def postpone(job: Job, outcome: Outcome) -> bool:
    """Try again later, a little later each time; what went wrong stays readable meanwhile."""
    later = timezone.now() + timedelta(seconds=5 * 2**job.attempts)
    return bool(
        Job.objects.held(job).update(
            status=Status.WAITING.value,
            worker="",
            lease_until=None,
            run_after=later,
            error=outcome.error,
            error_class=outcome.error_class,
            traceback=outcome.traceback,
        )
    )


def _columns(progress: Progress) -> dict[str, int | str]:
    return {"done": progress.done, "total": progress.total, "message": progress.message}


def _picking() -> AbstractContextManager[object]:
    """Row locks live as long as a transaction; where there are none the conditional UPDATE alone decides, and idle polling takes no lock."""
    return transaction.atomic() if connection.features.has_select_for_update_skip_locked else nullcontext()


def _candidates(moment: datetime) -> JobQuerySet:
    """Workers that look at the same moment see different rows where the database can skip locked ones."""
    jobs = Job.objects.claimable(moment)
    return jobs.select_for_update(skip_locked=True) if connection.features.has_select_for_update_skip_locked else jobs


def _unchanged(job: Job, moment: datetime) -> JobQuerySet:
    """The row as it was seen, still claimable: the condition that makes each UPDATE a compare-and-swap."""
    return Job.objects.claimable(moment).filter(pk=job.pk, status=job.status, worker=job.worker, attempts=job.attempts)


def _settled(job: Job, moment: datetime) -> bool:
    """Cancelled meanwhile, or abandoned as often as it may be started: such a job is ended here, not started again."""
    if job.cancel_requested:
        _end(job, moment, Status.CANCELLED, "")
    elif job.status == Status.RUNNING and job.attempts >= job.max_attempts:
        _end(job, moment, Status.FAILED, GIVEN_UP.format(attempts=job.attempts, pk=job.pk))
    else:
        return False
    return True


def _end(job: Job, moment: datetime, status: Status, error: str) -> None:
    _unchanged(job, moment).update(status=status.value, error=error, lease_until=None, finished_at=moment)
