"""The text as sentences of quantities: what stands before, after and between them. Everything the checks look at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from titian.base.quantities import Operator, plain
from titian.reader.quantities.flat import flat as flattened
from titian.reader.quantities.tables import Table, tables
from titian.reader.quantities.units import UNKNOWN, Units, units
from titian.reader.values import FoundQuantity
from titian.reader.vocabulary import words

_SENTENCE = re.compile(r"[^。!?\r\n]+[。!?]?")
_BREAK = re.compile(r"[,、;:。(—]|\s")
_DIGITS = re.compile(r"\d[\d, ]*(?P<fraction>\.\d+)?")
_HEADING = re.compile(r"^[ \t#]*[一二三四五六七八九十]{1,3}、[^\r\n。;]{1,40}", re.MULTILINE)
_OF_PLANS = re.compile(r"打算|安排|下一步|下步|思路|展望|新一年|努力方向|工作计划|年计划|年目标|今后|明年|下半年")
_AMONG = re.compile(r"其中|包括|[里中内](?:头|面|间)?,|当中")
_HALF = Decimal("0.5")
_RATES = frozenset({"%", "‰"})


@dataclass(eq=False)  # looked at thousands of times: what is asked of it is worked out once, and no two are equal
class Part:
    """A quantity in its sentence. `gap` is the text since the previous quantity (or the sentence's start), `label` its last phrase,
    `tail` the text up to the next break; `depth` counts open brackets; `among`: 其中 or the like stands in the gap."""

    found: FoundQuantity
    gap: str
    label: str
    tail: str
    depth: int

    def __post_init__(self) -> None:
        found = self.found
        self.value, self.unit, self.offset, self.printed = found.value, found.unit, found.offset, found.number_text
        self.phrase = self.label + self.tail
        self.among = _AMONG.search(self.gap) is not None
        self.exact = found.qualifier is Operator.EXACT
        self.is_rate = found.unit in _RATES or "百分点" in found.unit

    @cached_property
    def slack(self) -> Decimal:
        """Half a unit of the last printed digit: 0 for a plain count, 0.005亿 for 7.47亿元."""
        match = _DIGITS.search(flattened(self.printed))
        if match is None:
            return _numeral_slack(self.printed, self.value)
        digits = Decimal(re.sub("[, ]", "", match.group()))
        factor = abs(self.value / digits) if digits else Decimal(1)
        if factor == 1 and not match["fraction"] and not self.is_rate:
            return Decimal(0)
        return factor * _HALF.scaleb(1 - len(match["fraction"] or "."))

    @property
    def least_slack(self) -> Decimal:
        """The slack of a number printed with decimals; one without may well be exact (目标18亿元)."""
        return self.slack if "." in flattened(self.printed) or self.is_rate else Decimal(0)


def _numeral_slack(printed: str, value: Decimal) -> Decimal:
    """Of a number in Chinese numerals: 百分之五十六点六 has one decimal, 四成 is a tenth, 三分之二 about that much; 三十九家 is exact."""
    point = re.search(r"点([零一二三四五六七八九]+)(万亿|万|亿)?", printed)
    if point is not None:
        scale = {"万": 4, "亿": 8, "万亿": 12}.get(point[2] or "", 0)
        return _HALF.scaleb(scale - len(point[1]))
    if "分之" in printed:
        return _HALF if printed.startswith(("百分之", "千分之")) else abs(value) / 20
    return Decimal(5) if printed.rstrip("多余来").endswith("成") else _HALF if "成" in printed else Decimal(0)


@dataclass(frozen=True)
class Sentence:
    """A sentence or table cell with its quantities in order."""

    start: int
    text: str
    parts: tuple[Part, ...]
    in_table: bool = False


@dataclass(frozen=True)
class Passage:
    """All sentences of a text with the words of the arithmetic vocabulary."""

    text: str
    flat: str
    sentences: tuple[Sentence, ...]
    tables: tuple[Table, ...]
    units: Units
    words: Mapping[str, Any]
    extra: tuple[Path, ...] = ()
    plans: tuple[tuple[int, int], ...] = ()

    def planned_at(self, offset: int) -> bool:
        """Does the number stand under a heading of plans (三、下一步打算)?"""
        return any(start <= offset < end for start, end in self.plans)


def passage(text: str, quantities: Sequence[FoundQuantity], extra: tuple[Path, ...] = ()) -> Passage:
    """Cut `text` at full stops, line ends and cell borders, and put its quantities in place."""
    known = units(extra)
    flat = flattened(text)
    found = tables(flat, known)
    cells = {cell.start: cell.end for table in found for row in table.rows for cell in row if cell.text}
    sentences = tuple(_sentences(flat, sorted(quantities, key=lambda entry: entry.offset), cells))
    return Passage(text, flat, sentences, tuple(found), known, words("checks", extra), extra, tuple(_plans(flat)))


def _plans(flat: str) -> Iterator[tuple[int, int]]:
    """Where the sections of plans begin and end."""
    headings = list(_HEADING.finditer(flat))
    ends = [*(heading.start() for heading in headings[1:]), len(flat)]
    for heading, end in zip(headings, ends, strict=False):
        if _OF_PLANS.search(heading.group()):
            yield heading.start(), end


def _sentences(flat: str, quantities: Sequence[FoundQuantity], cells: Mapping[int, int]) -> Iterator[Sentence]:
    at = 0
    for start, end, in_table in _spans(flat, cells):
        inside: list[FoundQuantity] = []
        while at < len(quantities) and quantities[at].offset < end:
            if quantities[at].offset >= start:
                inside.append(quantities[at])
            at += 1
        if inside:
            text = flat[start:end]
            yield Sentence(start, text, tuple(_parts(text, start, inside)), in_table)


def _spans(flat: str, cells: Mapping[int, int]) -> Iterator[tuple[int, int, bool]]:
    """Sentences, cut again where a table cell begins or ends."""
    borders = sorted({border for start, end in cells.items() for border in (start, end)})
    inside = set(cells)
    at = 0
    for match in _SENTENCE.finditer(flat):
        start = match.start()
        while at < len(borders) and borders[at] <= start:
            at += 1
        table = start in inside
        while at < len(borders) and borders[at] < match.end():
            yield start, borders[at], table
            start, table = borders[at], borders[at] in inside
            at += 1
        yield start, match.end(), table


def _parts(text: str, start: int, found: Sequence[FoundQuantity]) -> Iterator[Part]:
    depth = 0
    borders = [0, *(place - start for entry in found for place in (entry.offset, entry.end)), len(text)]
    gaps = [text[borders[at] : borders[at + 1]] for at in range(0, len(borders), 2)]
    phrases = [_BREAK.split(gap) for gap in gaps]
    for index, entry in enumerate(found):
        gap = gaps[index]
        depth = max(0, depth + gap.count("(") - gap.count(")"))
        yield Part(entry, gap, phrases[index][-1], phrases[index + 1][0], depth)


def shown(value: Decimal, like: Part) -> str:
    """A computed value printed the way `like` is: 151项, 12.5万元."""
    match = _DIGITS.search(flattened(like.printed))
    digits = Decimal(re.sub("[, ]", "", match.group())) if match else Decimal(0)
    factor = abs(like.value / digits) if digits else Decimal(1)
    unit = flattened(like.printed)[match.end() :] if match else like.unit
    return f"{plain(value / factor)}{unit or ('' if like.unit == UNKNOWN else like.unit)}"
