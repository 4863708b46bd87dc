"""How firms stand to what is in force on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from titian.policies.benefits.compiling import compiled_for
from titian.policies.benefits.county import Computed, computed
from titian.policies.benefits.definition import BenefitClause
from titian.policies.benefits.deriving import Known
from titian.policies.benefits.standing import Standing, State, standing
from titian.policies.claiming.population import known_of, known_of_one
from titian.policies.models import PolicyClause
from titian.registry.models import Organisation, OrganisationQuerySet

ORDER = (State.CLAIMABLE, State.CLOSED, State.NEAR, State.PENDING, State.LACKING, State.TAKEN, State.BLOCKED, State.NO)


@dataclass(frozen=True)
class Placed:
    """A clause of the library and how a firm stands to it."""

    clause: PolicyClause
    found: Standing

    @property
    def state(self) -> State:
        return self.found.state


def in_force(day: date) -> list[tuple[PolicyClause, BenefitClause]]:
    """What can be claimed under on a day, with the version that stands."""
    rows = PolicyClause.objects.in_force_on(day).with_versions().order_by("policy", "order", "pk")
    return [(row, version.benefit) for row in rows if (version := row.version_on(day))]


def standings_of(organisation: Organisation, day: date) -> list[Placed]:
    """Every clause in force, what can be claimed first."""
    clauses = in_force(day)
    if not clauses:
        return []
    known = known_of_one(organisation, day, programmes_of(clause for _, clause in clauses))
    found = [Placed(row, standing(clause, known, day)) for row, clause in clauses]
    return sorted(found, key=lambda one: (ORDER.index(one.state), one.clause.policy_id, one.clause.order))


def standing_of(organisation: Organisation, clause: PolicyClause, day: date) -> Standing | None:
    """One clause; None where no version stands on the day."""
    version = clause.version_on(day)
    if version is None:
        return None
    return standing(version.benefit, known_of_one(organisation, day, programmes_of([version.benefit])), day)


def over_county(
    clauses: Sequence[BenefitClause], organisations: OrganisationQuerySet, day: date
) -> tuple[dict[int, Known], list[list[Computed[int]]]]:
    """Clauses over many firms: what is known of each, and the rows of each clause in the same order."""
    population = known_of(organisations, day, programmes_of(clauses))
    return population, [computed(clause, population, day) for clause in clauses]


def programmes_of(clauses: Iterable[BenefitClause]) -> frozenset[str]:
    """The programmes whose verdicts these clauses ask for."""
    names = {name for clause in clauses for name in compiled_for(clause, 2000).reads}
    return frozenset(name.removeprefix("programme.") for name in names if name.startswith("programme."))
