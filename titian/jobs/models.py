"""A job: one piece of background work, who asked for it, who is doing it and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.http import url_has_allowed_host_and_scheme

from titian.base.terms import Term

if TYPE_CHECKING:
    from titian.accounts.models import User
    from titian.base.colours import Colour

MAX_ATTEMPTS = 3


class Status(StrEnum):
    """Codes are never translated; `LABELS` holds the office's words and the colour that goes with each."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


LABELS: dict[Status, tuple[str, Colour]] = {
    Status.WAITING: ("排队中", "grey"),
    Status.RUNNING: ("进行中", "blue"),
    Status.DONE: ("已完成", "green"),
    Status.FAILED: ("失败", "red"),
    Status.CANCELLED: ("已取消", "grey"),
}
OPEN = (Status.WAITING, Status.RUNNING)


@dataclass(frozen=True)
class ResultLink:
    """Where the result of a finished job lies, inside this installation."""

    address: str
    label: str


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: User) -> JobQuerySet:
        """A person sees their own jobs; the system administrator every job."""
        return self if user.is_administrator else self.filter(by=user)

    def unfinished(self) -> JobQuerySet:
        return self.filter(status__in=OPEN)

    def under_way(self, now: datetime) -> JobQuerySet:
        """Running, or waiting for nothing but a worker."""
        return self.unfinished().exclude(run_after__gt=now)

    def ended(self) -> JobQuerySet:
        """Finished, failed or cancelled; the latest first."""
        return self.exclude(status__in=OPEN)

    def claimable(self, now: datetime) -> JobQuerySet:
        """Waiting and due, or running with a lease that ran out; the most urgent and oldest first."""
        due = models.Q(status=Status.WAITING) & (models.Q(run_after=None) | models.Q(run_after__lte=now))
        abandoned = models.Q(status=Status.RUNNING, lease_until__lt=now)
        return self.filter(due | abandoned, status__in=OPEN).order_by("-priority", "pk")

    def held(self, job: Job) -> JobQuerySet:
        """The row of `job` while its worker still holds it: every write of a worker goes through here, so that one whose lease
        was taken over can no longer change anything."""
        return self.filter(pk=job.pk, status=Status.RUNNING, worker=job.worker, attempts=job.attempts)


class Job(models.Model):
    """`task` is the dotted path of a `django_tasks` task. A running job belongs to `worker` until `lease_until`, which the worker's
    heartbeat moves on; when the worker dies the lease runs out and the next worker starts the job again, `max_attempts` times."""

    task = models.CharField("任务程序", max_length=200)
    title = models.CharField("任务", max_length=200)
    args = models.JSONField("参数", default=list, encoder=DjangoJSONEncoder)
    kwargs = models.JSONField("具名参数", default=dict, encoder=DjangoJSONEncoder)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="发起人", null=True, on_delete=models.PROTECT, related_name="+")
    queue = models.CharField("队列", max_length=50, default="default")
    status = models.CharField("状态", max_length=20, default=Status.WAITING.value)
    priority = models.SmallIntegerField("优先级", default=0)
    run_after = models.DateTimeField("最早开始时间", null=True)
    worker = models.CharField("执行进程", max_length=64, blank=True)
    workers = models.JSONField("执行过的进程", default=list)
    lease_until = models.DateTimeField("占用至", null=True)
    attempts = models.PositiveSmallIntegerField("已尝试次数", default=0)
    max_attempts = models.PositiveSmallIntegerField("最多尝试次数", default=MAX_ATTEMPTS)
    done = models.PositiveIntegerField("已完成数", default=0)
    total = models.PositiveIntegerField("总数", default=0)
    message = models.CharField("正在做什么", max_length=200, blank=True)
    cancel_requested = models.BooleanField("已要求取消", default=False)
    result = models.JSONField("结果", null=True, encoder=DjangoJSONEncoder)
    error = models.TextField("失败原因", blank=True)
    error_class = models.CharField("错误类别", max_length=200, blank=True)
    traceback = models.TextField("错误经过", blank=True)
    created_at = models.DateTimeField("提交时间", auto_now_add=True)
    started_at = models.DateTimeField("首次开始时间", null=True)
    attempted_at = models.DateTimeField("本次开始时间", null=True)
    heartbeat_at = models.DateTimeField("最近心跳", null=True)
    finished_at = models.DateTimeField("结束时间", null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(status__in=[status.value for status in Status]), name="job_status_known"),
        ]
        indexes = [
            models.Index(fields=["-priority", "id"], name="job_open", condition=models.Q(status__in=["waiting", "running"])),
            models.Index(fields=["by", "-id"], name="job_by"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def status_label(self) -> str:
        return "正在取消" if self.is_cancelling else LABELS[Status(self.status)][0]

    @property
    def colour(self) -> Colour:
        return LABELS[Status(self.status)][1]

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_cancelling(self) -> bool:
        return self.status == Status.RUNNING and self.cancel_requested

    @property
    def share(self) -> Fraction | None:
        """How much is done, 0-1; None while the total is unknown."""
        return min(Fraction(self.done, self.total), Fraction(1)) if self.total else None

    @property
    def result_link(self) -> ResultLink | None:
        """A task that returns `{"url": …, "label": …}` offers its result to be opened; addresses of other sites are not followed."""
        found: Any = self.result if isinstance(self.result, dict) else {}
        url = found.get("url", "")
        inside = isinstance(url, str) and url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
        if self.status != Status.DONE or not inside:
            return None
        return ResultLink(url, str(found.get("label") or "查看结果"))


def terms() -> list[Term]:
    """The states for the glossary."""
    return [Term("任务状态 job states", status.value, LABELS[status][0]) for status in Status]
