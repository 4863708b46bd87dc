"""What a row must have before it may go on."""

from __future__ import annotations

from datetime import date

import pytest

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.ledgers import actions
from titian.ledgers.models import LedgerRow
from titian.ledgers.tests import make

pytestmark = pytest.mark.django_db


def proposal(by: User) -> LedgerRow:
    values = {
        "kind": "npc",
        "batch": "县十七届人大六次会议",
        "serial": "第11号",
        "title": "关于支持中试基地建设的建议",
        "role": "lead",
        "proposer": "李示范",
        "day": date(2026, 2, 9),
        "due": date(2026, 5, 9),
    }
    return actions.add_row(make.ledger("proposals"), values, by=by)


def test_a_proposal_is_met_over_before_it_is_answered(officer: User) -> None:
    row = proposal(officer)
    with pytest.raises(Refused, match="「签发人」「复文文号」「办理结果」"):
        actions.step(row, "replied", on=date(2026, 4, 20), by=officer)
    answer = {"met_on": date(2026, 4, 10), "signer": "王示范", "document": "示科函〔2026〕7号", "result": "A"}
    actions.amend_row(row, answer, by=officer)
    actions.step(row, "replied", on=date(2026, 4, 20), by=officer)
    row.refresh_from_db()
    assert (row.state, row.closed_on) == ("replied", date(2026, 4, 20))


def test_a_row_cannot_begin_in_a_state_it_lacks_the_fields_for(officer: User) -> None:
    with pytest.raises(Refused, match="会办意见"):
        actions.add_row(
            make.ledger("proposals"),
            {key: proposal(officer).held(key) for key in ("kind", "batch", "title", "role", "proposer", "day", "due")}
            | {"serial": "第12号"},
            state="opined",
            by=officer,
        )
