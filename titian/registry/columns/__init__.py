"""The registers' Excel: what each column is called and takes, how a row is found again, how it is stored."""

from typing import Any

from titian.base.registers import Finder, Register
from titian.registry.columns.annual import AnnualFigures
from titian.registry.columns.organisations import Organisations
from titian.registry.columns.owned import OrganisationFinder
from titian.registry.columns.people import People
from titian.registry.columns.property import Properties
from titian.registry.columns.titles import Titles


def registers() -> list[Register[Any]]:
    return [Organisations(), AnnualFigures(), Titles(), Properties(), People()]


def finders() -> dict[str, type[Finder]]:
    return {"organisation": OrganisationFinder}


__all__ = ["AnnualFigures", "Organisations", "People", "Properties", "Titles", "finders", "registers"]
