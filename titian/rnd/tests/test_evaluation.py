"""企业研发投入评价: points clause by clause, published by a leader, blocking the year the policy names; exemption and appeal."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.journal.models import Entry
from titian.registry.tests import make as registry
from titian.rnd import actions
from titian.rnd.blocking import blocked, blocked_in
from titian.rnd.evaluation import MET, NOT_MET, UNKNOWN, Facts, grade
from titian.rnd.models import EvaluationResult, EvaluationRun, Exemption
from titian.rnd.policy import packaged
from titian.rnd.tests import make

SAMPLE = packaged()["evaluation"]
POLICY = SAMPLE.stated({}, checked=[*SAMPLE.parameters])
WAN, DAY, YEAR = make.WAN, make.DAY, make.YEAR
_money = st.none() | st.integers(0, 10**13)


@given(st.builds(Facts, _money, _money, _money, st.none() | st.integers(0, 10**5), st.none() | st.integers(0, 10**5)))
def test_points_are_an_interval_that_what_is_learnt_only_narrows(facts: Facts) -> None:
    found = grade(facts, POLICY)
    assert 0 <= found.low <= found.high <= 100
    learnt = Facts(facts.spent or 0, facts.before or 0, facts.revenue or 0, facts.staff or 0, facts.rd_staff or 0)
    later = grade(learnt, POLICY)
    assert found.low <= later.low
    assert later.high <= found.high
    if found.verdict != UNKNOWN:
        assert later.verdict in {found.verdict, UNKNOWN}


def test_every_edge_is_inclusive() -> None:
    at = Facts(spent=105, before=100, revenue=10_500, staff=100, rd_staff=5)
    found = grade(at, POLICY)
    assert [clause.verdict for clause in found.clauses] == [MET, MET, MET, MET]
    assert (found.low, found.verdict, found.grade) == (100, MET, "优秀")
    below = grade(Facts(spent=104, before=100, revenue=10_500, staff=101, rd_staff=5), POLICY)
    assert [clause.verdict for clause in below.clauses] == [MET, NOT_MET, NOT_MET, NOT_MET]
    assert (below.low, below.verdict, below.grade) == (20, NOT_MET, "不合格")
    pass_mark = grade(Facts(spent=104, before=100, revenue=10_400, staff=101, rd_staff=5), POLICY)
    assert (pass_mark.low, pass_mark.verdict, pass_mark.grade) == (60, MET, "合格")


def test_what_is_not_known_fails_nobody() -> None:
    found = grade(Facts(spent=100), POLICY)
    assert (found.low, found.high, found.verdict, found.grade) == (20, 100, UNKNOWN, "")
    assert [clause.verdict for clause in found.clauses] == [MET, UNKNOWN, UNKNOWN, UNKNOWN]


def test_a_sample_nobody_checked_decides_nothing() -> None:
    found = grade(Facts(0, 0, 100, 10, 0), SAMPLE)
    assert found.verdict == UNKNOWN
    assert len(found.unconfirmed) == 8
    assert SAMPLE.rate("intensity") == Fraction(1, 100)


@pytest.fixture
def run(db: None) -> EvaluationRun:
    """Firm one passes, firm two fails, firm three nobody knows."""
    make.reporting(spent=100 * WAN, before=90 * WAN)
    make.reporting(spent=1 * WAN, before=90 * WAN, rd_staff=1)
    make.above(registry.organisation(), YEAR)
    return make.evaluation(policy=make.policy("evaluation"))


def results(run: EvaluationRun) -> list[EvaluationResult]:
    return list(run.results.order_by("organisation"))


def test_a_run_judges_industry_above_scale_and_the_same_again(run: EvaluationRun, officer: User) -> None:
    registry.annual(registry.organisation(), YEAR, rd_expense=5)
    assert actions.compute_evaluation(run, on=DAY, by=officer) == 3
    before = [(row.pk, row.outcome, row.low, row.high) for row in results(run)]
    assert [row[1] for row in before] == ["met", "not_met", "unknown"]
    actions.compute_evaluation(run, on=DAY, by=officer)
    assert [(row.pk, row.outcome, row.low, row.high) for row in results(run)] == before


def test_nobody_is_blocked_before_a_leader_published_it(run: EvaluationRun, officer: User, leader: User) -> None:
    actions.compute_evaluation(run, on=DAY, by=officer)
    failed = results(run)[1].organisation
    assert not blocked(failed, YEAR + 1)
    with pytest.raises(PermissionDenied):
        actions.publish_evaluation(run, on=DAY, by=officer)
    actions.publish_evaluation(run, on=DAY, by=leader)
    verdict = blocked(failed, YEAR + 1)
    assert verdict
    assert verdict.reason == "2025年度企业研发投入评价不达标，得分 20，2026年度不享受财政补助（依据示科发〔2025〕1号）"
    assert blocked_in(YEAR + 1) == {failed.pk: verdict.reason}
    assert not blocked(failed, YEAR)
    assert not any(blocked(row.organisation, YEAR + 1) for row in results(run) if row.organisation != failed)
    assert Entry.objects.about(results(run)[1]).filter(code="rnd.evaluation.published").exists()


def test_a_published_evaluation_is_not_computed_anew(run: EvaluationRun, officer: User, leader: User) -> None:
    with pytest.raises(Refused, match="请先测算"):
        actions.publish_evaluation(run, on=DAY, by=leader)
    actions.compute_evaluation(run, on=DAY, by=officer)
    actions.publish_evaluation(run, on=DAY, by=leader)
    with pytest.raises(Refused, match="已经公布"):
        actions.compute_evaluation(run, on=DAY, by=officer)


@pytest.mark.django_db
def test_numbers_nobody_checked_publish_nothing(officer: User, leader: User) -> None:
    make.reporting()
    run = make.evaluation(policy=make.policy("evaluation", confirmed=False))
    actions.compute_evaluation(run, on=DAY, by=officer)
    assert {row.outcome for row in results(run)} == {"unknown"}
    with pytest.raises(Refused, match="没有核对原文"):
        actions.publish_evaluation(run, on=DAY, by=leader)


def test_an_exempt_firm_stays_exempt_when_computed_again(run: EvaluationRun, officer: User, leader: User) -> None:
    actions.compute_evaluation(run, on=DAY, by=officer)
    failed = results(run)[1]
    with pytest.raises(Refused, match="理由"):
        actions.exempt_result(failed, ground="suspended", reason=" ", on=DAY, by=officer)
    actions.exempt_result(failed, ground="suspended", reason="全年停产", on=DAY, by=officer)
    actions.compute_evaluation(run, on=DAY, by=officer)
    actions.publish_evaluation(run, on=DAY, by=leader)
    failed.refresh_from_db()
    assert (failed.outcome, failed.exempt_reason) == ("exempt", "停产、半停产：全年停产")
    assert Exemption.objects.get().purpose == "evaluation"
    assert blocked_in(YEAR + 1) == {}


def test_after_publication_only_a_leader_exempts(run: EvaluationRun, officer: User, leader: User) -> None:
    actions.compute_evaluation(run, on=DAY, by=officer)
    actions.publish_evaluation(run, on=DAY, by=leader)
    failed = results(run)[1]
    with pytest.raises(PermissionDenied):
        actions.exempt_result(failed, ground="suspended", reason="全年停产", on=DAY, by=officer)
    actions.exempt_result(failed, ground="suspended", reason="全年停产", on=DAY, by=leader)
    assert blocked_in(YEAR + 1) == {}


@pytest.mark.parametrize(("upheld", "is_blocked"), [(True, False), (False, True)])
def test_an_appeal_suspends_and_what_is_decided_counts(
    upheld: bool, is_blocked: bool, run: EvaluationRun, officer: User, leader: User
) -> None:
    actions.compute_evaluation(run, on=DAY, by=officer)
    failed = results(run)[1]
    firm = make.enterprise(failed.organisation)
    with pytest.raises(Refused, match="公布以后"):
        actions.appeal(failed, text="漏了委托研发", on=DAY, by=firm)
    actions.publish_evaluation(run, on=DAY, by=leader)
    failed.refresh_from_db()
    actions.appeal(failed, text="漏了委托研发费用，附合同", on=DAY, by=firm)
    assert not blocked(failed.organisation, YEAR + 1)
    with pytest.raises(PermissionDenied):
        actions.decide_appeal(failed, upheld=True, answer="属实", by=officer)
    actions.decide_appeal(failed, upheld=upheld, answer="经核对", by=leader)
    assert bool(blocked(failed.organisation, YEAR + 1)) is is_blocked
    with pytest.raises(Refused, match="不能再次申诉"):
        actions.appeal(failed, text="再次", on=DAY, by=firm)
    with pytest.raises(Refused, match="没有待处理"):
        actions.decide_appeal(failed, upheld=True, answer="属实", by=leader)


@pytest.mark.django_db
def test_the_blocked_year_follows_from_the_policy(officer: User) -> None:
    run = actions.begin_evaluation(make.policy("evaluation", blocked_after="2"), year=2024, by=officer)
    assert run.blocked_year == 2026
    with pytest.raises(Refused, match="已有一次评价"):
        actions.begin_evaluation(run.policy, year=2024, by=officer)
    with pytest.raises(Refused, match="不是研发投入评价"):
        actions.begin_evaluation(make.policy(), year=2025, by=officer)
