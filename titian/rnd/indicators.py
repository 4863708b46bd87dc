"""Figures of R&D spending that come out of this room's rows: subsidies paid, what was deducted, 形成率, who has an institution; R&D over GDP.

What a firm filed to the statistics bureau enters one figure here, 形成率: a total over the county and nothing else, never a firm. R&D over GDP
takes no firm's row at all: both amounts are totals of the books, and what divides them is shown, never asked by a gate or an evaluation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet

from titian.accounts.models import User
from titian.base.columns import Column
from titian.base.money import to_yuan
from titian.base.pages import Link, ListPage
from titian.base.periods import Period
from titian.figures.computed import Computed, CountDistinct, Form, Part, Sum
from titian.figures.computed.stated import stated_part
from titian.registry.indicators.listings import ANNUAL, FIRM_PARTS, SCALE, firm_names
from titian.registry.models import AnnualFigure, AnnualFigureQuerySet, Organisation, ScaleYear, Source
from titian.registry.models.annual import RETURNS
from titian.rnd.calibres.rates import Dated, rate
from titian.rnd.institutions import institutions
from titian.rnd.judging.firms import industrial, scale_lists
from titian.rnd.models import Award
from titian.rnd.models.subsidy import MECHANISM, AwardState

WHERE, DEPARTMENT = "organisation__region", "organisation__officer__department"
MONITORED, FROM_BOOKS = "地方监测", "按账面数相除"
FIRMS = CountDistinct("organisation")


def _award(row: Award) -> Mapping[str, object]:
    firm = row.organisation
    return {
        "organisation": Link(firm.name, row.get_absolute_url()),
        "town": firm.region.name if firm.region else None,
        "year": row.year,
        "type": row.type_label,
        "paid": None if row.paid is None else to_yuan(row.paid),
        "paid_on": row.paid_on,
    }


PAID: ListPage[Award] = ListPage(
    title="研发费用后补助",
    columns=(
        Column("organisation", "企业名称", width=32),
        Column("town", "所属乡镇"),
        Column("year", "补助所属年度", "year"),
        Column("type", "类型", width=24),
        Column("paid", "实拨金额", "money_wan"),
        Column("paid_on", "拨付日期", "day"),
    ),
    row=_award,
    empty="没有符合的行。",
    sorts={"organisation": "organisation__name", "paid": "paid", "paid_on": "paid_on"},
    search=("organisation__name",),
)


def indicators() -> Iterator[Computed]:
    if settings.TITIAN.shows(MECHANISM):
        count, money = Part("收到补助", _paid, FIRMS, PAID, firm_names), Part("实拨金额", _paid, Sum("paid"), PAID)
        yield _of_firms("rnd.subsidy_enterprises", count, lacking=_no_payments)
        yield _of_firms("rnd.subsidy_amount", money, lacking=_no_payments)
    if settings.TITIAN.shows(RETURNS):
        declared = Part("加计扣除申报", _declared, FIRMS, ANNUAL, firm_names)
        yield _of_firms("deduction.enterprises", declared, lacking=_no_declaration, calibre=MONITORED)
        claimed = Part("可加计研发费用×当年一般比例（适用120%的企业少计）", _claimed, Sum("claimed"), ANNUAL)
        yield _of_firms("deduction.amount", claimed, lacking=_no_claim, calibre=MONITORED)
        amounts = stated_part("rnd.expenditure", "全社会R&D经费投入"), stated_part("economy.gdp", "地区生产总值")
        yield _of_books("rnd.gdp_ratio", *amounts)
        formed = Part("R&D经费", _formed, Sum("rd_statistical"), ANNUAL, unit="元")
        parts = formed, Part("研发费用", _booked, Sum("rd_expense"), ANNUAL, unit="元")
        yield _of_firms("rnd.formation_rate", *parts, form=Form.SHARE, lacking=_nothing_formed, calibre="预估")
        having = Part("设有研发机构", _having, FIRMS, SCALE, firm_names)
        every = Part("规上工业企业", _industry, FIRMS, SCALE, firm_names)
        yield _of_firms("rnd.institution_coverage", having, every, form=Form.SHARE, lacking=_no_list, calibre=MONITORED)


def _of_firms(code: str, *parts: Part, **more: Any) -> Computed:
    return Computed(code, parts, where=WHERE, department=DEPARTMENT, seen=_inside, **more)


def _of_books(code: str, *parts: Part) -> Computed:
    return Computed(code, parts, where="region", form=Form.SHARE, calibre=FROM_BOOKS, lacking=_yearly, seen=_inside, of_books=True)


def _inside(user: User) -> bool:
    """A town sees no R&D row, and must not be told 0."""
    return user.is_inside


def _paid(user: User, period: Period, day: date) -> QuerySet[Award]:
    """What arrived in a period, up to a day."""
    rows = Award.objects.visible_to(user).filter(state=AwardState.PAID, paid__gt=0, organisation__merged_into=None)
    return rows.filter(paid_on__gte=period.since, paid_on__lt=period.until, paid_on__lte=day).select_related(*FIRM_PARTS)


def _no_payments(period: Period, day: date) -> str:
    return "" if Award.objects.filter(state=AwardState.PAID).exists() else "还没有登记过后补助拨付"


def _annual(user: User, period: Period) -> AnnualFigureQuerySet:
    rows = AnnualFigure.objects.visible_to(user).of_year(period.year).filter(organisation__merged_into=None)
    return rows.select_related(*FIRM_PARTS)


def _declared(user: User, period: Period, day: date) -> QuerySet[AnnualFigure]:
    return _annual(user, period).filter(source=Source.DEDUCTION, rd_deduction__gt=0)


def _claimed(user: User, period: Period, day: date) -> QuerySet[AnnualFigure]:
    """What was declared as `claimed`: times the rate of the year, each firm's rounded down to the fen as its own declaration is."""
    rows, known = _declared(user, period, day), _confirmed_rate(period.year)
    if known is None:
        return rows.none()
    return rows.annotate(claimed=F("rd_deduction") * known.value.numerator / known.value.denominator)


def _confirmed_rate(year: int) -> Dated | None:
    """The general rate where it is the only one for nearly everybody and was seen in its source; 2021 and 2022 it was neither."""
    known = rate("add_on", "general", year)
    return known if known and known.confirmed else None


def _no_claim(period: Period, day: date) -> str:
    if why := _no_declaration(period, day):
        return why
    return "" if _confirmed_rate(period.year) else f"{period.year}年的加计扣除比例没有核到原文，不测算扣除额"


def _yearly(period: Period, day: date) -> str:
    return _of_whole_years(period)


def _of_whole_years(period: Period) -> str:
    return "" if period.kind == "year" else "按单个年度计算"


def _no_declaration(period: Period, day: date) -> str:
    return _of_whole_years(period) or ("" if _year_has("rd_deduction", period.year) else f"没有{period.year}年的加计扣除申报数")


def _year_has(name: str, year: int) -> bool:
    """Does any organisation have the figure in a year, from whichever source?"""
    return Organisation.objects.filter(**{"annual_figures__year": year, f"annual_figures__{name}__gt": 0}).exists()


def _both(user: User, period: Period) -> AnnualFigureQuerySet:
    """Statistics rows of industry above scale whose firms also say what they booked."""
    return _annual(user, period).filter(organisation__in=industrial(period.year))


def _formed(user: User, period: Period, day: date) -> QuerySet[AnnualFigure]:
    booked = _annual(user, period).usable_for_benefits().exclude(rd_expense=None).values("organisation")
    return _both(user, period).exclude(rd_statistical=None).filter(source=Source.STATISTICS, organisation__in=booked)


def _booked(user: User, period: Period, day: date) -> QuerySet[AnnualFigure]:
    formed = _both(user, period).exclude(rd_statistical=None).filter(source=Source.STATISTICS).values("organisation")
    usable = _annual(user, period).usable_for_benefits()
    rows: QuerySet[AnnualFigure] = usable.exclude(rd_expense=None).filter(organisation__in=formed)
    return rows.filter(organisation__in=industrial(period.year))


def _nothing_formed(period: Period, day: date) -> str:
    return _of_whole_years(period) or ("" if _year_has("rd_statistical", period.year) else f"没有{period.year}年的R&D经费")


def _industry(user: User, period: Period, day: date) -> QuerySet[ScaleYear]:
    rows = ScaleYear.objects.filter(year=period.year, is_above=True, organisation__in=industrial(period.year))
    return rows.select_related(*FIRM_PARTS)


def _having(user: User, period: Period, day: date) -> QuerySet[ScaleYear]:
    return _industry(user, period, day).filter(organisation__in=list(institutions(user, day) or ()))


def _no_list(period: Period, day: date) -> str:
    return _of_whole_years(period) or ("" if period.year in scale_lists() else f"名录里没有{period.year}年的规上名单")
