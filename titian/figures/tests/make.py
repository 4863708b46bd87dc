"""Builders for figures, targets and regions in tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Border, Side

from titian.accounts.models import User
from titian.base.periods import Period
from titian.base.quantities import Operator
from titian.figures.actions import NewFigure, NewLeg, NewTarget, set_targets, state_figures, take_in_sheet
from titian.figures.checks import Statement
from titian.figures.key import FigureKey
from titian.figures.models import Figure, FilledSheet, Target
from titian.places.models import Region


def county(name: str = "示范县", code: str = "990123") -> Region:
    return Region.objects.get_or_create(code=code, defaults={"name": name, "level": "county"})[0]


def town(name: str, code: str, *, parent: Region | None = None) -> Region:
    parent = parent or county()
    return Region.objects.get_or_create(code=code, defaults={"name": name, "level": "town", "parent": parent})[0]


def key(indicator: str = "hnte.new", period: str = "2026H1", **parts: str) -> FigureKey:
    return FigureKey(indicator, Period.parse(period), parts.pop("region", "990123"), **parts)


def statement(number: int, value: str, operator: str = "exact", **parts: Any) -> Statement:
    return Statement(number, parts.pop("key", key()), Decimal(value), Operator(operator), order=number, **parts)


def figure(by: User, indicator: str = "hnte.new", value: str = "12", period: str = "2026H1", **parts: Any) -> Figure:
    region = parts.pop("region", None) or county()
    return state_figures([NewFigure(indicator, period, Decimal(value), **parts)], region=region, by=by)[0]


def target(by: User, indicator: str = "hnte.new", low: str = "20", period: str = "2026", **parts: Any) -> Target:
    leg = NewLeg(indicator, Decimal(low), **parts)
    return set_targets([NewTarget(f"新增{low}", period, [leg])], region=county(), by=by)[0]


FORM_ROWS = (
    ("{period}科技创新主要指标完成情况表", "", "", "", ""),
    ("指标", "单位", "完成数", "同比增长（%）", "备注"),
    ("1.高新技术企业数", "家", "", "", ""),
    ("2.技术合同成交额", "亿元", "", "", ""),
    ("3.专利授权数", "件", "", "", ""),
    ("填表人：", "", "", "", ""),
)


def form(period: str = "2026年上半年", rows: Sequence[Sequence[str]] = FORM_ROWS) -> bytes:
    """A blank workbook as an office above sends it: title over the width, lines around the table."""
    book, line = Workbook(), Side(style="thin")
    page = book.active
    assert page is not None
    for number, row in enumerate(rows, 1):
        page.append([text.format(period=period) or None for text in row])
        for cell in page[number] if 1 < number < len(rows) else ():
            cell.border = Border(left=line, right=line, top=line, bottom=line)
    page.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(rows[1]))
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def sheet(by: User, period: str = "2026年上半年") -> FilledSheet:
    return take_in_sheet(f"{period}指标表.xlsx", form(period), region=county(), period=None, by=by)


MAY_31 = date(2026, 5, 31)
