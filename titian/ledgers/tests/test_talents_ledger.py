"""人才项目 with their rows: paid in parts to the fen, rates over what is known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from titian.accounts.models import User
from titian.base.money import WAN
from titian.ledgers import actions
from titian.ledgers.computing import computing
from titian.ledgers.filling import doubts
from titian.ledgers.models import LedgerRow
from titian.ledgers.tests import make
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
DAY = date(2026, 5, 31)


def project(by: User, **values: Any) -> LedgerRow:
    said = {"title": "轴承钢项目", "organisation": registry.organisation(), "day": date(2025, 1, 5)}
    return actions.add_row(make.ledger("talent_projects"), {**said, **values}, by=by)


def event(by: User, of: LedgerRow, amount: str, *, kind: str = "payment", state: str = "approved", **values: Any) -> LedgerRow:
    said = {"parent": of, "kind": kind, "title": "拨付", "day": date(2026, 3, 5), "amount": Decimal(amount) * WAN}
    return actions.add_row(make.ledger("talent_project_events"), {**said, **values}, by=by, state=state)


def test_what_was_paid_is_told_to_the_last_yuan_and_only_when_it_was_approved(officer: User) -> None:
    row = project(officer, amount=Decimal("4847.8385") * WAN)
    event(officer, row, "1200.0385")
    event(officer, row, "3000", state="asked")
    event(officer, row, "0.5", kind="recovery")
    event(officer, row, "100", day=date(2026, 6, 5))
    (fact,) = computing("talent_projects").facts(row, officer, DAY)
    assert fact.value == "已拨付 1,199.5385 万元，核定 4,847.8385 万元，未拨 3,648.3 万元"


def test_more_than_was_granted_is_doubted(officer: User) -> None:
    row = project(officer, amount=50 * WAN)
    first = event(officer, row, "30")
    assert list(doubts(first)) == []
    assert first.organisation_id == row.organisation_id
    assert [one.message for one in doubts(event(officer, row, "20.0001"))] == [
        "连同已拨付的共 50.0001 万元，超过核定的 50 万元，请核对"
    ]


def test_a_list_adds_grants_up_to_the_yuan(client_of: ClientOf, officer: User) -> None:
    row = project(officer, amount=Decimal("4847.8385") * WAN)
    project(officer, title="另一项", amount=Decimal("0.0001") * WAN)
    assert "核定资助 4,847.8386 万元" in client_of(officer).get(row.ledger.get_absolute_url()).content.decode()


def test_who_has_not_said_whether_it_landed_is_no_no(officer: User) -> None:
    project(officer, title="甲", landed=True, producing=False)
    project(officer, title="乙", landed=True)
    project(officer, title="丙", landed=False, producing=True)
    rows = LedgerRow.objects.of("talent_projects")
    said = "落地三率：注册落地 2/3（66%）；实缴到资 还不知道，3 项待补；投产 1/2（50%），1 项待补。"
    assert list(computing("talent_projects").notes(rows, officer, DAY)) == [said]
