"""The rates of 加计扣除 by day, each with its document. A rate that has ended is not known afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Rate:
    """Per cent: of expensed cost what is added; of capitalised cost what is amortised. `until` is inclusive."""

    who: str
    since: date
    until: date | None
    expensed: int
    capitalised: int
    cites: str


# Only what was compared: rates before 2023 differ by kind of firm and stand in room rnd.
RATES = (
    Rate("general", date(2023, 1, 1), None, 100, 200, "财政部 税务总局公告2023年第7号"),
    Rate("chips", date(2023, 1, 1), date(2027, 12, 31), 120, 220, "财政部 税务总局 国家发展改革委 工业和信息化部公告2023年第44号"),
)


def rate_on(who: str, day: date) -> Rate | None:
    """The rate in force; None where none was compared for the day."""
    found = [one for one in RATES if one.who == who and one.since <= day and (one.until is None or day <= one.until)]
    return max(found, key=lambda one: one.since, default=None)
