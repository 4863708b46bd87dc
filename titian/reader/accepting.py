"""From a kept reading to the figures that could go into the books: corrections applied, repeats folded, ambiguities named."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import combinations

from titian.base.periods import Period, PeriodError
from titian.base.quantities import Operator, Quantity
from titian.figures.checks import Statement, in_conflict
from titian.figures.key import FigureKey
from titian.figures.models import indicator, indicators
from titian.reader.models import KeptReading

_NAME = r"[^,;:，。；：、（）()“”\s\d]{2,20}"
_CUMULATIVE = re.compile(r"(?<!\d)1月?\s*[—\-–~～至到]\s*(\d{1,2})月")
_NAMES = re.compile(rf"({_NAME}(?:、{_NAME})+)(?:等)?$")


@dataclass(frozen=True)
class Candidate:
    """One figure of a document on its way into the books."""

    offset: int
    number_text: str
    value: Decimal
    qualifier: str
    code: str
    status: str
    period: str
    quote: str
    scope: str = ""
    calibre: str = ""
    level: str = ""
    as_of: date | None = None
    names: tuple[str, ...] = ()
    corrected: bool = False

    def key(self) -> FigureKey:
        return FigureKey(
            self.code, Period.parse(self.period), "", self.status, calibre=self.calibre, level=self.level, scope=self.scope
        )

    @property
    def quantity(self) -> Quantity:
        entry = indicator(self.code)
        return Quantity(self.value, entry.unit if entry else "", Operator(self.qualifier))

    def as_statement(self) -> Statement:
        return Statement(self.offset, self.key(), self.value, Operator(self.qualifier), self.as_of, order=self.offset)


def candidates(reading: KeptReading, *, scopes: Mapping[int, str] | None = None, leave_out: Iterable[int] = ()) -> list[Candidate]:
    """Every figure after corrections, in the text's order; a figure repeated with an agreeing value stands once, the exact one first."""
    scopes, skipped = scopes or {}, set(leave_out)
    named = [
        replace(entry, scope=scopes.get(entry.offset, entry.scope)) for entry in corrected(reading) if entry.offset not in skipped
    ]
    return _folded(named)


def corrected(reading: KeptReading) -> list[Candidate]:
    """The reading's figures with the newest correction of each offset applied."""
    decided = {row.offset: row for row in reading.corrections.order_by("pk")}
    found = _without_bases([_from_json(figure, reading.text) for figure in reading.result["figures"]], reading)
    read = {entry.offset: entry for entry in _headlines(found, _confirmed_totals(reading))}
    known = indicators()
    for offset, row in decided.items():
        if not row.code:
            read.pop(offset, None)
            continue
        base = read.get(offset) or _from_quantity(reading, offset)
        if base is None or row.code not in known:
            continue
        read[offset] = replace(
            base,
            code=row.code,
            status=row.status,
            period=row.period,
            scope=row.scope,
            calibre=row.calibre,
            level=row.level,
            corrected=True,
        )
    return [read[offset] for offset in sorted(read) if _sound(read[offset])]


def _headlines(read: Sequence[Candidate], totals: set[int]) -> list[Candidate]:
    """The reader tells figures of one name apart by the heading they stand under; the headline is the figure itself, without scope."""
    groups: dict[FigureKey, list[Candidate]] = defaultdict(list)
    for entry in read:
        if _sound(entry):
            groups[replace(entry, scope="").key()].append(entry)
    heads = {_headline(group, totals).offset for group in groups.values()}
    return [replace(entry, scope="") if entry.offset in heads else entry for entry in read]


def doubled(found: Sequence[Candidate]) -> set[int]:
    """Offsets of figures that only their scope tells apart: the scope was read off a heading, so a person should look at it."""
    groups: dict[FigureKey, list[Candidate]] = defaultdict(list)
    for entry in found:
        groups[replace(entry, scope="").key()].append(entry)
    return {entry.offset for group in groups.values() if len(group) > 1 for entry in group}


def ambiguous(found: Sequence[Candidate]) -> list[list[Candidate]]:
    """Groups of candidates of one key that contradict each other."""
    groups: dict[FigureKey, list[Candidate]] = defaultdict(list)
    for entry in found:
        groups[entry.key()].append(entry)
    return [
        group
        for group in groups.values()
        if any(in_conflict(one.as_statement(), other.as_statement()) for one, other in combinations(group, 2))
    ]


def suggested_leave_out(reading: KeptReading) -> frozenset[int]:
    """Of numbers that contradict each other one is the headline, and the others are taken for parts of it, which are left out.

    Where the reader itself found the contradiction (a failing check names both), none is left out: that is for a person to decide.
    """
    failing = [
        set(check["offsets"]) for check in reading.result["checks"] if check["holds"] is False and check["kind"] == "conflict"
    ]
    totals = _confirmed_totals(reading)
    left: set[int] = set()
    for group in ambiguous(candidates(reading)):
        first = _headline(group, totals)
        left |= {
            entry.offset
            for entry in group
            if entry is not first and not any({first.offset, entry.offset} <= named for named in failing)
        }
    return frozenset(left)


def _without_bases(read: Sequence[Candidate], reading: KeptReading) -> list[Candidate]:
    """«66家，占规上企业126家的52.4%»: 126 is what the share is taken of, never another value of the figure that 66 is."""
    by_offset = {entry.offset: entry for entry in read}
    bases = set()
    for check in reading.result["checks"]:
        if check["kind"] == "ratio" and check["holds"] and len(check["offsets"]) == 3:
            part, base = (by_offset.get(offset) for offset in check["offsets"][1:])
            if part and base and (part.code, part.status, part.period) == (base.code, base.status, base.period):
                bases.add(base.offset)
    return [entry for entry in read if entry.offset not in bases]


def _confirmed_totals(reading: KeptReading) -> set[int]:
    """Offsets of numbers that the text's own arithmetic shows to be a sum."""
    sums = (check for check in reading.result["checks"] if check["kind"] == "sum" and check["holds"])
    return {check["offsets"][0] for check in sums if check["offsets"]}


def _headline(group: Sequence[Candidate], totals: set[int]) -> Candidate:
    """The number the others are parts of: a confirmed total, else an exact number, else the largest (of rates: the first)."""

    def weight(entry: Candidate) -> tuple[bool, bool, Decimal, int]:
        size = Decimal(0) if entry.quantity.unit == "%" else entry.value
        return entry.offset in totals, entry.status == "target" or entry.qualifier == Operator.EXACT, size, -entry.offset

    return max(group, key=weight)


def _folded(found: Sequence[Candidate]) -> list[Candidate]:
    kept: dict[FigureKey, list[Candidate]] = defaultdict(list)
    for entry in found:
        same = kept[entry.key()]
        place = next((n for n, other in enumerate(same) if _says_the_same(entry, other)), None)
        if place is None:
            same.append(entry)
        elif same[place].qualifier != Operator.EXACT and entry.qualifier == Operator.EXACT:
            same[place] = entry
    return sorted((entry for group in kept.values() for entry in group), key=lambda entry: entry.offset)


def _says_the_same(one: Candidate, other: Candidate) -> bool:
    series = one.as_of is not None and other.as_of is not None and one.as_of != other.as_of
    return not series and not in_conflict(one.as_statement(), other.as_statement())


def _sound(entry: Candidate) -> bool:
    try:
        Period.parse(entry.period)
    except PeriodError:
        return False
    return True


def _from_json(figure: Mapping[str, object], text: str) -> Candidate:
    offset = int(str(figure["offset"]))
    as_of = figure.get("as_of")
    return Candidate(
        offset=offset,
        number_text=str(figure["number_text"]),
        value=Decimal(str(figure["value"])),
        qualifier=str(figure["qualifier"]),
        code=str(figure["code"]),
        status=str(figure["status"]),
        period=str(figure["period"]),
        quote=str(figure["quote"]),
        scope=str(figure.get("scope", "")),
        calibre=str(figure.get("calibre", "")),
        level=str(figure.get("level", "")),
        as_of=_day(as_of) or _cumulative_day(text, offset, str(figure["period"])),
        names=names_before(text, offset),
    )


def _from_quantity(reading: KeptReading, offset: int) -> Candidate | None:
    found = next((entry for entry in reading.result["quantities"] if entry["offset"] == offset), None)
    if found is None:
        return None
    start = max(reading.text.rfind(mark, 0, offset) for mark in "。；;\n") + 1
    quote = reading.text[start : offset + len(found["number_text"])].strip()
    return _from_json({**found, "code": "", "status": "achieved", "period": reading.period, "quote": quote}, reading.text)


def _cumulative_day(text: str, offset: int, period: str) -> date | None:
    """1—5月 carries the year; that it is of the end of May keeps it apart from the 1—11月 of a later paper."""
    start = max(text.rfind(mark, 0, offset) for mark in "。；;\n") + 1
    found = list(_CUMULATIVE.finditer(text, start, offset))
    if not found or len(period) != len("2025"):
        return None
    month = int(found[-1][1])
    return date(int(period), month, monthrange(int(period), month)[1]) if 1 <= month <= 12 else None


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text)) if text else None
    except ValueError:
        return None


def names_before(text: str, offset: int) -> tuple[str, ...]:
    """The list of names that ends right before a count: «组织甲科技、乙材料2家» → the two names; () when there is none.

    A verb in front of the first name cannot be told from the name and is cut off by the words the office begins such lists with.
    """
    found = _NAMES.search(text[max(0, offset - 200) : offset])
    if not found:
        return ()
    first, *rest = found[1].split("、")
    for word in ("组织", "推荐", "引导", "支持", "指导", "帮助", "培育", "为", "对", "有", "是", "其中"):
        first = first.split(word)[-1] if word in first and len(first.split(word)[-1]) >= 2 else first
    last = rest[-1].removesuffix("等")
    return (first, *rest[:-1], last) if len(last) >= 2 else ()
