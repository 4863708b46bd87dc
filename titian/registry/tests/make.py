"""Builders for organisations and what belongs to them."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from titian.accounts.tests import make as people
from titian.registry.codes import uscc_check
from titian.registry.models import AnnualFigure, IntellectualProperty, Organisation, OrganisationName, Person, Title
from titian.registry.titles import KINDS

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


def ordinary_firm() -> Organisation:
    """What a bureau usually knows of an enterprise it deals with: three years, six titles, four kinds of rights, a contact."""
    firm = organisation("示范县云山智能装备有限公司", **_FACTS)
    for year in (2023, 2024, 2025):
        annual(firm, year, "return", **dict.fromkeys(AnnualFigure.MONEY, 12345600), **dict.fromkeys(AnnualFigure.PEOPLE, 85))
        title(firm, "tsme", date(year, 4, 1), until=date(year + 1, 1, 1), certificate=f"{year}990123A0000001")
    for kind in ("hnte", "eagle", "srdi"):
        title(firm, kind)
    for kind in ("invention", "utility", "design", "software"):
        right(firm, kind)
    person("李某", "contact", organisation=firm, phone="13912345678", position="科技项目负责人")
    return firm


def long_firm() -> Organisation:
    """More of everything than a sheet holds."""
    firm = organisation("示范县示范新能源装备制造科技发展股份有限公司", **{**_FACTS, "address": "示范大道一百二十八号" * 20})
    for number in range(6):
        OrganisationName.of(firm, f"示范县旧时第{number}农业机械制造有限责任公司", "former").save()
        person(f"联系{number}", "contact", organisation=firm, phone="13912345678", position="常务副总经理兼技术中心主任")
    for kind in KINDS:
        for year in (2016, 2019, 2025):
            title(firm, kind, date(year, 3, 1), until=date(year + 3, 3, 1))
    for year in range(2021, 2026):
        for source in ("return", "audit", "deduction", "statistics"):
            annual(
                firm,
                year,
                source,
                **dict.fromkeys(AnnualFigure.MONEY, 123456789012),
                **dict.fromkeys(AnnualFigure.PEOPLE, 1_234),
            )
    for kind in [*IntellectualProperty.KINDS] * 12:
        right(firm, kind)
    return firm


_FACTS: dict[str, Any] = {
    "address": "示范县城关镇东环路 107 号",
    "industry": "C3512",
    "founded_on": date(2006, 3, 10),
    "capital": 300_000_000,
    "legal_person": "陈某",
    "contact": "王某",
    "phone": "13812345678",
    "legal_form": "有限责任公司",
}
