"""What the list of regions is narrowed by."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet

from titian.base.filters import Filters
from titian.places.models import LEVELS


class RegionFilters(Filters):
    level = django_filters.ChoiceFilter(label="层级", choices=list(LEVELS.items()))
    state = django_filters.ChoiceFilter(label="状态", choices=[("now", "现有"), ("gone", "已撤销")], method="in_state")

    def in_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(until__isnull=value == "now")
