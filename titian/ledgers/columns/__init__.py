"""The Excel of the ledgers: one register a ledger, made from its definition; asked per query, because ledgers come and go at run time."""

from __future__ import annotations

from functools import lru_cache
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
        ledgers = list(Ledger.objects.values_list("pk", "digest", "is_archived"))
    except (OperationalError, ProgrammingError):
        return []
    return [_made(*ledger) for ledger in ledgers]


def register_of(ledger: Ledger) -> LedgerRegister:
    """A ledger's register; made once a version and state."""
    return _made(ledger.pk, ledger.digest, ledger.is_archived)


@lru_cache(maxsize=512)
def _made(pk: int, digest: str, is_archived: bool) -> LedgerRegister:
    return LedgerRegister.for_ledger(Ledger.objects.get(pk=pk))
