from __future__ import annotations

import logging

import pytest
from django_tasks import TaskResultStatus

from titian.base.errors import Refused
from titian.jobs.context import Cancelled, HandedBack, Progress, Running
from titian.jobs.execution import perform, result_of, task_of
from titian.jobs.models import Job, Status
from titian.jobs.tests import make

pytestmark = pytest.mark.django_db


def test_a_return_value_becomes_the_result() -> None:
    outcome = perform(make.job(kwargs={"left": 20, "right": 22}), Running())
    assert (outcome.status, outcome.result) == (Status.DONE, 42)


def test_a_refusal_is_told_in_its_own_words() -> None:
    outcome = perform(make.job(task=make.refuse.module_path, kwargs={}), Running())
    assert (outcome.status, outcome.error) == (Status.FAILED, "第 3 行「成立日期」不是有效日期")


def test_a_mistake_of_the_program_is_kept_for_whoever_mends_it(caplog: pytest.LogCaptureFixture) -> None:
    job = make.job(task=make.break_down.module_path, kwargs={})
    with caplog.at_level(logging.ERROR, "titian.jobs"):
        outcome = perform(job, Running())
    assert outcome.status == Status.FAILED
    assert str(job.pk) in outcome.error
    assert outcome.error_class == "builtins.ZeroDivisionError"
    assert "a mistake in the program" in outcome.traceback
    assert len(caplog.records) == 1


@pytest.mark.parametrize("value", ["nan", "a\x00b", {"deep": ["\x00"]}])
def test_a_result_no_database_keeps_fails_the_job_at_once(value: object) -> None:
    """Else storing it would fail again and again, and the job would look as if its worker had died."""
    outcome = perform(Job(pk=7, task=make.give.module_path, kwargs={"value": value}), Running())
    assert (outcome.status, outcome.error_class) == (Status.FAILED, "builtins.ValueError")
    assert "\x00" not in outcome.error + outcome.traceback


@pytest.mark.parametrize("value", [None, 0, "甲\\u0000", [1, {"x": 2.5}]])
def test_other_results_come_back_as_they_are(value: object) -> None:
    assert perform(Job(pk=7, task=make.give.module_path, kwargs={"value": value}), Running()).result == value


def test_a_task_that_leaves_the_process_ends_its_job_only(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.CRITICAL, "titian.jobs"):
        outcome = perform(make.job(task=make.leave_the_process.module_path, kwargs={}), Running())
    assert (outcome.status, outcome.error_class) == (Status.FAILED, "builtins.SystemExit")


def test_a_busy_database_is_worth_another_attempt() -> None:
    outcome = perform(make.job(task=make.find_the_database_away.module_path, kwargs={}), Running())
    assert outcome.status == Status.WAITING
    assert outcome.final().status == Status.FAILED


def test_a_cancelled_job_ends_at_its_next_safe_place() -> None:
    running = Running(interrupt=Cancelled)
    outcome = perform(make.job(task=make.count_to.module_path, kwargs={"total": 5}), running)
    assert outcome.status == Status.CANCELLED
    assert running.progress == Progress()


def test_a_stopping_worker_gets_its_job_back_undone() -> None:
    with pytest.raises(HandedBack):
        perform(make.job(task=make.count_to.module_path, kwargs={"total": 5}), Running(interrupt=HandedBack))


@pytest.mark.parametrize(
    ("path", "told"),
    [("titian.jobs.tests.make.gone", "已没有"), ("nowhere.at_all", "已没有"), ("titian.jobs.tests.make.job", "不是后台任务")],
)
def test_a_task_the_program_no_longer_has_is_refused_in_words(path: str, told: str) -> None:
    with pytest.raises(Refused, match=told):
        task_of(make.job(task=path))


def test_every_status_has_its_counterpart_in_the_tasks_interface() -> None:
    job = make.job()
    shown = {}
    for status in Status:
        Job.objects.update(status=status.value)
        job.refresh_from_db()
        shown[status] = result_of(job).status
    assert shown[Status.WAITING] == TaskResultStatus.READY
    assert shown[Status.RUNNING] == TaskResultStatus.RUNNING
    assert shown[Status.DONE] == TaskResultStatus.SUCCESSFUL
    assert shown[Status.FAILED] == shown[Status.CANCELLED] == TaskResultStatus.FAILED
