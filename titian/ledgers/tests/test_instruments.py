"""Times of an instrument, without a database."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titian.ledgers.instruments.times import (
    Shared,
    Span,
    SubsidyRule,
    TimeError,
    available_minutes,
    booked_minutes,
    fee,
    minute_of,
    overlaps,
    subsidy,
    utilisation,
)

MAY = date(2026, 5, 8)
SPANS = st.builds(lambda since, length: Span(since, since + length), st.integers(0, 400), st.integers(1, 60))


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("09:00", 540),
        ("9：30", 570),
        ("9点", 540),
        ("9点半", 570),
        ("下午2点", 840),
        ("下午2:15", 855),
        ("24:00", 1440),
        ("0:00", 0),
        ("17", 1020),
    ],
)
def test_a_time_is_read_as_an_office_writes_it(text: str, minute: int) -> None:
    assert minute_of(text) == minute


@pytest.mark.parametrize("text", ["25:00", "24:01", "9:75", "上午", "九点", "9-10"])
def test_what_is_no_time_is_said(text: str) -> None:
    with pytest.raises(TimeError, match="请写成"):
        minute_of(text)


def test_a_use_over_midnight_needs_its_last_day() -> None:
    with pytest.raises(TimeError, match="跨天"):
        Span.of(MAY, "22:00", "06:00")
    night = Span.of(MAY, "22:00", "06:00", date(2026, 5, 9))
    assert (night.hours, str(night)) == (Decimal("8.00"), "2026-05-08 22:00—2026-05-09 06:00")
    assert str(Span.of(MAY, "9:00", "24:00")) == "2026-05-08 09:00—24:00"


def test_one_that_ends_at_noon_and_one_that_begins_at_noon_do_not_meet() -> None:
    morning, afternoon = Span.of(MAY, "9:00", "12:00"), Span.of(MAY, "12:00", "17:00")
    assert not morning.meets(afternoon)
    assert morning.meets(Span.of(MAY, "11:59", "12:01"))


@given(st.lists(SPANS, max_size=25))
def test_the_sweep_finds_exactly_the_pairs_that_meet(spans: list[Span]) -> None:
    keyed = list(enumerate(spans))
    wanted = {frozenset((a, b)) for a, one in keyed for b, other in keyed if a < b and one.meets(other)}
    found = [frozenset(pair) for pair in overlaps((span, key) for key, span in keyed)]
    assert len(found) == len(set(found))
    assert set(found) == wanted


@given(st.lists(SPANS, max_size=10), st.integers(0, 5))
def test_minutes_of_consecutive_periods_add_up(spans: list[Span], cut: int) -> None:
    first, last = date(1970, 1, 1), date(1970, 1, 10)
    middle = first + timedelta(days=cut)
    parts = booked_minutes(spans, first, middle) + booked_minutes(spans, middle, last)
    assert parts == booked_minutes(spans, first, last)


def test_utilisation_is_booked_by_available_hours_since_the_instrument_was_opened() -> None:
    april, june = date(2026, 4, 1), date(2026, 6, 1)
    available = available_minutes(35, april, june, opened=date(2026, 5, 4), closed=None)
    assert available == 28 * 5 * 60
    assert utilisation(35 * 60, available) == Fraction(1, 4)
    assert available_minutes(None, april, june, opened=None, closed=None) is None
    assert utilisation(60, available_minutes(35, april, june, opened=june, closed=None)) is None


def test_fee_and_subsidy_are_exact_and_capped() -> None:
    assert fee(95, Decimal(120)) == Decimal("190.00")
    assert fee(95, None) is None
    uses = [Shared(600, Decimal(1200)), Shared(90, None)]
    assert subsidy(uses, SubsidyRule(per_hour=Decimal(20), share=Decimal(10))) == Decimal("350.00")
    assert subsidy(uses, SubsidyRule(per_hour=Decimal(20), free=Decimal(10))) == Decimal("30.00")
    assert subsidy(uses, SubsidyRule(per_hour=Decimal(20), most=Decimal(100))) == Decimal("100.00")
    assert subsidy([], SubsidyRule(per_hour=Decimal(20))) == 0
