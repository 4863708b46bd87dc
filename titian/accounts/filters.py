"""What the lists of users, changes and log-ins are narrowed by."""

from __future__ import annotations

import django_filters

from titian.accounts.models import Department
from titian.accounts.models.logins import OUTCOMES
from titian.accounts.models.rights import CHANGE_STATES
from titian.accounts.roles import LABELS
from titian.base.filters import Filters

_ROLES = [(role.value, label) for role, label in LABELS.items()]


class UserFilters(Filters):
    role = django_filters.ChoiceFilter(label="角色", choices=_ROLES)
    department = django_filters.ModelChoiceFilter(label="科室", queryset=Department.objects.all())
    is_active = django_filters.ChoiceFilter(label="状态", choices=[("True", "在用"), ("False", "停用")])


class ChangeFilters(Filters):
    state = django_filters.ChoiceFilter(label="状态", choices=[(state.value, label) for state, label in CHANGE_STATES.items()])
    role = django_filters.ChoiceFilter(label="角色", choices=_ROLES)


class LoginFilters(Filters):
    outcome = django_filters.ChoiceFilter(label="结果", choices=[(one.value, label) for one, label in OUTCOMES.items()])
    role = django_filters.ChoiceFilter(label="角色", field_name="user__role", choices=_ROLES)
    since = django_filters.DateFilter(label="自哪天起", field_name="at", lookup_expr="date__gte")
    until = django_filters.DateFilter(label="至哪天止", field_name="at", lookup_expr="date__lte")
