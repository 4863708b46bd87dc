"""Do the printed figures add up? Sums, parts and wholes of the catalogue. Pure Python."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from titian.base.quantities import Operator, Quantity
from titian.figures.key import FigureKey
from titian.reports.wording.facts import Facts
from titian.reports.writer.proofing.findings import ASK, ERROR, Finding, Place, found, name_of

_PROJECTS = ("keyrd", "commercialisation", "county", "central")

# total → parts that make it up completely.
PARTITIONS: Mapping[str, tuple[str, ...]] = {
    "commissioner.total": ("commissioner.legal", "commissioner.natural"),
}
# whole → parts that together cannot exceed it.
WHOLES: Mapping[str, tuple[str, ...]] = {
    "project.applied": tuple(f"project.{kind}.applied" for kind in _PROJECTS),
    "project.approved": tuple(f"project.{kind}.approved" for kind in _PROJECTS),
    "project.funding": ("project.county.funding",),
    "hnte.valid": ("hnte.new",),
    "platform.rd_total": ("platform.rd_new",),
    "challenge.published": ("challenge.taken",),
    "challenge.taken": ("challenge.approved",),
    "contract.value": ("contract.traded",),
}
# Usually not exceeded, but for a reason it may be.
USUALLY: Mapping[str, tuple[str, ...]] = {
    "visit.count": ("visit.enterprises",),
    "training.participants": ("training.people",),
    "rnd.reporting_enterprises": ("rnd.subsidy_enterprises",),
}


def sums(places: Sequence[Place], facts: Facts) -> Iterator[Finding]:
    """Partitions that do not add up, parts larger than their whole."""
    printed: dict[FigureKey, Place] = {}
    for place in places:
        if place.written.is_figure and place.written.operator is Operator.EXACT and place.written.high is None:
            printed.setdefault(place.written.key, place)
    for place in printed.values():
        yield from _partition(place, printed, facts)
        yield from _whole(place, printed, facts, WHOLES, ERROR)
        yield from _whole(place, printed, facts, USUALLY, ASK)


def _parts(place: Place, printed: Mapping[FigureKey, Place], codes: Sequence[str]) -> list[Place]:
    key = place.written.key
    return [printed[part] for code in codes if (part := replace(key, indicator=code)) in printed]


def _partition(place: Place, printed: Mapping[FigureKey, Place], facts: Facts) -> Iterator[Finding]:
    codes = PARTITIONS.get(place.written.code, ())
    parts = _parts(place, printed, codes)
    total = sum((part.written.value for part in parts), place.written.value * 0)
    if codes and len(parts) == len(codes) and total != place.written.value:
        words = "、".join(f"{name_of(facts, part.written.code)}{part.written.printed}" for part in parts)
        said = Quantity(total, place.written.unit)
        yield found("sum", ERROR, f"{words}合计{said}，与{name_of(facts, place.written.code)}{place.written.printed}不符", place)


def _whole(
    place: Place, printed: Mapping[FigureKey, Place], facts: Facts, rules: Mapping[str, tuple[str, ...]], severity: str
) -> Iterator[Finding]:
    parts = _parts(place, printed, rules.get(place.written.code, ()))
    total = sum((part.written.value for part in parts), place.written.value * 0)
    if parts and total > place.written.value:
        words = "、".join(f"{name_of(facts, part.written.code)}{part.written.printed}" for part in parts)
        whole = f"{name_of(facts, place.written.code)}{place.written.printed}"
        yield found("subset", severity, f"{words}{'合计' if len(parts) > 1 else ''}大于{whole}", place)
