"""应享尽享: what was claimed against what could be, by clause and town, with the rows behind.

Claimable are firms that meet a confirmed clause for sure and whose amount is known, and firms that have claimed already. Of a firm of which
something is missing nobody can say that it could claim: it is counted apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from titian.policies.benefits.compiling import TIMES
from titian.policies.claiming.standings import in_force, over_county
from titian.policies.models import Claim, PolicyClause
from titian.registry.models import OrganisationQuerySet
from titian.registry.models.organisations import ACTIVE


@dataclass(frozen=True)
class Covered:
    """One firm under one clause. Amounts in fen; `claimed` None: nothing claimed yet. `claim`: the key of the claim."""

    clause: PolicyClause
    year: int
    organisation: int
    name: str
    town: str
    claimable: int
    claimed: int | None
    claim: int | None = None


@dataclass(frozen=True)
class Line:
    """A clause or a town."""

    key: str
    label: str
    firms: int
    firms_claimed: int
    money: int
    money_claimed: int

    @property
    def share_of_firms(self) -> Fraction | None:
        return Fraction(self.firms_claimed, self.firms) if self.firms else None

    @property
    def share_of_money(self) -> Fraction | None:
        return Fraction(self.money_claimed, self.money) if self.money else None


@dataclass(frozen=True)
class Coverage:
    """`unknown`: clause key → firms of which it cannot be told; `unconfirmed`: clauses that were not compared and count nothing."""

    rows: tuple[Covered, ...]
    unknown: Mapping[int, int]
    unconfirmed: tuple[PolicyClause, ...]

    def by_clause(self) -> list[Line]:
        found: dict[int, list[Covered]] = {}
        for row in self.rows:
            found.setdefault(row.clause.pk, []).append(row)
        return [_line(str(pk), rows[0].clause.label, rows) for pk, rows in found.items()]

    def by_town(self) -> list[Line]:
        found: dict[str, list[Covered]] = {}
        for row in self.rows:
            found.setdefault(row.town, []).append(row)
        return [_line(town, town or "乡镇未定", found[town]) for town in sorted(found)]

    def total(self) -> Line:
        return _line("", "合计", self.rows)


def _line(key: str, label: str, rows: list[Covered] | tuple[Covered, ...]) -> Line:
    """A firm counts once, under however many clauses; it has claimed when it claimed under every one it could."""
    firms = {row.organisation for row in rows}
    open_ones = {row.organisation for row in rows if row.claimed is None}
    return Line(
        key, label, len(firms), len(firms - open_ones), sum(row.claimable for row in rows), sum(row.claimed or 0 for row in rows)
    )


def coverage(day: date, organisations: OrganisationQuerySet) -> Coverage:
    """Of these organisations on a day. A number of queries that grows neither with the firms nor with the clauses."""
    clauses = in_force(day)
    confirmed = [(row, clause) for row, clause in clauses if clause.confirmed]
    firms = organisations.current().enterprises().filter(state=ACTIVE)
    names = {pk: (name, town or "") for pk, name, town in firms.values_list("pk", "name", "region__name")}
    _, computed = over_county([clause for _, clause in confirmed], firms, day)
    claims = {(one.organisation_id, one.clause_id, one.year): one for one in Claim.objects.standing()}
    rows: list[Covered] = []
    unknown: dict[int, int] = {}
    for (row, clause), found in zip(confirmed, computed, strict=True):
        year = clause.year_on(day)
        for one in found:
            claim = claims.get((one.key, row.pk, year))
            could = claim.granted if claim else one.amount if one.met else None
            if claim or (could and one.met):
                name, town = names[one.key]
                claimed = (claim.granted or 0) if claim else None
                rows.append(Covered(row, year, one.key, name, town, could or 0, claimed, claim.pk if claim else None))
        unknown[row.pk] = sum(one.met is None and TIMES not in one.failing for one in found)
    return Coverage(tuple(rows), unknown, tuple(row for row, clause in clauses if not clause.confirmed))
