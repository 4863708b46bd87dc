"""The room's Excel: projects, entries of the ledger (vouchers), returns, payments of subsidies."""

from typing import Any

from titian.base.registers import Register
from titian.rnd.columns.costs import CostLines
from titian.rnd.columns.payments import Payments
from titian.rnd.columns.projects import Projects
from titian.rnd.columns.returns import Returns


def registers() -> list[Register[Any]]:
    return [Projects(), CostLines(), Returns(), Payments()]


__all__ = ["CostLines", "Payments", "Projects", "Returns", "registers"]
