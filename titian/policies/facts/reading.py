"""Registers → `Given` → `FactRecord`, for many organisations at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet

from titian.policies.engine.explain import FactRecord
from titian.policies.facts.annual import BOOKS, YearsOf, years_of
from titian.policies.facts.told import Told, sources
from titian.policies.models import StatedFact
from titian.policies.record.catalogue import CALIBRES, EXPERT_MAXIMUM, TOP_KEYS, YEAR_KEYS
from titian.policies.record.deriving import derive
from titian.policies.record.reading import Given, Property
from titian.policies.record.stated import EXPERT, FIELD, INCIDENTS, days
from titian.registry.models import IntellectualProperty, Organisation, OrganisationQuerySet, Title
from titian.registry.titles import KINDS

OWN, TITLES, RESEARCH = "own", "titles", "rd_expense_yuan"
NO_EXPERTS: Mapping[str, int | None] = dict.fromkeys(EXPERT_MAXIMUM)
NO_TOP: Mapping[str, int | None] = dict.fromkeys(one.fact for one in TOP_KEYS.values())
NO_RIGHTS = "ip（知识产权）：名录里没有登记这家企业的知识产权，按未知处理"


class _Firm(NamedTuple):
    pk: int
    uscc: str | None
    name: str
    region: str | None
    founded: date | None


@dataclass(slots=True)
class _Heard:
    """What rooms told of a firm: facts by key and year, and what is noted of them."""

    facts: dict[tuple[str, int], Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def facts(organisations: OrganisationQuerySet, day: date) -> Iterator[Told]:
    """What this room knows: who was a high-tech enterprise before, and what was stated; of one fact the last that stood on the day."""
    before = Title.objects.filter(organisation__in=_keys(organisations), kind="hnte", since__lte=day).order_by()
    for pk in before.values_list("organisation", flat=True).distinct():
        yield Told(pk, "ever_hnte", 1, source="资质荣誉")
    rows = StatedFact.objects.filter(organisation__in=_keys(organisations)).standing_on(day)
    for pk, key, year, value, source in rows.values_list("organisation", "key", "year", "value", "source"):
        yield Told(pk, key, value, year, source)


def record_of(organisation: Organisation, day: date) -> FactRecord:
    return records(Organisation.objects.filter(pk=organisation.pk), day)[organisation.pk]


def records(organisations: OrganisationQuerySet, day: date) -> dict[int, FactRecord]:
    """The flat facts of each on a day; those founded later have none."""
    return {pk: derive(one, day) for pk, one in given(organisations, day).items()}


def values(organisations: OrganisationQuerySet, day: date) -> dict[int, Mapping[str, int | None]]:
    """`records` without what only pages print."""
    return {pk: derive(one, day, printing=False).values for pk, one in given(organisations, day, printing=False).items()}


def given(organisations: OrganisationQuerySet, day: date, *, printing: bool = True) -> dict[int, Given]:
    """What is known of each on a day, as if it had been read from a file; those founded later are left out."""
    keys = _keys(organisations)
    firms = [_Firm(*row) for row in organisations.order_by("pk").values_list("pk", "uscc", "name", "region__code", "founded_on")]
    years = years_of(keys, day, printing=printing)
    titles, rights, told = _titles(keys, day), _rights(keys, day), _told(organisations, day)
    return {
        firm.pk: _given(
            firm,
            years.get(firm.pk, YearsOf()),
            titles.get(firm.pk, ()),
            rights.get(firm.pk),
            told.get(firm.pk, _Heard()),
            printing=printing,
        )
        for firm in firms
        if firm.founded is None or firm.founded <= day
    }


def _keys(organisations: OrganisationQuerySet) -> QuerySet[Organisation, Any]:
    return organisations.values("pk") if organisations.query.is_sliced else organisations.order_by().values("pk")


def _given(
    firm: _Firm,
    years: YearsOf,
    titles: Sequence[str],
    rights: Sequence[Property] | None,
    heard: _Heard,
    *,
    printing: bool,
) -> Given:
    of_years, told = years.values, heard.facts
    for (key, year), value in told.items():
        if year and (fact := _fact_of_year(key)):
            of_years.setdefault(year, {})[fact] = value
    incidents = told.get((INCIDENTS, 0))
    return Given(
        uscc=firm.uscc or "",
        name=firm.name,
        region=firm.region,
        founded=firm.founded,
        years=of_years,
        properties=None if rights is None else tuple(rights),
        area=told.get((FIELD, 0)),
        incidents=None if incidents is None else days(incidents),
        experts={item: told.get((f"{EXPERT}{item}", 0)) for item in EXPERT_MAXIMUM} if told else NO_EXPERTS,
        titles=(*titles, *told.get((TITLES, 0), ())),
        top={one.fact: told.get((key, 0)) for key, one in TOP_KEYS.items()} if told else NO_TOP,
        notes=(*_books_noted(years, told), *heard.notes, *(() if rights is not None else (NO_RIGHTS,))),
        exact=years.exact() if printing else {},
    )


def _fact_of_year(key: str) -> str:
    """The fact of a year that a told key is: «staff» is staff, «rd_expense_yuan.hnte» rd.hnte; empty for what is none."""
    known, _, calibre = key.partition(".")
    if calibre:
        return f"{YEAR_KEYS[known].fact}.{calibre}" if known == RESEARCH and calibre in CALIBRES else ""
    return YEAR_KEYS[key].fact if key in YEAR_KEYS else ""


def _books_noted(years: YearsOf, told: Mapping[tuple[str, int], Any]) -> Sequence[str]:
    """What the books say of research is noted of those years of which nobody told the calibre itself."""
    calibred = {year for key, year in told if key == f"{RESEARCH}.hnte"}
    if not calibred or BOOKS not in years.notes:
        return years.notes
    left = sorted(year for year, facts in years.values.items() if facts.get("rd.own") is not None and year not in calibred)
    named = [f"{'、'.join(map(str, left))}年{BOOKS}"] if left else []
    return [*named, *(note for note in years.notes if note != BOOKS)]


def _titles(keys: QuerySet[Organisation, Any], day: date) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = Title.objects.valid_on(day).filter(organisation__in=keys).order_by()
    for pk, kind in rows.values_list("organisation", "kind").distinct():
        found[pk].append(KINDS[kind].label if kind in KINDS else kind)
    return found


def _rights(keys: QuerySet[Organisation, Any], day: date) -> dict[int, list[Property]]:
    """Rights held on the day; a firm of which none is registered at all is missing: nobody knows."""
    found: dict[int, list[Property]] = defaultdict(list)
    classes = dict.fromkeys(IntellectualProperty.KINDS, 2) | dict.fromkeys(IntellectualProperty.CLASS_ONE, 1)
    rows = IntellectualProperty.objects.filter(organisation__in=keys).order_by("pk")
    for pk, kind, obtained, granted, expires in rows.values_list("organisation", "kind", "obtained", "granted_on", "expires_on"):
        held = found[pk]
        if granted is not None and granted <= day and (expires is None or expires > day):
            held.append(Property(classes.get(kind), obtained == OWN if obtained else None, granted))
    return found


def _told(organisations: OrganisationQuerySet, day: date) -> dict[int, _Heard]:
    """Titles of several rooms stand beside each other, of any other fact the last counts."""
    found: dict[int, _Heard] = defaultdict(_Heard)
    for source in sources():
        for one in source(organisations, day):
            _hear(found[one.organisation], one)
    return found


def _hear(heard: _Heard, one: Told) -> None:
    if one.note:
        heard.notes.append(one.note)
    if one.key == TITLES:
        heard.facts[TITLES, 0] = (*heard.facts.get((TITLES, 0), ()), one.value)
    elif one.key:
        heard.facts[one.key, one.year] = one.value
