"""政策 and 政策兑现 come in from sheets and go out unchanged; money paid is counted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from titian.accounts.models import User
from titian.base.clock import today
from titian.base.periods import Period
from titian.base.registers import registers
from titian.exchange.exports import exported
from titian.exchange.tests import make as sheets
from titian.figures.computed import declared
from titian.policies import actions
from titian.policies.actions import add_clause
from titian.policies.models import Claim, Policy
from titian.policies.tests.clauses import data
from titian.policies.tests.make import claim, in_force, policy

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["policies", "claims"])
def test_the_sheet_has_the_register_of_the_room(name: str) -> None:
    assert registers()[name].label in ("政策", "政策兑现")


def test_a_policy_is_found_again_by_its_number(officer: User) -> None:
    made = policy(officer, number="示政发〔2026〕3号")
    cells = registers()["policies"].cells(made)
    assert (cells["number"], cells["since"], cells["confirmed"]) == ("示政发〔2026〕3号", date(2026, 1, 1), True)
    assert Policy.objects.count() == 1


def test_a_claim_leaves_with_the_code_of_its_clause() -> None:
    cells = registers()["claims"].cells(claim())
    assert (cells["clause"], cells["asked"]) == ("hnte_first", Decimal(200_000))


def test_a_claim_of_a_clause_that_a_newer_policy_took_over_comes_in_again_unchanged(officer: User, chief: User) -> None:
    asked = claim()
    newer = in_force(chief)
    assert newer.code == asked.clause.code
    cells = registers()["claims"].cells(registers()["claims"].rows(officer).get())
    assert cells["clause"] == f"hnte_first #{asked.clause_id}"
    again = sheets.imported(officer, exported(registers()["claims"], officer, sheets.DAY), register="claims")
    assert (again.errors, again.created, again.updated, again.unchanged) == ([], 0, 0, 1)
    head = ("企业名称", "条款", "年度", "申请金额（万元）", "状态", "申请日期")
    row = (asked.organisation.name, "hnte_first", str(asked.year), "20", "已申请", "2026-03-01")
    told = sheets.taken_in(officer, sheets.sheet(row, head=head), register="claims").errors
    assert f"请在后面写 # 和编号：hnte_first #{asked.clause_id}（" in told[0]["message"]


def test_a_draft_takes_no_code_from_the_policy_that_was_issued(officer: User) -> None:
    asked = claim()
    add_clause(policy(officer, title="明年的政策"), definition=data(), since=date(2027, 1, 1), by=officer)
    assert registers()["claims"].cells(registers()["claims"].rows(officer).get())["clause"] == "hnte_first"
    again = sheets.imported(officer, exported(registers()["claims"], officer, sheets.DAY), register="claims")
    assert (again.errors, again.unchanged) == ([], 1), asked


def test_what_was_paid_is_a_figure_and_what_was_only_approved_is_none(officer: User) -> None:
    paid = claim(approved=True)
    claim(approved=True)
    figure = declared()["policy.redeemed"]
    period = Period(str(today().year))
    assert figure.lacking(period, today()) != ""
    actions.pay_claim(paid, amount=20_000_000, on=today(), by=officer)
    assert figure.lacking(period, today()) == ""
    assert list(figure.parts[0].rows(officer, period, today())) == [Claim.objects.get(pk=paid.pk)]
