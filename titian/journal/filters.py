"""What the journal is narrowed by: who, what, when, through which door."""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from titian.base.filters import Filters
from titian.journal.models import Entry, code_labels


def _people(request: Any) -> QuerySet[Any]:
    return get_user_model()._default_manager.order_by("username")


def _codes() -> list[tuple[str, str]]:
    return sorted(code_labels().items(), key=lambda pair: pair[1])


class EntryFilters(Filters):
    actor = django_filters.ModelChoiceFilter(label="操作人", queryset=_people)
    code = django_filters.ChoiceFilter(label="操作", choices=_codes)
    channel = django_filters.ChoiceFilter(label="途径", choices=list(Entry.CHANNELS.items()))
    since = django_filters.DateFilter(label="自哪天起", field_name="at", lookup_expr="date__gte")
    until = django_filters.DateFilter(label="到哪天止", field_name="at", lookup_expr="date__lte")
