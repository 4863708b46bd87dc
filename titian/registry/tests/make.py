"""Builders for organisations and what belongs to them."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from titian.accounts.tests import make as people
from titian.registry.codes import uscc_check
from titian.registry.models import AnnualFigure, IntellectualProperty, Organisation, OrganisationName, Person, Title

_numbers = count(1)


def uscc(number: int) -> str:
    """A well-formed code of the demonstration county."""
    code17 = f"9{1}990123MA{number:07d}"
    return code17 + uscc_check(code17)


def organisation(name: str = "", **fields: Any) -> Organisation:
    """An enterprise of the one town, findable by its name."""
    number = next(_numbers)
    fields.setdefault("uscc", uscc(number))
    if "region" not in fields:
        fields["region"] = people.our_town()
    made = Organisation.objects.create(name=name or f"示范县第{number}科技有限公司", **fields)
    OrganisationName.of(made, made.name).save()
    return made


def title(organisation: Organisation, kind: str = "hnte", since: date | None = date(2024, 11, 1), **fields: Any) -> Title:
    fields.setdefault("until", date(2027, 11, 1) if since else None)
    return Title.objects.create(organisation=organisation, kind=kind, since=since, **fields)


def annual(organisation: Organisation, year: int = 2025, source: str = "return", **fields: Any) -> AnnualFigure:
    return AnnualFigure.objects.create(organisation=organisation, year=year, source=source, **fields)


def right(organisation: Organisation, kind: str = "invention", number: str = "", **fields: Any) -> IntellectualProperty:
    fields.setdefault("granted_on", date(2024, 3, 5))
    return IntellectualProperty.objects.create(
        organisation=organisation, kind=kind, number=number or f"ZL{next(_numbers):012d}", name="一种示范装置", **fields
    )


def person(name: str = "", kind: str = "expert", **fields: Any) -> Person:
    return Person.objects.create(name=name or f"人员{next(_numbers)}", kind=kind, **fields)
