"""The Excel of this room's registers."""

from typing import Any

from titian.base.registers import Register
from titian.policies.columns.pool import Pool
from titian.policies.columns.stated import StatedFacts


def registers() -> list[Register[Any]]:
    return [StatedFacts(), Pool()]


__all__ = ["Pool", "StatedFacts", "registers"]
