"""What the room's lists are narrowed by."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet

from titian.base.filters import Filters
from titian.registry.filters import TownFilter, years
from titian.rnd.models import Project
from titian.rnd.models.evaluation import Appeal, Outcome
from titian.rnd.models.returns import SOURCES, ReturnState
from titian.rnd.models.subsidy import AwardState
from titian.rnd.policy import packaged

LENGTHS = {"year": "年报", "quarter": "季报"}


class ReturnFilters(Filters):
    year = django_filters.ChoiceFilter(label="年度", choices=lambda: years(8))
    length = django_filters.ChoiceFilter(label="期间", choices=[*LENGTHS.items()], method="of_length")
    state = django_filters.ChoiceFilter(label="状态", choices=[*ReturnState.LABELS.items()])
    source = django_filters.ChoiceFilter(label="来源", choices=[*SOURCES.items()])
    town = TownFilter("organisation__region", label="乡镇")

    def of_length(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(is_annual=value == "year")


class ProjectFilters(Filters):
    year = django_filters.ChoiceFilter(label="进行年度", choices=lambda: years(8), method="in_year")
    activity = django_filters.ChoiceFilter(label="活动类型", choices=[*Project.ACTIVITIES.items()])
    source = django_filters.ChoiceFilter(label="项目来源", choices=[*Project.SOURCES.items()])
    town = TownFilter("organisation__region", label="乡镇")

    def in_year(self, rows: Any, name: str, value: str) -> Any:
        return rows.active_in(int(value))


class ResultFilters(Filters):
    outcome = django_filters.ChoiceFilter(label="结果", choices=[*Outcome.LABELS.items()])
    appeal = django_filters.ChoiceFilter(label="申诉", choices=[(code, label) for code, label in Appeal.LABELS.items() if code])
    town = TownFilter("organisation__region", label="乡镇")


def types() -> list[tuple[str, str]]:
    """Every type of award of the packaged policies."""
    return list({one.code: one.label for policy in packaged().values() for one in policy.types}.items())


class AwardFilters(Filters):
    type = django_filters.ChoiceFilter(label="类型", choices=types)
    state = django_filters.ChoiceFilter(label="状态", choices=[*AwardState.LABELS.items()])
    town = TownFilter("organisation__region", label="乡镇")
