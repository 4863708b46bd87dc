"""A ledger counted by what its fields say: by kind and quarter, by town and state, with firms, people and totals. Parts of one axis add up to
the whole, but where a row may stand under several of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, F, Sum, When
from django.db.models.fields.json import KT

from titian.accounts.models import Department
from titian.base.periods import Period
from titian.ledgers.definition import Definition, Field, Kind
from titian.ledgers.filters import chosen_by
from titian.ledgers.listings import placed
from titian.ledgers.models import LedgerRowQuerySet
from titian.ledgers.summing import SumOfData
from titian.places.models import Region
from titian.registry.filters import NONE

TOWN, STATE, DEPARTMENT = "town", "state", "department"
TIMES: Mapping[str, str] = {"year": "按年", "quarter": "按季度", "month": "按月"}
UNSAID, ALL = "（未填）", "all"


@dataclass(frozen=True)
class Axis:
    """What rows are told apart by. `several`: one row may stand under several parts, which then add up to more than the whole."""

    key: str
    label: str
    choices: Mapping[str, str] = field(default_factory=dict, hash=False)
    several: bool = False
    is_own: bool = False

    @property
    def parameter(self) -> str:
        """The filter of the list that shows one part."""
        return f"f_{self.key}" if self.is_own else self.key


@dataclass(frozen=True)
class Measure:
    """A column of numbers beside the rows: how it is taken, and in which unit it is shown."""

    key: str
    label: str
    unit: str
    take: Any
    value: Callable[[Any], Any]


@dataclass(frozen=True)
class Line:
    """One part with its numbers by column; `code` None for the whole, "" for rows that say nothing."""

    code: str | None
    label: str
    numbers: Mapping[str, Any]


def axes(about: Definition, *, inside: bool) -> list[Axis]:
    """The ones a ledger has, the usual first."""
    found = [_axis(one) for key in ("kind", "level") if (one := about.field(key))]
    chosen = chosen_by(about, inside=inside)
    found += [Axis(one.key, one.label, one.choices, one.kind is Kind.CHOICES, is_own=True) for one in chosen]
    if about.states:
        found.append(Axis(STATE, "状态", {state.code: state.label for state in about.states}))
    if (batch := about.field("batch")) is not None:
        found.append(_axis(batch))
    if placed(about):
        found.append(Axis(TOWN, about.label_of("region") if about.field("region") else "所属乡镇"))
    if about.field(DEPARTMENT):
        found.append(Axis(DEPARTMENT, about.label_of(DEPARTMENT)))
    return found


def _axis(one: Field) -> Axis:
    return Axis(one.key, one.label, one.choices)


def measures(about: Definition, *, inside: bool) -> list[Measure]:
    """Rows; firms and people, each once; every number of the ledger that adds up."""
    found = [Measure("rows", "记录", about.counted, Count("pk"), int)]
    if about.field("organisation"):
        found.append(Measure("firms", "企业（单位）", "家", Count("organisation", distinct=True), int))
    if about.field("person"):
        found.append(Measure("people", "人员", "人", Count("person", distinct=True), int))
    return found + [_summed(one) for one in about.fields if one.adds_up and (inside or not one.inside)]


def _summed(one: Field) -> Measure:
    money = one.kind is Kind.MONEY
    if one.is_shared:
        scale = 2 if money else 0
        return Measure(one.key, one.label, one.unit, Sum(one.key), lambda raw: None if raw is None else Decimal(raw).scaleb(-scale))
    data = SumOfData(one.key, scale=2 if money else 0, whole=one.kind in {Kind.MONEY, Kind.INTEGER})
    return Measure(one.key, one.label, one.unit, data.expression(), lambda raw: None if raw is None else data.value(raw))


def summed(rows: LedgerRowQuerySet, axis: Axis, asked: Sequence[Measure]) -> Iterator[Line]:
    """Every part with its numbers, the whole at the end."""
    takes = {f"take_{one.key}": one.take for one in asked}
    groups = _several(rows, axis, takes) if axis.several else _groups(rows, axis, takes)
    words = _words(axis, [code for code, _ in groups])
    for code, found in sorted(groups, key=lambda group: _place(axis, words, group[0])):
        yield Line(code, words[code], _valued(found, asked))
    yield Line(None, "合计", _valued(rows.order_by().aggregate(**takes), asked))


def _groups(rows: LedgerRowQuerySet, axis: Axis, takes: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    found = rows.order_by().annotate(part=_expression(axis)).values("part").annotate(**takes)
    return [(_code(one["part"]), one) for one in found]


def _several(rows: LedgerRowQuerySet, axis: Axis, takes: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """Each option by itself: its rows are no group of the database."""
    found = [(code, rows.filter(**{f"data__{axis.key}__icontains": f'"{code}"'})) for code in axis.choices]
    found.append(("", rows.exclude(data__has_key=axis.key)))
    taken = [(code, some.order_by().aggregate(**takes)) for code, some in found]
    return [(code, numbers) for code, numbers in taken if numbers["take_rows"]]


def _valued(raw: Mapping[str, Any], asked: Sequence[Measure]) -> dict[str, Any]:
    return {one.key: one.value(raw[f"take_{one.key}"]) for one in asked}


def crossed(rows: LedgerRowQuerySet, axis: Axis, columns: Axis | Sequence[Period]) -> tuple[list[Line], list[tuple[str, str]]]:
    """Rows by two axes, or by one and periods of their day; the lines, and the columns that have any (code, label)."""
    other: Any = _expression(columns) if isinstance(columns, Axis) else F("day")
    asked = rows.order_by().annotate(part=_expression(axis), other=other).values_list("part", "other").annotate(found=Count("pk"))
    counts: dict[tuple[str, str], int] = {}
    whole: dict[str, int] = {}
    for part, raw, number in asked:
        column = _code(raw) if isinstance(columns, Axis) else _period_of(raw, columns)
        if column is None:
            continue
        whole[column] = whole.get(column, 0) + number
        for code in _codes(part) if axis.several else [_code(part)]:
            counts[code, column] = counts.get((code, column), 0) + number
    heads = _heads(columns, whole)
    words = _words(axis, {code for code, _ in counts})
    lines = []
    for one in [*sorted(words, key=lambda code: _place(axis, words, code)), None]:
        numbers = {column: whole.get(column, 0) if one is None else counts.get((one, column), 0) for column, _ in heads}
        lines.append(Line(one, "合计" if one is None else words[one], {**numbers, ALL: sum(numbers.values())}))
    return lines, heads


def _heads(columns: Axis | Sequence[Period], whole: Mapping[str, int]) -> list[tuple[str, str]]:
    if isinstance(columns, Axis):
        words = _words(columns, whole)
        return [(code, words[code]) for code in sorted(words, key=lambda code: _place(columns, words, code))]
    return [(period.text, period.label) for period in columns]


def _period_of(day: date | None, periods: Sequence[Period]) -> str | None:
    return next((period.text for period in periods if day is not None and period.since <= day < period.until), None)


def _expression(axis: Axis) -> Any:
    if axis.key == TOWN and not axis.is_own:
        return Case(When(region__level="village", then=F("region__parent")), default=F("region"))
    return KT(f"data__{axis.key}") if axis.is_own else F(axis.key)


def _code(raw: Any) -> str:
    return "" if raw is None else str(raw)


def _codes(raw: Any) -> list[str]:
    found = json.loads(raw) if isinstance(raw, str) and raw.startswith("[") else raw
    return [str(code) for code in found] if isinstance(found, list) and found else [_code(raw)]


def _words(axis: Axis, codes: Any) -> dict[str, str]:
    """What each part is called."""
    known = dict(axis.choices)
    keys = [int(code) for code in codes if code.isdecimal()]
    if not axis.is_own and axis.key == TOWN:
        known = {str(one.pk): one.name for one in Region.objects.filter(pk__in=keys).order_by("order", "code")}
    elif not axis.is_own and axis.key == DEPARTMENT:
        known = {str(one.pk): one.name for one in Department.objects.filter(pk__in=keys)}
    order = list(known)
    found = sorted(codes, key=lambda code: order.index(code) if code in known else len(order))
    return {code: known.get(code, code) or UNSAID for code in found}


def _place(axis: Axis, words: Mapping[str, str], code: str) -> tuple[bool, int, str]:
    """Options and places in the office's own order, the rest by name; what is not said comes last."""
    ordered = bool(axis.choices) or (not axis.is_own and axis.key in {TOWN, DEPARTMENT})
    return code == "", [*words].index(code) if ordered else 0, words[code]


def asks_for(axis: Axis, code: str | None) -> dict[str, str] | None:
    """What the list is asked for to show one part; None where it cannot be."""
    if code is None:
        return {}
    if code:
        return {axis.parameter: code}
    return {axis.parameter: NONE} if axis.parameter in {TOWN, DEPARTMENT, "batch"} else None
