"""What a gate, a list, an evaluation or an award may rest on: the one place from which this room takes a firm's figures.

Statistics law: what a firm filed to the statistics bureau decides over no firm. So figures come from `usable_for_benefits()`, and what is asked
of one source (the 加计扣除 declaration) passes `demand_usable_for_benefits`, which refuses in words. A statistics row may be all that is known
of a firm: then nothing is known here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from titian.accounts.models import User
from titian.registry.models import AnnualFigure, Source
from titian.registry.models.annual import demand_usable_for_benefits

FIGURES = ("revenue", "main_business", "rd_expense", "rd_domestic", "rd_deduction", "staff", "rd_staff")


@dataclass(frozen=True)
class Basis:
    """One firm's year: fen and people, None where not known. `sources`: field → the label of the source that says so."""

    organisation: int
    year: int
    revenue: int | None = None
    main_business: int | None = None
    rd_expense: int | None = None
    rd_domestic: int | None = None
    rd_deduction: int | None = None
    staff: int | None = None
    rd_staff: int | None = None
    sources: Mapping[str, str] = field(default_factory=dict)

    def source_of(self, *names: str) -> str:
        """企业填报、加计扣除申报: what these fields rest on."""
        return "、".join(dict.fromkeys(self.sources[name] for name in names if name in self.sources))


def basis(user: User, year: int, *, purpose: str) -> dict[int, Basis]:
    """Every firm of which this person may use figures of a year, by key. `purpose` is said where a row is refused."""
    rows = list(AnnualFigure.objects.visible_to(user).usable_for_benefits().of_year(year))
    found = {row.organisation_id: _of(row) for row in usable(rows, purpose=purpose)}
    for row in usable(list(_declared(user, year)), purpose=purpose):
        found[row.organisation_id] = _with_declaration(found.get(row.organisation_id), row)
    return found


def usable(rows: Sequence[AnnualFigure], *, purpose: str) -> Sequence[AnnualFigure]:
    """The rows themselves; raises Refused naming each that must not decide anything."""
    demand_usable_for_benefits(rows, purpose=purpose, fields=FIGURES)
    return rows


def _declared(user: User, year: int) -> Sequence[AnnualFigure]:
    """What was declared to the tax office: at most one row a firm and year."""
    rows = AnnualFigure.objects.visible_to(user).of_year(year).filter(source=Source.DEDUCTION)
    return list(rows.filter(organisation__merged_into=None))


def _of(row: AnnualFigure) -> Basis:
    said = {name: getattr(row, name) for name in FIGURES}
    sources = {name: row.source_label for name, value in said.items() if value is not None}
    return Basis(row.organisation_id, row.year, **said, sources=sources)


def _with_declaration(known: Basis | None, row: AnnualFigure) -> Basis:
    """The tax declaration answers for what may be deducted, whichever source was chosen for the rest of the year. Beside rows of which none
    was chosen it stands alone."""
    if known is None:
        return Basis(
            row.organisation_id,
            row.year,
            rd_deduction=row.rd_deduction,
            sources={} if row.rd_deduction is None else {"rd_deduction": row.source_label},
        )
    if row.rd_deduction is None:
        return known
    said = {name: getattr(known, name) for name in FIGURES} | {"rd_deduction": row.rd_deduction}
    return Basis(known.organisation, known.year, **said, sources={**known.sources, "rd_deduction": row.source_label})
