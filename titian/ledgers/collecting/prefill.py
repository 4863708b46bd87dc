"""The rows a form goes out with: the firms of the register, or what was said last time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from titian.ledgers.collecting.asking import asked_of
from titian.ledgers.collecting.known import REGISTER, USABLE, facts_of, knowable
from titian.ledgers.definition import Definition, Field, Kind
from titian.ledgers.definition.fields import NUMBERS
from titian.ledgers.models import Collection, CollectionRequest, LedgerRow, LedgerRowQuerySet
from titian.ledgers.models.collections import FIRMS, FROM_LEDGER, FROM_REGISTER, TOWNS, Answer
from titian.registry.models import AnnualFigure, Organisation
from titian.registry.models.organisations import ACTIVE

MOST = 500
# Days of what happened belong to the time they happened in.
_OF_ITS_TIME = frozenset({"day", "closed_on"})


@dataclass(frozen=True)
class Begun:
    """One row to begin with: values as forms take them, where they come from, and the fields beyond which somebody must say something."""

    values: Mapping[str, Any]
    source: str = ""
    keys: tuple[str, ...] = ()


def rows_for(request: CollectionRequest, collection: Collection) -> list[Begun]:
    """At most 500: a longer list is a matter for an import."""
    definition = asked_of(collection.ledger.about, collection.asked)
    if collection.prefill == FROM_LEDGER:
        return list(_last_time(request, collection, definition))[:MOST]
    if collection.prefill == FROM_REGISTER:
        return list(_registered(request, collection, definition))[:MOST]
    return []


def _registered(request: CollectionRequest, collection: Collection, definition: Definition) -> Iterator[Begun]:
    if collection.asked == TOWNS and definition.field("organisation") is None:
        return
    for firm in firms_of(request):
        facts = list(facts_of(definition, firm, collection.asked, collection.due.year))
        values: dict[str, Any] = {fact.key: fact.value for fact in facts}
        if collection.asked == TOWNS:
            values["organisation"] = firm
        if values:
            sources = dict.fromkeys([*([REGISTER] if collection.asked == TOWNS else []), *(fact.source for fact in facts)])
            yield Begun(values, "、".join(sources), tuple(values))


def firms_of(request: CollectionRequest) -> QuerySet[Organisation]:
    """The firm asked, or the town's firms that are in business."""
    firms = Organisation.objects.current().select_related("region")
    if request.collection.asked == FIRMS:
        return firms.filter(pk__in=[request.organisation_id]).prefetch_related(
            Prefetch("annual_figures", AnnualFigure.objects.usable_for_benefits(), to_attr=USABLE)
        )
    inside = Q(region=request.region_id) | Q(region__parent=request.region_id)
    return firms.enterprises().filter(inside, state=ACTIVE).order_by("name", "pk")


def _last_time(request: CollectionRequest, collection: Collection, definition: Definition) -> Iterator[Begun]:
    """What was taken over from them last; where nothing ever was, what the ledger holds open of them."""
    rows = LedgerRow.objects.kept().filter(ledger=collection.ledger).filter(owned_by(request))
    last = (
        CollectionRequest.objects.filter(collection__ledger=collection.ledger, state=Answer.TAKEN, **same_owner(request))
        .exclude(pk=request.pk)
        .order_by("-taken_at")
        .first()
    )
    found = rows.filter(collected=last) if last is not None else rows.filter(closed_on=None)
    when = f"（{last.taken_at:%Y-%m-%d}）" if last is not None and last.taken_at else ""
    keys = [one.key for one in _said_again(collection, definition)]
    for row in found.select_related("ledger", "organisation", "person", "region").order_by("pk")[:MOST]:
        values = {key: value for key in keys if (value := row.value(key)) is not None and _still(definition, key, value)}
        if values:
            yield Begun(values, f"上次填报{when}" if last is not None else "台账")


def _still(definition: Definition, key: str, value: Any) -> bool:
    """A choice that is no more is asked anew."""
    one = definition.field(key)
    if one is None or not one.choices or one.kind not in {Kind.CHOICE, Kind.CHOICES}:
        return True
    return all(code in one.choices for code in (value if isinstance(value, list) else [value]))


def named(rows: LedgerRowQuerySet, words: str) -> LedgerRowQuerySet:
    """Whose firm or name holds what somebody looks for."""
    text = words.strip()
    return rows.filter(Q(organisation__name__contains=text) | Q(title__contains=text)) if text else rows


def owned_by(request: CollectionRequest) -> Q:
    """Rows of a ledger that are this town's or firm's."""
    if request.region_id:
        return Q(region=request.region_id) | Q(region__parent=request.region_id)
    return Q(organisation=request.organisation_id)


def same_owner(request: CollectionRequest) -> dict[str, Any]:
    return {"region": request.region_id} if request.region_id else {"organisation": request.organisation_id}


def share_known(collection: Collection) -> tuple[Sequence[str], Sequence[str]]:
    """Labels of the fields that go out filled in, and of all the form asks."""
    definition = asked_of(collection.ledger.about, collection.asked)
    every = [one.label for one in definition.fields]
    if collection.prefill == FROM_REGISTER:
        return [one.label for one in knowable(definition, collection.asked)], every
    if collection.prefill == FROM_LEDGER:
        return [one.label for one in _said_again(collection, definition)], every
    return [], every


def _said_again(collection: Collection, definition: Definition) -> list[Field]:
    """The fields that go out as they were. What lasts (a station, a liaison) and must have the day it began goes out with it."""
    about = collection.ledger.about
    lasts = about.ends and (day := about.field("day")) is not None and (day.required or "day" in about.identity)
    left = _OF_ITS_TIME - ({"day"} if lasts else set())
    return [one for one in definition.fields if one.key not in left and (collection.with_numbers or one.kind not in NUMBERS)]
