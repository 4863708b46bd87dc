"""A clause is read whole or refused with every reason; one firm is told what it can claim, or what it lacks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from titian.policies.benefits.definition import ClauseError, as_text, parse, parse_text
from titian.policies.benefits.deriving import HeldTitle
from titian.policies.benefits.standing import State, standing
from titian.policies.benefits.wording import clause_words
from titian.policies.tests.clauses import DAY, WAN, clause, data, figures, had, known, subsidy


def test_a_firm_that_meets_every_condition_is_told_what_it_gets_and_why() -> None:
    found = standing(clause(), known(), DAY)
    assert (found.state, found.amount) == (State.CLAIMABLE, 20 * WAN)
    assert found.sentence == "能领 20 万元：2025年首次认定高新技术企业"


def test_nothing_is_worked_out_from_a_clause_nobody_compared_with_its_original() -> None:
    found = standing(clause(confirmed=False), known(), DAY)
    assert (found.state, found.amount) == (State.PENDING, None)
    assert found.sentence.startswith("待核")


def test_a_firm_that_fails_an_unconfirmed_clause_is_told_no_more_than_that() -> None:
    assert standing(clause(confirmed=False), known(titles=()), DAY).state is State.NO


def test_a_number_four_fifths_of_what_is_asked_is_nearly_enough_and_the_gap_is_named() -> None:
    close = standing(subsidy(), known(years={2025: figures(rd=80)}), DAY)
    far = standing(subsidy(), known(years={2025: figures(rd=79)}), DAY)
    assert (close.state, far.state) == (State.NEAR, State.NO)
    assert close.sentence == "差 20 万元（2025年度加计扣除研发费用不低于 100 万元）"


def test_a_missing_figure_is_named_and_is_no_zero() -> None:
    found = standing(subsidy(), known(years={}), DAY)
    assert (found.state, found.amount) == (State.LACKING, None)
    assert found.sentence == "缺 2025年度加计扣除研发费用"


def test_what_may_be_had_once_is_not_offered_again() -> None:
    assert standing(clause(), known(had=(had("hnte_first", year=2022),)), DAY).state is State.TAKEN


def test_what_may_be_had_every_year_is_offered_in_the_next_year() -> None:
    assert standing(subsidy(), known(had=(had("rd_subsidy", year=2024),)), DAY).state is State.CLAIMABLE


def test_a_benefit_for_the_same_matter_bars_another_one() -> None:
    found = standing(clause(excludes=["hnte_moved_in"]), known(had=(had("hnte_moved_in"),)), DAY)
    assert (found.state, found.amount) == (State.BLOCKED, None)


def test_only_the_difference_to_what_was_had_is_given() -> None:
    found = standing(clause(benefit={"fixed": "20万元", "less": ["hnte_pool"]}), known(had=(had("hnte_pool", wan=5),)), DAY)
    assert found.amount == 15 * WAN


def test_who_had_as_much_already_gets_nothing_more() -> None:
    found = standing(clause(benefit={"fixed": "20万元", "less": ["hnte_pool"]}), known(had=(had("hnte_pool", wan=25),)), DAY)
    assert (found.state, found.sentence) == (State.NO, "按标准计算的金额为 0")


def test_a_failed_evaluation_blocks_and_an_unknown_one_does_not_pass() -> None:
    gated = clause(gate="rd_evaluation")
    blocked = standing(gated, known(blocked={("rd_evaluation", 2026): True}), DAY)
    assert blocked.state is State.BLOCKED
    assert blocked.sentence == "2026年度因企业研发投入评价不予补助"
    assert standing(gated, known(blocked={}), DAY).state is State.LACKING
    assert standing(gated, known(), DAY).state is State.CLAIMABLE


def test_outside_its_window_a_benefit_is_told_with_the_days_it_can_be_claimed() -> None:
    found = standing(clause(window={"from": "03-01", "until": "04-30"}), known(), DAY)
    assert found.state is State.CLOSED
    assert "每年3月1日至4月30日" in found.sentence


def test_the_last_day_of_a_window_belongs_to_it() -> None:
    asked = clause(window={"from": "2026-03-01", "until": "2026-05-31"})
    assert standing(asked, known(), date(2026, 5, 31)).state is State.CLAIMABLE
    assert standing(asked, known(), date(2026, 6, 1)).state is State.CLOSED


def test_a_window_over_new_year_is_open_on_both_sides_of_it() -> None:
    window = clause(window={"from": "12-01", "until": "01-31"}).window
    open_on = [day for day in (date(2026, 11, 30), date(2026, 12, 1), date(2027, 1, 31), date(2027, 2, 1)) if window.is_open(day)]
    assert open_on == [date(2026, 12, 1), date(2027, 1, 31)]


@pytest.mark.parametrize(
    ("titles", "how", "expected"),
    [
        ([HeldTitle("hnte", since=date(2025, 11, 1), first=None)], "first", None),
        ([HeldTitle("hnte", since=date(2025, 11, 1)), HeldTitle("hnte", since=date(2022, 11, 1))], "first", 0),
        ([HeldTitle("hnte", since=date(2025, 11, 1)), HeldTitle("hnte", since=date(2022, 11, 1))], "again", 1),
        ([HeldTitle("hnte", since=date(2025, 11, 1), revoked=date(2026, 1, 1))], "new", 0),
        ([HeldTitle("hnte", since=date(2022, 11, 1), until=date(2026, 5, 31))], "held", 0),
        ([HeldTitle("hnte", applied=date(2025, 7, 1), refused=date(2025, 12, 1))], "refused", 1),
        ([], "first", 0),
    ],
)
def test_titles_are_first_again_held_or_refused(titles: list[HeldTitle], how: str, expected: int | None) -> None:
    found = standing(clause(who=[{"title": "hnte", "is": how}]), known(titles=titles), DAY)
    assert found.explained.clauses[0].verdict.value == {1: "met", 0: "not_met", None: "unknown"}[expected]


def test_an_application_that_waits_is_nearly_there() -> None:
    found = standing(clause(), known(titles=(HeldTitle("hnte", applied=date(2026, 5, 1)),)), DAY)
    assert (found.state, found.sentence) == (State.NEAR, "差高新技术企业：已申报，还没有认定结果")


@pytest.mark.parametrize(
    ("scale", "expected"),
    [
        ({2025: True, 2024: False}, State.CLAIMABLE),
        ({2025: True}, State.LACKING),
        ({2025: True, 2023: True, 2024: False}, State.NO),
    ],
)
def test_above_scale_for_the_first_time_needs_the_list_of_the_year_before(scale: dict[int, bool], expected: State) -> None:
    assert standing(clause(who=[{"scale": "first"}]), known(scale=scale), DAY).state is expected


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ({"not": {"industry": ["C35", "F"]}}, State.NO),
        ({"any": [{"title": "srdi"}, {"industry": ["C35"]}]}, State.CLAIMABLE),
        ({"all": [{"region": ["990123"]}, {"flag": "abnormal_list", "is": False}]}, State.CLAIMABLE),
        ({"not": {"all": [{"region": ["990123"]}, {"programme": "hnte"}]}}, State.NO),
        ({"share": "year.rd_deduction", "of": "year.revenue", "at_least": "6%"}, State.CLAIMABLE),
        ({"not": {"share": "year.rd_deduction", "of": "year.revenue", "at_least": "6%"}}, State.NO),
        ({"number": "age", "up_to": 8}, State.CLAIMABLE),
        ({"number": "rise.revenue", "over": "500万元"}, State.NO),
    ],
)
def test_conditions_may_be_joined_and_turned_round(who: dict[str, Any], expected: State) -> None:
    found = standing(clause(who=[who]), known(), DAY).state
    assert (State.NO if found is State.NEAR else found) is expected


def test_lower_edges_belong_to_their_band() -> None:
    table = [{"at_least": "1亿元", "gives": "50万元"}, {"over": "2000万元", "gives": "30万元"}, {"else": "10万元"}]
    asked = clause(benefit={"bands": {"by": "year.revenue", "table": table}})

    def gets(fen: int) -> int | None:
        return standing(asked, known(years={2025: figures() | {"revenue": fen}}), DAY).amount

    assert [gets(fen) for fen in (10**10, 10**10 - 1, 2_000 * WAN + 1, 2_000 * WAN)] == [50 * WAN, 30 * WAN, 30 * WAN, 10 * WAN]


def test_a_clause_told_in_plain_chinese_says_who_how_much_and_when() -> None:
    asked = subsidy(floor="1万元", cap="50万元")
    assert clause_words(replace(asked, contact="企业股"), 2025) == [
        "对象：2025年度加计扣除研发费用不低于 100 万元",
        "标准：2025年度加计扣除研发费用 × 5%，不足 1 万元 的按 1 万元，最高 50 万元",
        "次数：每年一次",
        "受理：常年受理",
        "联系：企业股",
    ]


def test_a_definition_survives_being_written_down() -> None:
    assert parse_text(as_text(data())) == clause()


def test_everything_wrong_is_said_at_once_with_its_place() -> None:
    wrong = data(
        code="首次", who=[{"title": "hnte", "is": "soon"}, {"number": "revenue", "at_least": "1万元"}], benefit={"rate": "5"}
    )
    with pytest.raises(ClauseError) as refused:
        parse(wrong)
    places = [problem.split("：")[0] for problem in refused.value.problems]
    assert places == ["条款代码", "标准基数", "标准比例", "对象第1项", "对象第2项"]


@pytest.mark.parametrize(
    "benefit",
    [
        {},
        {"fixed": "1万元", "rate": "5%"},
        {"fixed": "-1万元"},
        {"rate": "0%", "base": "year.rd"},
        {"rate": "33.333%", "base": "year.rd"},
        {"rate": "5%", "base": "year.staff"},
        {"rate": "5%", "base": "year.rd", "floor": "2万元", "cap": "1万元"},
        {"bands": {"by": "year.revenue", "table": [{"at_least": "1万元", "gives": "1元"}]}},
        {
            "bands": {
                "by": "year.revenue",
                "table": [{"at_least": "1元", "gives": "1元"}, {"at_least": "2元", "gives": "1元"}, {"else": "0元"}],
            }
        },
    ],
)
def test_an_amount_that_cannot_be_worked_out_is_refused(benefit: dict[str, Any]) -> None:
    with pytest.raises(ClauseError):
        clause(benefit=benefit)


@pytest.mark.parametrize(
    "window", [{"from": "13-01", "until": "12-01"}, {"from": "03-01"}, {"from": "2026-05-01", "until": "2026-04-01"}]
)
def test_an_impossible_window_is_refused(window: dict[str, str]) -> None:
    with pytest.raises(ClauseError):
        clause(window=window)
