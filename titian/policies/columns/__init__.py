"""The Excel of this room's registers."""

from typing import Any

from titian.base.registers import Finder, Register
from titian.policies.columns.claims import Claims, ClauseFinder
from titian.policies.columns.declarations import BatchFinder, Declarations
from titian.policies.columns.library import Policies
from titian.policies.columns.pool import Pool
from titian.policies.columns.stated import StatedFacts


def registers() -> list[Register[Any]]:
    return [StatedFacts(), Pool(), Declarations(), Policies(), Claims()]


def finders() -> dict[str, type[Finder]]:
    return {"policy clause": ClauseFinder, "declaration batch": BatchFinder}


__all__ = ["Claims", "Declarations", "Policies", "Pool", "StatedFacts", "finders", "registers"]
