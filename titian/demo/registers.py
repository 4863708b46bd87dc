"""The county's registers come in the way an office brings them in: workbooks, imported; then what no sheet says: sources chosen, tenants housed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from titian.accounts.models import User
from titian.demo.county.build import county
from titian.demo.workbooks import write_faulty, write_registers
from titian.exchange.actions import check, import_at_once, take_in
from titian.registry.actions import amend_organisation, choose_source, state_scale
from titian.registry.models import AnnualFigure, Organisation

REASON = "营业执照如此，已与发照机关核对"
CHOOSERS = {"return": "research", "audit": "chief"}


@dataclass(frozen=True)
class Loaded:
    """One imported workbook: its name without the ending, and how many rows it has."""

    name: str
    rows: int


def load_registers(folder: Path, *, day: date, people: Mapping[str, User]) -> list[Loaded]:
    """Write the workbooks into `folder`, import them, choose sources and house tenants. Raises RuntimeError for a row that is refused."""
    loaded = [import_book(register, path, day=day, by=people["office"]) for register, path in write_registers(folder)]
    _refused(write_faulty(folder), day=day, by=people["enterprise"])
    _choose(people)
    _house(people["enterprise"])
    _services(people["research"])
    return loaded


def import_book(register: str, path: Path, *, day: date, by: User) -> Loaded:
    """As an office does it. Raises RuntimeError for a row that is refused."""
    batch = take_in(register, path.name, path.read_bytes(), day=day, by=by)
    plan = import_at_once(batch, by=by, reason=REASON)
    if plan.errors:
        raise RuntimeError(f"{path.name}：{plan.errors[0].sentence}")
    return Loaded(path.stem, plan.rows)


def _refused(path: Path, *, day: date, by: User) -> None:
    """The faulty workbook was tried once: it stands among the imports with all that is wrong with it."""
    check(take_in("organisations", path.name, path.read_bytes(), day=day, by=by), by=by)


def _choose(people: Mapping[str, User]) -> None:
    """Where several sources of a year stand, the row the county chose, with the reason."""
    wanted = {(row.firm.uscc, row.year, row.source): row.reason for row in county().annual if row.chosen}
    for figures in AnnualFigure.objects.select_related("organisation"):
        reason = wanted.get((figures.organisation.uscc, figures.year, figures.source))
        if reason:
            choose_source(figures, reason=reason, by=people[CHOOSERS[figures.source]])


def _house(by: User) -> None:
    """Tenants into their carriers."""
    housed = {firm.uscc: firm.carrier for firm in county().firms if firm.carrier}
    carriers = {carrier.name: carrier for carrier in Organisation.objects.filter(kind="carrier")}
    for tenant in Organisation.objects.filter(uscc__in=housed):
        amend_organisation(tenant, changes={"carrier": carriers[housed[tenant.uscc]]}, by=by, reason="孵化载体报送入驻企业名单")


def _services(by: User) -> None:
    """The short list of 规上科技服务业, entered by hand."""
    listed = {firm.uscc: firm.service_years for firm in county().firms if firm.service_years}
    for firm in Organisation.objects.filter(uscc__in=listed):
        for year in listed[firm.uscc]:
            state_scale(firm, year=year, is_above=True, sector="service", source="统计部门规上服务业名单", by=by)
