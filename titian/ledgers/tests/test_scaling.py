"""Months, signs, thresholds and nodes, without a database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titian.base.periods import Period
from titian.ledgers.scaling.monthly import (
    Month,
    Turn,
    at_node,
    cumulated,
    forecast,
    months_of,
    nearness,
    node_ahead,
    together,
    turn,
)

WAN = Decimal(10_000)


def month(number: int, now: int | None, before: int | None) -> Month:
    return Month(number, None if now is None else Decimal(now), None if before is None else Decimal(before))


def test_growth_turns_from_minus_to_plus() -> None:
    found = cumulated([month(1, 90, 100), month(2, 130, 110)])
    assert [one.growth for one in found] == [Decimal("-10.00"), Decimal("4.76")]
    assert turn([one.growth for one in found]) is Turn.UP


def test_a_sum_with_a_hole_is_no_sum() -> None:
    found = cumulated([month(1, 90, 100), month(3, 130, 110)])
    assert [(one.now, one.growth, one.missing) for one in found] == [
        (90, Decimal("-10.00"), ()),
        (None, None, (2,)),
        (None, None, (2,)),
    ]
    assert turn([one.growth for one in found]) is Turn.UNKNOWN


@pytest.mark.parametrize(
    ("growths", "said"),
    [
        (["-1", "2"], "扭负为正"),
        (["-1", None, "2"], "扭负为正"),
        (["-1", "0"], "保持增长"),
        (["3", "-1"], "由正转负"),
        (["-3", "-1"], "仍为负增长"),
        (["-1", "0", "2"], "扭负为正"),
        (["2"], "保持增长"),
        ([None], "数据不全"),
        ([], "数据不全"),
    ],
)
def test_every_change_of_sign_has_its_word(growths: list[str | None], said: str) -> None:
    assert turn([None if one is None else Decimal(one) for one in growths]).label == said


def test_near_the_threshold_includes_its_edge() -> None:
    edge = nearness(900 * WAN, 1000 * WAN, 10)
    assert edge is not None
    assert (edge.near, edge.gap, edge.percent, edge.reached) == (True, 100 * WAN, Decimal("90.0"), False)
    below = nearness(900 * WAN - 1, 1000 * WAN, 10)
    assert below is not None
    assert not below.near
    reached = nearness(1000 * WAN, 1000 * WAN, 10)
    assert reached is not None
    assert (reached.reached, reached.gap) == (True, Decimal(0))
    assert nearness(None, 1000 * WAN, 10) is None
    assert nearness(WAN, None, 10) is None


def test_the_nodes_of_a_year() -> None:
    assert node_ahead(2026, date(2026, 3, 31)).label == "一季度开门红"
    assert node_ahead(2026, date(2026, 4, 1)).label == "双过半"
    assert node_ahead(2026, date(2027, 1, 5)).label == "年底交账"
    found = at_node(Decimal(48), Decimal(100), node_ahead(2026, date(2026, 6, 1)))
    assert found is not None
    assert (found.percent, found.missing, found.met) == (Decimal("48.0"), Decimal(2), False)
    assert at_node(Decimal(48), Decimal(0), node_ahead(2026, date(2026, 6, 1))) is None


def test_a_firm_that_does_not_know_one_year_makes_the_month_unknown() -> None:
    rows = [
        (date(2026, 1, 31), Decimal(10), Decimal(8)),
        (date(2026, 1, 31), Decimal(5), Decimal(6)),
        (date(2026, 2, 28), Decimal(5), None),
        (date(2026, 2, 28), Decimal(7), Decimal(1)),
        (date(2025, 1, 31), Decimal(99), Decimal(99)),
    ]
    assert months_of(Period("2026"), rows) == [month(1, 15, 14), month(2, None, None)]


@given(st.lists(st.tuples(st.integers(1, 500), st.integers(1, 500)), min_size=1, max_size=12))
def test_the_last_month_is_the_growth_of_the_sums(pairs: list[tuple[int, int]]) -> None:
    found = cumulated([month(number, now, before) for number, (now, before) in enumerate(pairs, start=1)])[-1]
    now, before = (sum(column) for column in zip(*pairs, strict=True))
    assert (found.now, found.before) == (Decimal(now), Decimal(before))
    assert found.growth is not None
    assert abs(found.growth - Decimal(now - before) * 100 / before) <= Decimal("0.005")


def test_the_rest_of_a_year_is_forecast_with_the_growth_so_far_and_without() -> None:
    """200 + 40 so far; ten months of 100 to come: with a fifth more 1,440 of 1,200, at rest 1,240."""
    earlier = {number: Decimal(100) for number in range(1, 13)}
    found = forecast([month(1, 110, 100), month(2, 130, 100)], earlier)
    assert found is not None
    assert (found.total, found.earlier) == (Decimal(1440), Decimal(1200))
    assert (found.growth, found.flat) == (Decimal("20.0"), Decimal("3.3"))


def test_no_forecast_is_made_with_a_hole_nor_of_a_year_that_is_over() -> None:
    earlier: dict[int, Decimal | None] = {number: Decimal(100) for number in range(1, 13)}
    months = [month(1, 110, 100), month(2, 130, 100)]
    assert forecast([], earlier) is None
    assert forecast(months, {**earlier, 7: None}) is None
    assert forecast(months, {}) is None
    assert forecast([month(1, 110, 100), month(3, 130, 100)], earlier) is None
    assert forecast([month(number, 110, 100) for number in range(1, 13)], earlier) is None
    assert together([]) is None


def test_firms_are_forecast_each_with_its_own_growth() -> None:
    """One doubles its small first month before a large rest, the other stands still: the whole grows by neither one's growth so far."""
    earlier = {number: Decimal(100) for number in range(1, 13)}
    both = together([found for one in (20, 10) if (found := forecast([month(1, one, 10)], earlier | {1: Decimal(10)}))])
    assert both is not None
    assert (both.total, both.earlier) == (Decimal(2220 + 1110), Decimal(2220))
    assert both.growth == Decimal("50.0")
