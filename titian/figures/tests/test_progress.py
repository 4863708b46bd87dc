"""Completion, pace, forecast and colour of targets."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titian.base.periods import Period
from titian.base.quantities import Operator
from titian.figures.progress import (
    Colour,
    ColourRule,
    Known,
    Leg,
    Measure,
    Method,
    Progress,
    completion,
    forecast,
    is_met,
    progress,
    reached,
)

YEAR = Period("2026")
MAY_31, LAST_DAY = date(2026, 5, 31), date(2026, 12, 31)


def leg(low: str = "20", kind: str = "flow", **parts: Any) -> Leg:
    return Leg("hnte.new", Decimal(low), kind, **parts)


def stand(*pairs: tuple[Leg, Known], join: str = "and", day: date = MAY_31, rule: ColourRule | None = None) -> Progress:
    return progress(pairs, join=join, period=YEAR, day=day, rule=rule or ColourRule())


def known(value: str | None, **parts: Any) -> Known:
    return Known(Decimal(value) if value is not None else None, **parts)


def test_missing_data_is_neither_met_nor_unmet() -> None:
    row = stand((leg(), known(None)))
    assert (row.met, row.completion, row.colour) == (None, None, Colour.GREY)


def test_a_target_ahead_of_time_is_green_and_behind_by_more_than_ten_points_yellow() -> None:
    assert stand((leg(), known("9"))).colour is Colour.GREEN
    assert stand((leg(), known("6"))).colour is Colour.YELLOW


def test_exactly_the_threshold_behind_is_still_green() -> None:
    half = date(2026, 7, 2)  # 183 of 365 days
    behind = 100 * (Fraction(183, 365) - Fraction(1, 2))
    row = stand((leg("2"), known("1")), day=half, rule=ColourRule(behind_points=0))
    assert row.behind == behind > 0
    assert row.colour is Colour.YELLOW
    assert stand((leg("2"), known("1")), day=half, rule=ColourRule(behind_points=1)).colour is Colour.GREEN


def test_due_and_unmet_is_red_and_due_and_met_is_green() -> None:
    assert stand((leg(), known("19")), day=LAST_DAY).colour is Colour.RED
    assert stand((leg(), known("20")), day=LAST_DAY).colour is Colour.GREEN


def test_an_or_target_is_met_when_either_leg_holds() -> None:
    firms, share = leg("1", "stock", measure=Measure.INCREASE), leg("50", "ratio")
    row = stand((firms, known("12", base=Decimal(12))), (share, known("50")), join="or")
    assert row.met is True
    assert row.colour is Colour.GREEN


def test_an_or_target_with_one_unknown_and_one_unmet_leg_stays_unknown() -> None:
    row = stand((leg("1"), known(None)), (leg("50", "ratio"), known("49.9")), join="or")
    assert row.met is None


def test_two_measures_at_once_are_met_only_together() -> None:
    sessions, people = leg("8"), leg("3000")
    assert stand((sessions, known("15")), (people, known("1910"))).met is False
    assert stand((sessions, known("15")), (people, known("3000"))).met is True


def test_an_and_target_with_one_unknown_leg_shows_no_completion() -> None:
    assert stand((leg("8"), known("8")), (leg("3000"), known(None))).completion is None


@pytest.mark.parametrize(
    ("operator", "value", "met"),
    [
        (Operator.AT_LEAST, "20", True),
        (Operator.OVER, "20", False),
        (Operator.OVER, "20.01", True),
        (Operator.AT_MOST, "20", True),
        (Operator.AT_MOST, "20.01", False),
    ],
)
def test_every_band_says_which_edge_is_inclusive(operator: Operator, value: str, met: bool) -> None:
    assert is_met(leg(operator=operator), Decimal(value)) is met


def test_a_range_is_met_from_its_lower_end() -> None:
    assert is_met(leg("20", high=Decimal(25)), Decimal(20)) is True


def test_growth_is_reckoned_from_the_base_and_unknown_without_one() -> None:
    growth = leg("10", "flow", measure=Measure.GROWTH)
    assert reached(growth, known("110", base=Decimal(100))) == 10
    assert reached(growth, known("110")) is None
    assert reached(growth, known("110", base=Decimal(0))) is None


def test_a_flow_is_forecast_by_last_years_season_when_it_is_known() -> None:
    found = forecast(leg(), known("9", last_year_same=Decimal(5), last_year_whole=Decimal(15)), Fraction(5, 12))
    assert (found.value, found.method) == (Decimal(27), Method.SEASONAL)


def test_a_flow_is_forecast_by_time_otherwise_and_the_method_is_named() -> None:
    found = forecast(leg(), known("10"), Fraction(5, 12))
    assert (found.value, found.method.label) == (Decimal(24), "按时间进度推算")


def test_a_stock_stays_and_a_ratio_is_not_extrapolated() -> None:
    assert forecast(leg(kind="stock"), known("61"), Fraction(1, 2)).value == 61
    assert forecast(leg(kind="ratio"), known("3.4"), Fraction(1, 2)).method is Method.NONE


amounts = st.decimals(min_value="0.01", max_value=10**10, places=2)


@given(amounts, amounts)
def test_completion_is_one_or_more_exactly_when_the_leg_is_met(low: Decimal, value: Decimal) -> None:
    share = completion(leg(str(low)), value)
    assert share is not None
    assert (share >= 1) == is_met(leg(str(low)), value)


def test_a_years_growth_of_a_flow_is_measured_by_the_amount_it_asks_for() -> None:
    growth = leg("14", "flow", measure=Measure.GROWTH)
    row = stand((growth, known("192000000", base=Decimal(368000000))))
    assert row.legs[0].leg.low == Decimal(419520000)
    assert row.completion == Fraction(192000000, 419520000)
    assert row.legs[0].gap == Decimal(227520000)


def test_a_flows_growth_without_a_base_is_unknown_but_its_value_is_shown() -> None:
    row = stand((leg("14", "flow", measure=Measure.GROWTH), known("192000000")))
    assert (row.met, row.legs[0].reached, row.colour) == (None, Decimal(192000000), Colour.GREY)


def test_a_stocks_net_increase_is_measured_by_itself() -> None:
    row = stand((leg("6", "stock", measure=Measure.INCREASE), known("61", base=Decimal(58))))
    assert (row.legs[0].reached, row.legs[0].gap) == (Decimal(3), Decimal(3))
