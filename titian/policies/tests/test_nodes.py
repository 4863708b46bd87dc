"""The vocabulary: unknown is neither true nor false, and no ratio is ever divided."""

from __future__ import annotations

import pytest

from titian.policies.engine.nodes import (
    AllOf,
    AnyOf,
    Between,
    Compare,
    Constant,
    Fact,
    FirstKnown,
    Flag,
    Least,
    Most,
    Number,
    Ratio,
    Share,
    Step,
    Steps,
    Sum,
    When,
)

YES, NO, PERHAPS = Flag("yes"), Flag("no"), Flag("perhaps")
FACTS = {"yes": 1, "no": 0, "perhaps": None, "five": 5, "none": None, "zero": 0, "hundred": 100}


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (AllOf((YES, PERHAPS)), None),
        (AllOf((NO, PERHAPS)), False),
        (AllOf((YES, YES)), True),
        (AnyOf((NO, PERHAPS)), None),
        (AnyOf((YES, PERHAPS)), True),
        (AnyOf((NO, NO)), False),
        (Between(YES, YES), True),
        (Between(NO, YES), None),
        (Between(NO, NO), False),
        (Between(PERHAPS, NO), False),
        (Flag("no", wanted=False), True),
        (Flag("perhaps", wanted=False), None),
    ],
)
def test_conditions_are_joined_by_three_valued_tables(condition: AllOf | AnyOf | Between | Flag, holds: bool | None) -> None:
    assert condition.holds(FACTS) is holds


def test_a_ratio_is_compared_exactly_and_unknown_over_nothing() -> None:
    share = Share(Constant(5), 100)
    assert Compare(Ratio(Fact("five"), Fact("hundred")), ">=", share).holds(FACTS) is True
    assert Compare(Ratio(Fact("five"), Sum((Fact("hundred"), Constant(1)))), ">=", share).holds(FACTS) is False
    assert Compare(Ratio(Fact("five"), Fact("zero")), ">=", share).holds(FACTS) is None
    assert Compare(Ratio(Fact("none"), Fact("hundred")), ">=", share).holds(FACTS) is None


def test_an_unconfirmed_number_is_unknown_whatever_it_says() -> None:
    assert Compare(Fact("five"), ">=", Constant(1, "limit", confirmed=False)).holds(FACTS) is None


FALLING = Steps(Fact("x"), ">=", (Step(Constant(10), Constant(2)), Step(Constant(5), Constant(1))), Constant(0))
RISING = Steps(Fact("x"), "<=", (Step(Constant(5), Constant(1)), Step(Constant(10), Constant(2))), Constant(3))


@pytest.mark.parametrize(("x", "falling", "rising"), [(4, 0, 1), (5, 1, 1), (6, 1, 2), (10, 2, 2), (11, 2, 3), (None, None, None)])
def test_the_edge_of_a_band_belongs_to_it(x: int | None, falling: int | None, rising: int | None) -> None:
    assert (FALLING.value({"x": x}), RISING.value({"x": x})) == (falling, rising)


@pytest.mark.parametrize(
    ("number", "value"),
    [
        (Sum((Fact("five"), Fact("none"))), None),
        (Least(Fact("five"), Fact("hundred")), 5),
        (Most(Fact("five"), Fact("none")), None),
        (FirstKnown(Fact("none"), Fact("five")), 5),
        (FirstKnown(Fact("zero"), Fact("five")), 0),
        (When(YES, Fact("five"), Fact("none")), 5),
        (When(PERHAPS, Fact("five"), Fact("five")), None),
    ],
)
def test_numbers_with_an_unknown_part(number: Number, value: int | None) -> None:
    assert number.value(FACTS) == value


def test_a_fact_the_record_does_not_have_is_a_mistake_in_the_rule() -> None:
    with pytest.raises(KeyError):
        Fact("misspelt").value(FACTS)
