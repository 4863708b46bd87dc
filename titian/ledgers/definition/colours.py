"""When a row is red, yellow or green. A closed vocabulary, so that a list can be filtered by it and an officer can choose it.

The first rule that fits decides; none fits: the colour of the row's state, else no colour. Edges are inclusive where days are counted:
`due_within days: 7` fits when the deadline is today or at most seven days ahead; `overdue` fits from the day after the deadline.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any


class Colour(StrEnum):
    RED, YELLOW, GREEN, GREY = "red", "yellow", "green", "grey"


class When(StrEnum):
    """overdue: open past its deadline · due_within: open, deadline within `days` · made_up_late: closed after its deadline
    · behind: open, progress more than `points` percentage points behind the time gone between beginning and deadline
    · silent: open, nothing entered for more than `days` days · closed: closed · open: not closed."""

    OVERDUE, DUE_WITHIN, LATE, BEHIND, SILENT, CLOSED, OPEN = (
        *("overdue", "due_within", "made_up_late", "behind", "silent", "closed", "open"),
    )


WHEN: dict[When, str] = {
    When.OVERDUE: "到期未办结",
    When.DUE_WITHIN: "还有几天到期",
    When.LATE: "逾期后办结",
    When.BEHIND: "进度落后于时间",
    When.SILENT: "多日没有进展",
    When.CLOSED: "已办结",
    When.OPEN: "未办结",
}
# Rules that count days, and those that count percentage points.
BY_DAYS, BY_POINTS = frozenset({When.DUE_WITHIN, When.SILENT}), frozenset({When.BEHIND})


@dataclass(frozen=True)
class Standing:
    """What the colour of a row depends on. `progress` in per cent (0-100), None: not said; `touched` the last day something happened."""

    since: date | None
    due: date | None
    closed_on: date | None
    progress: int | None = None
    touched: date | None = None


@dataclass(frozen=True)
class ColourRule:
    """`days` for due_within and silent, `points` for behind."""

    when: When
    colour: Colour
    word: str
    days: int = 0
    points: int = 0

    def fits(self, row: Standing, day: date) -> bool:
        """Does it hold on a day? What is not known never fits."""
        closed = row.closed_on is not None and row.closed_on <= day
        if self.when is When.CLOSED:
            return closed
        if self.when is When.LATE:
            return closed and row.due is not None and row.closed_on is not None and row.closed_on > row.due
        return not closed and self._fits_open(row, day)

    def _fits_open(self, row: Standing, day: date) -> bool:
        if self.when is When.OPEN:
            return True
        if self.when is When.SILENT:
            last = row.touched or row.since
            return last is not None and (day - last).days > self.days
        if row.due is None:
            return False
        if self.when is When.OVERDUE:
            return row.due < day
        if self.when is When.DUE_WITHIN:
            return day <= row.due <= day + timedelta(days=self.days)
        return self._behind(row, row.due, day)

    def _behind(self, row: Standing, due: date, day: date) -> bool:
        """Compared as whole numbers: progress × length < (gone − points % of the length) × 100 days."""
        since = row.since or date(due.year, 1, 1)
        length = (due - since).days + 1
        if row.progress is None or length <= 0 or day < since:
            return False
        gone = min((day - since).days + 1, length)
        return (row.progress + self.points) * length < 100 * gone


def colour_of(rules: tuple[ColourRule, ...], row: Standing, day: date) -> ColourRule | None:
    """The first rule that fits."""
    return next((rule for rule in rules if rule.fits(row, day)), None)


def adjusted(rules: tuple[ColourRule, ...], thresholds: Mapping[str, Mapping[str, Any]]) -> tuple[ColourRule, ...]:
    """The rules with the office's own days, points and words: place of the rule → {when, days, points, word}.

    What was said of a rule that is another by now (a release changed the ledger) holds no longer.
    """
    return tuple(_adjusted(rule, thresholds.get(str(place), {})) for place, rule in enumerate(rules))


def _adjusted(rule: ColourRule, said: Mapping[str, Any]) -> ColourRule:
    if said.get("when") != rule.when:
        return rule
    return replace(rule, days=int(said["days"]), points=int(said["points"]), word=str(said["word"]))
