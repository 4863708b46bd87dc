"""The pages of library, claims, coverage and calculators, walked by role."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.clock import today
from titian.policies import actions
from titian.policies.benefits.simulation import CUTS, EXPLAINED
from titian.policies.models import Claim, Policy, PolicyClause, Push
from titian.policies.tests.clauses import data
from titian.policies.tests.make import in_force, policy
from titian.registry.models import Organisation
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
LAST = date(today().year - 1, 11, 1)


def new_hnte(**fields: Any) -> Organisation:
    """A firm that became 高企 for the first time last year."""
    firm = registry.organisation(**fields)
    registry.title(firm, since=LAST, until=None, is_first=True)
    return firm


@pytest.fixture
def clause(chief: User) -> PolicyClause:
    return in_force(chief)


def test_a_firms_page_says_what_it_can_claim_and_why(officer: User, client_of: ClientOf, clause: PolicyClause) -> None:
    firm = new_hnte()
    page = client_of(officer).get(reverse("policies:benefits", args=[firm.pk])).content.decode()
    assert "能领 20 万元：" in page
    assert "联网直报" in page


def test_the_record_of_a_firm_shows_what_it_can_claim(officer: User, client_of: ClientOf, clause: PolicyClause) -> None:
    firm = new_hnte()
    assert "现在能领 1 项，共 20 万元" in client_of(officer).get(firm.get_absolute_url()).content.decode()


def test_an_enterprise_sees_its_benefits_on_its_first_screen_and_asks_for_one(client_of: ClientOf, clause: PolicyClause) -> None:
    firm = new_hnte()
    browser = client_of(people.user("enterprise", organisation=firm))
    assert "现在能领 1 项" in browser.get("/").content.decode()
    answer = browser.post(reverse("policies:ask", args=[firm.pk, clause.pk]), {"amount": "20"})
    claim = Claim.objects.get()
    assert answer.status_code == 302
    assert (claim.asked, claim.year, claim.state) == (20_000_000, today().year - 1, "asked")


def test_a_firm_does_not_see_what_another_one_can_claim(client_of: ClientOf, clause: PolicyClause) -> None:
    stranger = client_of(people.user("enterprise", organisation=registry.organisation()))
    assert stranger.get(reverse("policies:benefits", args=[new_hnte().pk])).status_code == 404


def test_a_town_sees_the_library_and_no_amounts_of_firms(client_of: ClientOf, clause: PolicyClause) -> None:
    town = client_of(people.user("town"))
    assert town.get(reverse("policies:library")).status_code == 200
    assert town.get(reverse("policies:benefits", args=[new_hnte().pk])).status_code == 404
    assert town.get(reverse("policies:claims")).status_code == 404


def test_a_town_sees_who_of_its_own_firms_could_claim_and_was_told_and_no_amounts(
    officer: User, client_of: ClientOf, clause: PolicyClause
) -> None:
    clerk = people.user("town")
    own, other = new_hnte(name="示范县本镇有限公司", region=clerk.town), new_hnte(name="示范县外镇有限公司", region=None)
    actions.push_clause(clause, [own, other], year=LAST.year, on=today(), by=officer)
    town = client_of(clerk)
    board = town.get(reverse("policies:coverage"))
    assert [line["line"].firms for line in board.context["clauses"]] == [1]
    pages = [board, town.get(reverse("policies:covered"), {"claimed": "0"}), town.get(reverse("policies:pushes"))]
    for page in [one.content.decode() for one in pages]:
        assert other.name not in page
        assert "20 万元" not in page
        assert "金额</th>" not in page
    assert all(own.name in one.content.decode() for one in pages[1:])
    assert own.get_absolute_url() in pages[2].content.decode()
    assert reverse("policies:benefits", args=[own.pk]) not in pages[1].content.decode()
    assert town.get(reverse("policies:simulate", args=[clause.policy_id])).status_code == 404
    assert town.get(reverse("policies:claimable", args=[clause.pk])).status_code == 404
    export = town.get(reverse("policies:covered"), {"export": "xlsx"})
    assert export.status_code == 200


def test_drafts_are_shown_inside_only(officer: User, client_of: ClientOf) -> None:
    draft = policy(officer, title="讨论稿")
    assert client_of(officer).get(draft.get_absolute_url()).status_code == 200
    assert client_of(people.user("town")).get(draft.get_absolute_url()).status_code == 404


def test_coverage_counts_claimed_against_claimable_and_opens_to_its_rows(
    officer: User, client_of: ClientOf, clause: PolicyClause
) -> None:
    asked, silent = new_hnte(name="示范县已领有限公司"), new_hnte(name="示范县未领有限公司")
    actions.ask_claim(asked, clause, year=LAST.year, on=today(), by=officer)
    browser = client_of(officer)
    board = browser.get(reverse("policies:coverage"))
    (line,) = board.context["clauses"]
    assert (line["line"].firms, line["line"].firms_claimed, line["money"]) == (2, 1, "50%")
    rows = browser.get(reverse("policies:covered"), {"claimed": "0"}).content.decode()
    assert silent.name in rows
    assert asked.name not in rows


def test_who_can_claim_is_listed_pushed_and_followed(officer: User, client_of: ClientOf, clause: PolicyClause) -> None:
    firm, browser = new_hnte(), client_of(officer)
    assert firm.name in browser.get(reverse("policies:claimable", args=[clause.pk])).content.decode()
    browser.post(reverse("policies:push", args=[clause.pk]), {"pick": [firm.pk]})
    browser.post(reverse("policies:push", args=[clause.pk]), {"pick": [firm.pk]})
    push = Push.objects.get()
    page = browser.get(reverse("policies:pushes"), {"state": "sent"}).content.decode()
    assert "可能享受「首次认定高新技术企业奖励」" in page
    browser.post(reverse("policies:deliver"), {"pick": [push.pk]})
    client_of(people.user("enterprise", organisation=firm)).post(reverse("policies:open_pushes", args=[firm.pk]))
    push.refresh_from_db()
    assert (push.delivered_on, push.opened_on, push.applied_on) == (today(), today(), None)


def test_a_draft_is_simulated_before_it_is_issued_under_a_ceiling(officer: User, client_of: ClientOf) -> None:
    draft = policy(officer)
    actions.add_clause(draft, definition=data(confirmed=False), since=date(2026, 1, 1), by=officer)
    new_hnte(), new_hnte()
    address = reverse("policies:simulate", args=[draft.pk])
    page = client_of(officer).get(address, {"ceiling": "30", "cut": "pro_rata"})
    whole = page.context["found"].whole
    assert (whole.firms, whole.asked, whole.granted) == (2, 40_000_000, 30_000_000)
    assert page.context["towns"][0][1:] == (2, "30 万元")


def test_every_way_to_stay_within_a_budget_is_shown_with_what_it_does(
    officer: User, client_of: ClientOf, clause: PolicyClause
) -> None:
    firms = [new_hnte(name=f"示范县第{place}有限公司") for place in range(3)]
    actions.ask_claim(firms[2], clause, year=LAST.year, on=today(), by=officer)
    address, browser = reverse("policies:simulate", args=[clause.policy_id]), client_of(officer)
    shown = {cut: browser.get(address, {"ceiling": "30", "cut": cut, "score": "tsme"}) for cut in CUTS}
    assert {cut: page.context["found"].whole.granted // 1_000_000 for cut, page in shown.items()} == {
        "all": 60,
        "pro_rata": 30,
        "capped": 30,
        **dict.fromkeys(("ranked", "smallest", "first_come", "scored"), 20),
    }
    assert all(EXPLAINED[cut] in page.content.decode() for cut, page in shown.items())
    first = shown["first_come"]
    served = first.context["found"].whole.gains[0]
    assert (served.key, served.granted) == (firms[2].pk, 20_000_000)
    assert "2 家还没有申请，谁先来不知道：都由金额大的先来只够 1 家" in first.content.decode()
    assert "3 家没有评估得分" in shown["scored"].content.decode()


def test_two_drafts_are_compared_firm_by_firm(officer: User, client_of: ClientOf) -> None:
    drafts = [policy(officer, title=title) for title in ("甲案", "乙案")]
    for draft, amount in zip(drafts, ("20万元", "15万元"), strict=True):
        actions.add_clause(draft, definition=data(benefit={"fixed": amount}), since=date(2026, 1, 1), by=officer)
    firm = new_hnte()
    page = client_of(officer).get(reverse("policies:simulate", args=[drafts[0].pk]), {"cut": "all", "against": str(drafts[1].pk)})
    assert page.context["differences"] == [(firm.name, firm.pk, "20 万元", "15 万元", "-5 万元")]


def test_anybody_may_use_the_calculator_when_the_public_door_is_open(client: Client, clause: PolicyClause) -> None:
    address = reverse("policies:calculator")
    before = (Claim.objects.count(), Organisation.objects.count())
    page = client.post(address, {"title.hnte": "first"}).content.decode()
    assert "能领 20 万元" in page
    assert (Claim.objects.count(), Organisation.objects.count()) == before


def test_the_calculators_do_not_exist_while_the_public_door_is_closed(client: Client, settings: Any) -> None:
    settings.TITIAN = replace(settings.TITIAN, portals=frozenset())
    assert client.get(reverse("policies:calculator")).status_code == 404
    assert client.get(reverse("policies:deduction")).status_code == 404


def test_the_deduction_is_estimated_from_what_a_visitor_types_in(client: Client) -> None:
    said = {"year": "2025", "who": "general", "tax_rate": "15", "staff": "90", "other": "20"}
    page = client.post(reverse("policies:deduction"), said).content.decode()
    assert "可加计扣除 100 万元，最多少缴企业所得税 15 万元" in page


FORM = {
    "code": "rd_subsidy",
    "label": "研发费用后补助",
    "number1": "year.rd_deduction",
    "edge1": "at_least",
    "bound1": "100万元",
    "kind": "rate",
    "rate": "5%",
    "base": "year.rd_deduction",
    "cap": "50万元",
    "whole": "元",
    "share_edge": "at_least",
    "times": "yearly",
    "year": "last",
    "confirmed": "on",
    "since": "2026-01-01",
    "without": ["misconduct"],
}


def test_a_clause_is_written_in_a_form_and_read_back_unchanged(officer: User, client_of: ClientOf) -> None:
    draft, browser = policy(officer), client_of(officer)
    assert browser.post(reverse("policies:add_clause", args=[draft.pk]), FORM).status_code == 302
    clause = PolicyClause.objects.get()
    first = clause.versions.get().definition
    form = browser.get(reverse("policies:amend_clause", args=[clause.pk])).context["form"]
    opened = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "", False)}
    again = {**opened, "since": "2026-02-01", "reason": "修订"}
    assert browser.post(reverse("policies:amend_clause", args=[clause.pk]), again).status_code == 302
    assert [version.definition for version in clause.versions.all()] == [first, first]


def test_a_clause_is_checked_while_it_is_written_and_nothing_is_kept(officer: User, client_of: ClientOf) -> None:
    address, browser = reverse("policies:add_clause", args=[policy(officer).pk]), client_of(officer)
    read = browser.post(address, FORM, headers={"HX-Request": "true"}).content.decode()
    wrong = browser.post(address, {**FORM, "rate": "五成"}, headers={"HX-Request": "true"}).content.decode()
    assert "加计扣除研发费用 × 5%，最高 50 万元" in read
    assert "标准比例" in wrong
    assert not PolicyClause.objects.exists()


def test_bands_and_conditions_without_a_field_survive_the_form(officer: User, client_of: ClientOf) -> None:
    said = {
        **FORM,
        "kind": "bands",
        "by": "year.revenue",
        "bands": "不低于1亿元：50万元\n其余：10万元",
        "other": "- any: [{title: hnte}, {title: srdi}]",
    }
    browser = client_of(officer)
    assert browser.post(reverse("policies:add_clause", args=[policy(officer).pk]), said).status_code == 302
    form = browser.get(reverse("policies:amend_clause", args=[PolicyClause.objects.get().pk])).context["form"]
    assert form["bands"].value() == said["bands"]
    assert "any" in form["other"].value()


def test_a_sample_is_taken_over_as_a_draft_that_gives_no_amount(officer: User, client_of: ClientOf) -> None:
    client_of(officer).post(reverse("policies:adopt_sample", args=["jingning_hnte"]))
    taken = Policy.objects.get()
    assert (taken.state, taken.confirmed, taken.clauses.count()) == ("draft", False, 2)
