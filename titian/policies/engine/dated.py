"""Parameters by effective date, read from `parameters/<pack>/<programme>.yaml`. Everything unknown in a file is refused.

    programme, label, since, until          until: the last day the rule stands, or nothing
    documents:  key → number (文号), title, url, last_checked_on, confirmed
    clauses:    id → label, proof (papers), entries: [{from, cites: ["key 第十一条（一）", …]}]
    parameters: key → label, unit, entries: [{from, cites, confirmed, value | bands, …}]
    definitions: [{label, says, cites, confirmed}]      what a fact means; unconfirmed ones are printed as a note

An entry holds from its day until the next entry's. A value is a whole number, an amount («5000万元», «2亿元») or a share («5%»); bands are
{at_least | over | up_to | below: bound, gives: value or [least, most]} in order, closed by {else: value}.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

import yaml

from titian.policies.engine.nodes import Operator
from titian.policies.engine.programme import Citation
from titian.policies.engine.units import Unit

Amount = int | Fraction
EDGES: Mapping[str, Operator] = {"at_least": ">=", "over": ">", "up_to": "<=", "below": "<"}
_AMOUNT = re.compile(r"(?P<number>\d+(\.\d+)?)(?P<unit>%|元|万元|亿元)")
_FEN = {"元": 100, "万元": 1_000_000, "亿元": 10_000_000_000}


class ParameterError(ValueError):
    """A parameter file that cannot be used: what and where, in Chinese."""


@dataclass(frozen=True, slots=True)
class Band:
    """One line of a table. `operator` and `bound` are None in the line that takes the rest."""

    operator: Operator | None
    bound: Amount | None
    gives: tuple[Amount, Amount]
    word: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What holds from a day on."""

    since: date
    citation: Citation
    value: Amount | None = None
    bands: tuple[Band, ...] = ()


class _HasEntries(Protocol):
    @property
    def entries(self) -> tuple[Entry, ...]: ...


@dataclass(frozen=True, slots=True)
class Parameter:
    key: str
    label: str
    unit: Unit
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class ClauseText:
    """What a clause is called, which papers prove it, and where it is written."""

    id: str
    label: str
    proof: tuple[str, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    label: str
    says: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Book:
    """One file: the parameters of a programme in a pack. `until` is exclusive."""

    programme: str
    label: str
    pack: str
    since: date
    until: date | None
    clauses: Mapping[str, ClauseText]
    parameters: Mapping[str, Parameter]
    definitions: tuple[Definition, ...]
    documents: tuple[str, ...]

    def _dated(self) -> list[_HasEntries]:
        return [*self.parameters.values(), *self.clauses.values()]

    def days(self) -> list[date]:
        """Every day on which something begins to be different, from the first."""
        entries = [entry for one in self._dated() for entry in one.entries]
        return sorted({self.since, *(entry.since for entry in entries if entry.since > self.since)})


def on(one: _HasEntries, day: date) -> Entry | None:
    """The entry in force on a day; None where none is yet."""
    return max((entry for entry in one.entries if entry.since <= day), key=lambda entry: entry.since, default=None)


def read(path: Path) -> Book:
    """A file of a pack; the pack is its folder. Raises ParameterError."""
    try:
        data = yaml.safe_load(path.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        raise ParameterError(f"{path.name}：不是有效的 YAML（{' '.join(str(problem).split())}）") from problem
    return parse(data, pack=path.parent.name, where=f"{path.parent.name}/{path.name}")


def parse(data: object, *, pack: str, where: str) -> Book:
    """A book from the data of its file. Raises ParameterError."""
    head = _mapping(data, where, "programme label since until documents clauses parameters definitions")
    source = _Source(where, _documents(head.get("documents"), where))
    until = head.get("until")
    return Book(
        programme=_text(head, "programme", where),
        label=_text(head, "label", where),
        pack=pack,
        since=_day(head.get("since"), f"{where} since"),
        until=None if until is None else _day(until, f"{where} until") + timedelta(days=1),
        clauses={code: source.clause(code, one) for code, one in _mapping(head.get("clauses") or {}, where).items()},
        parameters={key: source.parameter(key, one) for key, one in _mapping(head.get("parameters") or {}, where).items()},
        definitions=tuple(source.definition(one) for one in head.get("definitions") or ()),
        documents=tuple(document["number"] for document in source.documents.values()),
    )


@dataclass(frozen=True)
class _Source:
    """One file being read: where it is, and the documents it may cite."""

    where: str
    documents: Mapping[str, Mapping[str, Any]]

    def clause(self, code: str, data: object) -> ClauseText:
        where = f"{self.where} clauses.{code}"
        found = _mapping(data, where, "label proof entries")
        entries = _in_order([self._entry(one, where) for one in found.get("entries") or ()], where)
        return ClauseText(code, _text(found, "label", where), tuple(found.get("proof") or ()), entries)

    def parameter(self, key: str, data: object) -> Parameter:
        where = f"{self.where} parameters.{key}"
        found = _mapping(data, where, "label unit entries")
        try:
            unit = Unit(_text(found, "unit", where))
        except ValueError as problem:
            raise ParameterError(f"{where}：不认识的单位「{found['unit']}」") from problem
        entries = [self._entry(one, where, values=True) for one in found.get("entries") or ()]
        return Parameter(key, _text(found, "label", where), unit, _in_order(entries, where))

    def definition(self, data: object) -> Definition:
        where = f"{self.where} definitions"
        found = _mapping(data, where, "label says cites confirmed url last_checked_on")
        citation = self._citation(found, where, date.min)
        return Definition(_text(found, "label", where), _text(found, "says", where), citation)

    def _entry(self, data: object, where: str, *, values: bool = False) -> Entry:
        allowed = "from cites confirmed url last_checked_on" + (" value bands" if values else "")
        found = _mapping(data, where, allowed)
        since = _day(found.get("from"), f"{where} from")
        if values and ("value" in found) == ("bands" in found):
            raise ParameterError(f"{where} {since}：value 和 bands 必须有且只有一个")
        bands = tuple(_band(one, f"{where} {since}") for one in found.get("bands") or ())
        value = amount(found["value"], f"{where} {since}") if "value" in found else None
        return Entry(since, self._citation(found, where, since), value, bands)

    def _citation(self, found: Mapping[str, Any], where: str, since: date) -> Citation:
        cites = [self._cited(str(one), where) for one in found.get("cites") or ()]
        if not cites:
            raise ParameterError(f"{where}：没有写依据（cites）")
        first = cites[0][0]
        checked = found.get("last_checked_on", first.get("last_checked_on"))
        return Citation(
            "；".join(f"{document['number']} {clause}".strip() for document, clause in cites),
            since,
            url=str(found.get("url", first.get("url", ""))),
            checked=None if checked is None else _day(checked, f"{where} last_checked_on"),
            confirmed=_truth(found.get("confirmed", True), where),
        )

    def _cited(self, text: str, where: str) -> tuple[Mapping[str, Any], str]:
        key, _, clause = text.partition(" ")
        if key not in self.documents:
            raise ParameterError(f"{where}：documents 里没有「{key}」")
        return self.documents[key], clause


def _documents(data: object, where: str) -> dict[str, Mapping[str, Any]]:
    documents = {
        key: _mapping(one, f"{where} documents.{key}", "number title url last_checked_on")
        for key, one in _mapping(data or {}, where).items()
    }
    for key, one in documents.items():
        _text(one, "number", f"{where} documents.{key}")
    return documents


def _band(data: object, where: str) -> Band:
    found = _mapping(data, where, " ".join((*EDGES, "gives", "else", "label")))
    word = str(found.get("label", ""))
    if "else" in found:
        if found.keys() & {*EDGES, "gives"}:
            raise ParameterError(f"{where}：else 不能与界限、gives 同行")
        return Band(None, None, _gives(found["else"], where), word)
    edges = [key for key in EDGES if key in found]
    if len(edges) != 1 or "gives" not in found:
        raise ParameterError(f"{where}：一行应有一个界限（{'、'.join(EDGES)}）和 gives")
    return Band(EDGES[edges[0]], amount(found[edges[0]], where), _gives(found["gives"], where), word)


def _gives(data: object, where: str) -> tuple[Amount, Amount]:
    if isinstance(data, list):
        if len(data) != 2:
            raise ParameterError(f"{where}：分值区间应为两个数")
        return amount(data[0], where), amount(data[1], where)
    one = amount(data, where)
    return one, one


def amount(data: object, where: str) -> Amount:
    """365 → 365; «5000万元» → fen; «5%» → a fraction. Raises ParameterError."""
    if isinstance(data, int) and not isinstance(data, bool):
        return data
    match = _AMOUNT.fullmatch(str(data))
    if match is None:
        raise ParameterError(f"{where}：看不懂的数「{data}」（整数、5%、5000万元、2亿元）")
    number = Fraction(match["number"])
    if match["unit"] == "%":
        return number / 100
    fen = number * _FEN[match["unit"]]
    if fen.denominator != 1:
        raise ParameterError(f"{where}：金额「{data}」不是整分")
    return fen.numerator


def _mapping(data: object, where: str, allowed: str = "") -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise ParameterError(f"{where}：应为键值表")
    unknown = [str(key) for key in data if allowed and key not in allowed.split()]
    if unknown:
        raise ParameterError(f"{where}：不认识的键「{'、'.join(unknown)}」")
    return data


def _text(data: Mapping[str, Any], key: str, where: str) -> str:
    if not data.get(key):
        raise ParameterError(f"{where}：缺 {key}")
    return str(data[key])


def _truth(data: object, where: str) -> bool:
    if not isinstance(data, bool):
        raise ParameterError(f"{where}：confirmed 应为 true 或 false")
    return data


def _day(data: object, where: str) -> date:
    if isinstance(data, date):
        return data
    raise ParameterError(f"{where}：应为日期，如 2026-04-01")


def _in_order(entries: Sequence[Entry], where: str) -> tuple[Entry, ...]:
    days = [entry.since for entry in entries]
    if not entries:
        raise ParameterError(f"{where}：没有条目（entries）")
    if days != sorted(set(days)):
        raise ParameterError(f"{where}：条目应按 from 先后排列，且不重复")
    return tuple(entries)
