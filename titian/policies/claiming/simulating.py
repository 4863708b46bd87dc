"""A document over the whole county, as if its clauses were compared and in force: for deciding before it is issued.

Who has claimed under it already counts with what was claimed: it is part of what the document costs.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from titian.policies.benefits.simulation import ALL, FIRST_COME, SCORED, Gain, Simulated, simulated
from titian.policies.claiming.standings import over_county
from titian.policies.models import Assessment, AssessmentRun, Claim, Policy, PolicyClause
from titian.registry.models import Organisation
from titian.registry.models.organisations import ACTIVE


@dataclass(frozen=True)
class SimulatedPolicy:
    """`whole`: a firm's benefits under all clauses together; `lines`: clause, firms, fen before any cut, firms of which it cannot be told.

    unplaced   firms of which nobody knows when they applied, or that have no score, where the cut goes by that
    """

    whole: Simulated[int]
    lines: tuple[tuple[PolicyClause, int, int, int], ...]
    unplaced: int = 0


def simulate_policy(policy: Policy, day: date, *, ceiling: int | None = None, cut: str = ALL, score: str = "") -> SimulatedPolicy:
    """`score`: the programme whose points rank firms. A figure nobody may use for benefits is unknown here too."""
    rows = policy.clauses.filter(is_open=True).with_versions().order_by("order", "pk")
    clauses = [(row, replace(version.benefit, confirmed=True)) for row in rows if (version := row.version_on(day))]
    firms = Organisation.objects.current().enterprises().filter(state=ACTIVE)
    towns = dict(firms.values_list("pk", "region__name"))
    _, computed = over_county([clause for _, clause in clauses], firms, day)
    total: dict[int, int] = defaultdict(int)
    unknown: set[int] = set()
    lines = []
    for (row, clause), found in zip(clauses, computed, strict=True):
        claimed = _claimed(row, clause.year_on(day))
        sure = {one.key: one.gain for one in found if one.gain} | {key: claimed[key] for key in claimed if key in towns}
        open_ones = {one.key for one in found if one.gain is None} - set(claimed)
        for key, amount in sure.items():
            total[key] += amount or 0
        unknown |= open_ones
        lines.append((row, len(sure), sum(amount or 0 for amount in sure.values()), len(open_ones)))
    places = _applied(policy) if cut == FIRST_COME else _scores(score, day) if cut == SCORED else {}
    gains = [Gain(key, towns.get(key) or "", amount, places.get(key)) for key, amount in total.items()]
    gains += [Gain(key, towns.get(key) or "", None) for key in unknown - set(total)]
    unplaced = sum(key not in places for key in total) if cut in (FIRST_COME, SCORED) else 0
    return SimulatedPolicy(simulated(gains, ceiling=ceiling, cut=cut), tuple(lines), unplaced)


def _claimed(clause: PolicyClause, year: int) -> dict[int, int]:
    """What was claimed under the clause itself for the year; the rules would say of those firms that they had it already."""
    return {one.organisation_id: one.granted or 0 for one in Claim.objects.standing().filter(clause=clause, year=year)}


def _applied(policy: Policy) -> dict[int, int]:
    """The earlier a firm applied under the document, the larger."""
    first: dict[int, int] = {}
    for firm, on in Claim.objects.standing().filter(clause__policy=policy).values_list("organisation", "asked_on"):
        first[firm] = max(first.get(firm, -date.max.toordinal()), -on.toordinal())
    return first


def _scores(programme: str, day: date) -> dict[int, int]:
    """The points of the latest assessment; of an interval the low end."""
    run = AssessmentRun.objects.latest_until(day, programme)
    rows = Assessment.objects.of(run, programme).values_list("organisation", "low")
    return {firm: low for firm, low in rows if low is not None}
