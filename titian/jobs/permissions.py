"""Who may call a job off or start it again: the person it works for, and the system administrator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from titian.base.permissions import YES, Verdict, no
from titian.jobs.models import Job, Status

if TYPE_CHECKING:
    from titian.accounts.models import User


def can_see_all_jobs(user: User, obj: object = None) -> Verdict:
    return YES if user.is_administrator else no("只有系统管理员可以查看所有人的任务")


def can_cancel(user: User, job: Job) -> Verdict:
    if not _concerns(user, job):
        return no("只能取消自己的任务")
    return YES if job.is_open else no("任务已经结束，不用再取消")


def can_retry(user: User, job: Job) -> Verdict:
    if not _concerns(user, job):
        return no("只能重试自己的任务")
    return YES if job.status in {Status.FAILED, Status.CANCELLED} else no("只有失败或已取消的任务可以重试")


def _concerns(user: User, job: Job) -> bool:
    return job.by_id == user.pk or bool(can_see_all_jobs(user))
