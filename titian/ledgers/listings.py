"""How rows of a ledger are listed, on its own page and behind its figures: the columns, and what stands in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import DecimalField, Expression, Min
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from titian.accounts.models import User
from titian.base.columns import Column
from titian.base.pages import Link, ListPage, Mark
from titian.ledgers.columns.made import money_kind
from titian.ledgers.definition import Definition, Field, Kind
from titian.ledgers.definition.measures import By
from titian.ledgers.models import Ledger, LedgerRow
from titian.registry.permissions import can_open

_KINDS: Mapping[Kind, Any] = {
    Kind.INTEGER: "integer",
    Kind.DECIMAL: "decimal",
    Kind.PERCENT: "percent",
    Kind.DAY: "day",
    Kind.FLAG: "flag",
}
_WIDTHS, _TITLE = {Kind.ORGANISATION: 30, Kind.PROSE: 44, Kind.ROW: 26}, 34
# The columns a row is recognised by.
_NAMING = frozenset({"title", "organisation", "person"})
# Column → what a list is ordered by.
SORTS = {
    **{key: key for key in ("day", "due", "closed_on", "amount", "count", "progress", "title", "batch", "kind", "level")},
    "organisation": "organisation__name",
    "region": "region__code",
    "person": "person__name",
    "state": "state",
    "responsible": "responsible__name",
    "department": "department__order",
}
# Own fields whose order says nothing.
_UNORDERED = frozenset({Kind.PROSE, Kind.CHOICES})
_MOST_CHARACTERS = 80
TAKEN_OVER_LATER = Mark("blue", "待接收")


_PLAIN = frozenset({"title", "kind", "organisation", "person", "day"})


def behind(ledger: Ledger, *, inside: bool = True) -> ListPage[LedgerRow]:
    """The list behind a figure of this ledger; made once a version. Outside: what the form shows outside, and of a ledger that nobody outside
    fills in only what the row is called, whom it is about, when, and what it adds to a sum."""
    return _behind(ledger.about, inside)


@lru_cache(maxsize=512)
def _behind(definition: Definition, inside: bool) -> ListPage[LedgerRow]:
    fields = [one for one in definition.fields if one.listed or one.key in _counted_by(definition)]
    if not inside:
        plain = _PLAIN | {figure.sum for figure in definition.figures}
        fields = [one for one in fields if not one.inside and (definition.fillers or one.key in plain)]
    columns = tuple(_state_last([_column(one) for one in fields], definition))
    sorts = {column.key: column.key for column in columns if column.key in SORTS and SORTS[column.key] == column.key}
    return ListPage(
        title=definition.label,
        columns=columns,
        row=lambda row: _cut(cells(row, fields) if inside or definition.fillers else _unlinked(cells(row, fields))),
        empty="没有这样的记录。",
        counted=definition.counted,
        sorts=sorts,
        search=("said__words", "organisation__name") if inside else ("title", "organisation__name"),
        order="-day" if "day" in sorts else "",
    )


def _counted_by(definition: Definition) -> set[str]:
    """What decides whether a row counts stands behind the figures, on the ledger's own page or not."""
    if not definition.figures:
        return set()
    closed = {"closed_on"} if any(one.by in {By.CLOSED, By.REACHED} for one in definition.figures) else set()
    return (
        {"day"}
        | closed
        | {key for one in definition.figures for key in (*one.where, *one.filled, *one.different, *one.once, one.sum)}
    )


def fields_of(definition: Definition, *, inside: bool, whole: bool = False) -> list[Field]:
    """What a ledger's own page lists; `whole`: everything, for a sheet."""
    return [one for one in definition.fields if (whole or one.listed) and (inside or not one.inside)]


def sorts_of(definition: Definition, *, inside: bool) -> dict[str, str | Expression]:
    """What a ledger's own page can be sorted by: every field, also one that has no column there."""
    fields = [one for one in definition.fields if inside or not one.inside]
    found: dict[str, str | Expression] = {one.key: SORTS[one.key] for one in fields if one.key in SORTS}
    found |= {one.key: _by_own(one) for one in fields if not one.is_shared and one.kind not in _UNORDERED}
    if definition.states:
        found["state"] = SORTS["state"]
    if placed(definition):
        found["region"] = SORTS["region"]
    return found


def orders_of(definition: Definition, sorts: Mapping[str, object]) -> list[tuple[str, str]]:
    """Both ways of every sort, as a list offers them: 「答复期限升序」."""
    label = {"region": "所属乡镇"}
    words = {key: definition.label_of(key) if definition.field(key) else label.get(key, definition.label_of(key)) for key in sorts}
    return [(f"{sign}{key}", f"{word}{way}") for key, word in words.items() for sign, way in (("", "升序"), ("-", "降序"))]


def _by_own(one: Field) -> str | Expression:
    """Decimals are kept as texts; they are ordered as numbers."""
    if one.kind in {Kind.DECIMAL, Kind.PERCENT}:
        return Cast(KeyTextTransform(one.key, "data"), DecimalField(max_digits=30, decimal_places=6))
    return f"data__{one.key}"


def columns_of(definition: Definition, fields: Sequence[Field], *, inside: bool) -> list[Column]:
    """A ledger's own page: state and warning behind what names the row, town and who is responsible at the end where they do not stand there
    already and a row can have them."""
    found = [_column(one) for one in fields]
    place = 1 + max((number for number, one in enumerate(fields[:3]) if one.key in _NAMING), default=0)
    standing = _state_last([], definition) + ([Column("colour", "预警", width=12)] if definition.colours else [])
    found[place:place] = standing
    keys = {column.key for column in found}
    if "region" not in keys and placed(definition):
        found.append(Column("region", "所属乡镇", width=12))
    if inside and "responsible" not in keys and definition.field("responsible"):
        found.append(Column("responsible", definition.label_of("responsible"), width=10))
    return found


def placed(definition: Definition) -> bool:
    """Do rows belong to a town: their own, their firm's, or the one that fills them in?"""
    return bool(definition.fillers or definition.one_off or definition.field("region") or definition.field("organisation"))


def cells_of(row: LedgerRow, definition: Definition, fields: Sequence[Field], day: date) -> dict[str, object]:
    """With how the row stands on a day. What is not known is None where the row ought to say it by now, else ""."""
    state, rule = definition.state(row.state), row.colour_on(day)
    due = definition.due_in.get(row.state, frozenset())
    found = cells(row, fields)
    return {key: "" if value is None and key not in due else value for key, value in found.items()} | {
        "region": row.region and row.region.name,
        "responsible": row.responsible and row.responsible.name,
        "state": TAKEN_OVER_LATER if row.is_draft else Mark(state.colour.value, state.label) if state else None,
        "colour": Mark(rule.colour.value, rule.word) if rule else None,
    }


def cells(row: LedgerRow, fields: Sequence[Field]) -> dict[str, object]:
    """What a row says: the firm opens its page, the title or the first other field the row's own."""
    found: dict[str, object] = {one.key: _cell(row, one) for one in fields}
    if (opening := _opening(fields)) is not None:
        found[opening] = Link("（未填）" if found.get(opening) is None else found[opening], row.get_absolute_url())
    return found | {"state": row.state_label or None}


def opened_by(user: User, row: LedgerRow, found: Mapping[str, object]) -> dict[str, object]:
    """With a link to a firm only where this person may open its page."""
    firm = row.organisation
    if firm is None or can_open(user, firm):
        return dict(found)
    shut = firm.get_absolute_url()
    return {key: value.value if isinstance(value, Link) and value.url == shut else value for key, value in found.items()}


def _opening(fields: Sequence[Field]) -> str | None:
    others = [one.key for one in fields if one.kind is not Kind.ORGANISATION]
    return "title" if "title" in others else next(iter(others), None)


def _column(one: Field) -> Column:
    kind = money_kind(one) if one.kind is Kind.MONEY else _KINDS.get(one.kind, "text")
    width = _TITLE if one.key == "title" else _WIDTHS.get(one.kind)
    return Column(one.key, one.label, kind, width=width, unit=one.unit, disclosure=one.disclosure)


def _state_last(columns: list[Column], definition: Definition) -> list[Column]:
    return [*columns, *([Column("state", "状态", width=12)] if definition.states else [])]


def _cell(row: LedgerRow, one: Field) -> object:
    value = row.shown(one.key)
    if value is None:
        return None
    if one.kind is Kind.ORGANISATION:
        return Link(value.name, value.get_absolute_url())
    return value if isinstance(value, bool) or not hasattr(value, "pk") else str(value)


def _unlinked(values: Mapping[str, object]) -> dict[str, object]:
    """Of a row whose page is the office's own."""
    return {key: value.value if isinstance(value, Link) else value for key, value in values.items()}


def _cut(values: Mapping[str, object]) -> dict[str, object]:
    """Behind a figure a long text says what it is about; the row itself has it whole."""
    return {
        key: f"{value[:_MOST_CHARACTERS]}……" if isinstance(value, str) and len(value) > _MOST_CHARACTERS else value
        for key, value in values.items()
    }


def institutions(user: User, day: date) -> dict[int, date]:
    """Organisation → since when it has a research institution that stands on a day: what rooms below ask for (`LedgersConfig.institutions`)."""
    rows = LedgerRow.objects.visible_to(user).of("rd_institutions").kept().standing_on(day).exclude(organisation=None)
    days = rows.order_by().values("organisation").annotate(since=Min("day")).values_list("organisation", "since")
    return {organisation: since for organisation, since in days if organisation is not None and since is not None}
