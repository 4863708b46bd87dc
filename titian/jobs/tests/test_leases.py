from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from threading import Barrier, Thread

import pytest
from django.db import connections
from django.utils import timezone

from titian.jobs import leases
from titian.jobs.context import Cancelled, LeaseLost, Progress
from titian.jobs.leases import Outcome
from titian.jobs.models import Job, Status
from titian.jobs.tests import make

LATER = timedelta(minutes=10)


def claimed(worker: str = "first") -> Job:
    job = leases.claim(worker)
    assert job is not None
    return job


@pytest.mark.django_db
class TestClaiming:
    def test_a_claimed_job_belongs_to_its_worker_until_the_lease_ends(self) -> None:
        make.job()
        job = claimed()
        assert (job.status, job.worker, job.attempts, job.workers) == ("running", "first", 1, ["first"])
        assert job.lease_until is not None
        assert timedelta(seconds=50) < job.lease_until - timezone.now() <= leases.LEASE
        assert leases.claim("second") is None

    def test_the_urgent_job_comes_first_and_equals_in_their_order(self) -> None:
        for title, priority in (("甲", 0), ("乙", 0), ("急", 5)):
            make.job(title=title, priority=priority)
        assert [claimed().title for _ in range(3)] == ["急", "甲", "乙"]

    def test_a_job_for_later_waits_for_its_hour(self) -> None:
        make.job(run_after=timezone.now() + LATER)
        assert leases.claim("first") is None
        assert leases.claim("first", now=timezone.now() + 2 * LATER) is not None

    def test_a_job_whose_worker_died_is_claimed_again(self) -> None:
        make.job()
        claimed()
        again = leases.claim("second", now=timezone.now() + LATER)
        assert again is not None
        assert (again.worker, again.attempts, again.workers) == ("second", 2, ["first", "second"])

    def test_a_job_that_keeps_killing_its_worker_fails_with_a_message(self) -> None:
        job = make.job()
        moment = timezone.now()
        for _ in range(3):
            assert leases.claim("first", now=moment) is not None
            moment += LATER
        assert leases.claim("first", now=moment) is None
        job.refresh_from_db()
        assert job.status == Status.FAILED
        assert "连续 3 次中断" in job.error
        assert str(job.pk) in job.error
        assert job.finished_at == moment

    def test_an_abandoned_job_that_was_cancelled_is_not_started_again(self) -> None:
        job = make.job()
        claimed()
        Job.objects.update(cancel_requested=True)
        assert leases.claim("second", now=timezone.now() + LATER) is None
        job.refresh_from_db()
        assert job.status == Status.CANCELLED


@pytest.mark.django_db
class TestHolding:
    def test_a_heartbeat_moves_the_lease_on_and_stores_progress(self) -> None:
        make.job()
        job = claimed()
        assert leases.keep(job, progress=Progress(3, 10, "第三份"), lease=LATER)
        job.refresh_from_db()
        assert (job.done, job.total, job.message) == (3, 10, "第三份")
        assert job.lease_until is not None
        assert job.lease_until > timezone.now() + LATER / 2

    def test_a_worker_that_lost_its_lease_can_change_nothing_any_more(self) -> None:
        make.job()
        late = claimed()
        leases.claim("second", now=timezone.now() + LATER)
        assert leases.interrupted(late) is LeaseLost
        assert not leases.keep(late, progress=Progress())
        assert not leases.finish(late, Outcome(Status.DONE, 3), progress=Progress())
        assert not leases.hand_back(late)
        assert not leases.postpone(late, Outcome(Status.WAITING))
        late.refresh_from_db()
        assert (late.status, late.worker, late.result) == ("running", "second", None)

    def test_the_same_worker_holds_only_its_latest_attempt(self) -> None:
        make.job()
        late = claimed()
        leases.claim("first", now=timezone.now() + LATER)
        assert not leases.finish(late, Outcome(Status.DONE), progress=Progress())

    def test_a_wish_to_cancel_reaches_the_worker(self) -> None:
        make.job()
        job = claimed()
        assert leases.interrupted(job) is None
        Job.objects.update(cancel_requested=True)
        assert leases.interrupted(job) is Cancelled

    def test_a_job_handed_back_has_cost_no_attempt(self) -> None:
        make.job()
        assert leases.hand_back(claimed())
        assert claimed("second").attempts == 1

    def test_a_postponed_job_waits_longer_each_time_and_says_why(self) -> None:
        make.job()
        job = claimed()
        leases.postpone(job, Outcome(Status.WAITING, error="数据库暂时不可用"))
        job.refresh_from_db()
        first = job.run_after
        assert first is not None
        assert job.error == "数据库暂时不可用"
        again = leases.claim("first", now=first)
        assert again is not None
        leases.postpone(again, Outcome(Status.WAITING))
        again.refresh_from_db()
        assert again.run_after is not None
        assert again.run_after - timezone.now() > first - timezone.now() + timedelta(seconds=5)


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_never_share_a_job() -> None:
    total, workers = 12, 4
    for number in range(total):
        make.job(title=str(number))
    won: list[list[int]] = [[] for _ in range(workers)]
    together = Barrier(workers)

    def work(mine: list[int], name: str) -> None:
        together.wait()
        while (job := leases.claim(name)) is not None:
            mine.append(job.pk)
        connections.close_all()

    run_all([partial(work, mine, name) for name, mine in zip("abcd", won, strict=True)])
    assert sorted(pk for mine in won for pk in mine) == sorted(Job.objects.values_list("pk", flat=True))


def run_all(works: list[Callable[[], None]]) -> None:
    threads = [Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()
