"""The filter row of a list, as django-filter knows it, in the office's words."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms

DASHES = "---------"  # what django-filter says where nobody said anything


class Filters(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    """Ground of every room's FilterSet; a choice that is not made reads 「乡镇:全部」.

    class FigureFilters(Filters):
        department = django_filters.ModelChoiceFilter(label="科室", queryset=Department.objects.all())
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for entry in self.filters.values():
            if isinstance(entry, django_filters.ChoiceFilter) and entry.extra.get("empty_label", DASHES) == DASHES:
                entry.extra["empty_label"] = f"{entry.label}：全部"
        for field in self.form.fields.values():
            say_what_it_filters(field)


def say_what_it_filters(field: forms.Field) -> None:
    """The label moves into the control itself, so that the row needs no second line."""
    if isinstance(field, forms.DateField):
        field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    if isinstance(field, forms.CharField):
        field.widget.attrs.setdefault("placeholder", str(field.label))
    field.widget.attrs.setdefault("aria-label", str(field.label))
