"""我的任务: what runs for me, how far it is, what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from titian.base.columns import Column
from titian.base.errors import Refused
from titian.base.pages import ListPage, Mark
from titian.base.permissions import Verdict
from titian.base.requests import Request
from titian.jobs import actions
from titian.jobs.models import Job
from titian.jobs.permissions import can_cancel, can_retry


def _row(job: Job) -> Mapping[str, object]:
    return {
        "title": job.title,
        "status": Mark(job.colour, job.status_label),
        "progress": f"{job.done}/{job.total}" if job.total else "",
        "message": job.error or job.message,
        "created_at": job.created_at,
        "by": job.by.name if job.by else "系统",
    }


JOBS: ListPage[Job] = ListPage(
    title="我的任务",
    columns=(
        Column("title", "任务"),
        Column("status", "状态"),
        Column("progress", "进度"),
        Column("message", "说明", width=40),
        Column("created_at", "提交时间"),
        Column("by", "发起人"),
        Column("steps", "操作"),
    ),
    row=_row,
    empty="还没有后台任务。读取大批文稿、导入表格、生成报告时，较长的工作会在这里显示进度，可以离开页面，做完再回来看结果。",
    counted="项",
    search=("title",),
    template="jobs/index.html",
)


def index(request: Request) -> HttpResponse:
    jobs = Job.objects.visible_to(request.user).select_related("by")
    return JOBS.respond(request, jobs, running=jobs.under_way(timezone.now()).exists())


@require_POST
def cancel(request: Request, pk: int) -> HttpResponse:
    return _act(request, pk, can_cancel, actions.cancel, "已要求取消「{}」")


@require_POST
def retry(request: Request, pk: int) -> HttpResponse:
    return _act(request, pk, can_retry, actions.retry, "「{}」已重新排队")


def _act(request: Request, pk: int, allowed: Callable[..., Verdict], act: Callable[..., None], said: str) -> HttpResponse:
    """A job may end between the page and the press of the button: that is a message, not an error page."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    verdict = allowed(request.user, job)
    try:
        if verdict:
            act(job, by=request.user)
            messages.success(request, said.format(job.title))
        else:
            messages.warning(request, verdict.reason)
    except Refused as problem:
        messages.warning(request, str(problem))
    return redirect("jobs:index")
