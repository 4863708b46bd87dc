"""两清零: does a firm stand on a clearing list on a day? Both edges are inclusive; what is not known is asked about, not cleared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

LISTED, CLEARED, EXEMPT, UNKNOWN = "listed", "cleared", "exempt", "unknown"
WORDS = {LISTED: "待清零", CLEARED: "已清零", EXEMPT: "不具备条件", UNKNOWN: "待核实"}


@dataclass(frozen=True)
class Standing:
    state: str
    since: date | None = None
    reason: str = ""

    @property
    def word(self) -> str:
        return WORDS[self.state]


def standing(
    revenue: int | None,
    edge: int,
    day: date,
    *,
    lacking: bool | None,
    cleared_on: date | None = None,
    cleared_by: str = "",
    exempt_on: date | None = None,
    exempt_reason: str = "",
) -> Standing | None:
    """None: no matter of this list (revenue below the edge, or never lacking).

    lacking     had it none in the year of the list? None: not known
    cleared_on  the day from which it has: an institution established, a later return with spending
    exempt_on   the day on which 不具备条件 was stated
    """
    if revenue is None or revenue < edge or lacking is False:
        return None
    if cleared_on is not None and cleared_on <= day:
        return Standing(CLEARED, cleared_on, cleared_by)
    if exempt_on is not None and exempt_on <= day:
        return Standing(EXEMPT, exempt_on, exempt_reason)
    return Standing(UNKNOWN if lacking is None else LISTED)
