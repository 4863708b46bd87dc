"""Amounts of targets as the office writes them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titian.base.quantities import Operator, QuantityError
from titian.figures.progress import Measure
from titian.figures.wording import goal_text, parse_goal


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "operator", "measure"),
    [
        ("≥120家", 120, None, "家", Operator.AT_LEAST, Measure.LEVEL),
        ("120家以上", 120, None, "家", Operator.AT_LEAST, Measure.LEVEL),
        ("6", 6, None, "", Operator.AT_LEAST, Measure.LEVEL),
        ("20—25家", 20, 25, "家", Operator.AT_LEAST, Measure.LEVEL),
        ("2000万元-3000万元", 20_000_000, 30_000_000, "元", Operator.AT_LEAST, Measure.LEVEL),
        ("增长10%以上", 10, None, "%", Operator.AT_LEAST, Measure.GROWTH),
        ("净增6家", 6, None, "家", Operator.AT_LEAST, Measure.INCREASE),
        ("3%以内", 3, None, "%", Operator.AT_MOST, Measure.LEVEL),
        ("超过100家", 100, None, "家", Operator.OVER, Measure.LEVEL),
        ("5.95亿元", 595_000_000, None, "元", Operator.AT_LEAST, Measure.LEVEL),
    ],
)
def test_an_amount_is_read_as_the_office_means_it(
    text: str, low: int, high: int | None, unit: str, operator: Operator, measure: Measure
) -> None:
    goal = parse_goal(text)
    assert (int(goal.low), goal.high, goal.unit, goal.operator, goal.measure) == (
        low,
        high and Decimal(high),
        unit,
        operator,
        measure,
    )


def test_a_slogan_is_refused_with_what_would_be_understood() -> None:
    with pytest.raises(QuantityError, match="请写成如"):
        parse_goal("大幅提升")


@given(
    st.integers(1, 10**7),
    st.sampled_from(["家", "项", "元", "%", "人次"]),
    st.sampled_from([Operator.AT_LEAST, Operator.AT_MOST, Operator.OVER]),
)
def test_what_is_printed_is_read_back(low: int, unit: str, operator: Operator) -> None:
    text = goal_text(low=Decimal(low), high=None, unit=unit, operator=operator, measure=Measure.LEVEL)
    goal = parse_goal(text)
    assert (int(goal.low), goal.operator) == (low, operator)
