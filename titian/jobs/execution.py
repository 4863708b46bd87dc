"""Running one job: find its task, call it, turn what happened into an outcome."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.utils.module_loading import import_string
from django_tasks.base import Task, TaskContext, TaskError, TaskResult, TaskResultStatus
from django_tasks.utils import get_exception_traceback, get_module_path, normalize_json

from titian.base.errors import Refused
from titian.jobs.context import Cancelled, Running, entered
from titian.jobs.leases import Outcome
from titian.jobs.models import Job, Status
from titian.journal.context import through

log = logging.getLogger("titian.jobs")

# A database that is busy or restarting is no fault of the task: worth another attempt. Everything else would fail again.
PASSING = (OperationalError, InterfaceError)
RESULT_STATUS = {
    Status.WAITING: TaskResultStatus.READY,
    Status.RUNNING: TaskResultStatus.RUNNING,
    Status.DONE: TaskResultStatus.SUCCESSFUL,
    Status.FAILED: TaskResultStatus.FAILED,
    Status.CANCELLED: TaskResultStatus.FAILED,
}


def perform(job: Job, running: Running) -> Outcome:
    """Call the task in this thread. An outcome with status WAITING is worth another attempt; HandedBack and LeaseLost pass through."""
    try:
        with ExitStack() as doors:
            doors.enter_context(entered(running))
            doors.enter_context(through("job", f"job-{job.pk}"))
            return Outcome(Status.DONE, _storable(_call(job)))
    except Cancelled:
        return Outcome(Status.CANCELLED)
    except (Refused, PermissionDenied) as problem:
        return _failed(problem, str(problem))
    except PASSING as problem:
        return _failed(problem, "数据库暂时不可用，稍后自动重试", status=Status.WAITING)
    except (Exception, SystemExit) as problem:
        log.exception("job %s (%s) failed", job.pk, job.task)
        return _failed(problem, f"程序出错（{type(problem).__name__}），请把任务编号 {job.pk} 告诉系统管理员")


def task_of(job: Job) -> Task[Any, Any]:
    """The task a job names. Raises Refused when the program no longer has it."""
    try:
        task = import_string(job.task)
    except ImportError as problem:
        raise Refused(f"程序里已没有「{job.task}」这项任务（可能升级后改名），请从原来的页面重新提交") from problem
    if not isinstance(task, Task):
        raise Refused(f"「{job.task}」不是后台任务，请从原来的页面重新提交")
    return task


def result_of(job: Job, task: Task[Any, Any] | None = None) -> TaskResult[Any]:
    """The job as the Django tasks interface shows it."""
    result: TaskResult[Any] = TaskResult(
        task=task or task_of(job),
        id=str(job.pk),
        status=RESULT_STATUS[Status(job.status)],
        enqueued_at=job.created_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
        last_attempted_at=job.attempted_at,
        args=job.args,
        kwargs=job.kwargs,
        backend="default",
        errors=_errors(job),
        worker_ids=list(job.workers),
    )
    object.__setattr__(result, "_return_value", job.result)
    return result


def _call(job: Job) -> Any:
    task = task_of(job)
    context: Sequence[Any] = [TaskContext(task_result=result_of(job, task))] if task.takes_context else []
    return task.call(*context, *job.args, **job.kwargs)


def _storable(value: Any) -> Any:
    """The return value as JSON. Raises ValueError for what no database keeps: NaN, NUL."""
    result = normalize_json(value)
    json.dumps(result, allow_nan=False)
    if any("\x00" in text for text in _texts(result)):
        raise ValueError("a result must not hold the character NUL")
    return result


def _texts(value: Any) -> Iterator[str]:
    """Every string in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(part)


def _failed(problem: BaseException, message: str, *, status: Status = Status.FAILED) -> Outcome:
    said, traced = (text.replace("\x00", "") for text in (message, get_exception_traceback(problem)))
    return Outcome(status, None, said, get_module_path(type(problem)), traced)


def _errors(job: Job) -> list[TaskError]:
    """A job given up after its workers died has a message and no exception of its own."""
    return (
        [TaskError(exception_class_path=job.error_class or "builtins.RuntimeError", traceback=job.traceback or job.error)]
        if job.error
        else []
    )
