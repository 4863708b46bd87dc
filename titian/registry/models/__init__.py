"""What is kept of organisations and people."""

from titian.registry.models.annual import AnnualFigure, AnnualFigureQuerySet, Source, demand_usable_for_benefits
from titian.registry.models.merges import DistinctPair, Merge, MergeQuerySet
from titian.registry.models.organisations import Organisation, OrganisationName, OrganisationQuerySet, ScaleYear
from titian.registry.models.people import Person, PersonQuerySet
from titian.registry.models.property import IntellectualProperty, PropertyQuerySet
from titian.registry.models.titles import Title, TitleQuerySet, kinds_here

__all__ = [
    "AnnualFigure",
    "AnnualFigureQuerySet",
    "DistinctPair",
    "IntellectualProperty",
    "Merge",
    "MergeQuerySet",
    "Organisation",
    "OrganisationName",
    "OrganisationQuerySet",
    "Person",
    "PersonQuerySet",
    "PropertyQuerySet",
    "ScaleYear",
    "Source",
    "Title",
    "TitleQuerySet",
    "demand_usable_for_benefits",
    "kinds_here",
]
