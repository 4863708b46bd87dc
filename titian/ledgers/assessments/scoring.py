"""Scores of a weighted scheme, exact. Pure Python.

An item gives `weight` points of the total; it is scored up to its full mark, which is the weight itself unless the scheme says another
(满分 100 within a weight of 15: 80 becomes 12 points).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from titian.base.quantities import plain, rounded

PLACES = 2
WHOLE = 100


@dataclass(frozen=True)
class Item:
    """One item of a scheme. `evidence`: what has to be shown for it; empty: nothing."""

    title: str
    weight: Decimal
    full: Decimal | None = None
    evidence: str = ""
    part: str = ""

    @property
    def full_mark(self) -> Decimal:
        return self.weight if self.full is None else self.full

    def points(self, score: Decimal) -> Fraction:
        """What a score adds to the total."""
        return Fraction(score) * Fraction(self.weight) / Fraction(self.full_mark) if self.full_mark else Fraction(0)


@dataclass(frozen=True)
class Scored:
    """A score given, with whether the evidence the item asks for is there. `score` None: not scored yet."""

    score: Decimal | None
    has_evidence: bool = False


@dataclass(frozen=True)
class Total:
    """The weighted total. `exact` None while an item is not scored; `value` is `exact` to two decimals, as it is printed and graded."""

    exact: Fraction | None
    so_far: Fraction
    missing: tuple[str, ...]

    @property
    def value(self) -> Decimal | None:
        return None if self.exact is None else as_printed(self.exact)


def as_printed(points: Fraction) -> Decimal:
    """To two decimals, half up: what papers print, and therefore what is compared with the edges of grades."""
    return rounded(Decimal(points.numerator) / Decimal(points.denominator), PLACES)


def total(items: Sequence[Item], scores: Mapping[str, Scored]) -> Total:
    """By title of the item."""
    given = {item.title: scored.score for item in items if (scored := scores.get(item.title)) and scored.score is not None}
    so_far = sum((item.points(score) for item in items if (score := given.get(item.title)) is not None), Fraction(0))
    missing = tuple(item.title for item in items if item.title not in given)
    return Total(None if missing or not items else so_far, so_far, missing)


def faults_of_scheme(items: Sequence[Item]) -> Iterable[str]:
    """What is wrong with a scheme as a whole: weights that are no hundred, an item named twice, a full mark of nothing."""
    whole = sum((item.weight for item in items), Decimal(0))
    if items and whole != WHOLE:
        yield f"各项分值之和是 {plain(whole)} 分，应为 {WHOLE} 分"
    titles = [item.title for item in items]
    yield from (f"指标「{title}」出现了 {titles.count(title)} 次" for title in dict.fromkeys(titles) if titles.count(title) > 1)
    yield from (f"指标「{item.title}」的满分是 0，无法折算" for item in items if item.weight and not item.full_mark)


def faults_of_score(item: Item, scored: Scored) -> Iterable[str]:
    """What is wrong with one score: beyond the full mark, below nought, points without the evidence the scheme asks for."""
    if scored.score is None:
        return
    if scored.score < 0 or scored.score > item.full_mark:
        yield f"得分 {plain(scored.score)} 应在 0 到 {plain(item.full_mark)} 分之间"
    elif scored.score > 0 and item.evidence and not scored.has_evidence:
        yield f"要求佐证「{item.evidence}」，没有佐证就给了 {plain(scored.score)} 分"
