"""The Excel of this room's registers."""

from typing import Any

from titian.base.registers import Register
from titian.policies.columns.stated import StatedFacts


def registers() -> list[Register[Any]]:
    return [StatedFacts()]


__all__ = ["StatedFacts", "registers"]
