"""Figures of annual rows and of the years above scale.

Whole years that are over, the counting source alone; a row filed to the statistics bureau only where somebody chose it. What the
statistics bureau publishes itself is counted under a calibre of our own (地方监测), so that it never stands for the official value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from titian.accounts.models import User
from titian.base.periods import Period
from titian.figures.computed import Computed, CountDistinct, Form, Part, Rows, Sum
from titian.registry.indicators.listings import ANNUAL, FIRM_PARTS, SCALE, firm_names
from titian.registry.models import AnnualFigure, AnnualFigureQuerySet, Organisation, ScaleYear, Source
from titian.registry.models.annual import RETURNS

WHERE, DEPARTMENT = "organisation__region", "organisation__officer__department"
MONITORED = "地方监测"
FIRMS, SPENDING = CountDistinct("organisation"), Sum("rd_expense")
MINING, MAKING, SUPPLY = (Q(organisation__industry__startswith=section) for section in "BCD")
INDUSTRIAL = Q(sector="industry") | Q(sector="") & (MINING | MAKING | SUPPLY)
SCI_TECH_SERVICE = Q(sector="service", organisation__industry__startswith="M")  # 科学研究和技术服务业
Years = Callable[[], frozenset[int]]
Lacking = Callable[[Period, date], str]


def annual_figures() -> Iterator[Computed]:
    reported: Years = cache(partial(_years, AnnualFigure.objects.exclude(rd_expense=None)))
    above: Years = cache(partial(_years, ScaleYear.objects.all()))
    lacking: Lacking = partial(_not_reported, reported)
    yield from _services(above)
    if not settings.TITIAN.shows(RETURNS):
        return
    yield _spending("rnd.enterprise_expense", Part("研发费用", _spent, SPENDING, ANNUAL), lacking=lacking)
    yield _spending("rnd.reporting_enterprises", Part("填报企业", _positive, FIRMS, ANNUAL, firm_names), lacking=lacking)
    yield from _industry(reported, above)


def _years(rows: QuerySet[Any]) -> frozenset[int]:
    return frozenset(rows.order_by().values_list("year", flat=True).distinct())


def _spending(
    code: str, *parts: Part, lacking: Lacking, form: Form = Form.ALONE, calibre: str = "", waiting: Rows | None = None
) -> Computed:
    """Rows of spending are for inside people; a town sees none, and must not be told 0."""
    return Computed(
        code,
        parts,
        form=form,
        where=WHERE,
        department=DEPARTMENT,
        calibre=calibre,
        lacking=lacking,
        pending=Part("来源未定", waiting or _undecided, FIRMS, ANNUAL, firm_names),
        pending_reason="年度数据来源未定：几个来源并存而未选定，或只有统计联网直报而未选用",
        seen=lambda user: user.is_inside,
    )


def _not_reported(reported: Years, period: Period, day: date) -> str:
    if period.kind not in {"year", "years"}:
        return "年度数据按整年填报，没有半年、季度和月份的数"
    if day < period.until - timedelta(days=1):
        return "年度数据要等年度过完"
    missing = [str(year) for year in range(period.year, period.last_year + 1) if year not in reported()]
    return f"名录里没有{'、'.join(missing)}年的研发费用" if missing else ""


def _not_listed(above: Years, year: int) -> str:
    return "" if year in above() else f"名录里没有{year}年的规上名单"


def _of_period(user: User, period: Period) -> AnnualFigureQuerySet:
    rows = AnnualFigure.objects.visible_to(user).filter(organisation__merged_into=None)
    return rows.filter(year__gte=period.year, year__lte=period.last_year).select_related(*FIRM_PARTS)


def _spent(user: User, period: Period, day: date) -> AnnualFigureQuerySet:
    """Counting rows that say what was spent; statistics rows only where chosen."""
    return _of_period(user, period).counting().exclude(source=Source.STATISTICS, is_chosen=False).exclude(rd_expense=None)


def _positive(user: User, period: Period, day: date) -> AnnualFigureQuerySet:
    return _spent(user, period, day).filter(rd_expense__gt=0)


def _undecided(user: User, period: Period, day: date) -> QuerySet[AnnualFigure]:
    """Rows that would count, were a source chosen: several without a choice, or the statistics bureau's alone."""
    rows = _of_period(user, period).exclude(rd_expense=None)
    alone = rows.counting().filter(source=Source.STATISTICS, is_chosen=False)
    return rows.filter(Q(pk__in=rows.undecided().values("pk")) | Q(pk__in=alone.values("pk")))


def _undecided_industry(user: User, period: Period, day: date) -> QuerySet[AnnualFigure]:
    return _undecided(user, period, day).filter(organisation__in=_industrial(user, period, day).values("organisation"))


def _listed(user: User, year: int, fits: Q) -> QuerySet[ScaleYear]:
    """Above scale in a year, of the organisations this person may see."""
    rows = ScaleYear.objects.filter(fits, year=year, is_above=True, organisation__merged_into=None)
    rows = rows.select_related(*FIRM_PARTS)
    return rows if user.is_inside else rows.filter(organisation__in=Organisation.objects.visible_to(user))


def _industrial(user: User, period: Period, day: date) -> QuerySet[ScaleYear]:
    return _listed(user, period.last_year, INDUSTRIAL)


def _their_spending(user: User, period: Period, day: date) -> AnnualFigureQuerySet:
    last = Period.of_year(period.last_year)
    return _spent(user, last, day).filter(organisation__in=_industrial(user, period, day).values("organisation"))


def _active(user: User, period: Period, day: date) -> AnnualFigureQuerySet:
    return _their_spending(user, period, day).filter(rd_expense__gt=0)


def _with_revenue(user: User, period: Period, day: date) -> AnnualFigureQuerySet:
    return _their_spending(user, period, day).exclude(revenue=None)


def _comparable(user: User, period: Period, day: date) -> AnnualFigureQuerySet:
    """This year's spending of those whose spending of last year is known too (可比名录)."""
    before = _spent(user, period.previous_year, day).values("organisation")
    return _their_spending(user, period, day).filter(organisation__in=before)


def _comparable_before(user: User, period: Period, day: date) -> AnnualFigureQuerySet:
    now = _their_spending(user, period, day).values("organisation")
    return _spent(user, period.previous_year, day).filter(organisation__in=now)


def _industry(reported: Years, above: Years) -> Iterator[Computed]:
    """Industrial enterprises above scale, of one year, as our own rows know them."""

    def lacking(period: Period, day: date) -> str:
        return (
            "按单个年度计算" if period.kind == "years" else _not_reported(reported, period, day) or _not_listed(above, period.year)
        )

    def growth_lacking(period: Period, day: date) -> str:
        return lacking(period, day) or _not_reported(reported, period.previous_year, day)

    active, spending = Part("有研发活动", _active, FIRMS, ANNUAL, firm_names), Part("研发费用", _their_spending, SPENDING, ANNUAL)
    known = partial(_spending, calibre=MONITORED, waiting=_undecided_industry)
    yield known("rnd.active_above_scale", active, lacking=lacking)
    yield known(
        "rnd.active_above_scale_ratio",
        active,
        Part("规上工业企业", _industrial, FIRMS, SCALE, firm_names),
        form=Form.SHARE,
        lacking=lacking,
    )
    yield known("rnd.above_scale_expense", spending, lacking=lacking)
    shares = Part("研发费用", _with_revenue, SPENDING, ANNUAL), Part("营业收入", _with_revenue, Sum("revenue"), ANNUAL)
    yield known("rnd.above_scale_intensity", *shares, form=Form.SHARE, lacking=lacking)
    years = Part("本年研发费用", _comparable, SPENDING, ANNUAL), Part("上年研发费用", _comparable_before, SPENDING, ANNUAL)
    yield known("rnd.above_scale_growth", *years, form=Form.GROWTH, lacking=growth_lacking)


def _services(above: Years) -> Iterator[Computed]:
    """规上科技服务业: the list is one of years, so a newcomer is known only for a whole year."""

    def listed(period: Period, day: date) -> str:
        return _not_listed(above, day.year)

    def new(period: Period, day: date) -> str:
        if period.kind != "year":
            return "规上名单按年度，没有半年、季度和月份的新增数"
        return _not_listed(above, period.year) or _not_listed(above, period.year - 1)

    yield _of_list("service.above_scale", Part("规上科技服务业", _services_listed, FIRMS, SCALE, firm_names), listed)
    yield _of_list("service.new_above_scale", Part("新增规上科技服务业", _services_new, FIRMS, SCALE, firm_names), new)


def _of_list(code: str, part: Part, lacking: Lacking) -> Computed:
    return Computed(code, (part,), where=WHERE, department=DEPARTMENT, calibre=MONITORED, lacking=lacking)


def _services_listed(user: User, period: Period, day: date) -> QuerySet[ScaleYear]:
    return _listed(user, day.year, SCI_TECH_SERVICE)


def _services_new(user: User, period: Period, day: date) -> QuerySet[ScaleYear]:
    before = ScaleYear.objects.filter(year=period.year - 1, is_above=True).values("organisation")
    return _listed(user, period.year, SCI_TECH_SERVICE).exclude(organisation__in=before)
