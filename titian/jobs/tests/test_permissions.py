from __future__ import annotations

import pytest

from titian.accounts.models import User
from titian.jobs.models import Job, Status
from titian.jobs.permissions import can_cancel, can_retry, can_see_all_jobs


@pytest.mark.parametrize(
    ("status", "cancel", "retry"),
    [
        (Status.WAITING, True, False),
        (Status.RUNNING, True, False),
        (Status.DONE, False, False),
        (Status.FAILED, False, True),
        (Status.CANCELLED, False, True),
    ],
)
def test_what_may_be_done_depends_on_the_state(officer: User, status: Status, cancel: bool, retry: bool) -> None:
    job = Job(by=officer, status=status.value)
    assert (bool(can_cancel(officer, job)), bool(can_retry(officer, job))) == (cancel, retry)


def test_a_stranger_is_refused_with_a_reason(officer: User, chief: User) -> None:
    job = Job(by=officer, status="waiting")
    assert can_cancel(chief, job).reason == "只能取消自己的任务"
    assert can_retry(chief, job).reason == "只能重试自己的任务"


def test_only_the_administrator_sees_everything(officer: User, leader: User, administrator: User) -> None:
    assert can_see_all_jobs(administrator)
    assert not can_see_all_jobs(officer)
    assert not can_see_all_jobs(leader)
