"""两清零: the two lists of a year as they stand on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from titian.accounts.models import User
from titian.registry.models import Organisation
from titian.rnd.basis import Basis, basis
from titian.rnd.institutions import institutions
from titian.rnd.judging.firms import industrial
from titian.rnd.models import Exemption, Return
from titian.rnd.policy import Policy
from titian.rnd.watching import Standing, standing

PURPOSE = "清零名单"
LISTS = {"institution": "研发机构清零", "zero": "研发费用清零"}
CLEARED_BY = {"institution": "已登记研发机构", "zero": "以后的填报有研发费用"}
EDGES = {"institution": "institution_revenue", "zero": "zero_revenue"}


@dataclass(frozen=True)
class Listed:
    organisation: Organisation
    revenue: int | None
    standing: Standing
    exemption: Exemption | None = None


def clearing(user: User, name: str, year: int, policy: Policy, *, day: date) -> list[Listed]:
    """One list of a year on a day: who is to be cleared, who was (with when and by what), who cannot, who has to be asked.

    Revenue and spending are those of the year, never of a statistics row; a firm without either is not listed, one whose spending is not
    known is asked.
    """
    known = basis(user, year, purpose=PURPOSE)
    exempt = {row.organisation_id: row for row in Exemption.objects.filter(purpose=name, year=year)}
    wanted = industrial(year)
    at_end = institutions(user, date(year, 12, 31)) if name == "institution" else None
    cleared = institutions(user, day) if name == "institution" else _spending_later(year)
    edge = policy.fen(EDGES[name])
    firms = Organisation.objects.filter(pk__in=wanted.intersection(known)).select_related("region", "officer").order_by("name")
    found = []
    for firm in firms:
        row, excused = known[firm.pk], exempt.get(firm.pk)
        on = cleared.get(firm.pk) if cleared else None
        lacking = _spends_nothing(row) if name == "zero" else None if cleared is None else firm.pk not in (at_end or {})
        stands = standing(
            row.revenue,
            edge,
            day,
            lacking=lacking,
            cleared_on=on,
            cleared_by=CLEARED_BY[name],
            exempt_on=excused.day if excused else None,
            exempt_reason=f"{excused.ground_label}：{excused.reason}" if excused else "",
        )
        if stands is not None:
            found.append(Listed(firm, row.revenue, stands, excused))
    return found


def _spends_nothing(row: Basis) -> bool | None:
    """None: not known; only who says 0 spends nothing."""
    return None if row.rd_expense is None else row.rd_expense == 0


def _spending_later(year: int) -> Mapping[int, date]:
    """Organisation → the day on which a later return with spending was accepted: the firm's own, never a statistics one."""
    rows = Return.objects.usable_for_benefits().filter(year__gt=year, accounting__gt=0).exclude(accepted_on=None)
    found: dict[int, date] = {}
    for organisation, day in rows.order_by("accepted_on").values_list("organisation", "accepted_on"):
        if day is not None:
            found.setdefault(organisation, day)
    return found
