"""What no sheet of a ledger says: on which day a row reached a state that ends nothing and is no stage."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from titian.accounts.models import User
from titian.demo.county.ledgers_assessments import YEARS
from titian.demo.county.ledgers_platforms import OLD, RECTIFYING, STALLED, platforms
from titian.ledgers.actions import set_parameters, step
from titian.ledgers.models import Ledger, LedgerRow

DECIDED = YEARS["2025年度"][1]


def decide_platforms(day: date, people: Mapping[str, User]) -> None:
    """What the meeting of January decided stands with the platforms; of the one that stands still nothing was decided yet."""
    rows = {row.title: row for row in LedgerRow.objects.of("platforms").select_related("ledger")}
    for place, platform in enumerate(platforms()[: len(OLD)]):
        if place != STALLED and day >= DECIDED:
            state = "rectifying" if place == RECTIFYING else "kept"
            step(rows[platform.title], state, on=DECIDED, by=people["research"], note="2025年度考核，平台建设联席会议审议")


def look_after_instruments(day: date, people: Mapping[str, User]) -> None:
    """What the office pays for shared hours, as `county.ledgers_instruments` reckons; one instrument is being repaired."""
    set_parameters(
        Ledger.objects.get(code="instruments"), {"share": "30"}, {}, by=people["office"], reason="演示：按收费额三成补助"
    )
    broken = LedgerRow.objects.of("instruments").filter(day__lt=day).order_by("pk")[4]
    step(broken, "maintenance", on=date(2026, 5, 25), by=people["research"], note="主机返厂检修，预计6月中旬恢复")
