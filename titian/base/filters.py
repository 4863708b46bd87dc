"""The filter row of a list, as django-filter knows it, in the office's words."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

SELECTED = mark_safe(" selected")
DASHES = "---------"  # what django-filter says where nobody said anything


class Filters(django_filters.FilterSet):
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


class Choice(forms.Select):
    """A choice written in one go: with a template for each option, as Django does it, a row of ten filters takes as long as its list."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        named = [("" if key is None else str(key), label) for key, label in self.choices]
        if any(isinstance(label, list | tuple) for _, label in named):  # in groups
            return super().render(name, value, attrs, renderer)
        written = format_html_join(
            "\n", '<option value="{}"{}>{}</option>', ((key, SELECTED if key in chosen else "", label) for key, label in named)
        )
        return format_html('<select name="{}"{}>{}</select>', name, flatatt(self.build_attrs(self.attrs, attrs)), written)


class Day(forms.DateInput):
    """A day written in one go, as `Choice` is."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        said = self.format_value(value)
        held = format_html(' value="{}"', said) if said else ""
        return format_html(
            '<input type="{}" name="{}"{}{}>', self.input_type, name, held, flatatt(self.build_attrs(self.attrs, attrs))
        )


def say_what_it_filters(field: forms.Field) -> None:
    """The label moves into the control itself, so that the row needs no second line."""
    if type(field.widget) is forms.Select:
        field.widget = Choice(field.widget.attrs, field.widget.choices)
    if isinstance(field, forms.DateField):
        field.widget = Day(attrs={"type": "date"}, format="%Y-%m-%d")
    if isinstance(field, forms.CharField):
        field.widget.attrs.setdefault("placeholder", str(field.label))
    field.widget.attrs.setdefault("aria-label", str(field.label))
