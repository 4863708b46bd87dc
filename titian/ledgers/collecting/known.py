"""What the registers know of a firm, under the labels offices give such columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from titian.base.columns import Column
from titian.base.labels import label_of
from titian.base.money import to_yuan
from titian.ledgers.definition import Definition, Field, Kind
from titian.ledgers.models.collections import FIRMS
from titian.registry.columns.sheet import COLUMNS
from titian.registry.models import AnnualFigure, Organisation, Source
from titian.registry.names import folded

# Facts that stand still; phones are shown to nobody, and what changes every day is asked.
_FACTS: Mapping[str, frozenset[Kind]] = {
    **dict.fromkeys(
        ("uscc", "legal_person", "contact", "address", "legal_form", "industry", "scope"), frozenset({Kind.TEXT, Kind.PROSE})
    ),
    "founded_on": frozenset({Kind.DAY}),
    "capital": frozenset({Kind.MONEY}),
}
# Where a firm's figures that may be used are prefetched to: what was filed to the statistics bureau is no base of what an office asks.
USABLE = "usable_figures"
_NOT_ASKED = frozenset({"rd_statistical"})
YUAN = "CNY"
REGISTER = "企业名录"


@dataclass(frozen=True)
class Fact:
    """One value for a field and the words for where it comes from."""

    key: str
    value: Any
    source: str


def facts_of(definition: Definition, firm: Organisation, asked: str, year: int) -> Iterator[Fact]:
    """Values for the fields whose labels the registers know. `firm` with its usable figures (`USABLE`) where firms are asked."""
    for one in definition.own:
        if (name := _fact_named(one)) and (value := _fact(firm, name)) not in (None, ""):
            yield Fact(one.key, value, REGISTER)
    if asked == FIRMS:
        yield from _annual_facts(definition, firm, year)


def knowable(definition: Definition, asked: str) -> Iterator[Field]:
    """The fields the registers can fill."""
    for one in definition.fields:
        if one.key in {"organisation", "region"} or _fact_named(one) or (asked == FIRMS and _figure_named(one)):
            yield one


@cache
def _labels() -> Mapping[str, str]:
    """Folded label or alias → attribute of an organisation."""
    known: dict[str, str] = {}
    for column in COLUMNS:
        if column.key in _FACTS and column.key not in Organisation.MASKED:
            known |= {folded(word): column.key for word in _words(column)}
    return known


def _words(column: Column) -> Iterable[str]:
    return (column.label, *column.aliases)


def _fact_named(one: Field) -> str:
    name = _labels().get(folded(one.label), "")
    return name if name and one.kind in _FACTS[name] else ""


def _fact(firm: Organisation, name: str) -> Any:
    if name == "capital":
        return to_yuan(firm.capital) if firm.capital is not None and firm.capital_currency == YUAN else None
    return getattr(firm, name)


@cache
def _figures() -> Mapping[str, str]:
    names = [name for name in (*AnnualFigure.MONEY, *AnnualFigure.PEOPLE) if name not in _NOT_ASKED]
    return {folded(label_of(AnnualFigure, name)): name for name in names}


def _figure_named(one: Field) -> str:
    """营业收入, 2025年营业收入, 上年营业收入."""
    name = _figures().get(folded(_split(one.label)[1]), "")
    fitting = {Kind.MONEY} if name in AnnualFigure.MONEY else {Kind.INTEGER, Kind.DECIMAL}
    return name if name and one.kind in fitting else ""


def _split(label: str) -> tuple[str, str]:
    """«2025年营业收入» → 2025, 营业收入."""
    year, found, rest = label.partition("年")
    if found and year.isdecimal() and len(year) == 4:
        return year, rest.removeprefix("度")
    return ("", label.removeprefix("上年度").removeprefix("上年"))


def _annual_facts(definition: Definition, firm: Organisation, year: int) -> Iterator[Fact]:
    rows: list[AnnualFigure] = getattr(firm, USABLE, [])
    for one in definition.own:
        name = _figure_named(one)
        wanted = int(_split(one.label)[0] or year - 1)
        row = _best(row for row in rows if row.year == wanted) if name else None
        if row is not None and (value := _amount(row, name)) is not None:
            yield Fact(one.key, value, f"{row.year}年{row.source_label}")


def _best(rows: Iterable[AnnualFigure]) -> AnnualFigure | None:
    """The chosen one, else the firm's own."""
    return max(rows, key=lambda row: (row.is_chosen, row.source == Source.RETURN), default=None)


def _amount(row: AnnualFigure, name: str) -> Any:
    value = getattr(row, name)
    return to_yuan(value) if value is not None and name in AnnualFigure.MONEY else value
