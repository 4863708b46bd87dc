"""What the user list is narrowed by."""

from __future__ import annotations

import django_filters

from titian.accounts.models import Department
from titian.accounts.roles import LABELS
from titian.base.filters import Filters


class UserFilters(Filters):
    role = django_filters.ChoiceFilter(label="角色", choices=[(role.value, label) for role, label in LABELS.items()])
    department = django_filters.ModelChoiceFilter(label="科室", queryset=Department.objects.all())
    is_active = django_filters.ChoiceFilter(label="状态", choices=[("True", "在用"), ("False", "停用")])
