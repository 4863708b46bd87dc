"""Ledgers with Python of their own: what one computes beyond its definition, found by its code.

    class Supervision(Computing):
        parameters = (POINTS,)
        def facts(self, row, user, day): yield Fact("完成率", …, source="目标看板", day=day)

Forms, imports, pages and to-dos ask `computing(ledger.code)` without knowing which ledger it is; one that computes nothing answers with
nothing. The arithmetic itself is pure Python beside the class (`supervision/course.py`), this is only how it is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from titian.base.pages import Action, Fact
from titian.base.registers import Remark
from titian.base.todos import Todo
from titian.ledgers.definition import Definition
from titian.ledgers.months import month_end

if TYPE_CHECKING:
    from titian.accounts.models import User
    from titian.figures.computed import Computed
from titian.ledgers.models import Ledger, LedgerRow, LedgerRowQuerySet


@dataclass(frozen=True)
class Parameter:
    """A number or word of a rule the office may change for itself; it lives in the definition's `options`.

    value     what holds while the office says nothing: int, Decimal, or a code of `choices`
    source    where the packaged value comes from
    """

    key: str
    label: str
    value: int | Decimal | str
    unit: str = ""
    help: str = ""
    source: str = ""
    choices: Mapping[str, str] | None = None
    minimum: int = 0
    maximum: int = 1_000

    def of(self, definition: Definition) -> Any:
        """As it holds in this ledger."""
        said = definition.options.get(self.key)
        if said is None:
            return self.value
        return Decimal(str(said)) if isinstance(self.value, Decimal) else said


class Computing:
    """What a ledger may add to its definition; a subclass says only what it has.

    parameters  what the office may change without a programmer
    derived     keys that `complete` fills in where nobody said them: taken back with an import
    repeated    keys a row says again that follows another: the next month of a project
    inherits    references a row that says none has from the row it belongs to: a quarter's value from its agreement
    kept        texts that are kept day by day together with the progress, so that 上月 and 本月 can be compared
    """

    parameters: ClassVar[tuple[Parameter, ...]] = ()
    derived: ClassVar[tuple[str, ...]] = ()
    inherits: ClassVar[tuple[str, ...]] = ()
    kept: ClassVar[tuple[str, ...]] = ()
    repeated: ClassVar[tuple[str, ...]] = ()

    def complete(self, row: LedgerRow) -> None:
        """Fill in what follows from the rest where nobody said it; not yet saved."""

    def tidy(self, values: dict[str, Any]) -> None:
        """Put the values of a sheet's row as the ledger keeps them, before it is looked for among those that are there."""

    def begins(self, day: date, *, parent: LedgerRow | None = None, after: LedgerRow | None = None) -> Mapping[str, Any]:
        """What the form of a new row begins with besides what every ledger knows; `parent` the row it will belong to, `after` the one it
        follows (`repeated`)."""
        return {}

    def leads_to(self, row: LedgerRow, state: str) -> bool:
        """Is a state a next one for this row? Beyond what the definition says of `after`."""
        return True

    def doubts(self, row: LedgerRow, known: dict[str, Any]) -> Iterator[Remark]:
        """What is wrong or doubtful with a row in its present state. `known` lives as long as one form or one import: what was looked up
        for an earlier row of the same sheet, and that row itself where two of one sheet may collide."""
        yield from ()

    def settle(self, rows: Sequence[LedgerRow]) -> None:
        """After rows were saved, within the same transaction. Raises Refused for what only the database can decide."""

    def facts(self, row: LedgerRow, user: User, day: date) -> Iterator[Fact]:
        """Computed facts for the row's page, each with its unit in the value and where it comes from."""
        yield from ()

    def acts(self, row: LedgerRow, user: User) -> Iterator[Action]:
        """Buttons of the row's page beyond those every ledger has."""
        yield from ()

    def indicators(self, ledgers: Mapping[str, Ledger]) -> Iterator[Computed]:
        """Figures of the definition that are counted otherwise than it can say: over several ledgers (all, by code) by several conditions."""
        yield from ()

    def notes(self, rows: LedgerRowQuerySet, user: User, day: date) -> Iterator[str]:
        """Sentences above the list, about the rows it shows."""
        yield from ()

    def list_acts(self, ledger: Ledger, user: User) -> Iterator[Action]:
        """Buttons above the list: pages only this ledger has."""
        yield from ()

    def todos(self, ledger: Ledger, user: User, day: date) -> Iterator[Todo]:
        """What waits for a person beyond the deadlines every ledger knows."""
        yield from ()


# In `known` while an import asks: lists of past years come in as they are, with doubts instead of refusals.
IMPORTED = "imported"
NOTHING = Computing()


class Monthly(Computing):
    """A ledger in which every row is a month of something."""

    def tidy(self, values: dict[str, Any]) -> None:
        """A month is kept as its last day, however it is written: 2026年4月."""
        if isinstance(values.get("day"), date):
            values["day"] = month_end(values["day"])

    def complete(self, row: LedgerRow) -> None:
        if row.day is not None:
            row.day = month_end(row.day)


def computing(code: str) -> Computing:
    """What this ledger computes; one that computes nothing answers with nothing."""
    return known().get(code, NOTHING)


@cache
def known() -> Mapping[str, Computing]:
    """Ledger code → what it computes. Read when first asked: the modules need the models."""
    from titian.ledgers.activities.ledger import Activities
    from titian.ledgers.assessments.ledger import AssessmentItems, Assessments, SchemeItems
    from titian.ledgers.assessments.platforms import CarrierReports, Carriers, KpiAgreements, KpiValues, PlatformProgress, Platforms
    from titian.ledgers.commissioners.ledger import Commissioners, Services, ThreeZone
    from titian.ledgers.funds.investing import Investments
    from titian.ledgers.funds.ledger import UpperFunds
    from titian.ledgers.instruments.bookings import Bookings
    from titian.ledgers.instruments.ledger import Instruments
    from titian.ledgers.problems.ledger import Problems
    from titian.ledgers.proposals.ledger import Promises, Proposals
    from titian.ledgers.scaling.ledger import ScaleCandidates, ServiceMonthly
    from titian.ledgers.spot_checks.ledger import Rectification, SpotChecks
    from titian.ledgers.supervision.ledger import Supervision
    from titian.ledgers.talents.ledger import TalentProjectEvents, TalentProjects

    return {
        "activities": Activities(),
        "assessment_items": AssessmentItems(),
        "assessments": Assessments(),
        "bookings": Bookings(),
        "carrier_reports": CarrierReports(),
        "carriers": Carriers(),
        "commissioners": Commissioners(),
        "instruments": Instruments(),
        "investments": Investments(),
        "kpi_agreements": KpiAgreements(),
        "kpi_values": KpiValues(),
        "platform_progress": PlatformProgress(),
        "platforms": Platforms(),
        "problems": Problems(),
        "promises": Promises(),
        "proposals": Proposals(),
        "rectification": Rectification(),
        "scale_candidates": ScaleCandidates(),
        "scheme_items": SchemeItems(),
        "service_monthly": ServiceMonthly(),
        "services": Services(),
        "spot_checks": SpotChecks(),
        "supervision": Supervision(),
        "talent_project_events": TalentProjectEvents(),
        "talent_projects": TalentProjects(),
        "three_zone": ThreeZone(),
        "upper_funds": UpperFunds(),
    }
