from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from titian.accounts.models import User
from titian.jobs import actions
from titian.jobs.models import Job, Status
from titian.jobs.tests import make
from titian.jobs.worker import BackgroundWorker, Worker
from titian.journal.models import Entry
from titian.places.models import Region

pytestmark = pytest.mark.django_db(transaction=True)


def until(happened: Callable[[], bool], what: str, seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.02)


def worker(lease_s: float = 30) -> Worker:
    return Worker(lease=timedelta(seconds=lease_s), poll=0.02, beat=0.02)


@contextmanager
def background(one: Worker) -> Iterator[BackgroundWorker]:
    thread = BackgroundWorker(one).start()
    try:
        yield thread
    finally:
        thread.stop()


@contextmanager
def process(home: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """A worker process of its own; ended by its own handle whatever happens."""
    home.mkdir(exist_ok=True)
    call = [sys.executable, "-m", "titian.cli", "jobs", "work", *words]
    running = subprocess.Popen(call, env=make.environment(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        yield running
    finally:
        running.kill()
        running.communicate()


class TestInThisThread:
    def test_everything_due_is_done_and_counted(self) -> None:
        jobs = [make.job(kwargs={"left": number, "right": 1}) for number in range(3)]
        assert worker().run(once=True) == 3
        assert [Job.objects.get(pk=job.pk).result for job in jobs] == [1, 2, 3]
        assert worker().run(once=True) == 0

    def test_a_finished_job_says_when_and_by_whom_it_was_done(self) -> None:
        job = make.job()
        one = worker()
        one.run(once=True)
        job.refresh_from_db()
        assert (job.status, job.worker, job.attempts, job.lease_until) == (Status.DONE, one.name, 1, None)
        assert job.started_at is not None
        assert job.finished_at is not None
        assert job.started_at <= job.finished_at

    def test_acts_of_a_job_are_journalled_for_the_person_who_asked(self, officer: User) -> None:
        job = make.job(task=make.name_a_region.module_path, kwargs={"name": "邻县"}, by=officer)
        worker().run(once=True)
        entry = Entry.objects.get(code="places.region.added")
        assert (entry.actor, entry.channel, entry.request_id) == (officer, "job", f"job-{job.pk}")

    def test_a_busy_database_is_tried_again_a_little_later(self) -> None:
        job = make.job(task=make.find_the_database_away.module_path, kwargs={})
        worker().run(once=True)
        job.refresh_from_db()
        assert (job.status, job.attempts) == (Status.WAITING, 1)
        assert job.run_after is not None
        assert "稍后自动重试" in job.error

    def test_a_database_that_stays_busy_fails_the_job_in_the_end(self) -> None:
        job = make.job(task=make.find_the_database_away.module_path, kwargs={}, max_attempts=1)
        worker().run(once=True)
        job.refresh_from_db()
        assert job.status == Status.FAILED
        assert "重试" in job.error
        assert job.error_class == "django.db.utils.OperationalError"


class TestInAThread:
    def test_progress_is_seen_while_the_job_runs(self, tmp_path: Path) -> None:
        sign = tmp_path / "sign"
        job = make.job(task=make.wait_for.module_path, kwargs={"path": str(sign)})
        with background(worker()):
            until(lambda: Job.objects.get(pk=job.pk).message == "等候", "progress stored")
            Path(f"{sign}.go").touch()
            until(lambda: Job.objects.get(pk=job.pk).status == Status.DONE, "job done")

    def test_a_running_job_ends_soon_after_it_was_cancelled(self, tmp_path: Path, officer: User) -> None:
        sign = tmp_path / "sign"
        job = make.job(task=make.wait_for.module_path, kwargs={"path": str(sign)}, by=officer)
        with background(worker()):
            until(sign.exists, "job started")
            actions.cancel(job, by=officer)
            until(lambda: not Job.objects.get(pk=job.pk).is_open, "job ended")
        job.refresh_from_db()
        assert job.status == Status.CANCELLED
        assert job.finished_at is not None

    def test_a_worker_that_stops_hands_its_job_back_for_the_next(self, tmp_path: Path) -> None:
        sign = tmp_path / "sign"
        job = make.job(task=make.wait_for.module_path, kwargs={"path": str(sign)})
        thread = BackgroundWorker(worker()).start()
        until(sign.exists, "job started")
        assert thread.stop(10)
        job.refresh_from_db()
        assert (job.status, job.attempts) == (Status.WAITING, 0)
        Path(f"{sign}.go").touch()
        worker().run(once=True)
        job.refresh_from_db()
        assert (job.status, job.result) == (Status.DONE, "went")

    def test_the_heartbeat_keeps_a_long_job_from_being_taken(self, tmp_path: Path) -> None:
        sign = tmp_path / "sign"
        job = make.job(task=make.wait_for.module_path, kwargs={"path": str(sign)})
        with background(worker(lease_s=0.6)):
            until(sign.exists, "job started")
            others = worker(lease_s=0.6)
            for _ in range(15):
                assert others.run(once=True) == 0
                time.sleep(0.1)
            Path(f"{sign}.go").touch()
            until(lambda: Job.objects.get(pk=job.pk).status == Status.DONE, "job done")
        assert Job.objects.get(pk=job.pk).attempts == 1

    def test_two_workers_run_each_job_once(self, tmp_path: Path) -> None:
        book = tmp_path / "book"
        for number in range(10):
            make.job(task=make.note.module_path, kwargs={"path": str(book), "word": str(number)})
        with background(worker()), background(worker()):
            until(lambda: not Job.objects.unfinished().exists(), "all done")
        assert sorted(book.read_text().split(), key=int) == [str(number) for number in range(10)]


class TestInAProcess:
    def test_a_killed_worker_leaves_its_job_to_the_next(self, tmp_path: Path) -> None:
        """The packaged database backend leaves such a job running for ever."""
        sign = tmp_path / "sign"
        job = make.job(task=make.wait_for.module_path, kwargs={"path": str(sign)})
        with process(tmp_path / "home", "--lease", "2") as running:
            until(sign.exists, "job started", 30)
            os.kill(running.pid, signal.SIGKILL)
            running.wait(10)
        job.refresh_from_db()
        assert job.status == Status.RUNNING
        Path(f"{sign}.go").touch()
        second = worker()
        with background(second):
            until(lambda: Job.objects.get(pk=job.pk).status == Status.DONE, "job done by the second worker")
        job.refresh_from_db()
        assert (job.worker, job.attempts, job.result) == (second.name, 2, "went")

    def test_a_stop_signal_ends_a_worker_with_its_job_handed_back(self, tmp_path: Path) -> None:
        sign = tmp_path / "sign"
        job = make.job(task=make.wait_for.module_path, kwargs={"path": str(sign)})
        with process(tmp_path / "home") as running:
            until(sign.exists, "job started", 30)
            running.terminate()
            said, complained = running.communicate(timeout=20)
        assert running.returncode == 0, complained
        assert "已停止" in said
        job.refresh_from_db()
        assert (job.status, job.attempts) == (Status.WAITING, 0)

    def test_processes_share_the_work(self, tmp_path: Path) -> None:
        book = tmp_path / "book"
        for number in range(20):
            make.job(task=make.note.module_path, kwargs={"path": str(book), "word": str(number)})
        with process(tmp_path / "one", "--once") as one, process(tmp_path / "two", "--once") as two:
            for running in (one, two):
                _, complained = running.communicate(timeout=60)
                assert running.returncode == 0, complained
        assert sorted(book.read_text().split(), key=int) == [str(number) for number in range(20)]


def test_rows_of_a_job_that_wrote_half_stay_consistent_with_the_journal(officer: User) -> None:
    """A job that fails after an act keeps the act and its journal row; there is no act without its row."""
    make.job(task=make.name_a_region.module_path, kwargs={"name": "邻县"}, by=officer)
    make.job(task=make.break_down.module_path, kwargs={}, by=officer)
    worker().run(once=True)
    assert json.loads(json.dumps(make.regions())) == ["邻县"]
    assert Entry.objects.filter(code="places.region.added").count() == Region.objects.count()
