"""换岗: everything somebody looks after goes to somebody else, in one act."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.home.handover import firms_of, rows_of, sections_of
from titian.home.permissions import can_hand_over
from titian.journal.actions import record
from titian.ledgers.actions import amend_row
from titian.registry.actions import assign_officer
from titian.reports.actions import assign_section


@transaction.atomic
def hand_over(person: User, *, to: User, reason: str, day: date, by: User) -> dict[str, int]:
    """Firms, open rows of ledgers and sections to write; how many of each. What is closed keeps who did it.

    Raises Refused when there is nothing to hand over or the successor is none.
    """
    can_hand_over(by, person).demand()
    if to.pk == person.pk:
        raise Refused("交出人和接手人是同一人")
    if not (to.is_staff_member and to.is_active):
        raise Refused(f"「{to.name}」不是在岗的局内人员，不能接手")
    if not reason.strip():
        raise Refused("请写明交接的原因，例如：轮岗")
    rows, sections = list(rows_of(person, day)), list(sections_of(person))
    counts = {"firms": assign_officer(firms_of(person), officer=to, by=by), "rows": len(rows), "sections": len(sections)}
    for row in rows:
        amend_row(row, {"responsible": to}, by=by, reason=f"{person.name}交接：{reason}")
    for section in sections:
        assign_section(section, department=section.department, writer=to, due_at=section.due_at, by=by)
    if not any(counts.values()):
        raise Refused(f"{person.name}名下没有要交接的企业、台账事项和章节")
    record("home.handover.done", person, by=by, after={"to": to.name, **counts}, reason=reason)
    return counts
