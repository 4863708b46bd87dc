"""加计扣除 is estimated from the sums a firm types in: limits of 28号 and 64号, rates by year, the test of the negative list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titian.policies.benefits.deduction import CHIPS, Costs, estimate, is_excluded

YUAN = 100
amounts = st.integers(0, 10**12)


def test_other_costs_count_up_to_a_ninth_of_the_first_five() -> None:
    found = estimate(Costs(staff=900 * YUAN, other=200 * YUAN), year=2025)
    assert (found.add_on, found.saved) == (1_000 * YUAN, 250 * YUAN)


def test_what_is_paid_to_others_counts_at_four_fifths_and_abroad_up_to_two_thirds() -> None:
    found = estimate(Costs(staff=1_000 * YUAN, domestic=500 * YUAN, overseas=10_000 * YUAN), year=2025)
    steps = {step.label: step.amount for step in found.steps}
    assert (steps["委托境内研发"], steps["委托境外研发"]) == (400 * YUAN, 1_400 * YUAN * 2 // 3)


@pytest.mark.parametrize(("year", "who", "expected"), [(2025, "general", 100), (2025, CHIPS, 120), (2027, CHIPS, 120)])
def test_the_rate_follows_the_year_and_the_kind_of_firm(year: int, who: str, expected: int) -> None:
    assert estimate(Costs(staff=100 * YUAN), year=year, who=who).add_on == expected * YUAN


@pytest.mark.parametrize(("year", "who"), [(2022, "general"), (2028, CHIPS)])
def test_a_year_whose_rate_nobody_compared_gives_no_amount(year: int, who: str) -> None:
    found = estimate(Costs(staff=100), year=year, who=who)
    assert (found.add_on, found.saved) == (None, None)
    assert str(year) in found.reason


def test_exactly_half_of_the_income_from_listed_industries_excludes_nobody() -> None:
    assert is_excluded(Costs(listed_income=50, income=100)) is False
    assert is_excluded(Costs(listed_income=51, income=100)) is True
    assert is_excluded(Costs(listed_income=50, income=100, untaxed=1)) is True
    assert is_excluded(Costs(listed_income=50)) is None
    assert estimate(Costs(staff=1, listed_income=51, income=100), year=2025).add_on is None


def test_capitalised_cost_adds_what_is_amortised_beyond_itself() -> None:
    assert estimate(Costs(amortised=100 * YUAN), year=2025).add_on == 100 * YUAN


@given(amounts, amounts, amounts, amounts, amounts)
def test_no_estimate_is_above_what_was_spent_or_below_zero(
    staff: int, other: int, domestic: int, overseas: int, offset: int
) -> None:
    found = estimate(Costs(staff=staff, other=other, domestic=domestic, overseas=overseas, offset=offset), year=2025)
    assert found.add_on is not None
    assert 0 <= found.add_on <= staff + other + domestic + overseas


def test_a_negative_amount_or_an_unknown_tax_rate_is_refused() -> None:
    with pytest.raises(ValueError, match="负数"):
        estimate(Costs(staff=-1), year=2025)
    with pytest.raises(ValueError, match="税率"):
        estimate(Costs(), year=2025, tax_rate=20)
