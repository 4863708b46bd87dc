from __future__ import annotations

import pytest

from titian.jobs.context import Cancelled, LeaseLost, Progress, Running, acting_user_id, check_cancelled, entered, progress


def test_outside_a_job_nothing_happens() -> None:
    progress(1, 2, "读取")
    check_cancelled()
    assert acting_user_id() is None


def test_a_job_knows_whom_it_works_for() -> None:
    with entered(Running(by_id=7)):
        assert acting_user_id() == 7
    assert acting_user_id() is None


def test_the_latest_progress_counts_and_long_messages_are_cut() -> None:
    running = Running()
    with entered(running):
        progress(1, 9, "甲")
        progress(-2, 9, "乙" * 300)
    assert running.progress == Progress(0, 9, "乙" * 200)


@pytest.mark.parametrize("reason", [Cancelled, LeaseLost])
def test_a_careless_except_does_not_swallow_the_wish_to_stop(reason: type[Cancelled]) -> None:
    def careless() -> None:
        try:
            check_cancelled()
        except Exception:
            pytest.fail("swallowed")

    with entered(Running(interrupt=reason)), pytest.raises(reason):
        careless()
