"""Figures of claims: what was paid to enterprises under the policies of the library."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from django.conf import settings
from django.db.models import QuerySet

from titian.accounts.models import User
from titian.base.columns import Column
from titian.base.money import to_yuan
from titian.base.pages import Link, ListPage
from titian.base.periods import Period
from titian.figures.computed import Computed, Part, Sum
from titian.policies.models import Claim
from titian.policies.models.claims import MECHANISM, PAID
from titian.registry.indicators.listings import FIRM_PARTS

CALIBRE = "政策库条款"


def _row(claim: Claim) -> Mapping[str, object]:
    firm = claim.organisation
    return {
        "organisation": Link(firm.name, claim.get_absolute_url()),
        "town": firm.region.name if firm.region else None,
        "clause": claim.clause.label,
        "year": claim.year,
        "paid": None if claim.paid is None else to_yuan(claim.paid),
        "paid_on": claim.paid_on,
    }


PAYMENTS: ListPage[Claim] = ListPage(
    title="政策兑现",
    columns=(
        Column("organisation", "企业名称", width=32),
        Column("town", "所属乡镇"),
        Column("clause", "条款", width=28),
        Column("year", "所属年度", "year"),
        Column("paid", "拨付金额", "money_wan"),
        Column("paid_on", "拨付日期", "day"),
    ),
    row=_row,
    empty="没有符合的行。",
    sorts={"organisation": "organisation__name", "paid": "paid", "paid_on": "paid_on"},
    search=("organisation__name", "clause__label"),
)


def indicators() -> Iterator[Computed]:
    """A calibre of its own: 后补助 and what other rooms pay are not in the library, so this never claims to be the whole."""
    if settings.TITIAN.shows(MECHANISM):
        yield Computed(
            "policy.redeemed",
            (Part("拨付金额", _paid, Sum("paid"), PAYMENTS),),
            where="organisation__region",
            department="organisation__officer__department",
            calibre=CALIBRE,
            lacking=_nothing_paid,
            seen=_inside,
        )


def _inside(user: User) -> bool:
    return user.is_inside


def _paid(user: User, period: Period, day: date) -> QuerySet[Claim]:
    """What was paid in a period, up to a day."""
    rows = Claim.objects.visible_to(user).filter(state=PAID, organisation__merged_into=None)
    found: QuerySet[Claim] = rows.filter(paid_on__gte=period.since, paid_on__lt=period.until, paid_on__lte=day)
    return found.select_related("clause", *FIRM_PARTS)


def _nothing_paid(period: Period, day: date) -> str:
    return "" if Claim.objects.filter(state=PAID, paid_on__lte=day).exists() else "还没有登记过政策兑现的拨付"
