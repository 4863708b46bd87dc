"""Posts and services: postings that overlap, how many services are due by a day, months, villages. Pure Python."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from titian.base.periods import Period

_BETWEEN = re.compile(r"[、，,；;\s/]+")


@dataclass(frozen=True)
class Post:
    """A posting. `due` the last day of the term, `closed_on` the day it ended before that; None: not said, so it goes on."""

    key: int
    level: str
    since: date | None
    due: date | None = None
    closed_on: date | None = None

    def overlaps(self, other: Post) -> bool:
        """Do the two run on one day? What ends on the day the other begins does not."""
        return self._begins < other._ends and other._begins < self._ends

    @property
    def _begins(self) -> date:
        return self.since or date.min

    @property
    def _ends(self) -> date:
        """The day after the last one; a post left on a day is not held on it."""
        last = date.max if self.due is None or self.due == date.max else date.fromordinal(self.due.toordinal() + 1)
        return last if self.closed_on is None else min(last, self.closed_on)

    def stands_on(self, day: date) -> bool:
        return self._begins <= day < self._ends

    def days_in(self, period: Period) -> int:
        """Days of a period it runs."""
        return max(0, (min(self._ends, period.until) - max(self._begins, period.since)).days)


def clashes(post: Post, others: Iterable[Post]) -> list[Post]:
    """The other postings of the same person that run at the same time."""
    return [other for other in others if other.key != post.key and post.overlaps(other)]


def required(yearly: int | None, post: Post, year: Period, day: date) -> int | None:
    """Services a commissioner owes by a day: the yearly number, for the part of the year the post has run by then; rounded down, so that
    nobody is short of a service whose time has not come. None: no number is asked."""
    if yearly is None:
        return None
    gone = min(year.until, date.fromordinal(day.toordinal() + 1))
    begins, ends = max(post.since or year.since, year.since), min(post._ends, year.until)
    days = max(0, (min(ends, gone) - begins).days)
    return yearly * days // (year.until - year.since).days


@dataclass(frozen=True)
class Served:
    """One service: whose, when, where, whether a problem was solved on the spot."""

    post: int
    day: date
    village: str = ""
    solved: bool = False


@dataclass(frozen=True)
class Load:
    """What one commissioner did in a period. `short`: how many services fewer than asked by the day; 0: none or nothing asked."""

    post: int
    services: int
    solved: int
    months: Mapping[int, int]
    owed: int | None

    @property
    def short(self) -> int:
        return max(0, (self.owed or 0) - self.services)


def loads(posts: Sequence[Post], served: Iterable[Served], yearly: Mapping[int, int | None], year: Period, day: date) -> list[Load]:
    """One for every post that runs on a day of the year up to `day`, in the order given."""
    of: dict[int, list[Served]] = {}
    for one in served:
        if one.day in year and one.day <= day:
            of.setdefault(one.post, []).append(one)
    made = []
    for post in posts:
        mine = of.get(post.key, [])
        if not mine and not post.days_in(year):
            continue
        months = Counter(one.day.month for one in mine)
        owed = required(yearly.get(post.key), post, year, day)
        made.append(Load(post.key, len(mine), sum(one.solved for one in mine), dict(sorted(months.items())), owed))
    return made


def per_head(services: int, heads: int) -> tuple[int, int] | None:
    """Services and heads, to be divided where they are printed; None without heads."""
    return (services, heads) if heads else None


def names(text: str) -> list[str]:
    """「示范村、云山村；河口村」 → three names, each once."""
    return list(dict.fromkeys(part for part in _BETWEEN.split(text.strip()) if part))


@dataclass(frozen=True)
class Cover:
    """Villages (or towns) of a list: who is posted there, where somebody came, where neither."""

    posted: frozenset[str]
    visited: frozenset[str]
    all: frozenset[str] = field(default_factory=frozenset)

    @property
    def unserved(self) -> list[str]:
        """Of those named as served by a commissioner, where nobody has been; with a whole list, of all."""
        return sorted((self.all or self.posted) - self.visited)

    @property
    def covered(self) -> int:
        return len((self.all or self.posted | self.visited) & (self.visited | self.posted))


def cover(posted: Iterable[str], visited: Iterable[str], every: Iterable[str] = ()) -> Cover:
    return Cover(frozenset(_flat(posted)), frozenset(_flat(visited)), frozenset(every))


def _flat(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from names(text)
