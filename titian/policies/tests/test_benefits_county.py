"""What is computed for a county is, firm by firm, what is explained of one; no amount is above its cap, nothing is given twice."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from titian.policies.benefits.compiling import compiled_for
from titian.policies.benefits.county import computed
from titian.policies.benefits.definition import BenefitClause, parse
from titian.policies.benefits.deriving import HeldTitle, Known, derive
from titian.policies.benefits.simulation import ALL, CAPPED, CUTS, FIRST_COME, RANKED, SMALLEST, Gain, compared, simulated
from titian.policies.engine.explain import VERDICTS, explain
from titian.policies.tests.clauses import DAY, WAN, YEAR, clause, data, had, known, subsidy

money = st.integers(0, 10**13) | st.sampled_from([0, 100 * WAN - 1, 100 * WAN, 100 * WAN + 1, 10**15])
maybe = st.none() | money
flag = st.sampled_from([None, 0, 1])
days = st.none() | st.dates(date(2021, 1, 1), date(2026, 12, 31))
titles = st.builds(HeldTitle, st.sampled_from(["hnte", "srdi"]), days, days, days, days, days, st.sampled_from([None, True, False]))
years = st.fixed_dictionaries({"revenue": maybe, "rd.own": maybe, "rd.deduction": maybe, "staff": st.none() | st.integers(0, 900)})
firms = st.builds(
    Known,
    st.sampled_from([None, "990123101", "990199001"]),
    st.sampled_from([None, "C3512", "F51"]),
    days,
    st.fixed_dictionaries({2025: years, 2024: years}),
    st.fixed_dictionaries({"abnormal_list": flag}),
    st.lists(titles, max_size=3),
    st.dictionaries(st.integers(2023, 2025), st.booleans()),
    st.fixed_dictionaries({"hnte": flag}),
    st.lists(
        st.builds(had, st.sampled_from(["hnte_first", "other"]), year=st.integers(2023, 2025), wan=st.integers(0, 40)), max_size=2
    ),
    st.sampled_from([{}, {("rd_evaluation", DAY.year): True}, {("rd_evaluation", DAY.year): False}]),
)
leaves: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [
        {"title": "hnte", "is": "first"},
        {"title": "hnte", "is": "again"},
        {"title": "srdi", "is": "held"},
        {"programme": "hnte"},
        {"scale": "first"},
        {"region": ["990123"]},
        {"industry": ["C35", "F"]},
        {"number": "year.rd_deduction", "at_least": "100万元"},
        {"number": "rise.revenue", "below": "100万元"},
        {"number": "age", "up_to": 5},
        {"share": "year.rd_deduction", "of": "year.revenue", "over": "2.5%"},
        {"flag": "abnormal_list", "is": False},
    ]
)
whos = st.recursive(
    leaves,
    lambda inner: (
        st.fixed_dictionaries({"not": inner})
        | st.fixed_dictionaries({"any": st.lists(inner, min_size=1, max_size=3)})
        | st.fixed_dictionaries({"all": st.lists(inner, min_size=1, max_size=3)})
    ),
    max_leaves=4,
)
benefits: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [
        {"fixed": "20万元"},
        {"fixed": "20万元", "less": ["other"]},
        {"rate": "5%", "base": "year.rd_deduction", "floor": "1万元", "cap": "50万元"},
        {"rate": "12.5%", "base": "rise.rd", "whole": "百元"},
        {
            "bands": {
                "by": "year.revenue",
                "table": [{"at_least": "1亿元", "gives": "50万元"}, {"over": "100万元", "gives": "9万元"}, {"else": "0元"}],
            }
        },
    ]
)


@st.composite
def clauses(draw: st.DrawFn) -> BenefitClause:
    return parse(
        data(
            who=draw(st.lists(whos, min_size=1, max_size=3)),
            benefit=draw(benefits),
            confirmed=draw(st.booleans()),
            times=draw(st.sampled_from(["once", "yearly"])),
            excludes=draw(st.sampled_from([[], ["other"]])),
            gate=draw(st.sampled_from(["", "rd_evaluation"])),
        )
    )


@given(clauses(), st.lists(firms, min_size=1, max_size=6))
def test_columns_say_of_every_firm_what_the_explanation_says(asked: BenefitClause, population: list[Known]) -> None:
    compiled = compiled_for(asked, YEAR)
    found = computed(asked, dict(enumerate(population)), DAY)
    for known_firm, row in zip(population, found, strict=True):
        record = derive(known_firm, compiled.reads, year=YEAR, day=DAY)
        said = explain(compiled.programme, record)
        assert VERDICTS[row.met] is said.verdict
        assert row.amount == compiled.amount.value(record.values)
        assert row.failing == tuple(one.id for one in said.clauses if one.verdict.value == "not_met")
        assert row.unknown == tuple(one.id for one in said.clauses if one.verdict.value == "unknown")
        assert asked.confirmed or row.amount is None


@given(money, st.integers(1, 1_000), st.integers(0, 100), st.integers(100, 500))
def test_a_rate_stays_between_floor_and_cap_and_never_rounds_up(base: int, tenths: int, floor: int, cap: int) -> None:
    asked = subsidy(f"{tenths / 10:.1f}%", floor=f"{floor}万元", cap=f"{cap}万元")
    firm = known(years={2025: {"rd.deduction": base}})
    amount = computed(asked, {1: firm}, DAY)[0].amount
    assert amount is not None
    assert floor * WAN <= amount <= cap * WAN
    assert amount * 1_000 <= base * tenths or amount == floor * WAN
    assert amount % 100 == 0


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=12), st.integers(0, 10**9))
def test_no_cut_spends_more_than_the_ceiling_or_gives_a_firm_more_than_it_asked(asked: list[int], ceiling: int) -> None:
    gains = [Gain(key, "城关镇", amount, key % 3 or None) for key, amount in enumerate(asked)]
    for cut in set(CUTS) - {ALL}:
        found = simulated(gains, ceiling=ceiling, cut=cut)
        assert found.granted <= ceiling or found.granted == found.asked <= ceiling
        assert all((one.granted or 0) <= (one.asked or 0) for one in found.gains)
        assert sum(money for _, _, money in found.by_place()) == found.granted
    assert simulated(gains).granted == sum(asked)


def test_whom_a_draft_cannot_be_told_of_is_counted_apart() -> None:
    found = simulated([Gain(1, "城关镇", None), Gain(2, "城关镇", 5)])
    assert (found.firms, found.unknown, found.granted) == (1, 1, 5)


def test_a_rank_cut_stops_at_the_first_that_no_longer_fits() -> None:
    gains = [Gain(key, "", amount, rank) for key, amount, rank in ((1, 60, 3), (2, 50, 2), (3, 10, 1))]
    found = simulated(gains, ceiling=100, cut=RANKED)
    assert {one.key: one.granted for one in found.gains} == {1: 60, 2: 0, 3: 0}


def granted(cut: str, ceiling: int, *asked: tuple[int, int | None]) -> list[int | None]:
    found = simulated([Gain(key, "", amount, rank) for key, (amount, rank) in enumerate(asked)], ceiling=ceiling, cut=cut)
    return [one.granted for one in sorted(found.gains, key=lambda one: one.key)]


def test_the_smallest_first_reaches_more_firms_than_the_largest_first() -> None:
    asked = [(60, None), (50, None), (10, None)]
    assert granted(SMALLEST, 100, *asked) == [0, 50, 10]
    assert granted(RANKED, 60, *asked) == [60, 0, 0]


def test_who_came_first_is_served_first_and_who_never_came_last() -> None:
    assert granted(FIRST_COME, 100, (60, -20), (50, -10), (40, None)) == [0, 50, 0]
    assert granted(FIRST_COME, 100, (30, -20), (50, -10), (40, None), (20, None)) == [30, 50, 0, 20]


def test_one_cap_for_all_leaves_small_amounts_whole() -> None:
    yuan = 100
    assert granted(CAPPED, 100 * yuan, (90 * yuan, None), (60 * yuan, None), (10 * yuan, None)) == [45 * yuan, 45 * yuan, 10 * yuan]


def test_two_drafts_are_compared_firm_by_firm_the_largest_change_first() -> None:
    first, second = simulated([Gain(1, "", 10), Gain(2, "", 20)]), simulated([Gain(2, "", 20), Gain(3, "", 50)])
    assert [(row.key, row.change) for row in compared(first, second)] == [(3, 50), (1, -10), (2, 0)]


def test_a_county_without_firms_gains_nothing() -> None:
    assert computed(clause(), {}, DAY) == []
