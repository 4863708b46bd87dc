"""How the rows behind a ledger's figures are listed: what every ledger shares, then the listed fields of its own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from titian.base.columns import Column
from titian.base.pages import Link, ListPage
from titian.ledgers.definition import Definition, Kind
from titian.ledgers.models import Ledger, LedgerRow

_KINDS: Mapping[Kind, Any] = {
    Kind.INTEGER: "integer",
    Kind.DECIMAL: "decimal",
    Kind.MONEY: "money_wan",
    Kind.PERCENT: "percent",
    Kind.DAY: "day",
    Kind.FLAG: "flag",
}
_SORTED = frozenset({"day", "due", "closed_on", "amount", "count", "progress", "title", "batch", "kind", "level"})
_MOST_CHARACTERS = 80


def behind(ledger: Ledger) -> ListPage[LedgerRow]:
    """The list behind a figure of this ledger; made once a version."""
    return _behind(ledger.about)


@lru_cache(maxsize=512)
def _behind(definition: Definition) -> ListPage[LedgerRow]:
    columns = tuple(listed(definition))
    sorts = {column.key: column.key for column in columns if column.key in _SORTED}
    return ListPage(
        title=definition.label,
        columns=columns,
        row=lambda row: cells(row, definition),
        empty="没有这样的记录。",
        counted=definition.counted,
        sorts=sorts,
        search=("words", "organisation__name"),
        order="-day" if "day" in sorts else "",
    )


def listed(definition: Definition) -> list[Column]:
    """The listed fields in their order, then the state."""
    found = [
        Column(one.key, one.label, _KINDS.get(one.kind, "text"), unit=one.unit, disclosure=one.disclosure)
        for one in definition.fields
        if one.listed
    ]
    return [*found, *([Column("state", "状态", width=12)] if definition.states else [])]


def cells(row: LedgerRow, definition: Definition) -> dict[str, object]:
    """What a row says in a list: the firm opens its page, the first other field the row's own."""
    found: dict[str, object] = {one.key: _cell(row, one.key, one.kind) for one in definition.fields if one.listed}
    opening = next((one.key for one in definition.fields if one.listed and one.kind is not Kind.ORGANISATION), None)
    if opening is not None and found.get(opening) is not None:
        found[opening] = Link(found[opening], row.get_absolute_url())
    return found | {"state": row.state_label or None}


def _cell(row: LedgerRow, key: str, kind: Kind) -> object:
    value = row.shown(key)
    if value is None:
        return None
    if kind is Kind.ORGANISATION:
        return Link(value.name, value.get_absolute_url())
    if kind is Kind.PROSE and len(value) > _MOST_CHARACTERS:
        return f"{value[:_MOST_CHARACTERS]}……"
    return value if isinstance(value, bool) or not hasattr(value, "pk") else str(value)
