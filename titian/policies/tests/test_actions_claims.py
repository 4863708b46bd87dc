"""A claim goes from asked to paid; nobody gets the same twice; what a statistics return says gives nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from pytest_django import DjangoAssertNumQueries

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.clock import today
from titian.base.errors import Refused
from titian.base.todos import todos_of
from titian.journal.models import Entry
from titian.policies import actions
from titian.policies.benefits.standing import State
from titian.policies.claiming.standings import standing_of, standings_of
from titian.policies.claiming.told import Gate
from titian.policies.models import PolicyClause, Push
from titian.policies.tests.make import claim, in_force, policy
from titian.registry.actions.rows import Handed
from titian.registry.models import AnnualFigure, Organisation
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db
YEAR = today().year - 1
WAN = 1_000_000


def new_hnte() -> Organisation:
    firm = registry.organisation()
    registry.title(firm, since=date(YEAR, 11, 1), until=None, is_first=True)
    return firm


def ask(firm: Organisation, clause: PolicyClause, by: User, **how: Any) -> object:
    return actions.ask_claim(firm, clause, year=YEAR, on=today(), by=by, **how)


@pytest.fixture
def clause(chief: User) -> PolicyClause:
    return in_force(chief)


def test_a_claim_goes_from_asked_to_paid_and_every_step_is_journalled(officer: User, leader: User) -> None:
    made = claim()
    actions.approve_claim(made, amount=20 * WAN, on=today(), by=leader)
    actions.pay_claim(made, amount=20 * WAN, on=today(), document="示财教〔2026〕1号", by=officer)
    assert (made.state, made.paid) == ("paid", 20 * WAN)
    codes = [entry.code for entry in Entry.objects.about(made)]
    assert codes == ["policies.claim.paid", "policies.claim.approved", "policies.claim.asked"]


def test_what_was_asked_for_is_not_asked_for_twice(officer: User, clause: PolicyClause) -> None:
    firm = new_hnte()
    ask(firm, clause, officer)
    with pytest.raises(Refused, match="以前已经享受过"):
        ask(firm, clause, officer)


def test_who_was_refused_may_ask_again(officer: User, leader: User, clause: PolicyClause) -> None:
    firm = new_hnte()
    first = claim(firm)
    actions.refuse_claim(first, reason="材料不全", by=leader)
    found = standing_of(firm, first.clause, today())
    assert found is not None
    assert found.state is State.CLAIMABLE


def test_another_document_that_takes_a_benefit_over_does_not_give_it_again(officer: User, chief: User) -> None:
    made = claim()
    again = in_force(chief)
    assert again.code == made.clause.code
    with pytest.raises(Refused, match="以前已经享受过"):
        ask(made.organisation, again, officer)


def test_what_an_officer_enters_for_a_firm_says_who_brought_it(officer: User, clause: PolicyClause) -> None:
    made = actions.ask_claim(
        new_hnte(), clause, year=YEAR, on=today(), by=officer, handed=Handed("王某", today() - timedelta(days=1))
    )
    assert (made.handed_by, made.handed_on) == ("王某", today() - timedelta(days=1))


def test_an_amount_that_differs_from_what_was_asked_for_needs_a_reason(leader: User) -> None:
    with pytest.raises(Refused, match="理由"):
        actions.approve_claim(claim(), amount=10 * WAN, on=today(), by=leader)


def test_more_than_was_approved_is_not_paid(officer: User) -> None:
    with pytest.raises(Refused, match="大于审定金额"):
        actions.pay_claim(claim(approved=True), amount=21 * WAN, on=today(), by=officer)


def test_an_officer_does_not_approve(officer: User) -> None:
    with pytest.raises(PermissionDenied):
        actions.approve_claim(claim(), amount=20 * WAN, on=today(), by=officer)


@pytest.mark.parametrize(
    ("source", "expected"), [("statistics", State.LACKING), ("other", State.LACKING), ("deduction", State.CLAIMABLE)]
)
def test_what_was_filed_to_the_statistics_bureau_gives_no_benefit(chief: User, source: str, expected: State) -> None:
    asked = in_force(
        chief,
        who=[{"number": "year.rd_deduction", "at_least": "100万元"}],
        benefit={"rate": "5%", "base": "year.rd_deduction"},
        times="yearly",
    )
    firm = registry.organisation()
    registry.annual(firm, YEAR, source, rd_deduction=200 * WAN, rd_statistical=900 * WAN)
    found = standing_of(firm, asked, today())
    assert AnnualFigure.objects.count() == 1
    assert found is not None
    assert (found.state, found.amount) == (expected, 10 * WAN if expected is State.CLAIMABLE else None)


def test_the_tax_declaration_answers_for_what_may_be_deducted_beside_a_return(chief: User) -> None:
    asked = in_force(
        chief,
        who=[{"number": "year.rd_deduction", "at_least": "100万元"}],
        benefit={"rate": "5%", "base": "year.rd_deduction"},
        times="yearly",
    )
    firm = registry.organisation()
    registry.annual(firm, YEAR, "return", revenue=2_000 * WAN)
    registry.annual(firm, YEAR, "deduction", rd_deduction=200 * WAN)
    found = standing_of(firm, asked, today())
    assert found is not None
    assert found.amount == 10 * WAN


def test_a_firm_another_room_blocks_is_refused_with_the_reason(officer: User, chief: User, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, firm, free = in_force(chief, gate="rd_evaluation"), new_hnte(), new_hnte()
    gate = Gate("rd_evaluation", lambda year: {firm.pk: "评价不达标"} if year == today().year else {})
    monkeypatch.setattr("titian.policies.claiming.population.gates", lambda: [gate])
    with pytest.raises(Refused, match="不予补助"):
        ask(firm, asked, officer)
    assert standings_of(free, today())[0].state is State.CLAIMABLE


def test_an_unconfirmed_document_gives_no_amount_whatever_its_clauses_say(officer: User, chief: User) -> None:
    document = policy(officer, confirmed=False)
    row = actions.add_clause(document, definition=clause_data(), since=date(2026, 1, 1), by=officer)
    actions.issue_policy(document, by=chief)
    found = standing_of(new_hnte(), row, today())
    assert found is not None
    assert (found.state, found.amount) == (State.PENDING, None)


def clause_data() -> dict[str, object]:
    from titian.policies.tests.clauses import data

    return data()


def test_a_changed_clause_counts_from_its_day_and_not_before(officer: User, clause: PolicyClause) -> None:
    since = today() + timedelta(days=30)
    actions.amend_clause(
        clause, definition=clause_data() | {"benefit": {"fixed": "30万元"}}, since=since, reason="修订", by=officer
    )
    row = PolicyClause.objects.with_versions().get(pk=clause.pk)
    amounts = []
    for day in (since - timedelta(days=1), since):
        version = row.version_on(day)
        assert version is not None
        amounts.append(version.benefit.benefit.fixed)
    assert amounts == [20 * WAN, 30 * WAN]


def test_a_firm_that_asks_after_it_was_told_is_counted_as_applied(officer: User, clause: PolicyClause) -> None:
    firm = new_hnte()
    actions.push_clause(clause, [firm], year=YEAR, on=today(), by=officer)
    ask(firm, clause, officer)
    assert Push.objects.get().applied_on == today()


def test_claims_wait_for_who_decides_and_who_pays(officer: User, leader: User) -> None:
    claim()
    claim(approved=True)
    assert [todo.state for todo in todos_of(leader) if "兑现" in todo.text] == ["待审定", "待拨付"]
    assert [todo.state for todo in todos_of(officer) if "兑现" in todo.text] == ["待拨付"]


def test_a_firm_finds_what_it_was_told_among_its_todos(officer: User, clause: PolicyClause) -> None:
    firm = new_hnte()
    actions.push_clause(clause, [firm], year=YEAR, on=today(), by=officer)
    assert "查看推送的 1 条政策" in [todo.text for todo in todos_of(people.user("enterprise", organisation=firm))]


def test_a_population_is_known_in_a_number_of_queries_that_does_not_grow(
    officer: User, clause: PolicyClause, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    from titian.policies.claiming.coverage import coverage

    for _ in range(12):
        new_hnte()
    with django_assert_max_num_queries(20):
        assert coverage(today(), Organisation.objects.all()).total().firms == 12
