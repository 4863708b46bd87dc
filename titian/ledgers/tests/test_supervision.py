"""What a task said on one day and on another, without a database."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from titian.base.periods import Period
from titian.ledgers.supervision.course import Move, Report, as_of, compared, last_day, month_before

MAY, DAY = Period("2026-05"), date(2026, 5, 31)
REPORTS = st.lists(
    st.builds(Report, st.dates(date(2026, 1, 1), date(2026, 6, 30)), st.just("open"), st.integers(0, 100) | st.none()), max_size=12
)


def report(month: int, day: int, progress: int | None, **said: str) -> Report:
    return Report(date(2026, month, day), "open", progress, said)


def test_a_month_is_told_as_of_its_end_and_compared_with_the_month_before() -> None:
    reports = [
        report(4, 3, 20, done="签约"),
        report(4, 28, 30, done="开工"),
        report(5, 20, 45, done="封顶"),
        report(6, 2, 60, done="投用"),
    ]
    found = compared(reports, MAY, DAY)
    assert found.before is not None
    assert found.now is not None
    assert (found.before.progress, found.now.progress, found.points, found.move) == (30, 45, 15, Move.AHEAD)
    assert found.changed("done")


def test_a_task_nobody_spoke_of_this_month_is_silent_and_keeps_what_it_said() -> None:
    found = compared([report(4, 28, 30)], MAY, DAY)
    assert found.move is Move.SILENT
    assert found.now is not None
    assert found.now.progress == 30
    assert compared([], MAY, DAY).move is Move.SILENT


def test_new_still_and_back_are_told_apart() -> None:
    assert compared([report(5, 3, 10)], MAY, DAY).move is Move.NEW
    assert compared([report(4, 3, 10), report(5, 3, 10)], MAY, DAY).move is Move.STILL
    assert compared([report(4, 3, 10), report(5, 3, 5)], MAY, DAY).move is Move.BACK
    assert compared([report(4, 3, None), report(5, 3, 5)], MAY, DAY).points is None


def test_a_month_under_way_is_told_to_the_day() -> None:
    assert last_day(MAY, date(2026, 5, 12)) == date(2026, 5, 12)
    assert last_day(MAY, date(2026, 7, 1)) == date(2026, 5, 31)
    assert month_before(Period("2026-01")) == Period("2025-12")


@given(REPORTS, st.dates(date(2026, 1, 1), date(2026, 6, 30)))
def test_what_holds_on_a_day_is_the_last_thing_said_by_then(reports: list[Report], day: date) -> None:
    found = as_of(reports, day)
    by_then = [one for one in reports if one.day <= day]
    assert found == (None if not by_then else [one for one in by_then if one.day == max(one.day for one in by_then)][-1])
