"""The watch lists: who has not reported, who fell sharply, whose figures do not fit, and the key enterprises' years."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from titian.accounts.models import User
from titian.base.periods import Period
from titian.registry.models import Organisation, Title
from titian.registry.models.organisations import ACTIVE
from titian.rnd.basis import Basis, basis
from titian.rnd.judging.firms import industrial, ledgers
from titian.rnd.models import KeyEnterprise, Return
from titian.rnd.models.returns import ReturnState
from titian.rnd.policy import Policy
from titian.rnd.watching import Known, falls, inconsistencies

PURPOSE = "研发投入监测提醒"


@dataclass(frozen=True)
class Asked:
    """One firm on a watch list; `why` in plain words, fen beside it."""

    organisation: Organisation
    why: str
    spent: int | None = None
    before: int | None = None
    fall: Fraction | None = None


def unreported(user: User, period: Period) -> list[Asked]:
    """Who is expected to report a year or a quarter and has not: industry above scale, holders of 高企 and 科小, who reported R&D the year before.

    Whoever says 0 has reported; a statistics row is no report to this office. Wording and reminder are those of 漏报提醒.
    """
    year = period.year if period.kind == "year" else period.year - 1  # a quarter asks those whom the last whole year knows
    why: dict[int, list[str]] = {}
    for pk in industrial(year):
        why.setdefault(pk, []).append("规上工业企业")
    titles = Title.objects.here().valid_on(date(year, 12, 31)).filter(kind__in=("hnte", "tsme"))
    for pk, kind in titles.order_by("kind").values_list("organisation", "kind").distinct():
        why.setdefault(pk, []).append("高新技术企业" if kind == "hnte" else "科技型中小企业")
    for pk, last in basis(user, period.year - 1, purpose=PURPOSE).items():
        if last.rd_expense:
            why.setdefault(pk, []).append("上年有研发费用")
    reported = set(_handed_in(period))
    if period.kind == "year":
        reported |= {pk for pk, row in basis(user, year, purpose=PURPOSE).items() if row.rd_expense is not None}
    wanted = Organisation.objects.filter(pk__in=set(why) - reported, state=ACTIVE, merged_into=None)
    rows = wanted.select_related("region", "officer").order_by("region__order", "name")
    return [Asked(firm, "、".join(why[firm.pk])) for firm in rows]


def _handed_in(period: Period) -> Iterable[int]:
    rows = Return.objects.filter(period=period.text, state__in=(ReturnState.SUBMITTED, ReturnState.ACCEPTED))
    return rows.values_list("organisation", flat=True)


def watched(user: User, year: int, policy: Policy) -> tuple[list[Asked], list[Asked]]:
    """Who fell sharply, and whose own figures do not fit each other."""
    known, before = basis(user, year, purpose=PURPOSE), basis(user, year - 1, purpose=PURPOSE)
    books = ledgers(year)
    firms = Organisation.objects.filter(pk__in=known, merged_into=None).select_related("region", "officer").order_by("name")
    fallen, strange = [], []
    for firm in firms:
        row, last = known[firm.pk], before.get(firm.pk)
        facts = _known(row, last, books.get(firm.pk))
        if (fall := falls(facts, policy)) is not None:
            fallen.append(Asked(firm, "", facts.spent, facts.before, fall))
        if found := inconsistencies(facts, policy):
            strange.append(Asked(firm, "；".join(found), facts.spent, facts.before))
    return sorted(fallen, key=lambda one: one.fall or 0, reverse=True), strange


def _known(row: Basis, last: Basis | None, ledger: int | None) -> Known:
    return Known(
        spent=row.rd_expense,
        before=last.rd_expense if last else None,
        revenue=row.revenue,
        staff=row.staff,
        rd_staff=row.rd_staff,
        ledger=ledger,
    )


def key_years(user: User, year: int, back: int = 3) -> list[tuple[KeyEnterprise, dict[int, Basis | None]]]:
    """The key enterprises of a year with their figures of the last years, newest first."""
    rows = KeyEnterprise.objects.visible_to(user).filter(year=year).select_related("organisation__region", "organisation__officer")
    known = {one: basis(user, one, purpose=PURPOSE) for one in range(year, year - back, -1)}
    return [(row, {one: found.get(row.organisation_id) for one, found in known.items()}) for row in rows]
