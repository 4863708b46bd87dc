"""`titian jobs work` does the queued work, `titian jobs list` shows it."""

from __future__ import annotations

import signal
from datetime import timedelta
from types import FrameType
from typing import Any

from django.core.management import CommandParser

from titian.base.commands import Command as BaseCommand
from titian.base.commands import refuse
from titian.jobs.leases import LEASE
from titian.jobs.models import Job
from titian.jobs.worker import Worker

SHOWN = 20


class Command(BaseCommand):
    help = "后台任务：work 执行排队的任务（生产环境常驻，可开多个），list 列出任务"

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="work|list")
        work = verbs.add_parser("work", help="执行排队的任务，直到收到停止信号（Ctrl+C 或 SIGTERM）")
        work.add_argument("--once", action="store_true", help="做完眼下到期的任务就退出")
        work.add_argument("--lease", type=int, default=int(LEASE.total_seconds()), help="多少秒没有心跳即视为中断，默认 60")
        listing = verbs.add_parser("list", help=f"列出未结束的任务和最近 {SHOWN} 项已结束的任务")
        listing.add_argument("--json", action="store_true", help="每行一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "work":
            self._work(once=options["once"], lease_s=options["lease"])
        else:
            self._list(as_json=options["json"])

    def _work(self, *, once: bool, lease_s: int) -> None:
        if lease_s < 2:
            raise refuse("--lease 至少 2 秒")
        worker = Worker(lease=timedelta(seconds=lease_s), beat=min(1.0, lease_s / 5))
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _stopping(worker))
        self.say(f"执行进程 {worker.name} 已启动" + ("" if once else "，按 Ctrl+C 停止"))
        self.stdout.flush()
        self.say(f"已停止，共执行 {worker.run(once=once)} 项任务")

    def _list(self, *, as_json: bool) -> None:
        jobs = [*Job.objects.unfinished().select_related("by"), *Job.objects.ended().select_related("by")[:SHOWN]]
        for job in jobs:
            if as_json:
                self.say_json(_facts(job))
            else:
                self.say(
                    f"{job.pk:>6}  {job.status_label}  {job.title}  {job.done}/{job.total}  {job.error or job.message}".rstrip()
                )
        if not jobs and not as_json:
            self.say("没有后台任务")


def _stopping(worker: Worker) -> Any:
    """The first signal stops after the job under way; the second ends at once, and the lease does the rest."""

    def stop(number: int, frame: FrameType | None) -> None:
        worker.stop()
        signal.signal(number, signal.SIG_DFL)

    return stop


def _facts(job: Job) -> dict[str, object]:
    return {
        "id": job.pk,
        "task": job.task,
        "title": job.title,
        "status": job.status,
        "by": job.by.username if job.by else None,
        "attempts": job.attempts,
        "done": job.done,
        "total": job.total,
        "message": job.message,
        "error": job.error,
        "error_class": job.error_class,
        "worker": job.worker,
        "created_at": job.created_at.isoformat(),
        "finished_at": job.finished_at.isoformat() if job.finished_at else None,
    }
