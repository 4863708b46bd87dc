from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus, default_task_backend
from django_tasks.exceptions import TaskResultDoesNotExist
from pytest_django import Settings

from titian.jobs.models import Job, Status
from titian.jobs.tests import make
from titian.jobs.worker import Worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def queueing(settings: Settings) -> None:
    """As an installation runs: work waits for a worker."""
    settings.TASKS = {"default": {**settings.TASKS["default"], "OPTIONS": {"immediate": False}}}


def test_tests_run_immediately() -> None:
    result = make.add.enqueue(20, right=22)
    assert (result.status, result.return_value) == (TaskResultStatus.SUCCESSFUL, 42)
    assert result.attempts == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("queueing")
def test_an_installation_queues_and_a_worker_does_it() -> None:
    result = make.add.enqueue(20, right=22)
    assert result.status == TaskResultStatus.READY
    Worker().run(once=True)
    result.refresh()
    assert result.return_value == 42


def test_a_result_is_found_again_by_its_id() -> None:
    result = make.add.enqueue(1, 2)
    assert make.add.get_result(result.id).return_value == 3


@pytest.mark.parametrize("unknown", ["999999", "abc", ""])
def test_an_unknown_id_has_no_result(unknown: str) -> None:
    with pytest.raises(TaskResultDoesNotExist):
        default_task_backend.get_result(unknown)


def test_a_failed_task_shows_its_error() -> None:
    result = make.refuse.enqueue()
    assert result.status == TaskResultStatus.FAILED
    assert [error.exception_class.__name__ for error in result.errors] == ["Refused"]


def test_work_for_later_waits_even_in_tests() -> None:
    make.add.using(run_after=timezone.now() + timedelta(days=1)).enqueue(1, 2)
    assert Job.objects.get().status == Status.WAITING


def test_priority_is_kept() -> None:
    make.add.using(priority=7).enqueue(1, 2)
    assert Job.objects.get().priority == 7
