"""Grades out of totals: bands with inclusive lower edges, and a quota for the best grade. Pure Python.

«90分以上优秀» includes 90.00; totals are compared as they are printed, to two decimals. Of those whose points would do for the best grade
only as many get it as the quota has places, by rank; the rest fall to the grade below. Where the last place is contested by equal totals
nobody of them gets it: the machine does not draw lots, the meeting decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from titian.base.quantities import plain


@dataclass(frozen=True)
class Band:
    """A grade from `low` points on (inclusive), up to the band above it."""

    grade: str
    label: str
    low: Decimal


@dataclass(frozen=True)
class Quota:
    """At most `percent` of all that were assessed get `grade`; places are rounded down, with `at_least` of them."""

    grade: str
    percent: Decimal
    at_least: int = 0

    def places(self, assessed: int) -> int:
        return max(int(self.percent * assessed / 100), min(self.at_least, assessed))


@dataclass(frozen=True)
class Graded:
    """One platform: its rank (equal totals share one), the grade its points ask for, the grade it gets, and why that is another one."""

    key: str
    total: Decimal
    rank: int
    by_points: str
    grade: str
    why: str = ""


def band_of(bands: Sequence[Band], total: Decimal) -> Band:
    """The highest band whose edge is reached; what reaches none is in the lowest."""
    ordered = sorted(bands, key=lambda band: band.low, reverse=True)
    return next((band for band in ordered if total >= band.low), ordered[-1])


def edges(bands: Sequence[Band]) -> str:
    """优秀 90 分以上（含 90 分），良好 80 分以上不足 90 分（含 80 分），… — in words, so that nobody has to guess at the edge."""
    ordered = sorted(bands, key=lambda band: band.low, reverse=True)
    parts = []
    for above, band in zip([None, *ordered], ordered, strict=False):
        low, high = plain(band.low), plain(above.low) if above else ""
        if above is None:
            parts.append(f"{band.label} {low} 分以上（含 {low} 分）")
        elif band is ordered[-1] and band.low <= 0:
            parts.append(f"{band.label}不足 {high} 分")
        else:
            parts.append(f"{band.label} {low} 分以上不足 {high} 分（含 {low} 分）")
    return "，".join(parts)


def grades(
    totals: Mapping[str, Decimal], bands: Sequence[Band], quota: Quota | None = None, *, assessed: int | None = None
) -> list[Graded]:
    """Everybody with a total, best first; equal totals in the order given. `assessed`: how many take part, those not yet scored among them."""
    ordered = sorted(totals.items(), key=lambda pair: -pair[1])
    ranks = {total: 1 + sum(other > total for _, other in ordered) for _, total in ordered}
    made = [Graded(key, total, ranks[total], band_of(bands, total).grade, band_of(bands, total).grade) for key, total in ordered]
    return made if quota is None else _within(made, bands, quota, len(made) if assessed is None else assessed)


def _within(made: Sequence[Graded], bands: Sequence[Band], quota: Quota, assessed: int) -> list[Graded]:
    best = [one for one in made if one.by_points == quota.grade]
    places = quota.places(assessed)
    if len(best) <= places:
        return list(made)
    edge = best[places].total  # the first total that finds no place for everybody who has it
    left = places - sum(one.total > edge for one in best)
    equals = sum(one.total == edge for one in best)
    below, word = _below(bands, quota.grade), band_named(bands, quota.grade).label
    limit = f"{word}名额 {places} 个（{assessed} 家的 {plain(quota.percent)}%）"
    fallen = f"{limit}，按位次列为{below.label}"
    tied = f"{limit}，{equals} 家同为 {plain(edge)} 分，只剩 {left} 个名额，暂列{below.label}，由会议定"
    return [
        replace(one, grade=below.grade, why=tied if left and one.total == edge else fallen)
        if one.by_points == quota.grade and one.total <= edge
        else one
        for one in made
    ]


def _below(bands: Sequence[Band], grade: str) -> Band:
    ordered = sorted(bands, key=lambda band: band.low, reverse=True)
    place = next(number for number, band in enumerate(ordered) if band.grade == grade)
    return ordered[min(place + 1, len(ordered) - 1)]


def band_named(bands: Sequence[Band], grade: str) -> Band:
    return next(band for band in bands if band.grade == grade)
