"""What the list of 活动与对接会 says of the events it shows: needs raised, intentions, contracts; each a count of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from titian.accounts.models import User
from titian.base.quantities import plain, rounded
from titian.ledgers.computing import Computing
from titian.ledgers.models import LedgerRowQuerySet

NEEDS, INTENTIONS, CONTRACTS = "needs", "intentions", "contracts"
# Events that are held to bring needs and achievements together, as `event.matchmaking` counts them.
MATCHING = frozenset({"matchmaking", "roadshow", "open_day", "round_table", "fair", "campus"})
_MOST = 2_000  # rows a sentence above a list looks through


class Activities(Computing):
    """An intention is no contract, and an event of which nothing is said raised not 0 needs."""

    def notes(self, rows: LedgerRowQuerySet, user: User, day: date) -> Iterator[str]:
        columns = list(rows.order_by().values_list("kind", "data")[: _MOST + 1])
        said = [data for _, data in columns if any(key in data for key in (NEEDS, INTENTIONS, CONTRACTS))]
        if not said or len(columns) > _MOST:
            return
        needs, intentions, contracts = (sum(data.get(key) or 0 for data in said) for key in (NEEDS, INTENTIONS, CONTRACTS))
        share = f"，占需求 {plain(rounded(Decimal(100) * contracts / needs, 1))}%" if needs else ""
        silent = sum(kind in MATCHING and NEEDS not in data for kind, data in columns)
        lacking = f"；另有 {silent} 场对接活动还没有填征集需求" if silent else ""
        yield f"{len(said)} 场对接：征集需求 {needs} 项，达成意向 {intentions} 项，签约合作 {contracts} 项{share}{lacking}。"
