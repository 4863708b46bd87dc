"""What becomes of a suggestion's row while the reply to it goes its way: to the leaders, and out."""

from __future__ import annotations

from datetime import date

from titian.accounts.models import User
from titian.ledgers.actions import answer_proposal, step
from titian.ledgers.models import LedgerRow
from titian.ledgers.proposals.ledger import REPLIED, SIGNING, WRITING
from titian.reports.models import Paper

ROW = "ledger_row"  # in `Paper.extras`: the row a reply answers


def hand_up(paper: Paper, *, by: User) -> None:
    """The reply is before the leaders: its row is 审签中, as of the day the paper says."""
    row = _row(paper)
    if row is not None and row.state == WRITING:
        step(row, SIGNING, on=max(filter(None, [paper.as_of, row.touched_on])), by=by)


def answer(paper: Paper, *, day: date, by: User) -> None:
    """A reply that went out answers its row: 文号, 办理结果, 签发人 and 公开属性 go with it. Raises Refused where nobody has met the deputies."""
    row = _row(paper)
    if row is None or row.state == REPLIED:
        return
    case = paper.extras.get("case", {})
    said = {"document": paper.number, "result": case.get("result"), "signer": case.get("signer")}
    publicity = row.ledger.about.field("publicity")
    codes = {label: code for code, label in publicity.choices.items()} if publicity else {}
    said |= {"publicity": codes[case["disclosure"]]} if case.get("disclosure") in codes else {}
    answer_proposal(row, said, on=day, by=by, note=f"{paper.number} 答复".strip())


def _row(paper: Paper) -> LedgerRow | None:
    if paper.genre != "reply":
        return None
    return LedgerRow.objects.filter(pk=paper.extras.get(ROW) or 0).select_related("ledger").first()
