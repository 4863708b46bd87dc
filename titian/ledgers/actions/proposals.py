"""建议提案: the reply that went out, and what the deputies said of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.journal.actions import record
from titian.ledgers.actions.rows import amend_row, step
from titian.ledgers.models import LedgerRow
from titian.ledgers.permissions import can_step
from titian.ledgers.proposals.ledger import LEDGER, REDONE, REPLIED, redo_deadline


@transaction.atomic
def answer_proposal(row: LedgerRow, said: Mapping[str, Any], *, on: date, by: User, note: str = "") -> None:
    """The reply went out on a day: what it says of itself (文号, 办理结果, 签发人) is kept with the row, which is then answered.

    Raises Refused where nobody has met the deputies and no reason is given, or something of the reply is missing.
    """
    can_step(by, row).demand()
    _demand_proposal(row)
    row.refresh_from_db()
    if known := {key: value for key, value in said.items() if value and row.held(key) is None}:
        amend_row(row, known, by=by, on=on)
    step(row, REPLIED, on=on, by=by, note=note)
    record("ledgers.proposal.answered", row, by=by, after={"day": on, "result": row.shown("result")})


@transaction.atomic
def record_feedback(row: LedgerRow, satisfaction: str, *, on: date, by: User, note: str = "", due: date | None = None) -> None:
    """What the deputies said of the reply. 不满意: it is to be answered again, by `due` or by the rule of the place."""
    can_step(by, row).demand()
    _demand_proposal(row)
    if row.state != REPLIED:
        raise Refused("答复以后才能登记反馈")
    if row.closed_on and on < row.closed_on:
        raise Refused(f"反馈日期 {on} 早于答复日期 {row.closed_on}，请核对")
    before = row.shown("satisfaction")
    again = satisfaction == "unsatisfied"
    until = (due or redo_deadline(row, on)) if again else None
    if again and until is None:
        raise Refused("本地的规定没有写不满意后多久再次答复，请填写再次答复期限")
    if again and until is not None and until <= on:
        raise Refused(f"再次答复期限 {until} 应在反馈日期 {on} 之后")
    amend_row(
        row, {"satisfaction": satisfaction, "told_on": on} | ({"due": until, "extended_to": None} if again else {}), by=by, on=on
    )
    if again:
        step(row, REDONE, on=on, by=by, note=note)
    after = {"satisfaction": row.shown("satisfaction"), "day": on} | ({"due": until} if again else {})
    record("ledgers.proposal.fed_back", row, by=by, before={"satisfaction": before}, after=after, reason=note)


def _demand_proposal(row: LedgerRow) -> None:
    if row.ledger.code != LEDGER:
        raise Refused("只有建议提案才有答复和反馈")
