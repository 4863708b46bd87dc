"""What the ladder's lists are narrowed by."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet

from titian.base.clock import today
from titian.base.filters import Filters
from titian.policies.models import PoolEntry
from titian.policies.record.stated import stated_keys
from titian.policies.rungs import programme_labels
from titian.registry.filters import NONE, TownFilter, officers

IN, LEFT = "in", "left"


class PoolFilters(Filters):
    programme = django_filters.ChoiceFilter(label="培育目标", choices=lambda: [*programme_labels().items()])
    town = TownFilter("organisation__region", label="乡镇")
    officer = django_filters.ModelChoiceFilter(
        label="责任人", queryset=officers, empty_label="责任人：全部", null_label="责任人：未定", null_value=NONE
    )
    stage = django_filters.ChoiceFilter(label="阶段", choices=[*PoolEntry.STAGES.items()])
    state = django_filters.ChoiceFilter(label="在库", choices=[(IN, "在库"), (LEFT, "已出库")], method="standing")

    def standing(self, rows: QuerySet[PoolEntry], name: str, value: str) -> QuerySet[PoolEntry]:
        inside = PoolEntry.objects.in_pool_on(today())
        return rows.filter(pk__in=inside.values("pk")) if value == IN else rows.exclude(pk__in=inside.values("pk"))


class NearFilters(Filters):
    town = TownFilter("organisation__region", label="乡镇")
    officer = django_filters.ModelChoiceFilter(
        field_name="organisation__officer",
        label="责任人",
        queryset=officers,
        empty_label="责任人：全部",
        null_label="责任人：未定",
        null_value=NONE,
    )


class StatedFilters(Filters):
    key = django_filters.ChoiceFilter(label="事实", choices=lambda: [(one.key, one.label) for one in stated_keys().values()])
    town = TownFilter("organisation__region", label="乡镇")
