"""What a draft would cost: who gains, by place, under a ceiling; two drafts side by side. Amounts in fen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
YUAN = 100
ALL, PRO_RATA, CAPPED = "all", "pro_rata", "capped"
RANKED, SMALLEST, FIRST_COME, SCORED = "ranked", "smallest", "first_come", "scored"
CUTS = {
    ALL: "不设上限",
    PRO_RATA: "按比例折减",
    CAPPED: "压低每家最高额",
    RANKED: "从金额大的起，额满为止",
    SMALLEST: "从金额小的起，额满为止",
    FIRST_COME: "先到先得，额满为止",
    SCORED: "按评分从高到低，额满为止",
}
# What a cut does, for the page.
EXPLAINED = {
    ALL: "每家按标准全额安排，不看预算。",
    PRO_RATA: "每家按同一比例折减（预算上限 ÷ 需要的金额），不足一元的舍去。",
    CAPPED: "给每家定一个统一的最高额，使总额不超预算；低于它的全额，高于它的按它。",
    RANKED: "金额大的先安排，全额给到下一家排不下为止，后面的不再安排。",
    SMALLEST: "金额小的先安排，受益的家数最多；全额给到下一家排不下为止。",
    FIRST_COME: "按这份政策的申请日期先后，全额给到下一家排不下为止；还没有申请的排在后面，其中金额小的在前。",
    SCORED: "按最近一次评估的得分从高到低（得分是区间的取最低分），全额给到下一家排不下为止；没有得分的排在后面。",
}
IN_TURN = (RANKED, SMALLEST, FIRST_COME, SCORED)
BY_RANK = (FIRST_COME, SCORED)  # the caller says who comes first


@dataclass(frozen=True, slots=True)
class Gain(Generic[Key]):
    """What one firm gets. `asked` None: cannot be told yet. `granted` is what remains under the ceiling.

    rank   larger comes first where a cut asks for it; None: nobody knows its place
    """

    key: Key
    place: str
    asked: int | None
    rank: int | None = None
    granted: int | None = None


@dataclass(frozen=True)
class Simulated(Generic[Key]):
    """`unknown`: firms of which it cannot be told; their number says how far the cost may still grow. `most`: what a firm gets at most."""

    gains: tuple[Gain[Key], ...]
    unknown: int
    ceiling: int | None
    most: int | None = None

    @property
    def firms(self) -> int:
        return sum(bool(one.granted) for one in self.gains)

    @property
    def left_out(self) -> int:
        """Firms that get nothing although they would without a ceiling."""
        return len(self.gains) - self.firms

    @property
    def is_cut(self) -> bool:
        return self.granted < self.asked

    @property
    def asked(self) -> int:
        return sum(one.asked or 0 for one in self.gains)

    @property
    def granted(self) -> int:
        return sum(one.granted or 0 for one in self.gains)

    def by_place(self) -> list[tuple[str, int, int]]:
        """(place, firms, granted), the largest first."""
        firms: Counter[str] = Counter()
        money: Counter[str] = Counter()
        for one in self.gains:
            if one.granted:
                firms[one.place] += 1
                money[one.place] += one.granted
        return [(place, firms[place], money[place]) for place in sorted(money, key=lambda place: (-money[place], place))]


def simulated(gains: Iterable[Gain[Key]], *, ceiling: int | None = None, cut: str = ALL) -> Simulated[Key]:
    """Grant everything, or what the ceiling allows; a share of it is rounded down to whole yuan."""
    rows = list(gains)
    known = [one for one in rows if one.asked]
    unknown = sum(one.asked is None for one in rows)
    total = sum(one.asked or 0 for one in known)
    most = None
    if ceiling is None or cut == ALL or total <= ceiling:
        granted = [_granted(one, one.asked or 0) for one in known]
    elif cut == PRO_RATA:
        granted = [_granted(one, (one.asked or 0) * ceiling // (total * YUAN) * YUAN) for one in known]
    elif cut == CAPPED:
        most = _cap([one.asked or 0 for one in known], ceiling)
        granted = [_granted(one, min(one.asked or 0, most)) for one in known]
    else:
        granted = _in_turn(known, ceiling, cut)
    ordered = sorted(granted, key=lambda one: (-(one.granted or 0), -(one.asked or 0)))
    return Simulated(tuple(ordered), unknown, ceiling, most)


def _cap(asked: Sequence[int], ceiling: int) -> int:
    """The largest whole yuan such that nobody getting more keeps the sum within the ceiling: who asks less leaves the rest more."""
    left, waiting = ceiling, sorted(asked)
    while waiting and waiting[0] * len(waiting) <= left:
        left -= waiting.pop(0)
    return left // (len(waiting) * YUAN) * YUAN if waiting else max(asked, default=0)


def _granted(one: Gain[Key], amount: int) -> Gain[Key]:
    return Gain(one.key, one.place, one.asked, one.rank, amount)


def _in_turn(gains: Sequence[Gain[Key]], ceiling: int, cut: str) -> list[Gain[Key]]:
    """Whole amounts until the next one no longer fits; who comes after that gets nothing."""
    left, found, full = ceiling, [], False
    for one in sorted(gains, key=lambda one: _turn(one, cut)):
        asked = one.asked or 0
        full = full or asked > left
        found.append(_granted(one, 0 if full else asked))
        left -= 0 if full else asked
    return found


def _turn(one: Gain[Key], cut: str) -> tuple[bool, int, int, str]:
    """Who is placed by nobody comes last, the smaller amount first; what is left equal goes by the key, so that a run can be repeated."""
    asked, key = one.asked or 0, str(one.key).rjust(20)
    if cut == RANKED:
        return False, -asked, 0, key
    if cut == SMALLEST or one.rank is None:
        return one.rank is None and cut in BY_RANK, asked, 0, key
    return False, -one.rank, asked, key


@dataclass(frozen=True, slots=True)
class Difference(Generic[Key]):
    """One firm under two drafts."""

    key: Key
    first: int
    second: int

    @property
    def change(self) -> int:
        return self.second - self.first


def compared(first: Simulated[Key], second: Simulated[Key]) -> list[Difference[Key]]:
    """Every firm that gets something under either, the largest change first."""
    one, other = _by_key(first), _by_key(second)
    found = [Difference(key, one.get(key, 0), other.get(key, 0)) for key in dict.fromkeys([*one, *other])]
    return sorted(found, key=lambda row: (-abs(row.change), str(row.key)))


def _by_key(found: Simulated[Key]) -> Mapping[Key, int]:
    return {one.key: one.granted for one in found.gains if one.granted}
