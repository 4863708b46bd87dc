"""The subsidy run: eligible list, amount with its formula, blocked with reason, approval, batch, reconciliation; nobody twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.registry.models import AnnualFigure, Organisation
from titian.registry.tests import make as registry
from titian.rnd import actions
from titian.rnd.actions.subsidy import approved_amount
from titian.rnd.models import Award, SubsidyRun
from titian.rnd.policy import packaged
from titian.rnd.subsidy import BLOCKED, ELIGIBLE, UNKNOWN, Claim, Firm, assess
from titian.rnd.tests import make

WAN, DAY = make.WAN, make.DAY
POLICY = packaged()["ningxia_2022"]
CHECKED = POLICY.stated({}, checked=[*POLICY.parameters])


def claim(firm: Firm, kind: str = "annual", *, checked: bool = True) -> Claim | None:
    policy = CHECKED if checked else POLICY
    return assess(firm, policy, policy.type(kind))


def firms() -> st.SearchStrategy[Firm]:
    money, flag = st.none() | st.integers(-(10**8), 10**13), st.none() | st.booleans()
    types = st.frozensets(st.sampled_from([kind.code for kind in POLICY.types]))
    return st.builds(
        Firm, spent=money, before=money, main_business=money, above=flag, newcomer=flag, hnte=st.booleans(), tsme=st.booleans(),
        here=st.booleans(), blocked=st.sampled_from(["", "评价不达标"]), granted=types, ever=types,
    )  # fmt: skip


@given(firms(), st.sampled_from([kind.code for kind in POLICY.types]), st.booleans())
def test_a_cap_is_never_exceeded_and_an_amount_is_whole_yuan(firm: Firm, kind: str, checked: bool) -> None:
    policy = CHECKED if checked else POLICY
    about = policy.type(kind)
    found = assess(firm, policy, about)
    if found is None:
        return
    assert (found.amount is not None) == (found.state == ELIGIBLE) == (not found.reasons)
    if found.amount is not None:
        assert found.base is not None
        assert 0 <= found.amount <= policy.fen(about.cap)
        assert found.amount % 100 == 0
        assert found.amount <= found.base * max(policy.rate(key) for _, key in about.tiers)
        assert found.formula


@given(firms(), st.sampled_from([kind.code for kind in POLICY.types]))
def test_who_is_blocked_or_was_granted_it_is_never_eligible(firm: Firm, kind: str) -> None:
    for spoilt in (replace(firm, blocked="评价不达标"), replace(firm, here=False), replace(firm, granted=frozenset({kind}))):
        found = claim(spoilt, kind)
        assert found is None or found.state == BLOCKED


def test_the_amount_is_rate_times_base_down_to_the_yuan() -> None:
    found = claim(Firm(spent=123_456_789))
    assert found is not None
    assert (found.state, found.amount) == (ELIGIBLE, 12_345_600)
    assert found.formula == "研发费用 1,234,567.89 元 × 10%（一般企业）= 123,456.78 元，取整到元为 123,456 元"


def test_a_large_base_is_cut_at_the_cap_and_the_formula_says_so() -> None:
    found = claim(Firm(spent=4_000 * WAN))
    assert found is not None
    assert found.amount == 300 * WAN
    assert "超过上限，按 3,000,000 元" in found.formula


def test_a_ceiling_says_that_it_is_one() -> None:
    found = claim(Firm(spent=100 * WAN, hnte=True, tsme=True))
    assert found is not None
    assert found.amount == 20 * WAN
    assert "比例为上限" in found.formula


def test_an_unconfirmed_rate_awards_nobody_by_itself() -> None:
    found = claim(Firm(spent=100 * WAN, tsme=True), checked=False)
    assert found is not None
    assert (found.state, found.amount) == (UNKNOWN, None)
    assert "15%" in found.reasons[0]
    assert "未经核实" in found.reasons[0]
    after = claim(Firm(spent=100 * WAN, tsme=True))
    assert after is not None
    assert after.amount == 15 * WAN


def test_growth_needs_both_years_and_three_per_cent() -> None:
    firm = Firm(spent=90 * WAN, before=60 * WAN, main_business=3_000 * WAN, above=True)
    found = claim(firm, "above_scale_increment")
    assert found is not None
    assert (found.state, found.base, found.amount) == (ELIGIBLE, 30 * WAN, 3 * WAN)  # exactly 3 % is enough
    states: dict[str, tuple[dict[str, Any], str]] = {
        "没有上年度": ({"before": None}, UNKNOWN),
        "没有主营业务收入": ({"main_business": None}, UNKNOWN),
        "未达到 3%": ({"main_business": 3_001 * WAN}, BLOCKED),
        "没有新增": ({"before": 90 * WAN}, BLOCKED),
        "没有本年度规上名单": ({"above": None}, UNKNOWN),
    }
    for words, (change, state) in states.items():
        other = claim(replace(firm, **change), "above_scale_increment")
        assert other is not None
        assert (other.state, words in other.reasons[0]) == (state, True), words
    assert claim(replace(firm, above=False), "above_scale_increment") is None


def test_first_above_scale_is_granted_once() -> None:
    firm = Firm(spent=90 * WAN, before=60 * WAN, newcomer=True, ever=frozenset({"first_above_scale"}))
    found = claim(firm, "first_above_scale")
    assert found is not None
    assert (found.state, "只补一次" in found.reasons[0]) == (BLOCKED, True)
    again = claim(replace(firm, ever=frozenset({"annual"})), "first_above_scale")
    assert again is not None
    assert again.amount == 6 * WAN


@pytest.fixture
def run(db: None) -> SubsidyRun:
    """Three firms that grow, one that only the statistics bureau knows, one that declared nothing."""
    for spent, before in ((200, 100), (300, 250), (50, 60)):
        firm = make.reporting(spent=spent * WAN, before=before * WAN, revenue=1_000 * WAN, main_business=900 * WAN)
        make.above(firm, make.YEAR - 1)
    only = make.above(registry.organisation("联网直报有限公司"), make.YEAR)
    registry.annual(only, make.YEAR, "statistics", rd_expense=999 * WAN, rd_deduction=999 * WAN, is_chosen=True)
    return make.subsidy()


def amounts(run: SubsidyRun, state: str = "eligible") -> dict[str, list[int | None]]:
    found: dict[str, list[int | None]] = {}
    for award in run.awards.filter(state=state).order_by("pk"):
        found.setdefault(award.type, []).append(award.computed)
    return found


def test_types_stack_and_statistics_rows_pay_nobody(run: SubsidyRun, officer: User) -> None:
    actions.compute_subsidy(run, on=DAY, by=officer)
    assert amounts(run) == {
        "annual": [20 * WAN, 30 * WAN, 5 * WAN],
        "above_scale_increment": [10 * WAN, 5 * WAN],
    }
    stranger = run.awards.get(organisation__name="联网直报有限公司", type="above_scale_increment")
    assert (stranger.state, stranger.base, stranger.computed) == ("unknown", None, None)
    assert "没有本年度加计扣除申报数" in stranger.reason
    assert run.awards.filter(state="blocked").get().reason.startswith("研发费用没有新增")
    assert {award.source for award in run.awards.filter(type="annual")} == {"加计扣除申报、企业填报"}


def test_computing_twice_changes_nothing(run: SubsidyRun, officer: User) -> None:
    def rows() -> list[tuple[object, ...]]:
        return list(run.awards.order_by("pk").values_list("pk", "state", "base", "computed", "amount", "formula", "reason"))

    actions.compute_subsidy(run, on=DAY, by=officer)
    before = rows()
    actions.compute_subsidy(run, on=DAY, by=officer)
    assert rows() == before


def test_what_was_decided_survives_computing_again(run: SubsidyRun, officer: User, leader: User) -> None:
    actions.compute_subsidy(run, on=DAY, by=officer)
    first, second = run.awards.filter(type="annual").order_by("pk")[:2]
    actions.approve(first, amount=1_000_000, reason="按当年通知比例", on=DAY, by=leader)
    actions.block_award(second, reason="列入严重失信主体名单", on=DAY, by=officer)
    AnnualFigure.objects.filter(source="deduction").update(rd_deduction=1)
    actions.compute_subsidy(run, on=DAY, by=officer)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.amount) == ("approved", 1_000_000)
    assert (second.state, second.reason) == ("blocked", "列入严重失信主体名单")


def test_a_failed_evaluation_blocks_every_type_of_the_year(run: SubsidyRun, officer: User) -> None:
    firm = Organisation.objects.order_by("pk")[0]
    make.result(firm)
    actions.compute_subsidy(run, on=DAY, by=officer)
    mine = run.awards.filter(organisation=firm)
    assert {award.state for award in mine} == {"blocked"}
    assert all("2025年度企业研发投入评价不达标" in award.reason for award in mine)


def test_only_a_leader_approves_and_never_more_than_was_computed(run: SubsidyRun, officer: User, chief: User, leader: User) -> None:
    actions.compute_subsidy(run, on=DAY, by=officer)
    award = run.awards.filter(type="annual").order_by("pk")[0]
    for person in (officer, chief):
        with pytest.raises(PermissionDenied):
            actions.approve(award, on=DAY, by=person)
    for amount, reason, words in (
        (20 * WAN + 100, "x", "不能超过测算"),
        (1_050, "x", "整元"),
        (0, "x", "大于零"),
        (WAN, "", "请写明理由"),
    ):
        with pytest.raises(Refused, match=words):
            actions.approve(award, amount=amount, reason=reason, on=DAY, by=leader)
    actions.approve(award, on=DAY, by=leader)
    award.refresh_from_db()
    assert (award.state, award.amount, award.decided_by) == ("approved", 20 * WAN, leader)


def test_a_case_to_be_looked_at_needs_an_amount_within_the_cap(leader: User) -> None:
    award = make.award(state="unknown", computed=None)
    with pytest.raises(Refused, match="填写审定金额"):
        actions.approve(award, on=DAY, by=leader)
    with pytest.raises(Refused, match="不能超过上限"):
        actions.approve(award, amount=301 * WAN, reason="核实后", on=DAY, by=leader)
    actions.approve(award, amount=15 * WAN, reason="核对现行办法，按 15%", on=DAY, by=leader)
    assert Award.objects.get().amount == 15 * WAN


def test_nobody_is_granted_the_same_twice_in_any_run(leader: User) -> None:
    first = make.award(state="approved")
    again = make.award(first.organisation, run=make.subsidy(policy=first.run.policy))
    with pytest.raises(Refused, match="不重复补助"):
        actions.approve(again, on=DAY, by=leader)
    with pytest.raises(IntegrityError), transaction.atomic():
        Award.objects.filter(pk=again.pk).update(state="approved")


def test_what_is_granted_once_is_not_granted_in_another_year(leader: User) -> None:
    first = make.award(state="paid", type="first_above_scale", once=True, run=make.subsidy(year=2024))
    again = make.award(first.organisation, type="first_above_scale", once=True)
    with pytest.raises(Refused, match="只补一次"):
        actions.approve(again, on=DAY, by=leader)
    with pytest.raises(IntegrityError), transaction.atomic():
        Award.objects.filter(pk=again.pk).update(state="approved")


@pytest.mark.django_db
def test_a_batch_comes_to_the_sum_of_its_lines_and_is_held_against_what_arrived(officer: User, leader: User) -> None:
    run = make.subsidy()
    awards = [make.award(run=run, state="approved", computed=amount * WAN) for amount in (3, 5, 7)]
    waiting = make.award(run=run)
    batch = actions.make_batch(run, awards, day=DAY, document="示财教〔2026〕8号", by=officer)
    assert approved_amount(batch.awards.all()) == 15 * WAN
    for wrong in ([waiting], awards, []):
        with pytest.raises(Refused):
            actions.make_batch(run, wrong, day=DAY, by=officer)
    actions.record_payment(batch.awards.order_by("pk")[0], paid=3 * WAN, on=DAY, by=officer)
    short = batch.awards.order_by("pk")[1]
    with pytest.raises(Refused, match="请写明理由"):
        actions.record_payment(short, paid=4 * WAN, on=DAY, by=officer)
    with pytest.raises(Refused, match="审定金额"):
        actions.record_payment(short, paid=6 * WAN, on=DAY, by=officer)
    actions.record_payment(short, paid=4 * WAN, on=DAY, reason="分两次拨付", by=officer)
    assert [award.difference for award in batch.awards.order_by("pk")] == [0, -WAN, None]
    with pytest.raises(Refused, match="没有审定或拨付"):
        actions.close_subsidy(run, by=officer)


@pytest.mark.django_db
def test_a_run_that_is_done_is_not_touched_again(officer: User, leader: User) -> None:
    run = make.subsidy()
    award = make.award(run=run, state="approved")
    batch = actions.make_batch(run, [award], day=DAY, by=officer)
    actions.record_payment(batch.awards.get(), paid=10 * WAN, on=DAY, by=officer)
    actions.close_subsidy(run, by=officer)
    for act in (
        lambda: actions.compute_subsidy(run, on=DAY, by=officer),
        lambda: actions.record_payment(award, paid=1, on=DAY, reason="x", by=officer),
        lambda: actions.close_subsidy(run, by=officer),
    ):
        with pytest.raises(Refused, match="已经办结"):
            act()


@pytest.mark.django_db
def test_a_declined_award_leaves_room_for_nothing_and_says_why(leader: User) -> None:
    award = make.award(state="approved")
    with pytest.raises(Refused, match="理由"):
        actions.decline(award, reason="", on=DAY, by=leader)
    actions.decline(award, reason="联合审核不通过", on=DAY, by=leader)
    award.refresh_from_db()
    assert (award.state, award.amount, award.reason) == ("declined", None, "联合审核不通过")


@pytest.mark.django_db
def test_a_run_needs_a_subsidy_policy(officer: User) -> None:
    with pytest.raises(Refused, match="不是后补助"):
        actions.begin_subsidy(make.policy("evaluation"), year=2025, by=officer)
    assert actions.begin_subsidy(make.policy(since=date(2022, 11, 1)), year=2025, by=officer).title == "2025年度研发费用后补助"
