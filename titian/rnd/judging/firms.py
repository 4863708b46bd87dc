"""Who was above scale in industry, and a firm's ledger as the calibres take it."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from titian.registry.models import Organisation, ScaleYear
from titian.rnd.calibres import Comparison, FirmYear, ProjectFacts, compare
from titian.rnd.calibres.deduction import brought_into
from titian.rnd.models import CostLine, Project, Return

_INDUSTRY = Q(sector="industry") | Q(sector="") & (
    Q(organisation__industry__startswith="B")
    | Q(organisation__industry__startswith="C")
    | Q(organisation__industry__startswith="D")
)


def industrial(year: int) -> frozenset[int]:
    """Organisations above scale in industry in a year."""
    rows = ScaleYear.objects.filter(_INDUSTRY, year=year, is_above=True, organisation__merged_into=None)
    return frozenset(rows.values_list("organisation", flat=True))


def scale_lists() -> frozenset[int]:
    """The years of which a list of industry above scale is there at all."""
    rows = ScaleYear.objects.filter(_INDUSTRY, is_above=True)
    return frozenset(rows.order_by().values_list("year", flat=True).distinct())


def firm_year(organisation: Organisation, year: int) -> Comparison | None:
    """The four calibres of a firm's ledger; None where it has no entry of that year."""
    projects = {project.pk: project for project in Project.objects.filter(organisation=organisation)}
    lines = CostLine.objects.filter(project__in=list(projects), year__lte=year)
    costs = tuple(line.as_cost(projects[line.project_id].code) for line in lines)
    if not any(cost.year == year for cost in costs):
        return None
    facts = {project.code: ProjectFacts(project.activity, project.formed_year) for project in projects.values()}
    brought = brought_into(costs, year, formed_in={code: about.formed_year for code, about in facts.items()})
    return compare(FirmYear(year, costs, facts, _assets(organisation, year), brought))


def _assets(organisation: Organisation, year: int) -> int | None:
    """当年形成用于研究开发的固定资产, as a return of the year says."""
    rows = Return.objects.filter(organisation=organisation, period=str(year)).exclude(assets=None).order_by("-accepted_on", "-pk")
    return rows.values_list("assets", flat=True).first()


def ledgers(year: int, organisations: Collection[int] | None = None) -> dict[int, int]:
    """Organisation → what its ledger comes to in a year (fen), of those that have entries."""
    rows = CostLine.objects.spending(year)
    if organisations is not None:
        rows = rows.filter(project__organisation__in=organisations)
    found: dict[int, int] = {}
    for organisation, amount in rows.values_list("project__organisation", "amount").iterator(chunk_size=2_000):
        found[organisation] = found.get(organisation, 0) + amount
    return found
