"""What acts of research ask before they touch a row; the verbs of rows are the registry's."""

from __future__ import annotations

from titian.base.errors import Refused
from titian.registry.actions.rows import hold
from titian.rnd.models import Award


def demand_reason(reason: str, asked: str) -> None:
    if not reason.strip():
        raise Refused(asked)


def hold_award(award: Award) -> None:
    """Up to date and locked; refused where its run is done."""
    hold(award)
    if award.run.is_closed:
        raise Refused(f"「{award.run}」已经办结，不能再改")
