"""政策 and 政策兑现 come in from sheets and go out unchanged; money paid is counted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from titian.accounts.models import User
from titian.base.clock import today
from titian.base.periods import Period
from titian.base.registers import registers
from titian.figures.computed import declared
from titian.policies import actions
from titian.policies.models import Claim, Policy
from titian.policies.tests.make import claim, policy

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


def test_what_was_paid_is_a_figure_and_what_was_only_approved_is_none(officer: User) -> None:
    paid = claim(approved=True)
    claim(approved=True)
    figure = declared()["policy.redeemed"]
    period = Period(str(today().year))
    assert figure.lacking(period, today()) != ""
    actions.pay_claim(paid, amount=20_000_000, on=today(), by=officer)
    assert figure.lacking(period, today()) == ""
    assert list(figure.parts[0].rows(officer, period, today())) == [Claim.objects.get(pk=paid.pk)]
