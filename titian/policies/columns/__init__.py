"""The Excel of this room's registers."""

from typing import Any

from titian.base.registers import Finder, Register
from titian.policies.columns.claims import Claims, ClauseFinder
from titian.policies.columns.library import Policies
from titian.policies.columns.pool import Pool
from titian.policies.columns.stated import StatedFacts


def registers() -> list[Register[Any]]:
    return [StatedFacts(), Pool(), Policies(), Claims()]


def finders() -> dict[str, type[Finder]]:
    return {"policy clause": ClauseFinder}


__all__ = ["Claims", "Policies", "Pool", "StatedFacts", "finders", "registers"]
