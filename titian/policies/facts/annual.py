"""Annual figures of the registry → the years of a record. Only what may decide over a firm (`usable_for_benefits`) is taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from titian.policies.engine.units import share_of
from titian.registry.models import AnnualFigure, Source
from titian.registry.models.annual import sources_there

# Column of the registry → fact of the record. 研发费用 of the books serves 高企 and every programme without a calibre of its own.
COLUMNS = {
    "revenue": "revenue",
    "total_income": "total_income",
    "high_tech_income": "high_tech_income",
    "cost": "cost",
    "rd_domestic": "rd_domestic",
    "staff": "staff",
    "sci_tech_staff": "sci_tech_staff",
    "rd_staff": "rd_staff",
    "net_assets": "net_assets",
    "total_assets": "total_assets",
    "main_business": "main_business",
    "rd_expense": "rd.hnte",
    "rd_deduction": "rd.deduction",
}
BOOKS = "研发费用按企业账面归集数，未见高企口径的专项审计数"
YEARS_BACK = 3
MOST_FEN = 10**15
_SIGNED = frozenset({"net_assets"})
_WHOLES = (
    ("sci_tech_staff", "staff", "科技人员数", "职工总数"),
    ("rd_staff", "staff", "研发人员数", "职工总数"),
    ("high_tech_income", "total_income", "高新技术产品（服务）收入", "收入总额"),
)


@dataclass
class YearsOf:
    """The years of one organisation: year → fact → value, what was noticed, and shares before they were rounded."""

    values: dict[int, dict[str, int | None]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    owed: dict[int, tuple[int, int]] = field(default_factory=dict)

    def exact(self) -> dict[str, Fraction]:
        """Shares before they were rounded, by key."""
        return {f"years.{year}.debt_ratio": Fraction(*parts) for year, parts in self.owed.items()}


def counted_back(day: date) -> tuple[int, ...]:
    """The years a record of the day may look at."""
    return tuple(range(day.year - YEARS_BACK, day.year))


def years_of(keys: Any, day: date, *, printing: bool) -> dict[int, YearsOf]:
    """Two queries: what counts, and, for pages, what stands there without counting."""
    found: dict[int, YearsOf] = defaultdict(YearsOf)
    years = counted_back(day)
    rows = AnnualFigure.objects.usable_for_benefits().filter(organisation__in=keys, year__in=years).order_by()
    names = [*COLUMNS, "liabilities"]
    counting = set()
    for pk, year, *numbers in rows.values_list("organisation", "year", *names):
        found[pk].values[year] = _year(numbers, year, found[pk])
        counting.add((pk, year))
    if printing:
        for of in found.values():
            of.notes += [BOOKS] if any(facts["rd.hnte"] is not None for facts in of.values.values()) else []
        _refused(found, keys, years, counting)
    return found


def _refused(found: dict[int, YearsOf], keys: Any, years: Sequence[int], counting: set[tuple[int, int]]) -> None:
    """Say of years that have figures and none that counts why that is so."""
    refused: dict[tuple[int, int], list[str]] = defaultdict(list)
    for pk, year, source in sources_there(keys, years):
        if (pk, year) not in counting:
            refused[pk, year].append(source)
    for (pk, year), sources in sorted(refused.items()):
        found[pk].notes.append(_why(year, sources))


def _year(numbers: Sequence[int | None], year: int, of: YearsOf) -> dict[str, int | None]:
    *stated, owed = numbers
    notes = of.notes
    found = dict(zip(COLUMNS.values(), stated, strict=True))
    known = [value for value in stated if value is not None]
    if known and (min(known) < 0 or max(known) > MOST_FEN):
        _drop_absurd(found, year, notes)
    for part, whole, label, wholes in _WHOLES:
        small, large = found[part], found[whole]
        if small is not None and large is not None and small > large:
            found[part] = None
            notes.append(f"years.{year}：{label}大于{wholes}，{label}未采用，请核对")
    _research(found, year, notes)
    assets, found["debt_ratio"] = found["total_assets"], None
    if owed is not None and owed >= 0 and assets:
        of.owed[year] = (owed, assets)
        found["debt_ratio"] = share_of(owed, assets)
    return found


def _drop_absurd(found: dict[str, int | None], year: int, notes: list[str]) -> None:
    for name, value in found.items():
        if value is not None and (abs(value) > MOST_FEN or (value < 0 and name not in _SIGNED)):
            found[name] = None
            notes.append(f"years.{year}.{name}：名录里的数不合理，未采用")


def _research(found: dict[str, int | None], year: int, notes: list[str]) -> None:
    found["rd.own"] = found["rd.hnte"]
    domestic, whole = found["rd_domestic"], found["rd.hnte"]
    if domestic is not None and whole is not None and domestic > whole:
        found["rd_domestic"] = None
        notes.append(f"years.{year}：境内研发费用大于研发费用，境内研发费用未采用，请核对")


def _why(year: int, sources: Sequence[str]) -> str:
    """Why a year with figures has none that count."""
    labels = "、".join(sorted(Source.LABELS.get(one, one) for one in sources))
    if len([one for one in sources if one in Source.BENEFITS]) > 1:
        return f"{year}年有几个来源（{labels}）还没有选定采用哪一个，按未知处理"
    return f"{year}年只有{labels}的数，依统计法等不作评估依据，按未知处理"
