"""What the registers of the county are made of. Money in whole yuan, days as days; what is not known is None or empty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(eq=False)
class Firm:
    """One organisation of the register. `scale` says for each known year whether it was above scale in industry, `service_years` when it
    was in services; `carrier` names its 孵化载体.

    `since` is set for a firm that moved in: the day from which it is this county's (状态起始 of a firm in business).
    `large` and `tech` are for the generator alone: a firm too big to be a 科技型中小企业, a firm the bureau deals with.
    """

    name: str
    uscc: str | None
    town: str
    industry: str
    kind: str = "enterprise"
    uscc_reason: str = ""
    legal_form: str = "有限责任公司（自然人投资或控股）"
    address: str = ""
    founded: date | None = None
    capital: int | None = None
    scope: str = ""
    legal_person: str = ""
    contact: str = ""
    phone: str = ""
    state: str = "active"
    since: date | None = None
    officer: str = ""
    carrier: str = ""
    note: str = ""
    short: str = ""
    former: str = ""
    former_until: date | None = None
    scale: dict[int, bool] = field(default_factory=dict)
    service_years: tuple[int, ...] = ()
    large: bool = False
    tech: bool = False

    def founded_by(self, year: int) -> bool:
        return self.founded is not None and self.founded.year <= year


@dataclass(frozen=True)
class TitleRow:
    """One application or title. `until` is the last valid day, as certificates and sheets print it."""

    firm: Firm
    kind: str
    applied: date | None = None
    since: date | None = None
    until: date | None = None
    certificate: str = ""
    batch: str = ""
    level: str = ""
    refused: date | None = None
    first: bool | None = None
    note: str = ""

    def valid_on(self, day: date) -> bool:
        """As the register counts it: given, not past its last day, and the firm already ours and still here."""
        here = self.firm.since is None or (self.firm.since <= day if self.firm.state == "active" else self.firm.since > day)
        return here and self.since is not None and self.since <= day and (self.until is None or self.until >= day)


@dataclass(eq=False)
class AnnualRow:
    """What one source says of one firm and year; the names of the fields are those of `registry.AnnualFigure`."""

    firm: Firm
    year: int
    source: str
    document: str = ""
    values: dict[str, int | None] = field(default_factory=dict)
    chosen: bool = False
    reason: str = ""


@dataclass(frozen=True)
class RightRow:
    """One piece of intellectual property. `expires` is its last day."""

    firm: Firm
    kind: str
    number: str
    name: str
    obtained: str = "own"
    applied: date | None = None
    granted: date | None = None
    expires: date | None = None


@dataclass(frozen=True)
class PersonRow:
    """One person: an expert, a commissioner, a contact, a talent. `firm` when the employer is in the register, else `employer`."""

    name: str
    kind: str
    firm: Firm | None = None
    employer: str = ""
    position: str = ""
    title: str = ""
    field: str = ""
    town: str = ""
    phone: str = ""
    id_number: str = ""
    email: str = ""
    note: str = ""


@dataclass(frozen=True)
class County:
    """All registers of the county."""

    firms: Sequence[Firm]
    titles: Sequence[TitleRow]
    annual: Sequence[AnnualRow]
    rights: Sequence[RightRow]
    people: Sequence[PersonRow]
