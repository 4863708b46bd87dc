"""Builders for figures, targets and regions in tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from titian.accounts.models import User
from titian.base.periods import Period
from titian.base.quantities import Operator
from titian.figures.actions import NewFigure, NewLeg, NewTarget, set_targets, state_figures
from titian.figures.checks import Statement
from titian.figures.key import FigureKey
from titian.figures.models import Figure, Target
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


MAY_31 = date(2026, 5, 31)
