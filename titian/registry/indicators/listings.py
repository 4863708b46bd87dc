"""How the rows behind the registers' figures are listed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import NoReverseMatch

from titian.base.columns import Column
from titian.base.pages import Link, ListPage
from titian.registry.models import AnnualFigure, Organisation, OrganisationName, ScaleYear, Title
from titian.registry.models.organisations import SHORT
from titian.registry.names import core


def _firm(organisation: Organisation) -> dict[str, object]:
    return {
        "organisation": _linked(organisation),
        "uscc": organisation.uscc,
        "town": organisation.region.name if organisation.region else None,
        "officer": organisation.officer.name if organisation.officer else None,
    }


def _linked(organisation: Organisation) -> object:
    """The name, opening the organisation's page where there is one."""
    try:
        return Link(organisation.name, organisation.get_absolute_url())
    except NoReverseMatch:
        return organisation.name


def _last(until: date | None) -> date | None:
    return until - timedelta(days=1) if until else None


def _title(row: Title) -> Mapping[str, object]:
    return {
        **_firm(row.organisation),
        "kind": row.label,
        "level": row.level,
        "certificate": row.certificate,
        "applied_on": row.applied_on,
        "since": row.since,
        "until": _last(row.until),
        "batch": row.batch,
    }


def _annual(row: AnnualFigure) -> Mapping[str, object]:
    return {
        **_firm(row.organisation),
        "year": row.year,
        "source": row.source_label,
        "rd_expense": row.amount("rd_expense"),
        "revenue": row.amount("revenue"),
        "chosen": row.chosen_reason if row.is_chosen else "唯一来源",
    }


def _scale(row: ScaleYear) -> Mapping[str, object]:
    return {
        **_firm(row.organisation),
        "year": row.year,
        "sector": ScaleYear.SECTORS.get(row.sector, row.sector),
        "industry": row.organisation.industry_label,
        "source": row.source,
    }


def firm_names(rows: QuerySet[Any], most: int) -> list[str]:
    """The first organisations of these rows as papers call them: their 简称, else the name without place and legal form."""
    found = list(rows.order_by("organisation").values_list("organisation", flat=True).distinct()[:most])
    firms = Organisation.objects.in_bulk(found)
    shorts = dict(
        OrganisationName.objects.filter(organisation__in=found, kind=SHORT).order_by("-pk").values_list("organisation", "text")
    )
    return [shorts.get(pk) or core(firms[pk].name) for pk in found]


FIRM_PARTS = ("organisation__region", "organisation__officer")  # what `_firm` reads
_FIRM = (Column("organisation", "企业名称", width=32), Column("uscc", "统一社会信用代码", width=20), Column("town", "所属乡镇"))
_OFFICER = Column("officer", "责任人", width=10)
_SORTS = {"organisation": "organisation__name", "town": "organisation__region__order", "officer": "organisation__officer__name"}
_SEARCH = ("organisation__name", "organisation__uscc", "organisation__region__name")
_EMPTY = "没有符合的行。"

TITLES: ListPage[Title] = ListPage(
    title="资质荣誉",
    columns=(
        *_FIRM,
        Column("kind", "资质荣誉", width=18),
        Column("level", "级别", width=8),
        Column("certificate", "证书编号"),
        Column("applied_on", "申报日期", "day"),
        Column("since", "发证日期", "day"),
        Column("until", "有效期至", "day"),
        Column("batch", "批次或公告文号"),
        _OFFICER,
    ),
    row=_title,
    empty=_EMPTY,
    sorts={**_SORTS, "applied_on": "applied_on", "since": "since", "until": "until", "certificate": "certificate"},
    search=(*_SEARCH, "certificate"),
)
ANNUAL: ListPage[AnnualFigure] = ListPage(
    title="年度数据",
    columns=(
        *_FIRM,
        Column("year", "年度", "year"),
        Column("source", "来源"),
        Column("rd_expense", "研发费用", "money_wan"),
        Column("revenue", "营业收入", "money_wan"),
        Column("chosen", "采用理由"),
        _OFFICER,
    ),
    row=_annual,
    empty=_EMPTY,
    sorts={**_SORTS, "year": "year", "source": "source", "rd_expense": "rd_expense", "revenue": "revenue"},
    search=_SEARCH,
)
SCALE: ListPage[ScaleYear] = ListPage(
    title="规上名录",
    columns=(
        *_FIRM,
        Column("year", "年份", "year"),
        Column("sector", "规上类别", width=14),
        Column("industry", "行业"),
        Column("source", "来源"),
        _OFFICER,
    ),
    row=_scale,
    empty=_EMPTY,
    sorts={**_SORTS, "year": "year", "industry": "organisation__industry"},
    search=_SEARCH,
)
