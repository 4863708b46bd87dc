"""Which statements contradict each other, and which one counts."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from titian.base.quantities import Operator
from titian.figures.checks import Statement, compatible, conflicts, current
from titian.figures.tests.make import key, statement

APRIL, MAY = date(2026, 4, 30), date(2026, 5, 31)


def test_two_different_values_of_one_figure_are_a_conflict_and_none_counts() -> None:
    both = [statement(1, "31"), statement(2, "34")]
    assert [conflict.statements for conflict in conflicts(both)] == [tuple(both)]
    assert current(both) is None


def test_a_different_scope_is_a_different_figure_and_no_conflict() -> None:
    assert conflicts([statement(1, "31"), statement(2, "34", key=key(scope="本级"))]) == []


def test_a_series_with_known_days_is_no_conflict_and_the_latest_counts() -> None:
    series = [statement(1, "31", as_of=MAY), statement(2, "28", as_of=APRIL)]
    assert conflicts(series) == []
    assert current(series) == series[0]


def test_one_undated_value_against_a_dated_one_is_still_a_conflict() -> None:
    assert conflicts([statement(1, "31", as_of=MAY), statement(2, "28")])


def test_at_least_470_and_478_agree_and_the_exact_number_counts() -> None:
    both = [statement(1, "470", "over"), statement(2, "478")]
    assert conflicts(both) == []
    assert current(both) == both[1]


def test_at_least_480_and_478_contradict_each_other() -> None:
    assert conflicts([statement(1, "480", "at_least"), statement(2, "478")])


def test_about_allows_exactly_five_per_cent() -> None:
    assert compatible(statement(1, "100", "about"), statement(2, "105"))
    assert not compatible(statement(1, "100", "about"), statement(2, "105.0001"))


def test_a_correction_replaces_what_it_corrects_and_is_no_conflict() -> None:
    both = [statement(1, "31"), statement(2, "34", corrects=1)]
    assert conflicts(both) == []
    assert current(both) == both[1]


def test_a_correction_still_contradicts_a_third_value() -> None:
    three = [statement(1, "31"), statement(2, "34", corrects=1), statement(3, "40")]
    assert [entry.id for entry in conflicts(three)[0].statements] == [2, 3]


def test_nothing_stated_is_unknown_and_not_nought() -> None:
    assert current([]) is None


values = st.decimals(min_value=0, max_value=10**9, places=2)
operators = st.sampled_from(list(Operator))


@given(values, operators, values, operators)
def test_agreement_does_not_depend_on_the_order(one: Decimal, a: Operator, other: Decimal, b: Operator) -> None:
    left, right = Statement(1, key(), one, a), Statement(2, key(), other, b)
    assert compatible(left, right) == compatible(right, left)


@given(values, operators)
def test_a_statement_agrees_with_itself(value: Decimal, operator: Operator) -> None:
    assert compatible(Statement(1, key(), value, operator), Statement(2, key(), value, operator))


@given(st.lists(st.tuples(values, st.sampled_from([None, APRIL, MAY])), max_size=6))
def test_a_value_counts_only_if_nothing_of_its_day_contradicts_it(stated: list[tuple[Decimal, date | None]]) -> None:
    group = [Statement(n, key(), value, as_of=day, order=n) for n, (value, day) in enumerate(stated)]
    found = current(group)
    if found is not None:
        rivals = [other for other in group if other.as_of in {None, found.as_of}]
        assert all(compatible(found, rival) for rival in rivals)
