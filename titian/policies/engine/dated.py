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

from titian.policies.engine.keys import ParameterError, data_of, day, listed, mapping, named, section, text, truth
from titian.policies.engine.nodes import Operator
from titian.policies.engine.programme import Citation
from titian.policies.engine.texts import meant, shown
from titian.policies.engine.units import Unit

Amount = int | Fraction
EDGES: Mapping[str, Operator] = {"at_least": ">=", "over": ">", "up_to": "<=", "below": "<"}
_AMOUNT = re.compile(r"(?P<number>\d+(\.\d+)?)(?P<unit>%|元|万元|亿元)")
_FEN = {"元": 100, "万元": 1_000_000, "亿元": 10_000_000_000}


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
    where = f"{path.parent.name}/{path.name}"
    return parse(data_of(path, where), pack=path.parent.name, where=where)


def parse(data: object, *, pack: str, where: str) -> Book:
    """A book from the data of its file. Raises ParameterError."""
    head = mapping(data, where, "programme label since until documents clauses parameters definitions")
    source = _Source(where, _documents(head.get("documents"), where))
    until = head.get("until")
    return Book(
        programme=text(head, "programme", where),
        label=text(head, "label", where),
        pack=pack,
        since=day(head.get("since"), f"{where} since"),
        until=None if until is None else day(until, f"{where} until") + timedelta(days=1),
        clauses={code: source.clause(code, one) for code, one in section(head, "clauses", where)},
        parameters={key: source.parameter(key, one) for key, one in section(head, "parameters", where)},
        definitions=tuple(source.definition(one) for one in listed(head, "definitions", where)),
        documents=tuple(document["number"] for document in source.documents.values()),
    )


@dataclass(frozen=True)
class _Source:
    """One file being read: where it is, and the documents it may cite."""

    where: str
    documents: Mapping[str, Mapping[str, Any]]

    def clause(self, code: str, data: object) -> ClauseText:
        where = f"{self.where} 条款「{code}」"
        found = mapping(data, where, "label proof entries")
        entries = _in_order([self._entry(one, where) for one in listed(found, "entries", where)], where)
        return ClauseText(code, text(found, "label", where), tuple(map(str, listed(found, "proof", where))), entries)

    def parameter(self, key: str, data: object) -> Parameter:
        where = f"{self.where} 参数「{key}」"
        found = mapping(data, where, "label unit entries")
        said, units = text(found, "unit", where), {one.value: one.label for one in Unit}
        if said not in units:
            raise ParameterError(f"{where}：不认识的单位「{said}」{meant(said, units)}")
        entries = [self._entry(one, where, values=True) for one in listed(found, "entries", where)]
        return Parameter(key, text(found, "label", where), Unit(said), _in_order(entries, where))

    def definition(self, data: object) -> Definition:
        where = f"{self.where} 口径"
        found = mapping(data, where, "label says cites confirmed url last_checked_on")
        citation = self._citation(found, where, date.min)
        return Definition(text(found, "label", where), text(found, "says", where), citation)

    def _entry(self, data: object, where: str, *, values: bool = False) -> Entry:
        allowed = "from cites confirmed url last_checked_on" + (" value bands" if values else "")
        found = mapping(data, where, allowed)
        since = day(found.get("from"), f"{where} from")
        if values and ("value" in found) == ("bands" in found):
            raise ParameterError(f"{where} {since}：value 和 bands 必须有且只有一个")
        bands = tuple(_band(one, f"{where} {since}") for one in listed(found, "bands", f"{where} {since}"))
        value = amount(found["value"], f"{where} {since}") if "value" in found else None
        return Entry(since, self._citation(found, where, since), value, bands)

    def _citation(self, found: Mapping[str, Any], where: str, since: date) -> Citation:
        cites = [self._cited(one, where) for one in listed(found, "cites", where)]
        if not cites:
            raise ParameterError(f"{where}：没有写依据（cites）")
        first = cites[0][0]
        checked = found.get("last_checked_on", first.get("last_checked_on"))
        return Citation(
            "；".join(f"{document['number']} {clause}".strip() for document, clause in cites),
            since,
            url=str(found.get("url", first.get("url", ""))),
            checked=None if checked is None else day(checked, f"{where} last_checked_on"),
            confirmed=truth(found.get("confirmed", True), where),
        )

    def _cited(self, text: object, where: str) -> tuple[Mapping[str, Any], str]:
        if not isinstance(text, str):
            raise ParameterError(f"{where} cites（依据）：应为文字，如 measures 第十一条（一），写的是{shown(text)}")
        key, _, clause = text.partition(" ")
        if key not in self.documents:
            titles = {code: str(one["number"]) for code, one in self.documents.items()}
            raise ParameterError(f"{where}：cites 引用的「{key}」不在 documents（文件）里{meant(key, titles)}")
        return self.documents[key], clause


def _documents(data: object, where: str) -> dict[str, Mapping[str, Any]]:
    documents = {
        key: mapping(one, f"{where} 文件「{key}」", "number title url last_checked_on")
        for key, one in named(data, "documents", where)
    }
    for key, one in documents.items():
        text(one, "number", f"{where} 文件「{key}」")
    return documents


def _band(data: object, where: str) -> Band:
    found = mapping(data, where, " ".join((*EDGES, "gives", "else", "label")))
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
        raise ParameterError(f"{where}：看不懂的数{shown(data)}（应为整数、5%、5000万元、2亿元）")
    number = Fraction(match["number"])
    if match["unit"] == "%":
        return number / 100
    fen = number * _FEN[match["unit"]]
    if fen.denominator != 1:
        raise ParameterError(f"{where}：金额「{data}」不是整分")
    return fen.numerator


def _in_order(entries: Sequence[Entry], where: str) -> tuple[Entry, ...]:
    days = [entry.since for entry in entries]
    if not entries:
        raise ParameterError(f"{where}：没有条目（entries）")
    if days != sorted(set(days)):
        raise ParameterError(f"{where}：条目应按 from 先后排列，且不重复")
    return tuple(entries)
