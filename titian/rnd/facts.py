"""What a firm's own ledger knows that the annual books do not: 研发费用 in the high-tech calibre, for the rules (`policies.facts`).

Vouchers of the firm, never anything filed to the statistics bureau: the statistics calibre is told nowhere, and the books a ledger is held
against are those that may decide over a firm. A ledger that holds less than the books is not complete and only said to be so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Count, Sum

from titian.base.money import in_wan
from titian.policies.facts import Told
from titian.registry.models import AnnualFigure, OrganisationQuerySet
from titian.registry.models.annual import RETURNS, demand_usable_for_benefits
from titian.rnd.calibres import CATEGORIES, Cost
from titian.rnd.calibres.hnte import domestic, hnte
from titian.rnd.models import CostLine

YEARS_BACK = 3
SPENT, AT_HOME = "rd_expense_yuan.hnte", "rd_domestic_yuan"
SOURCE = "研发辅助账"
_Key = tuple[int, int]  # organisation, year


@dataclass
class _Ledger:
    """A firm's year: what was spent by sub-line, in how many entries."""

    costs: list[Cost] = field(default_factory=list)
    entries: int = 0

    @property
    def booked(self) -> int:
        return sum(cost.amount for cost in self.costs)


def facts(organisations: OrganisationQuerySet, day: date) -> Iterator[Told]:
    """High-tech spending and what of it was spent at home, of each of the last three years of which there is a whole ledger; two queries."""
    if not settings.TITIAN.shows(RETURNS):
        return
    years = range(day.year - YEARS_BACK, day.year)
    keys = organisations.values("pk")
    ledgers = _ledgers(keys, years)
    if not ledgers:
        return
    books = _books({organisation for organisation, _ in ledgers}, years)
    for (organisation, year), ledger in ledgers.items():
        yield from _told(organisation, year, ledger, books.get((organisation, year)))


def _told(organisation: int, year: int, ledger: _Ledger, books: int | None) -> Iterator[Told]:
    calibre = hnte(ledger.costs, year)
    if calibre.known <= 0:
        return
    entries = f"{year}年{SOURCE} {ledger.entries} 条分录"
    if books is not None and ledger.booked < books:
        short = f"{entries}合计 {in_wan(ledger.booked)} 万元，少于账面归集的 {in_wan(books)} 万元，没有记全，仍按账面数"
        yield Told(organisation, "", None, year, SOURCE, note=short)
        return
    hints = f"；其中 {len(calibre.hints)} 项调整的规定未核到原文" if calibre.hints else ""
    note = f"{year}年研发费用按高企口径取自{entries}（会计 {in_wan(ledger.booked)} 万元，高企口径 {in_wan(calibre.known)} 万元）{hints}"
    yield Told(organisation, SPENT, calibre.known, year, SOURCE, note=note)
    yield Told(organisation, AT_HOME, domestic(ledger.costs, year), year, SOURCE)


def _ledgers(keys: Any, years: Sequence[int]) -> Mapping[_Key, _Ledger]:
    """By firm and year, entries of one sub-line added up: the calibre adds them up anyway."""
    found: dict[_Key, _Ledger] = defaultdict(_Ledger)
    rows = CostLine.objects.filter(project__organisation__in=keys, year__in=list(years), category__in=CATEGORIES).order_by()
    sums = rows.values_list("project__organisation", "year", "category", "sub").annotate(spent=Sum("amount"), entries=Count("pk"))
    for organisation, year, category, sub, spent, entries in sums:
        ledger = found[organisation, year]
        ledger.costs.append(Cost("", year, category, sub, spent))
        ledger.entries += entries
    return found


def _books(organisations: set[int], years: Sequence[int]) -> Mapping[_Key, int]:
    """研发费用 of the books, as far as they may decide over a firm."""
    usable = AnnualFigure.objects.usable_for_benefits().filter(organisation__in=organisations, year__in=list(years))
    rows = list(usable.exclude(rd_expense=None).only("organisation", "year", "source", "rd_expense"))
    demand_usable_for_benefits(rows, purpose="高企评估", fields=["rd_expense"])
    return {(row.organisation_id, row.year): row.rd_expense for row in rows if row.rd_expense is not None}
