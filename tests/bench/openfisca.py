"""Seven conditions of a 高企 written for openfisca-core, for comparison alone. Of the bench environment; nothing that is installed needs it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

PERIOD = "2026"
SPAN = ("y1", "y2", "y3")
READ = (
    *("age_days", "ip.total", "core_ip", "field.known", "y1.sci_tech_staff", "y1.staff", "y1.high_tech_income", "y1.total_income"),
    *(f"{span}.{name}" for name in ("rd.hnte", "revenue", "rd_domestic") for span in SPAN),
)
Formula = Any


def _name(fact: str) -> str:
    return fact.replace(".", "_")


def _over_years(enterprise: Any, period: Any, name: str) -> Any:
    return sum(enterprise(_name(f"{span}.{name}"), period) for span in SPAN)


def _share(above: Any, below: Any, least: Any) -> Any:
    """OpenFisca divides; a denominator of zero is no share."""
    return (below > 0) & (above >= least * below)


def _rd_ratio(enterprise: Any, period: Any) -> Any:
    revenue = enterprise("y1_revenue", period)
    least = np.select([revenue <= 5e9, revenue <= 2e10], [0.05, 0.04], 0.03)
    return _share(_over_years(enterprise, period, "rd.hnte"), _over_years(enterprise, period, "revenue"), least)


FORMULAS: dict[str, Formula] = {
    "age": lambda enterprise, period: enterprise("age_days", period) >= 365,
    "ip": lambda enterprise, period: (enterprise("ip_total", period) >= 1) & (enterprise("core_ip", period) == 1),
    "field": lambda enterprise, period: enterprise("field_known", period) == 1,
    "staff": lambda enterprise, period: _share(enterprise("y1_sci_tech_staff", period), enterprise("y1_staff", period), 0.1),
    "rd_ratio": _rd_ratio,
    "domestic_rd": lambda enterprise, period: _share(
        _over_years(enterprise, period, "rd_domestic"), _over_years(enterprise, period, "rd.hnte"), 0.6
    ),
    "ht_income": lambda enterprise, period: _share(
        enterprise("y1_high_tech_income", period), enterprise("y1_total_income", period), 0.6
    ),
}


class Peer:
    """The population and the rules as OpenFisca has them."""

    def __init__(self, frame: pl.DataFrame, clauses: Sequence[str]) -> None:
        self.clauses = clauses
        self.inputs = {_name(fact): frame[fact].to_numpy().astype(np.float64) for fact in READ}
        self.height = frame.height
        enterprise = build_entity("enterprise", "enterprises", "企业", is_person=True)
        self.system = TaxBenefitSystem([enterprise])
        for name in self.inputs:
            self.system.add_variable(_variable(name, enterprise, float))
        for clause in clauses:
            self.system.add_variable(_variable(f"clause_{clause}", enterprise, bool, FORMULAS[clause]))

    def simulation(self) -> Any:
        """A fresh one with its inputs set."""
        simulation = SimulationBuilder().build_default_simulation(self.system, count=self.height)
        for name, values in self.inputs.items():
            simulation.set_input(name, PERIOD, values)
        return simulation

    def count(self, simulation: Any) -> list[int]:
        """How many meet each condition."""
        return [int(simulation.calculate(f"clause_{clause}", PERIOD).sum()) for clause in self.clauses]


def _variable(name: str, entity: Any, kind: type, formula: Formula | None = None) -> type:
    parts: dict[str, Any] = {"value_type": kind, "entity": entity, "definition_period": DateUnit.YEAR, "label": name}
    if formula is not None:
        parts["formula"] = formula
    return type(name, (Variable,), parts)
