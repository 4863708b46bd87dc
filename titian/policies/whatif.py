"""What would be if: a firm's facts with some values moved. Pure Python; nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from titian.policies.engine.units import Unit
from titian.policies.record.reading import Given, Property


@dataclass(frozen=True, slots=True)
class Movable:
    """One value that may be moved: its name in the form, the facts of last year it stands for, its label and unit."""

    name: str
    facts: tuple[str, ...]
    label: str
    unit: Unit


LAST_YEAR = (
    Movable("revenue", ("revenue",), "销售收入", Unit.MONEY),
    Movable("total_income", ("total_income",), "总收入", Unit.MONEY),
    Movable("high_tech_income", ("high_tech_income",), "高新技术产品（服务）收入", Unit.MONEY),
    Movable("cost", ("cost",), "成本费用", Unit.MONEY),
    Movable("rd", ("rd.hnte", "rd.own"), "研发费用", Unit.MONEY),
    Movable("rd_domestic", ("rd_domestic",), "境内研发费用", Unit.MONEY),
    Movable("rd_deduction", ("rd.deduction",), "加计扣除研发费用", Unit.MONEY),
    Movable("total_assets", ("total_assets",), "资产总额", Unit.MONEY),
    Movable("net_assets", ("net_assets",), "净资产", Unit.MONEY),
    Movable("staff", ("staff",), "职工总数", Unit.PEOPLE),
    Movable("sci_tech_staff", ("sci_tech_staff",), "科技人员", Unit.PEOPLE),
)
CLASSES = {"class1": 1, "class2": 2}
TOP = ("transformations",)
# Of every pair the first is a part of the second.
PARTS = (("high_tech_income", "total_income"), ("rd_domestic", "rd"), ("sci_tech_staff", "staff"))


def start(given: Given, day: date) -> dict[str, int | None]:
    """The values as they are."""
    last = given.years.get(day.year - 1, {})
    found = {one.name: last.get(one.facts[0]) for one in LAST_YEAR}
    rights = given.properties
    found |= {name: None if rights is None else sum(one.kind == kind for one in rights) for name, kind in CLASSES.items()}
    return found | {name: given.top.get(name) for name in TOP}


def moved(given: Given, day: date, values: Mapping[str, int | None]) -> Given:
    """The record with these values in place of its own; those not named stay."""
    years = {year: dict(facts) for year, facts in given.years.items()}
    last = years.setdefault(day.year - 1, {})
    for one in LAST_YEAR:
        if one.name in values:
            last.update(dict.fromkeys(one.facts, values[one.name]))
    top = dict(given.top) | {name: values[name] for name in TOP if name in values}
    return replace(given, years=years, top=top, properties=_rights(given, day, values), exact={})


def _rights(given: Given, day: date, values: Mapping[str, int | None]) -> tuple[Property, ...] | None:
    """As many of each class as wanted: those there are first, then new ones of the firm's own."""
    wanted = {kind: values.get(name) for name, kind in CLASSES.items()}
    if given.properties is None and all(number is None for number in wanted.values()):
        return None
    found = [one for one in given.properties or () if one.kind not in CLASSES.values()]
    for kind, number in wanted.items():
        there = [one for one in given.properties or () if one.kind == kind]
        many = len(there) if number is None else number
        found += [*there[:many], *(Property(kind, True, day) for _ in range(many - len(there)))]
    return tuple(found)
