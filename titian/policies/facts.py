"""The bridge: organisations of the registers → what rules read of them on a day. The only module here that knows tables.

    given = given_of(Organisation.objects.current().enterprises(), day)      # organisation → Given, a handful of queries for all of them
    frame = facts_frame(given, day)                                          # one row each, for `engine.columns.computed`

Annual figures come through `usable_for_benefits()`: what a firm filed to the statistics bureau decides over no firm. What the registers
do not hold (incidents, the field, experts' scores …) is unknown until a room says it: a room above declares `facts(organisations, day)` in
its own `facts.py` and answers `Known` by organisation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from titian.base.rooms import modules
from titian.policies.engine.units import as_share
from titian.policies.record.catalogue import EXPERT_MAXIMUM, FACTS, TOP_KEYS
from titian.policies.record.deriving import derive
from titian.policies.record.reading import Given, Property
from titian.registry.models import AnnualFigure, IntellectualProperty, Organisation, Title
from titian.registry.models.organisations import OrganisationQuerySet
from titian.registry.titles import LABELS

# Facts of a year by the column they are read from. The R&D column is the firm's own books; the calibre of a 高企 needs a statement of its own.
COLUMNS = {
    "revenue": "revenue",
    "total_income": "total_income",
    "high_tech_income": "high_tech_income",
    "cost": "cost",
    "rd.hnte": "rd_expense",
    "rd.deduction": "rd_deduction",
    "rd.own": "rd_expense",
    "rd_domestic": "rd_domestic",
    "staff": "staff",
    "sci_tech_staff": "sci_tech_staff",
    "rd_staff": "rd_staff",
    "net_assets": "net_assets",
    "total_assets": "total_assets",
    "main_business": "main_business",
}
BOOKS = "研发费用按企业账面归集数，未见高企口径的专项审计数"
_READ = (*dict.fromkeys(COLUMNS.values()), "liabilities")


@dataclass(frozen=True)
class Known:
    """What a room says of an organisation, over what the registers say. Keys are those of `Given`: facts, not columns."""

    years: Mapping[int, Mapping[str, int | None]] = field(default_factory=dict)
    top: Mapping[str, int | None] = field(default_factory=dict)
    area: str | None = None
    incidents: tuple[date, ...] | None = None
    experts: Mapping[str, int | None] = field(default_factory=dict)


Said = Callable[[OrganisationQuerySet, date], Mapping[int, Known]]


def given_of(organisations: OrganisationQuerySet, day: date) -> dict[int, Given]:
    """What is known of each on a day, by primary key."""
    years, rights, titles = _years(organisations), _rights(organisations, day), _titles(organisations, day)
    found = {}
    for pk, name, uscc, founded, region in organisations.values_list("pk", "name", "uscc", "founded_on", "region__code"):
        by_year, exact, notes = years.get(pk, ({}, {}, ()))
        found[pk] = Given(
            uscc=uscc or "",
            name=name,
            region=region,
            founded=founded if founded and founded <= day else None,
            years=by_year,
            properties=rights.get(pk),
            experts=dict.fromkeys(EXPERT_MAXIMUM),
            titles=titles.get(pk, ()),
            top={one.fact: None for one in TOP_KEYS.values()},
            notes=notes,
            exact=exact,
        )
    for said in _rooms():
        for pk, known in said(organisations, day).items():
            if pk in found:
                found[pk] = _over(found[pk], known)
    return found


def facts_frame(given: Mapping[int, Given], day: date) -> pl.DataFrame:
    """One row an organisation, in the order given: `organisation` and every fact, unknown as null."""
    rows = [derive(one, day).values for one in given.values()]
    data = {name: pl.Series([row[name] for row in rows], dtype=pl.Int64) for name in FACTS}
    return pl.DataFrame({"organisation": pl.Series(list(given), dtype=pl.Int64), **data})


def _rooms() -> Iterator[Said]:
    for module in modules("facts"):
        if said := getattr(module, "facts", None):
            yield said


def _over(given: Given, known: Known) -> Given:
    years = {year: {**given.years.get(year, {}), **values} for year, values in known.years.items()}
    return replace(
        given,
        years={**given.years, **years},
        top={**given.top, **known.top},
        area=known.area or given.area,
        incidents=given.incidents if known.incidents is None else known.incidents,
        experts={**given.experts, **known.experts},
    )


Years = tuple[dict[int, dict[str, int | None]], dict[str, Fraction], tuple[str, ...]]


def _years(organisations: OrganisationQuerySet) -> dict[int, Years]:
    """Year by year what may be used, with shares as they are exactly."""
    rows = AnnualFigure.objects.usable_for_benefits().filter(organisation__in=organisations)
    found: dict[int, Years] = {}
    for pk, year, *values in rows.values_list("organisation", "year", *_READ):
        row = dict(zip(_READ, values, strict=True))
        by_year, exact, notes = found.setdefault(pk, ({}, {}, ()))
        by_year[year] = {fact: row[column] for fact, column in COLUMNS.items()}
        debt = _debt(row)
        by_year[year]["debt_ratio"] = None if debt is None else as_share(debt)
        if debt is not None:
            exact[f"years.{year}.debt_ratio"] = debt
        if row["rd_expense"] is not None and not notes:
            found[pk] = (by_year, exact, (BOOKS,))
    return found


def _debt(row: Mapping[str, Any]) -> Fraction | None:
    liabilities, assets = row["liabilities"], row["total_assets"]
    return Fraction(liabilities, assets) if liabilities is not None and liabilities >= 0 and assets else None


def _rights(organisations: OrganisationQuerySet, day: date) -> dict[int, tuple[Property, ...]]:
    """Rights held on the day. A firm of which none was ever entered has an unknown number, not none."""
    found: dict[int, list[Property]] = defaultdict(list)
    rows = IntellectualProperty.objects.filter(organisation__in=organisations)
    for pk, kind, obtained, granted, expires in rows.values_list("organisation", "kind", "obtained", "granted_on", "expires_on"):
        held = found[pk]
        if expires is None or expires > day:
            held.append(
                Property(1 if kind in IntellectualProperty.CLASS_ONE else 2, obtained == "own" if obtained else None, granted)
            )
    return {pk: tuple(held) for pk, held in found.items()}


def _titles(organisations: OrganisationQuerySet, day: date) -> dict[int, tuple[str, ...]]:
    """Titles that hold on the day. The register is complete: who is not in it holds none."""
    found: dict[int, list[str]] = defaultdict(list)
    for pk, kind in Title.objects.valid_on(day).filter(organisation__in=organisations).values_list("organisation", "kind"):
        found[pk].append(LABELS.get(kind, kind))
    return {pk: tuple(dict.fromkeys(held)) for pk, held in found.items()}


def one(organisation: Organisation, day: date) -> Given:
    """What is known of one organisation on a day."""
    return given_of(Organisation.objects.filter(pk=organisation.pk), day)[organisation.pk]
