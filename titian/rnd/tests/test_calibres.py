"""Four calibres of one ledger: every total follows from the accounts line by line, to the fen."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titian.rnd.calibres import CATEGORIES, OFFSET, Cost, FirmYear, ProjectFacts, add_on, compare, subs_of
from titian.rnd.calibres.deduction import borne, brought_into, carried, deduction, excluded_by_income, other_limit
from titian.rnd.calibres.hnte import domestic, hnte
from titian.rnd.calibres.rates import RateError, fraction, labels, limit, negative_industry, percent, rate, share_of
from titian.rnd.calibres.statistics import statistics

YEAR = 2025
WAN = 1_000_000  # fen
SUBS = [(category, one.code) for category in (*CATEGORIES, OFFSET) for one in subs_of(category)]


def cost(category: str, sub: str, amount: int, project: str = "RD01", *, capitalised: bool = False, fiscal: bool = False) -> Cost:
    return Cost(project, YEAR, category, sub, amount, capitalised, fiscal)


def entries() -> st.SearchStrategy[Cost]:
    """Any entry: red ones, capitalised ones, earlier years."""
    return st.builds(
        lambda place, amount, project, year, capitalised, fiscal: Cost(
            project, year, place[0], place[1], amount, capitalised, fiscal
        ),
        st.sampled_from(SUBS),
        st.integers(-(10**9), 10**12),
        st.sampled_from(["RD01", "RD02", "RD03"]),
        st.integers(YEAR - 2, YEAR),
        st.booleans(),
        st.booleans(),
    )


def firms() -> st.SearchStrategy[FirmYear]:
    facts = st.builds(
        ProjectFacts, st.sampled_from(["", "basic", "experimental", "service"]), st.sampled_from([None, YEAR - 1, YEAR])
    )
    return st.builds(
        lambda costs, projects, assets, brought: FirmYear(YEAR, tuple(costs), projects, assets, brought),
        st.lists(entries(), max_size=25),
        st.fixed_dictionaries(dict.fromkeys(("RD01", "RD02", "RD03"), facts)),
        st.none() | st.integers(0, 10**11),
        st.integers(0, 10**9),
    )


@given(firms())
def test_every_total_is_the_accounts_and_its_lines_to_the_fen(firm: FirmYear) -> None:
    found = compare(firm)
    spent = sum(cost.amount for cost in firm.costs if cost.year == YEAR and cost.category != OFFSET)
    for calibre in found.calibres:
        assert sum(calibre.start.values()) == spent
        assert spent + sum(step.amount for step in calibre.steps) == calibre.known
        assert sum(calibre.rows.values()) == calibre.known
        assert calibre.total in {None, calibre.known}
        assert all(step.amount and step.reason and step.reference for step in calibre.steps)
    columns = [sum(row[place] for _, row in found.table) for place in range(len(found.calibres))]
    assert columns == [calibre.known for calibre in found.calibres]


@given(firms())
def test_the_deductible_base_is_never_below_zero_and_what_is_left_goes_over(firm: FirmYear) -> None:
    assert compare(firm)["deduction"].known >= 0
    assert carried(compare(firm)["deduction"]) >= 0


@given(st.lists(entries().filter(lambda one: one.amount > 0), max_size=20))
def test_other_costs_never_exceed_their_limit(costs: list[Cost]) -> None:
    plain = [one for one in costs if one.category != OFFSET and not one.capitalised and one.year == YEAR]
    found = hnte(plain, YEAR)
    rest = found.known - found.of("other")
    assert found.of("other") * 4 <= rest
    base = deduction(plain, YEAR)
    five = sum(base.of(name) for name in CATEGORIES if name not in {"other", "outsourced"})
    assert base.of("other") * 9 <= five


def test_the_formula_of_announcement_28_is_five_categories_by_one_ninth() -> None:
    costs = [cost("personnel", "wages", 90 * WAN), cost("other", "travel", 12 * WAN)]
    found = deduction(costs, YEAR)
    assert other_limit(90 * WAN, Fraction(1, 10)) == 10 * WAN
    assert found.total == 100 * WAN
    (step,) = [step for step in found.steps if step.code == "other_limit"]
    assert step.amount == -2 * WAN
    assert "28号" in step.reference
    assert step.confirmed


def test_outsourced_work_counts_at_eighty_per_cent_and_abroad_up_to_two_thirds_of_what_is_done_here() -> None:
    costs = [
        cost("personnel", "wages", 100 * WAN),
        cost("outsourced", "university", 50 * WAN),
        cost("outsourced", "overseas", 200 * WAN),
        cost("outsourced", "overseas_person", 7 * WAN),
    ]
    found = deduction(costs, YEAR)
    here = 100 * WAN + 40 * WAN
    assert found.total == here + here * 2 // 3
    assert {step.code for step in found.steps} == {"outsourced", "overseas", "overseas_limit", "out.overseas_person"}


def test_abroad_within_the_two_thirds_counts_at_eighty_per_cent() -> None:
    found = deduction([cost("personnel", "wages", 100 * WAN), cost("outsourced", "overseas", 50 * WAN)], YEAR)
    assert found.total == 140 * WAN


def test_welfare_stands_among_other_costs_and_falls_under_their_limit() -> None:
    found = deduction([cost("personnel", "wages", 90 * WAN), cost("personnel", "welfare", 15 * WAN)], YEAR)
    assert (found.of("personnel"), found.of("other")) == (90 * WAN, 10 * WAN)


def test_a_building_counts_for_the_high_tech_calibre_and_not_for_the_deduction() -> None:
    costs = [
        cost("personnel", "wages", 100 * WAN),
        cost("depreciation", "building", 8 * WAN),
        cost("direct", "building_rent", 2 * WAN),
    ]
    found = compare(FirmYear(YEAR, tuple(costs)))
    assert found["hnte"].total == 110 * WAN
    assert found["deduction"].total == 100 * WAN
    assert [step.confirmed for step in found["deduction"].steps] == [False, False]
    assert found["deduction"].is_estimate


def test_other_costs_of_the_high_tech_calibre_are_at_most_a_fifth_of_the_whole() -> None:
    found = hnte([cost("personnel", "wages", 80 * WAN), cost("other", "travel", 30 * WAN)], YEAR)
    assert found.total == 100 * WAN
    assert hnte([cost("personnel", "wages", 80 * WAN), cost("other", "travel", 20 * WAN)], YEAR).steps == ()


def test_what_is_spent_abroad_is_not_domestic() -> None:
    costs = [
        cost("personnel", "wages", 100 * WAN),
        cost("outsourced", "overseas", 10 * WAN),
        cost("outsourced", "institute", 10 * WAN),
    ]
    assert hnte(costs, YEAR).known == 116 * WAN
    assert domestic(costs, YEAR) == 108 * WAN


def test_what_is_capitalised_waits_until_its_asset_is_formed() -> None:
    costs = [
        cost("personnel", "wages", 90 * WAN),
        cost("personnel", "wages", 50 * WAN, "RD02", capitalised=True),
        cost("other", "travel", 14 * WAN),
        cost(OFFSET, "formed", 6 * WAN, "RD02"),
    ]
    waiting = deduction(costs, YEAR)
    assert waiting.total == 90 * WAN + 10 * WAN + 6 * WAN
    formed = deduction(costs, YEAR, formed=["RD02"])
    assert formed.total == 90 * WAN + 14 * WAN + 6 * WAN  # the limit is taken over all projects: 140 × 1/9 > 14


def test_sold_products_take_off_their_material_and_what_is_too_much_goes_over() -> None:
    costs = [cost("personnel", "wages", 10 * WAN), cost(OFFSET, "sold_materials", 15 * WAN)]
    found = deduction(costs, YEAR)
    assert found.total == 0
    assert carried(found) == 5 * WAN
    assert deduction([cost("personnel", "wages", 10 * WAN)], YEAR, brought_forward=4 * WAN).total == 6 * WAN


def test_what_could_not_be_taken_off_is_carried_from_year_to_year() -> None:
    costs = [
        Cost("RD01", 2023, "personnel", "wages", 10 * WAN),
        Cost("RD01", 2023, OFFSET, "sold_materials", 18 * WAN),
        Cost("RD01", 2024, "personnel", "wages", 3 * WAN),
        Cost("RD01", YEAR, "personnel", "wages", 10 * WAN),
    ]
    assert brought_into(costs, 2023, formed_in={}) == 0
    assert brought_into(costs, 2024, formed_in={}) == 8 * WAN
    assert brought_into(costs, YEAR, formed_in={}) == 5 * WAN
    assert brought_into([*costs, Cost("RD01", 2024, "personnel", "wages", 9 * WAN)], YEAR, formed_in={}) == 0


def test_fiscal_money_is_taken_off_as_a_hint() -> None:
    found = deduction([cost("personnel", "wages", 10 * WAN), cost("personnel", "wages", 4 * WAN, fiscal=True)], YEAR)
    assert found.total == 10 * WAN
    assert [(step.code, step.confirmed) for step in found.steps] == [("fiscal", False)]


def test_the_statistics_calibre_is_always_an_estimate() -> None:
    costs = [
        cost("personnel", "wages", 60 * WAN),
        cost("depreciation", "equipment", 10 * WAN),
        cost("personnel", "wages", 30 * WAN, "RD02"),
        cost("outsourced", "enterprise", 20 * WAN, "RD02"),
    ]
    found = statistics(costs, YEAR, is_rd={"RD01": True, "RD02": False}, assets=24 * WAN)
    share = Fraction(70, 120)
    assert found.total == 90 * WAN * share + 24 * WAN * share
    assert found.is_estimate
    assert all("预估" in note for note in found.notes)


def test_an_estimate_needs_to_know_what_every_project_is() -> None:
    costs = [cost("personnel", "wages", 60 * WAN), cost("personnel", "wages", 30 * WAN, "RD02")]
    found = statistics(costs, YEAR, is_rd={"RD01": True}, assets=None)
    assert found.total is None
    assert found.missing == ("项目 RD02 的活动类型", "当年形成用于研究开发的固定资产")


@pytest.mark.parametrize(
    ("who", "year", "value", "confirmed"),
    [
        ("general", 2017, None, None),
        ("general", 2020, Fraction(3, 4), True),
        ("manufacturing", 2021, Fraction(1), False),
        ("tsme", 2022, Fraction(1), False),
        ("general", 2023, Fraction(1), True),
        ("listed", 2027, Fraction(6, 5), True),
        ("listed", 2028, Fraction(1), False),
    ],
)
def test_the_rate_of_a_year_is_the_one_in_force(who: str, year: int, value: Fraction | None, confirmed: bool | None) -> None:
    found = rate("add_on", who, year)
    assert (found and found.value, found and found.confirmed) == (value, confirmed)


def test_what_is_saved_is_an_upper_bound_of_rate_and_tax() -> None:
    found = add_on(100 * WAN, 2025, tax="reduced")
    assert (found.amount, found.saved) == (100 * WAN, 15 * WAN)
    assert found.confirmed
    assert add_on(100 * WAN, 2026, who="listed").amount == 120 * WAN
    before = add_on(100 * WAN, 2015)
    assert (before.rate, before.amount, before.saved, before.confirmed) == (None, None, None, False)


def test_income_of_listed_industries_excludes_above_half_and_not_at_it() -> None:
    assert excluded_by_income(50, 100) is False
    assert excluded_by_income(51, 100) is True
    assert excluded_by_income(45, 110, untaxed=10, investment=20) is True
    assert excluded_by_income(None, 100) is None
    assert excluded_by_income(10, 0) is None


def test_the_negative_list_is_found_by_the_start_of_the_code() -> None:
    assert negative_industry("F5123") == "批发业"
    assert negative_industry("C3512") == ""


@given(st.integers(0, 10**15), st.integers(0, 10**15), st.integers(0, 10**15))
def test_a_cut_is_borne_in_proportion_and_never_more_than_there_is(excess: int, mine: int, others: int) -> None:
    cut = min(excess, mine + others)
    share, rest = borne(cut, mine, others), borne(cut, others, mine)
    assert 0 <= share <= mine
    assert cut <= share + rest <= cut + 1


def test_rates_are_read_exactly_and_said_shortly() -> None:
    assert (fraction("66%"), fraction("2/3"), fraction(1)) == (Fraction(33, 50), Fraction(2, 3), Fraction(1))
    assert (percent(Fraction(2, 3)), percent(Fraction(1, 10)), percent(Fraction(5, 200))) == ("66.67%", "10%", "2.5%")
    assert share_of(-5, Fraction(1, 2)) == 0
    assert set(labels("tax")) == {"general", "reduced", "small"}
    with pytest.raises(RateError, match="不是比例"):
        fraction("八成")


def test_a_limit_before_its_time_is_only_a_hint() -> None:
    assert limit("deduction_other", 2025).confirmed
    assert not limit("deduction_other", 2019).confirmed
    assert not limit("deduction_overseas", 2016).confirmed


def test_every_entry_of_the_ledger_has_a_place_in_every_calibre() -> None:
    costs = tuple(cost(category, sub, WAN) for category, sub in SUBS)
    found = compare(FirmYear(YEAR, costs, {"RD01": ProjectFacts("experimental")}, assets=0))
    assert [calibre.code for calibre in found.calibres] == ["accounting", "hnte", "deduction", "statistics"]
    assert found["accounting"].known == WAN * sum(len(subs_of(category)) for category in CATEGORIES)
