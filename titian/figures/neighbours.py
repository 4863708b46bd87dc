"""Regions × indicators: the same key side by side, absolute or per head of a published base. Values of differing keys never share a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from titian.accounts.models import User
from titian.base.periods import Period
from titian.base.quantities import Quantity
from titian.figures.books import Books
from titian.figures.key import FigureKey
from titian.figures.models import indicators
from titian.places.models import Base, Region

BASES: dict[str, tuple[str, int, str]] = {
    "population": ("每万人", 10_000, "常住人口"),
    "above_scale": ("每百家规上工业企业", 100, "规上工业企业数"),
}


@dataclass(frozen=True)
class Comparison:
    """One indicator under one calibre and scope; `cells` in the order of the regions, None where a region has none."""

    key: FigureKey
    name: str
    unit: str
    cells: Sequence[Cell | None]

    @property
    def label(self) -> str:
        return f"{self.name}({self.key.qualifiers})" if self.key.qualifiers else self.name


@dataclass(frozen=True)
class Cell:
    """A region's value; `relative` per base when one is known, else None."""

    figure_id: int
    quantity: Quantity
    relative: Decimal | None

    def shown(self, *, per: str) -> Quantity | Decimal | None:
        return self.relative if per else self.quantity


def compare(*, user: User, regions: Sequence[Region], period: Period, per: str = "", status: str = "achieved") -> list[Comparison]:
    """Indicators that at least two regions state for `period`, in the catalogue's order; a fixed number of queries.

    `per` names a base of `BASES`: amounts are divided by it, ratios are left out (a rate per head means nothing).
    """
    books = Books.open(user=user, region_ids=[region.pk for region in regions])
    bases = _bases(regions, period.year, per)
    known = indicators()
    rows = []
    for key in _keys(books, period, status):
        entry = known.get(key.indicator)
        if entry is None or (per and entry.kind == "ratio"):
            continue
        cells = [_cell(books, replace(key, region=region.key), entry.unit, bases.get(region.pk), per) for region in regions]
        if sum(cell is not None for cell in cells) > 1:
            rows.append(Comparison(key, entry.name, entry.unit, cells))
    order = {code: place for place, code in enumerate(known)}
    return sorted(rows, key=lambda row: (order[row.key.indicator], row.key.qualifiers))


def _keys(books: Books, period: Period, status: str) -> list[FigureKey]:
    """The different figures of a period, region aside."""
    found = {replace(key, region="") for key in books.by_key if key.period == period and key.status == status}
    return sorted(found, key=lambda key: key.text)


def _cell(books: Books, key: FigureKey, unit: str, base: int | None, per: str) -> Cell | None:
    found = books.value(key)
    if found is None:
        return None
    relative = (found.value * BASES[per][1] / base).quantize(Decimal("0.01")) if per and base else None
    return Cell(found.id, Quantity(found.value, unit, found.operator), relative)


def _bases(regions: Sequence[Region], year: int, per: str) -> dict[int, int]:
    """region → the latest base not after `year`."""
    if per not in BASES:
        return {}
    rows = Base.objects.filter(region__in=regions, kind=per, year__lte=year).order_by("year")
    return {row.region_id: row.value for row in rows}
