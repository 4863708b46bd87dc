"""What the words beside the numbers say of how they belong together, by the vocabulary `checks.yaml`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from titian.reader.checks.passage import Part
from titian.reader.quantities.units import UNKNOWN, Units, units
from titian.reader.vocabulary import words

_YEARS = re.compile(r"((?:19|20)\d{2})年?")
_RANGE = re.compile(r"((?:19|20)\d{2})年?\s*[-—~至到]\s*((?:19|20)\d{2})年?")
_PROGRAMME = re.compile(r"(?:研发|研究|科技|行动|专项|培育|人才|支持|引导)计划|计划(?:项目|专项|立项)|任务专项")
_COUNTED = frozenset({"counts", "others"})


@dataclass(frozen=True)
class Wording:
    """The compiled vocabulary: which words divide a total, compare two numbers, announce a sum."""

    units: Units
    complements: tuple[tuple[str, str], ...]
    halves: re.Pattern[str]
    partitions: tuple[tuple[str, ...], ...]
    states: re.Pattern[str]
    totals: re.Pattern[str]
    sums: re.Pattern[str]
    change: re.Pattern[str]
    loose_change: re.Pattern[str]
    remainder: re.Pattern[str]
    growth: re.Pattern[str]
    falling: re.Pattern[str]
    becoming: re.Pattern[str]
    averaged: re.Pattern[str]
    earlier: re.Pattern[str]
    other_basis: re.Pattern[str]
    corrections: re.Pattern[str]
    narrowing: re.Pattern[str]
    planned: re.Pattern[str]
    neutral: re.Pattern[str]
    stages: re.Pattern[str]
    overlapping: re.Pattern[str]
    yet_to_come: re.Pattern[str]
    piecemeal: tuple[str, ...]
    funnels: tuple[tuple[str, str], ...]

    def comparable(self, total: Part, part: Part, *, loose: bool) -> bool:
        """May the part be one of the total's? Same unit or one written for another; `loose` lets any measure words add up (人 and 家)."""
        if part.is_rate or total.is_rate:
            return False
        if UNKNOWN in {part.unit, total.unit} or self.units.same(total.unit, part.unit):
            return True
        return loose and {self.units.kind(total.unit), self.units.kind(part.unit)} <= _COUNTED

    def complementary(self, run: Sequence[Part]) -> bool:
        """The first two parts are the two halves of a whole: 自然人 and 法人, 已 and 未."""
        if len(run) < 2 or len(run[1].gap) > 40:
            return False
        first, second = run[0].phrase, run[1].phrase
        if not (self.halves.search(first) and self.halves.search(second)):
            return False
        named = [(one, other) for one, other in self.complements if one in first and other in second]
        return any(_has(first, one, other) and _has(second, other, one) for one, other in named)

    def staged(self, parts: Sequence[Part]) -> bool:
        """Most parts say how far things are (正常, 滞后, 办结): the total is being broken down."""
        if len(parts) < 3 or len({part.unit for part in parts}) > 1:
            return False
        told = [part for part in parts if self.states.search(part.phrase)]
        return len(told) * 2 > len(parts)

    def exclusive(self, parts: Sequence[Part]) -> bool:
        """Every part names another class of one division: 省级 and 市级, 一等奖 and 二等奖."""
        groups = (group for group in self.partitions if len(group) >= len(parts))
        return any(len({name for part in parts if (name := _member(part, group))}) == len(parts) for group in groups)

    def spans_years(self, total: Part, parts: Sequence[Part]) -> bool:
        """The parts' years are exactly those of the total's range (2021—2022年 into 2021年 and 2022年)."""
        years = [match[1] for part in parts if (match := _YEARS.search(part.gap))]
        span = next((match for match in [*_RANGE.finditer(total.gap)][::-1]), None)
        if span is None or len(years) != len(parts):
            return False
        return years == [str(year) for year in range(int(span[1]), int(span[2]) + 1)]

    def plans(self, clause: str) -> bool:
        """Does the clause say what is meant to be done? 科技计划项目 is a name, no plan."""
        return bool(self.planned.search(_PROGRAMME.sub("", clause)))

    def total_cue(self, part: Part) -> str | None:
        """`sum` where the words before the number say it adds up what stands before, `total` where they may, else None."""
        phrase = part.gap[-16:]
        if self.sums.search(phrase):
            return "sum"
        return "total" if self.totals.search(phrase) else None


def named_alike(parts: Sequence[Part]) -> bool:
    """港城片区、临港片区、科教片区: different names with one ending."""
    names = [part.label.rstrip("为是有 ") for part in parts]
    return (
        len(set(names)) == len(names)
        and len({name[-2:] for name in names if len(name) > 2}) == 1
        and all(len(name) > 2 for name in names)
    )


@cache
def wording(extra: tuple[Path, ...] = ()) -> Wording:
    """The packaged words with those of the folders in `extra`."""
    data = words("checks", extra)
    pairs = [(str(one), str(other)) for one, other in data["complements"]]
    return Wording(
        units=units(extra),
        complements=(*pairs, *((other, one) for one, other in pairs)),
        halves=_any_of([word for pair in pairs for word in pair]),
        partitions=tuple(tuple(sorted(map(str, group), key=len, reverse=True)) for group in data["partitions"]),
        states=_any_of(data["states"]),
        totals=_any_of(data["totals"]),
        sums=_any_of(data["sums"]),
        change=_ending(data["changes"]),
        loose_change=_ending([*data["changes"], *data["loose_changes"]]),
        remainder=_ending(data["remainders"]),
        growth=_ending(data["growth"]),
        falling=_ending(data["falling"]),
        becoming=_ending(data["becoming"]),
        averaged=_any_of(data["averaged"]),
        earlier=_any_of(data["earlier"]),
        other_basis=_any_of(data["other_basis"]),
        corrections=_any_of(data["corrections"]),
        narrowing=_any_of(data["narrowing"]),
        planned=_any_of(data["planned"]),
        neutral=_any_of(data["neutral"]),
        stages=_any_of(data["stages"]),
        overlapping=_any_of(data["overlapping"]),
        yet_to_come=_any_of(data["yet_to_come"]),
        piecemeal=tuple(map(str, data["piecemeal"])),
        funnels=tuple((str(earlier), str(later)) for earlier, later in data["funnels"]),
    )


def _any_of(phrases: Sequence[object]) -> re.Pattern[str]:
    return re.compile("|".join(sorted((re.escape(str(phrase)) for phrase in phrases), key=len, reverse=True)))


def _ending(phrases: Sequence[object]) -> re.Pattern[str]:
    """One of the phrases right before the number (了 or 约, or a year's end, may stand between)."""
    return re.compile(rf"(?:{_any_of(phrases).pattern})[了为达约近]{{0,2}}(?:\d{{4}}年[末底]?的?)? ?$")


def _has(phrase: str, word: str, other: str) -> bool:
    """The phrase has the word, not merely inside the other one (合格 in 不合格); one-character words must begin it."""
    if len(word) == 1:
        return phrase.startswith(word) and not phrase.startswith(other if len(other) > 1 else "\0")
    rest = phrase.replace(other, "") if word in other else phrase
    return word in rest


def _member(part: Part, group: Sequence[str]) -> str | None:
    phrase = part.phrase
    return next((name for name in group if phrase.startswith(name) or (len(name) > 1 and name in phrase)), None)
