"""Forms that asked much the same within a year: shown before a new one goes out, so that nobody is asked twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from titian.ledgers.collecting.asking import asked_of
from titian.ledgers.definition import Definition
from titian.ledgers.models import Collection
from titian.ledgers.models.collections import MEMORY
from titian.registry.names import folded

_FROM = 40  # per cent of the fields from which on two forms are alike
_SHOWN = 8


@dataclass(frozen=True)
class Similar:
    """An earlier form. `shared` are the labels both ask; `percent` their share of this form's fields."""

    collection: Collection
    shared: Sequence[str]
    percent: int
    same_ledger: bool


def similar(collection: Collection, day: date) -> list[Similar]:
    """The most alike first; those of the same ledger however much it changed."""
    definition = asked_of(collection.ledger.about, collection.asked)
    earlier = Collection.objects.sent().filter(approved_at__date__gt=day - MEMORY, asked=collection.asked).exclude(pk=collection.pk)
    found = [_compared(one, definition, collection) for one in earlier.select_related("ledger")]
    alike = [one for one in found if one.same_ledger or one.percent >= _FROM]
    return sorted(alike, key=lambda one: (-one.percent, -one.collection.pk))[:_SHOWN]


def _compared(other: Collection, definition: Definition, collection: Collection) -> Similar:
    there = {folded(one.label) for one in asked_of(other.ledger.about, other.asked).fields}
    shared = [one.label for one in definition.fields if folded(one.label) in there]
    return Similar(other, shared, len(shared) * 100 // max(len(definition.fields), 1), other.ledger_id == collection.ledger_id)
