"""Values as they stand in a sentence, and what a reader gets back from the print."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titian.base.quantities import Operator, parse
from titian.figures.progress import Leg, Measure
from titian.reports.wording import printing
from titian.reports.wording.printing import Printed

D = Decimal


@pytest.mark.parametrize(
    ("value", "unit", "operator", "text", "said"),
    [
        (D(8), "家", Operator.EXACT, "8家", D(8)),
        (D(10_990_000), "元", Operator.EXACT, "1,099万元", D(10_990_000)),
        (D(747_123_456), "元", Operator.EXACT, "7.47亿元", D(747_000_000)),
        (D(31_264_875), "元", Operator.EXACT, "3,126.4875万元", D(31_264_875)),
        (D(470), "家", Operator.OVER, "470余家", D(470)),
        (D(470), "家", Operator.ABOUT, "约470家", D(470)),
        (D(153_600), "平方米", Operator.EXACT, "15.36万平方米", D(153_600)),
        (D("3.42"), "%", Operator.EXACT, "3.42%", D("3.42")),
        (D("-1.5"), "%", Operator.EXACT, "-1.5%", D("-1.5")),
    ],
)
def test_a_quantity_is_printed_the_offices_way(value: Decimal, unit: str, operator: Operator, text: str, said: Decimal) -> None:
    printed = printing.quantity(value, unit, operator)
    assert (printed.text, printed.value) == (text, said)


def test_another_word_for_the_unit_leaves_number_and_operator() -> None:
    assert printing.quantity(D(8), "次", as_unit="期").text == "8期"
    assert printing.quantity(D(100), "次", Operator.OVER, as_unit="场次").text == "100余场次"
    assert printing.quantity(D(100), "家", Operator.AT_LEAST, as_unit="户").text == "100户以上"


@pytest.mark.parametrize(
    ("value", "unit", "operator", "text"),
    [
        (D(8), "家", Operator.EXACT, "8"),
        (D(470), "家", Operator.OVER, "470余"),
        (D(470), "家", Operator.AT_LEAST, "不少于470"),
        (D(747_000_000), "元", Operator.EXACT, "7.47亿"),
        (D(1_250_000), "人次", Operator.EXACT, "125万"),
    ],
)
def test_the_bare_number_keeps_its_scale(value: Decimal, unit: str, operator: Operator, text: str) -> None:
    assert printing.bare_number(value, unit, operator).text == text


_units = st.sampled_from(["元", "家", "人次", "平方米", "%", "项"])
_operators = st.sampled_from(list(Operator))


@given(st.decimals(min_value=0, max_value=10**11, places=4), _units, _operators)
def test_what_is_printed_is_read_back_as_the_value_said(value: Decimal, unit: str, operator: Operator) -> None:
    printed = printing.quantity(value, unit, operator)
    found = parse(printed.text)
    assert (found.value, found.operator) == (printed.value, operator)


@given(st.decimals(min_value=0, max_value=10**11, places=4), _units)
def test_the_print_keeps_at_least_three_figures_of_the_value(value: Decimal, unit: str) -> None:
    printed = printing.quantity(value, unit)
    assert abs(printed.value - value) <= max(value / 200, D("0.005"))


def leg(low: int | str, **fields: Any) -> Leg:
    return Leg("hnte.new", D(low), "flow", **fields)


def test_a_goal_prints_at_least_ranges_and_ceilings() -> None:
    assert printing.goal(leg(12), "家").text == "12家以上"
    assert printing.goal(leg(20, high=D(25)), "家").text == "20—25家"
    assert printing.goal(leg(3, operator=Operator.AT_MOST), "%").text == "不超过3%"
    assert printing.goal(leg(12, operator=Operator.OVER), "家").text == "超过12家"
    assert printing.goal(leg(12, operator=Operator.EXACT), "家").text == "12家"


def test_a_range_over_two_scales_names_both_units() -> None:
    assert printing.goal(leg(90_000_000, high=D(120_000_000)), "元").text == "9,000万元—1.2亿元"


def words(printed: Printed) -> str:
    return printed.before + printed.text + printed.after


def test_a_requirement_brings_its_verb() -> None:
    assert words(printing.requirement(leg(82), "家")) == "达到82家以上"
    assert words(printing.requirement(leg(14, measure=Measure.GROWTH), "元")) == "增长14%以上"
    assert words(printing.requirement(leg(5, measure=Measure.INCREASE), "家")) == "净增5家以上"
    assert words(printing.requirement(leg(3, operator=Operator.AT_MOST), "%")) == "控制在3%以内"


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (8, 6, "同比增长33.3%"),
        (6, 8, "同比下降25%"),
        (6, 6, "同比持平"),
        (100_001, 100_000, "同比基本持平"),
        (3, 1, "同比增长200%"),
    ],
)
def test_growth_is_a_percentage_of_last_year(now: int, before: int, said: str) -> None:
    printed = printing.growth(D(now), D(before))
    assert printed
    assert words(printed) == said


def test_there_is_no_growth_from_nothing() -> None:
    assert printing.growth(D(5), D(0)) is None


def test_the_change_of_a_share_is_in_percentage_points() -> None:
    assert words(printing.points(D("52.4"), D("47.9"))) == "同比提高4.5个百分点"
    assert words(printing.points(D("47.9"), D("52.4"))) == "同比下降4.5个百分点"
    assert words(printing.points(D("5"), D("5"))) == "同比持平"


def test_completion_and_pace_say_against_what() -> None:
    assert words(printing.percent(Fraction(2, 3), "年度目标")) == "完成年度目标66.7%"
    assert words(printing.pace(D("8.44"), "年度目标", is_ratio=False)) == "慢于时间进度8.4个百分点"
    assert words(printing.pace(D("-8.44"), "年度目标", is_ratio=False)) == "快于时间进度8.4个百分点"
    assert words(printing.pace(D("2.3"), "年度目标", is_ratio=True)) == "低于年度目标2.3个百分点"
    assert words(printing.pace(D("0.01"), "年度目标", is_ratio=False)) == "持平于时间进度"


COUNT = printing.quantity(D(12), "家")


@pytest.mark.parametrize(
    ("names", "complete", "show", "said"),
    [
        (["甲", "乙", "丙", "丁"], False, 3, "甲、乙、丙等12家"),
        (["甲", "乙", "丙", "丁"], False, 2, "甲、乙等12家"),
        (["甲", "乙", "丙", "丁", "戊"], True, 3, "甲、乙、丙、丁、戊12家"),
        (["甲", "乙", "丙", "丁", "戊", "己"], True, 3, "甲、乙、丙等12家"),
        (["甲"], True, 3, "甲12家"),
        (["甲"], False, 3, "12家"),
        ([], False, 3, "12家"),
        (["甲", "甲", " 乙 "], False, 3, "甲、乙等12家"),
        (["甲", "基地3"], True, 3, "甲、基地3共12家"),
    ],
)
def test_a_list_shows_two_to_five_names_and_no_deng_when_complete(names: list[str], complete: bool, show: int, said: str) -> None:
    assert words(printing.listed(names, COUNT, complete=complete, show=show)) == said
