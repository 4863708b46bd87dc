"""A document over the whole county, as if its clauses were compared and in force: for deciding before it is issued."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from titian.policies.benefits.simulation import ALL, Gain, Simulated, simulated
from titian.policies.claiming.standings import over_county
from titian.policies.models import Policy, PolicyClause
from titian.registry.models import Organisation
from titian.registry.models.organisations import ACTIVE


@dataclass(frozen=True)
class SimulatedPolicy:
    """`whole`: a firm's benefits under all clauses together; `lines`: clause, firms, fen before any cut, firms of which it cannot be told."""

    whole: Simulated[int]
    lines: tuple[tuple[PolicyClause, int, int, int], ...]


def simulate_policy(policy: Policy, day: date, *, ceiling: int | None = None, cut: str = ALL) -> SimulatedPolicy:
    """Ranked by what is asked for, the largest first. A figure nobody may use for benefits is unknown here too."""
    rows = policy.clauses.filter(is_open=True).with_versions().order_by("order", "pk")
    clauses = [(row, replace(version.benefit, confirmed=True)) for row in rows if (version := row.version_on(day))]
    firms = Organisation.objects.current().enterprises().filter(state=ACTIVE)
    towns = dict(firms.values_list("pk", "region__name"))
    _, computed = over_county([clause for _, clause in clauses], firms, day)
    total: dict[int, int] = defaultdict(int)
    unknown: set[int] = set()
    lines = []
    for (row, _), found in zip(clauses, computed, strict=True):
        sure = {one.key: one.gain for one in found if one.gain}
        open_ones = {one.key for one in found if one.gain is None}
        for key, amount in sure.items():
            total[key] += amount or 0
        unknown |= open_ones
        lines.append((row, len(sure), sum(amount or 0 for amount in sure.values()), len(open_ones)))
    gains = [Gain(key, towns.get(key) or "", amount, amount) for key, amount in total.items()]
    gains += [Gain(key, towns.get(key) or "", None) for key in unknown - set(total)]
    return SimulatedPolicy(simulated(gains, ceiling=ceiling, cut=cut), tuple(lines))
