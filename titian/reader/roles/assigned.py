"""The role of every number: done or planned, and of which period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from titian.reader.clauses.phrases import Layout, Phrase
from titian.reader.clauses.words import Titles
from titian.reader.roles.periods import Times, dated, is_start_of_change, own_time, sticky_time, titled_time
from titian.reader.roles.plans import Plans, plans
from titian.reader.roles.status import TARGET, standing
from titian.reader.roles.times import FUTURE, Calendar, Time, times


@dataclass(frozen=True)
class Role:
    """`status` is achieved or target (what was applied for is told by the code); `period` as text."""

    status: str
    period: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class Setting:
    """What a paper as a whole says of its numbers' roles."""

    calendar: Calendar
    plans_only: bool
    next_year: bool


def roles(page: Layout, titles: Titles, setting: Setting, extra: tuple[Path, ...] = ()) -> list[Role]:
    """One role per number of the page, in order."""
    found = times(page.plain, setting.calendar, extra)
    return list(_roles(page, titles, setting, Times.of(found), plans(page, titles, found)))


def _roles(page: Layout, titles: Titles, setting: Setting, found: Times, planning: Plans) -> Iterator[Role]:
    for phrase in page.phrases:
        own, sticky = own_time(page, phrase, found), sticky_time(page, phrase, found)
        titled = titled_time(phrase, found)
        plan = planning.at(phrase.number.offset)
        changed = is_start_of_change(page, phrase)
        planned = plan is not None or setting.plans_only
        stands = standing(page, phrase, titles, own=own or titled, sticky=sticky, planning=planned and not changed)
        is_target = stands.status == TARGET and not changed
        period = dated(
            own=own,
            titled=titled,
            sticky=sticky,
            planned=is_target,
            heading=plan[2] if plan else None,
            latest_future=_latest_future(found, plan, phrase),
            changed=changed,
            calendar=setting.calendar,
            next_year=setting.next_year,
        )
        yield Role(TARGET if is_target else "achieved", str(period.period), (f"状态:{stands.why}", f"期间:{period.why}"))


def _latest_future(found: Times, plan: tuple[int, int, Time | None] | None, phrase: Phrase) -> Time | None:
    """The last coming year named in the plan before this number."""
    if plan is None:
        return None
    coming = [time for time in found.between(plan[0], phrase.number.offset) if time.kind == FUTURE]
    return coming[-1] if coming else None
