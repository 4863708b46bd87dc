"""The Excel of the ledgers: one register a ledger, made from its definition; asked per query, because ledgers come and go at run time."""

from __future__ import annotations

from typing import Any

from django.db import OperationalError, ProgrammingError

from titian.base.registers import Register
from titian.ledgers.columns.register import LedgerRegister
from titian.ledgers.models import Ledger

AT_RUN_TIME = True  # asked for anew whenever somebody asks for all registers
__all__ = ["LedgerRegister", "register_of", "registers"]


def registers() -> list[Register[Any]]:
    """Those of all ledgers, archived ones too: what they hold may still leave. None before the tables are there."""
    try:
        # Definitions are read where a register has to be made, not whenever all are named.
        known = [_key(ledger) for ledger in Ledger.objects.defer("definition")]
    except (OperationalError, ProgrammingError):
        return []
    for ledger in Ledger.objects.filter(pk__in=[key[0] for key in known if key not in _made]):
        register_of(ledger)
    return [_made[key] for key in known]


def register_of(ledger: Ledger) -> LedgerRegister:
    """A ledger's register; made once a version, state and numbers of its rules."""
    key = _key(ledger)
    if key not in _made:
        _made[key] = LedgerRegister.for_ledger(ledger)
    return _made[key]


def _key(ledger: Ledger) -> tuple[int, str, str, bool]:
    return ledger.pk, ledger.digest, ledger.tuning, ledger.is_archived


_made: dict[tuple[int, str, str, bool], LedgerRegister] = {}
