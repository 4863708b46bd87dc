"""换岗: what somebody looks after goes to somebody else, in one act."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date

from django.db import transaction

from titian.accounts.models import User
from titian.accounts.permissions import can_hand_over
from titian.base.errors import Refused
from titian.figures.actions import hand_targets
from titian.home.handover import HOLDINGS, staying
from titian.journal.actions import record
from titian.ledgers.actions import hand_rows
from titian.policies.actions import hand_declarations, hand_pool
from titian.registry.actions import hand_firms
from titian.reports.actions import hand_sections

ALL = tuple(holding.code for holding in HOLDINGS)
_HANDING: Mapping[str, Callable[..., int]] = {
    "firms": hand_firms,
    "pool": hand_pool,
    "declarations": hand_declarations,
    "rows": hand_rows,
    "sections": hand_sections,
    "targets": hand_targets,
}


@transaction.atomic
def hand_over(person: User, *, to: User, reason: str, day: date, by: User, parts: Collection[str] = ALL) -> dict[str, int]:
    """The chosen parts (codes of `handover.HOLDINGS`), all or nothing; how many of each. What is closed keeps who did it, what is not
    chosen stays for another successor, and the journal of the person says both.

    Raises Refused when there is nothing to hand over or the successor is none.
    """
    can_hand_over(by, person).demand()
    if to.pk == person.pk:
        raise Refused("交出人和接手人是同一人")
    if not (to.is_staff_member and to.is_active):
        raise Refused(f"「{to.name}」不是在岗的局内人员，不能接手")
    if not reason.strip():
        raise Refused("请写明交接的原因，例如：轮岗")
    held = {holding: list(holding.of(person, day)) for holding in HOLDINGS}
    counts = {
        holding.code: _HANDING[holding.code](found, of=person, to=to, reason=f"{person.name}交接：{reason}", by=by)
        for holding, found in held.items()
        if holding.code in parts and found
    }
    if not any(counts.values()):
        raise Refused(f"{person.name}名下没有要交接的；已办结的仍记在本人名下，不移交")
    left = {holding.label: len(found) for holding, found in held.items() if found and holding.code not in counts}
    moved = {holding.label: counts[holding.code] for holding in HOLDINGS if holding.code in counts}
    after = {"to": to.name, **moved, "left": left, "stays": dict(staying(person, day))}
    record("home.handover.done", person, by=by, after=after, reason=reason)
    return counts
