"""What the lists of the ladder, the library and claims are narrowed by."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet

from titian.base.clock import today
from titian.base.filters import Filters
from titian.policies.models import Claim, Policy, PolicyClause, PoolEntry
from titian.policies.models.claims import PushQuerySet
from titian.policies.record.stated import stated_keys
from titian.policies.rungs import programme_labels
from titian.registry.filters import NONE, TownFilter, officers
from titian.registry.forms.fields import choices

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


# --- library, claims, pushes


class PolicyFilters(Filters):
    level = django_filters.ChoiceFilter(label="级别", choices=choices(Policy.LEVELS))
    state = django_filters.ChoiceFilter(label="状态", choices=choices(Policy.STATES))


def _clauses(request: Any) -> Any:
    return PolicyClause.objects.visible_to(request.user) if request else PolicyClause.objects.none()


def _years() -> list[tuple[int, str]]:
    said = Claim.objects.order_by("-year").values_list("year", flat=True).distinct()
    return [(year, f"{year}年度") for year in said]


class ClaimFilters(Filters):
    state = django_filters.ChoiceFilter(label="状态", choices=choices(Claim.STATES))
    year = django_filters.ChoiceFilter(label="所属年度", choices=_years)
    clause = django_filters.ModelChoiceFilter(label="条款", queryset=_clauses, empty_label="条款：全部")


_STEPS = {"sent": "未送达", "delivered": "已送达未查看", "opened": "已查看未申请", "applied": "已申请"}


class PushFilters(Filters):
    state = django_filters.ChoiceFilter(label="进展", choices=choices(_STEPS), method="of_state")
    clause = django_filters.ModelChoiceFilter(label="条款", queryset=_clauses, empty_label="条款：全部")

    def of_state(self, rows: PushQuerySet, name: str, value: str) -> PushQuerySet:
        waiting = rows.filter(applied_on=None)
        found: dict[str, PushQuerySet] = {
            "sent": waiting.filter(delivered_on=None),
            "delivered": waiting.filter(opened_on=None).exclude(delivered_on=None),
            "opened": waiting.exclude(opened_on=None),
            "applied": rows.exclude(applied_on=None),
        }
        return found[value]
