"""What forms, imports and pages ask of 企业问题: a problem met again, on another visit or under another programme, is not entered again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from titian.base.registers import Remark
from titian.ledgers.computing import IMPORTED, Computing
from titian.ledgers.models import LedgerRow
from titian.registry.names import folded

LEDGER, VISITS, NOTED = "problems", "visits", "problems"
LONGEST = 300
_OF_FIRMS = "problems of firms"


@dataclass(frozen=True)
class _Met:
    """A problem of a firm that is there already (`key` None: further up in the same sheet)."""

    key: int | None
    words: str
    day: date | None
    closed_on: date | None


class Problems(Computing):
    """Of two rows that say the same of one firm the later is doubted, and not taken while the earlier is open."""

    def begins(self, day: date, *, parent: LedgerRow | None = None, after: LedgerRow | None = None) -> Mapping[str, Any]:
        """What the visit noted of problems is the first one's words."""
        if parent is None or parent.ledger.code != VISITS:
            return {}
        noted = str(parent.data.get(NOTED) or "")
        found: dict[str, Any] = {"programmes": ["visit"]}
        return found | ({"title": noted[:LONGEST]} if noted and not parent.children.of(LEDGER).exists() else {})

    def doubts(self, row: LedgerRow, known: dict[str, Any]) -> Iterator[Remark]:
        if row.organisation_id is None or not row.title:
            return
        met: list[_Met] = known.setdefault(_OF_FIRMS, {}).setdefault(row.organisation_id, None) or _of_firm(row)
        known[_OF_FIRMS][row.organisation_id] = met
        words = folded(row.title)
        if (twin := next((one for one in met if one.words == words and _is_earlier(one, row)), None)) is not None:
            yield _remark(twin, row, imported=bool(known.get(IMPORTED)))
        if row.pk is None:
            met.append(_Met(None, words, row.day, row.closed_on))


def _of_firm(row: LedgerRow) -> list[_Met]:
    rows = LedgerRow.objects.of(LEDGER).kept().filter(organisation=row.organisation_id).order_by("pk")
    return [
        _Met(key, folded(title), day, closed) for key, title, day, closed in rows.values_list("pk", "title", "day", "closed_on")
    ]


def _is_earlier(one: _Met, row: LedgerRow) -> bool:
    return row.pk is None or (one.key is not None and one.key < row.pk)


def _remark(twin: _Met, row: LedgerRow, *, imported: bool) -> Remark:
    said = f"这家企业的这个问题 {twin.day} 已登记"
    if twin.closed_on is None:
        again = "还没有办结。一个问题只登记一次：又一次走访发现、又一个专项涉及的，在那条记录上登记进展、改「涉及专项」"
        return Remark("title", f"{said}，{again}", doubtful=imported or row.pk is not None)
    return Remark("title", f"{said}，{twin.closed_on} 办结。一个期间只算一个；是新问题的请写得具体些", doubtful=True)
