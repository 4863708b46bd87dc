"""Units as the vocabulary lists them, compiled once: what stands behind a number, and by what it multiplies the number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any

from titian.reader.vocabulary import words

UNKNOWN = "unknown"
SCALES: dict[str, Decimal] = {
    "百": Decimal(10) ** 2,
    "千": Decimal(10) ** 3,
    "万": Decimal(10) ** 4,
    "亿": Decimal(10) ** 8,
    "万亿": Decimal(10) ** 12,
}
_KINDS = ("counts", "others", "money", "rates", "time", "measures")


@dataclass(frozen=True)
class Measure:
    """What a table's header says of a bare number: its unit and the factor to multiply by (万元 → 元, 10000)."""

    unit: str
    factor: Decimal = Decimal(1)


@dataclass(frozen=True)
class Units:
    """The compiled unit vocabulary. Patterns are meant for flat text and are used with `.match(text, position)`."""

    kinds: Mapping[str, frozenset[str]]
    spellings: Mapping[str, str]
    unit: re.Pattern[str]
    scale: re.Pattern[str]
    measure: re.Pattern[str]
    after_numerals: frozenset[str]
    name: re.Pattern[str]
    label: re.Pattern[str]
    columns: Mapping[str, tuple[str, ...]]
    kind_endings: Mapping[str, tuple[str, ...]]
    equals: Mapping[str, frozenset[str]]
    pairs: frozenset[tuple[str, str]]

    def spelled(self, printed: str) -> str:
        """The common spelling of a printed unit (㎡ → 平方米); spaces dropped."""
        compact = printed.replace(" ", "")
        return self.spellings.get(compact, compact)

    def kind(self, unit: str) -> str | None:
        """`counts`, `others`, `money`, `rates`, `time` or `measures`; a compound (元/亩, 台(套)) has the kind of its head."""
        head = re.split(r"[/(]", unit, maxsplit=1)[0]
        return next((kind for kind in _KINDS if head in self.kinds[kind]), None)

    def same(self, first: str, second: str) -> bool:
        """May figures in these units be compared or added: equal, or written for one another (家 and 户, 人 and 名)?"""
        return first == second or (first, second) in self.pairs

    def parse(self, printed: str) -> Measure | None:
        """A header's unit alone: `万元` → 元 × 10000; None when it is no unit."""
        match = self.measure.fullmatch(printed.strip())
        if match is None:
            return None
        factor = SCALES.get(match["small"] or "", Decimal(1)) * SCALES.get(match["big"] or "", Decimal(1))
        return Measure(self.spelled(match["unit"]) if match["unit"] else UNKNOWN, factor)


@cache
def units(extra: tuple[Path, ...] = ()) -> Units:
    """The packaged units with those of the folders in `extra`; raises VocabularyError on a broken word file."""
    data = words("units", extra)
    names = _listed(data, *_KINDS)
    guards: Mapping[str, list[str]] = data["not_before"]
    unit = _unit_source(names, guards)
    small = _scale_source(("百", "千"), names)
    big = "万亿|亿|万"
    equals = {str(base): frozenset(map(str, written)) for base, written in data["equals"].items()}
    return Units(
        kinds={kind: frozenset(map(str, data[kind])) for kind in _KINDS},
        spellings={str(written): str(plain) for written, plain in data["spellings"].items()},
        unit=re.compile(unit),
        scale=re.compile(
            rf"(?P<more>余|多|来|几|\+)?(?:个?(?P<small>{small}))?(?P<inner>余|多|来|几)?(?:个?(?P<big>{big}))?(?P<late>余|多|来|几)?"
        ),
        measure=re.compile(rf"(?P<small>{small})?(?P<big>{big})?(?P<unit>{unit})?"),
        after_numerals=frozenset(_listed(data, "numerals", "money")),
        name=re.compile(rf" ?(?:{_either(_listed(data, 'names'))})"),
        label=re.compile(rf"(?:{_either(_listed(data, 'labels'))}) ?$"),
        columns={str(column): tuple(map(str, endings)) for column, endings in data["columns"].items()},
        kind_endings={str(kind): tuple(map(str, endings)) for kind, endings in data["kind_endings"].items()},
        equals=equals,
        pairs=frozenset(pair for base, written in equals.items() for pair in permutations((base, *written), 2)),
    )


def _listed(data: Mapping[str, Any], *keys: str) -> list[str]:
    return [str(word) for key in keys for word in data[key]]


def _either(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(set(names), key=len, reverse=True))


def _unit_source(names: list[str], guards: Mapping[str, list[str]]) -> str:
    """Longest unit first, each with what must not follow it, then a bracketed or slashed second unit: 台(套), 元/亩."""
    single = "|".join(_guarded(name, guards) for name in sorted(set(names), key=len, reverse=True))
    return rf"(?:{single})(?:\((?:{single})\))?(?:/(?:{single}))?"


def _guarded(name: str, guards: Mapping[str, list[str]]) -> str:
    after = guards.get(name, ())
    if name[-1].isascii() and name[-1].isalnum():
        return rf"{re.escape(name)}(?![A-Za-z0-9])"
    return re.escape(name) + (f"(?!{_either(map(str, after))})" if after else "")


def _scale_source(marks: tuple[str, ...], names: list[str]) -> str:
    """千 and 百 scale a number unless they begin a unit of their own (千瓦, 百分点)."""
    sources = []
    for mark in marks:
        rest = [name[1:] for name in names if name.startswith(mark) and len(name) > 1]
        sources.append(mark + (f"(?!{_either(rest)})" if rest else ""))
    return "|".join(sources)
