"""The role of every number: done or planned, and of which period."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from titian.base.periods import Period
from titian.reader.clauses.phrases import Layout, Phrase
from titian.reader.clauses.words import Titles
from titian.reader.roles.periods import (
    Found,
    Times,
    at_head,
    dated,
    ends_change,
    framing_time,
    is_start_of_change,
    own_time,
    sticky_time,
    titled_time,
)
from titian.reader.roles.plans import Plans, PlanSpan, plans
from titian.reader.roles.status import ACHIEVED, TARGET, Standing, standing
from titian.reader.roles.times import FUTURE, Calendar, Time, times


class Role(NamedTuple):
    """`status` is achieved or target (what was applied for is told by the code)."""

    status: str
    period: Period
    why: tuple[str, ...]


@dataclass(frozen=True)
class Setting:
    """What a paper as a whole says of its numbers' roles."""

    calendar: Calendar
    plans_only: bool
    next_year: bool

    @property
    def over(self) -> Period | None:
        """The part of a year a paper tells of: what it says of it is done."""
        period = self.calendar.period
        return period if period.kind in ("half", "quarter") else None


def roles(
    page: Layout, titles: Titles, setting: Setting, extra: tuple[Path, ...] = (), *, prepared: Collection[int] = ()
) -> list[Role]:
    """One role per number of the page, in order. `prepared` are the numbers that tell of what is still being prepared."""
    found = times(page.plain, setting.calendar, extra)
    return list(_roles(page, titles, setting, Times.of(found), plans(page, titles, found), prepared=prepared))


def _roles(
    page: Layout, titles: Titles, setting: Setting, known: Times, planning: Plans, *, prepared: Collection[int]
) -> Iterator[Role]:
    stands = None
    for phrase in page.phrases:
        plan = planning.at(phrase.number.offset)
        found = _found(page, phrase, known, plan, setting)
        planned = (plan is not None or setting.plans_only) and not found.opens_change
        joined = stands if stands and stands.status == TARGET and _is_joined(page, phrase) else None
        stands = joined or standing(
            page,
            phrase,
            titles,
            own=found.own or found.titled,
            sticky=found.sticky or found.framing,
            planning=planned,
            over=None if plan or setting.plans_only else setting.over,
        )
        if phrase.index in prepared:
            stands = Standing(TARGET, "还在准备")
        is_target = stands.status == TARGET and not found.opens_change
        period = dated(found, planned=is_target, calendar=setting.calendar)
        yield Role(TARGET if is_target else ACHIEVED, period.period, (f"状态：{stands.why}", f"期间：{period.why}"))


def _is_joined(page: Layout, phrase: Phrase) -> bool:
    """14期1200人次, 40家、1.2亿元: two measures of one target, with nothing said between them."""
    if not phrase.index or phrase.cell:
        return False
    before = page.phrases[phrase.index - 1].number
    return page.plain[before.end : phrase.number.offset] in ("", "、") and before.unit != phrase.number.unit


def _found(page: Layout, phrase: Phrase, known: Times, plan: PlanSpan | None, setting: Setting) -> Found:
    own, titled = own_time(page, phrase, known), titled_time(phrase, known)
    sticky = sticky_time(page, phrase, known)
    if sticky and phrase.cell and sticky.start >= phrase.cell.start:  # 去年……、占比3%: the cell's own words beat its column's
        titled = None
    alone = not (plan or own or titled or sticky)
    return Found(
        own=own,
        titled=titled,
        sticky=sticky,
        framing=framing_time(page, phrase, known) if alone else None,
        heading=plan[2] if plan else None,
        latest_future=_latest_future(page, known, plan, phrase),
        opens_change=is_start_of_change(page, phrase),
        ends_change=ends_change(page, phrase),
        next_year=setting.next_year and plan is not None,
    )


def _latest_future(page: Layout, known: Times, plan: PlanSpan | None, phrase: Phrase) -> Time | None:
    """The last coming year that heads a statement of the plan before this number."""
    if plan is None:
        return None
    named = reversed(known.between(plan[0], phrase.number.offset))
    return next((time for time in named if time.kind == FUTURE and at_head(page, time)), None)
