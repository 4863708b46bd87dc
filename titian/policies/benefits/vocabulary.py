"""The facts a benefit clause may ask for: names, labels, units. A name is made of a family and what it is about.

year.<key> prior.<key> rise.<key>       a figure of the benefit's year, of the year before, its growth in fen or people (never below 0)
title.<kind>.<how>                      first · again · new · held · refused · pending (see TITLES)
scale.above scale.first                 规上 in the benefit's year; in it and not in the year before
region.<code> industry.<code>           registered there; belongs to a class of GB/T 4754 beginning so
age                                     full years since founding, on the day
flag.<key>                              yes or no as the record says
programme.<code>                        the verdict of a programme
taken.<code> ever.<code> less.<code>    had that benefit for the year, had it ever, minus what was had for the year
gate.<code>                             blocked by another room in the year of the day
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from titian.base.terms import Term
from titian.policies.engine.units import Unit
from titian.policies.record.catalogue import TOP_KEYS
from titian.registry.titles import LABELS as TITLE_LABELS

# Figures of a year: the name in a clause → its name among the facts of a record, its label, its unit. None rests on a statistics return.
FIGURES: Mapping[str, tuple[str, str, Unit]] = {
    "revenue": ("revenue", "销售收入", Unit.MONEY),
    "main_business": ("main_business", "主营业务收入", Unit.MONEY),
    "total_income": ("total_income", "收入总额", Unit.MONEY),
    "high_tech_income": ("high_tech_income", "高新技术产品（服务）收入", Unit.MONEY),
    "rd": ("rd.own", "研发费用", Unit.MONEY),
    "rd_domestic": ("rd_domestic", "境内研发费用", Unit.MONEY),
    "rd_deduction": ("rd.deduction", "加计扣除研发费用", Unit.MONEY),
    "total_assets": ("total_assets", "资产总额", Unit.MONEY),
    "net_assets": ("net_assets", "净资产", Unit.MONEY),
    "staff": ("staff", "职工总数", Unit.PEOPLE),
    "sci_tech_staff": ("sci_tech_staff", "科技人员", Unit.PEOPLE),
}
SPANS: Mapping[str, str] = {"year": "{year}年度", "prior": "{prior}年度", "rise": "{year}年度新增"}
TITLES: Mapping[str, str] = {
    "first": "{year}年首次认定{title}",
    "again": "{year}年重新认定{title}",
    "new": "{year}年取得{title}",
    "held": "有效的{title}",
    "refused": "{year}年申报{title}未通过",
}
SCALES: Mapping[str, str] = {"above": "{year}年为规上企业", "first": "{year}年首次升规入统"}
FLAGS: Mapping[str, str] = {one.fact: one.label for one in TOP_KEYS.values() if one.unit is Unit.FLAG}
BAD_FLAGS = ("negative_list", "abnormal_list", "misconduct")  # what a firm must not have
AGE = "age"
GATES: Mapping[str, str] = {"rd_evaluation": "企业研发投入评价"}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A fact that is a number: how it is called in a year, and its unit."""

    name: str
    label: str
    unit: Unit

    def told(self, year: int) -> str:
        return self.label.format(year=year, prior=year - 1)


def quantities() -> dict[str, Quantity]:
    """Every number a clause may compare or take as its base."""
    found = {AGE: Quantity(AGE, "成立满周年数", Unit.YEARS)}
    for span, when in SPANS.items():
        for key, (_, label, unit) in FIGURES.items():
            found[f"{span}.{key}"] = Quantity(f"{span}.{key}", f"{when}{label}", unit)
    return found


QUANTITIES = quantities()


def title_label(kind: str) -> str:
    return TITLE_LABELS.get(kind, kind)


def terms() -> list[Term]:
    """The facts of clauses for the glossary."""
    said = [Term("政策条款事实 facts of clauses", one.name, one.told(2025)) for one in QUANTITIES.values()]
    return [*said, *(Term("政策评价门槛 gates", code, label) for code, label in GATES.items())]
