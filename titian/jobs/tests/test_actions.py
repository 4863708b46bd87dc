from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.jobs import actions, leases
from titian.jobs.models import Job, Status
from titian.jobs.tests import make
from titian.journal.models import Entry

pytestmark = pytest.mark.django_db


def codes() -> list[str]:
    return list(Entry.objects.order_by("sequence").values_list("code", flat=True))


def test_work_is_queued_in_the_name_of_who_asked(officer: User) -> None:
    job = actions.enqueue(make.add, by=officer, title="相加", kwargs={"left": 1, "right": 2})
    assert (job.by, job.title, job.result, job.status) == (officer, "相加", 3, Status.DONE)
    entry = Entry.objects.get(code="jobs.job.queued")
    assert (entry.actor, entry.after) == (officer, {"task": make.add.module_path, "title": "相加"})


def test_work_queued_in_a_transaction_that_fails_was_never_queued(officer: User) -> None:
    @transaction.atomic
    def queue_and_fail() -> None:
        actions.enqueue(make.add, by=officer, kwargs={"left": 1, "right": 2})
        raise Refused("后面一步不成")

    with pytest.raises(Refused):
        queue_and_fail()
    assert not Job.objects.exists()


def test_arguments_that_are_no_json_values_are_a_mistake_of_the_caller(officer: User) -> None:
    with pytest.raises(TypeError):
        actions.enqueue(make.add, by=officer, kwargs={"left": officer, "right": 2})
    assert not Job.objects.exists()


def test_immediate_work_stores_its_progress(officer: User) -> None:
    job = actions.enqueue(make.count_to, by=officer, kwargs={"total": 4})
    assert (job.done, job.total, job.message) == (4, 4, "第 4 份")


def test_a_waiting_job_is_cancelled_at_once(officer: User) -> None:
    job = make.job(by=officer)
    actions.cancel(job, by=officer)
    assert job.status == Status.CANCELLED
    assert leases.claim("any") is None
    assert codes() == ["jobs.job.cancelled"]


def test_a_running_job_is_asked_to_stop(officer: User) -> None:
    job = make.job(by=officer)
    leases.claim("any")
    actions.cancel(job, by=officer)
    assert (job.status, job.status_label) == (Status.RUNNING, "正在取消")


def test_a_job_that_ended_meanwhile_cannot_be_cancelled(officer: User) -> None:
    stale = make.job(by=officer)
    Job.objects.update(status=Status.DONE.value)
    with pytest.raises(Refused, match="已经结束"):
        actions.cancel(stale, by=officer)
    assert codes() == []


def test_a_failed_job_can_be_tried_again_with_all_attempts(officer: User) -> None:
    job = actions.enqueue(make.refuse, by=officer)
    assert (job.status, job.attempts) == (Status.FAILED, 1)
    actions.retry(job, by=officer)
    assert (job.status, job.attempts, job.error) == (Status.WAITING, 0, "")
    assert Entry.objects.get(code="jobs.job.retried").before == {"status": "failed"}


def test_only_ended_jobs_are_retried(officer: User) -> None:
    stale = make.job(by=officer, status=Status.FAILED.value)
    Job.objects.update(status=Status.RUNNING.value)
    with pytest.raises(Refused):
        actions.retry(stale, by=officer)


def test_nobody_touches_the_jobs_of_others_but_the_administrator(officer: User, chief: User, administrator: User) -> None:
    job = make.job(by=officer, status=Status.FAILED.value)
    with pytest.raises(PermissionDenied, match="自己的任务"):
        actions.retry(job, by=chief)
    actions.retry(job, by=administrator)
    with pytest.raises(PermissionDenied):
        actions.cancel(job, by=chief)
    actions.cancel(job, by=administrator)
    assert job.status == Status.CANCELLED
