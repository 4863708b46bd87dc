"""Registers → `Known`, for many firms at once, in a number of queries that does not grow with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from titian.policies.benefits.deriving import Had, HeldTitle, Known
from titian.policies.claiming.told import gates, received
from titian.policies.engine.explain import VERDICTS, Verdict, explain
from titian.policies.facts import given
from titian.policies.packs import NoProgramme, NotYetInForce, chosen, standing
from titian.policies.record.deriving import derive
from titian.policies.record.reading import Given
from titian.registry.models import Organisation, OrganisationQuerySet, ScaleYear, Title
from titian.registry.models.annual import declared_deductions

_DAYS = ("since", "until", "applied_on", "refused_on", "revoked_on")


def known_of(organisations: OrganisationQuerySet, day: date, programmes: Collection[str] = ()) -> dict[int, Known]:
    """What is known of each on a day, in the order of their keys. Figures are only what may decide over a firm (`facts.given`)."""
    keys = organisations.order_by().values("pk")
    firms = organisations.order_by("pk").values_list("pk", "region__code", "industry", "founded_on")
    records = given(organisations, day)
    titles, scale, had, blocked = _titles(keys), _scale(keys), _had(keys), _blocked(day)
    declared = _declared(keys, day)
    return {
        pk: Known(
            region=region,
            industry=industry or None,
            founded=founded,
            years=_with(records[pk].years if pk in records else {}, declared.get(pk, {})),
            flags=records[pk].top if pk in records else {},
            titles=titles.get(pk, ()),
            scale=scale.get(pk, {}),
            verdicts=_verdicts(records[pk], region, programmes, day) if pk in records else {},
            had=had.get(pk, ()),
            blocked={(gate, day.year): pk in stopped for gate, stopped in blocked.items()},
        )
        for pk, region, industry, founded in firms
    }


def known_of_one(organisation: Organisation, day: date, programmes: Collection[str] = ()) -> Known:
    return known_of(Organisation.objects.filter(pk=organisation.pk), day, programmes)[organisation.pk]


def _declared(keys: Any, day: date) -> dict[int, dict[int, int]]:
    """What was declared to the tax office answers for what may be deducted, whichever source was chosen for the rest of a year."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    years = (day.year - 2, day.year - 1, day.year)
    for pk, year, amount in declared_deductions(keys, years, purpose="政策兑现测算"):
        if amount >= 0:
            found[pk][year] = amount
    return found


def _with(years: Mapping[int, Mapping[str, int | None]], declared: Mapping[int, int]) -> dict[int, Mapping[str, int | None]]:
    return dict(years) | {year: {**years.get(year, {}), "rd.deduction": amount} for year, amount in declared.items()}


def _titles(keys: Any) -> dict[int, list[HeldTitle]]:
    found: dict[int, list[HeldTitle]] = defaultdict(list)
    rows = Title.objects.here().filter(organisation__in=keys).order_by("pk")
    for pk, kind, since, until, applied, refused, revoked, first in rows.values_list("organisation", "kind", *_DAYS, "is_first"):
        found[pk].append(HeldTitle(kind, since, until, applied, refused, revoked, first))
    return found


def _scale(keys: Any) -> dict[int, dict[int, bool]]:
    found: dict[int, dict[int, bool]] = defaultdict(dict)
    for pk, year, above in (
        ScaleYear.objects.filter(organisation__in=keys).order_by().values_list("organisation", "year", "is_above")
    ):
        found[pk][year] = above
    return found


def _had(keys: Any) -> dict[int, list[Had]]:
    found: dict[int, list[Had]] = defaultdict(list)
    for one in received(keys):
        found[one.organisation].append(Had(one.code, one.year, one.amount))
    return found


def _blocked(day: date) -> dict[str, Mapping[int, str]]:
    return {gate.code: gate.blocked_in(day.year) for gate in gates()}


def _verdicts(record: Given, region: str | None, programmes: Collection[str], day: date) -> dict[str, int | None]:
    """The verdicts of programmes a clause asks for; one that does not stand in the region, or not yet, is unknown."""
    found: dict[str, int | None] = {}
    facts = derive(record, day) if programmes else None
    words = {verdict: holds for holds, verdict in VERDICTS.items()}
    for code in programmes:
        try:
            book = chosen(code, f"{region[:2]}0000" if region else None)
            assert facts is not None
            verdict: Verdict = explain(standing(code, book.pack, day), facts).verdict
        except (NoProgramme, NotYetInForce):
            found[code] = None
            continue
        holds = words[verdict]
        found[code] = None if holds is None else int(holds)
    return found
