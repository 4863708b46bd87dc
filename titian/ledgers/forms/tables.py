"""Forms made of tables: rows of one kind below each other, checked together, their errors counted on top like those of any form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS

from titian.base.forms import Form

R = TypeVar("R", bound="RowForm")
ORDER, DELETE = "ORDER", "DELETE"


class RowForm(Form):
    """One row of a table. A row in which nothing was said is none."""

    @property
    def is_said(self) -> bool:
        """Was anything filled in, and is it to stay?"""
        return bool(self.cleaned_data) and not self.cleaned_data.get(DELETE) and self.has_changed_or_initial

    @property
    def has_changed_or_initial(self) -> bool:
        return not self.empty_permitted or self.has_changed()


class Table(forms.BaseFormSet[RowForm]):
    """Rows with their order and a box that takes one away."""

    label = "行"

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for name, label in ((ORDER, "次序"), (DELETE, "去掉")):
            if name in form.fields:
                form.fields[name].label = label
        if ORDER in form.fields:
            form.fields[ORDER].widget.attrs["class"] = "tiny"

    def said(self) -> list[RowForm]:
        """The rows that stay, in their order; what has no number comes last."""
        rows = [form for form in self.forms if form.is_said]
        return sorted(rows, key=lambda form: (form.cleaned_data.get(ORDER) is None, form.cleaned_data.get(ORDER) or 0))

    def messages(self) -> Iterator[str]:
        """第 3 行「类型」：…"""
        for number, form in enumerate(self.forms, start=1):
            if getattr(form, "cleaned_data", {}).get(DELETE):
                continue
            for name, errors in form.errors.items():
                where = "" if name == NON_FIELD_ERRORS else f"「{form.fields[name].label}」"
                yield from (f"{self.label}第 {number} 行{where}：{error}" for error in errors)
        yield from (str(error) for error in self.non_form_errors())


def table(row: type[RowForm], *, label: str, extra: int, ordered: bool = True, most: int = 80) -> type[Table]:
    made = forms.formset_factory(
        row, formset=Table, extra=extra, can_order=ordered, can_delete=True, max_num=most, absolute_max=most + 20
    )
    assert issubclass(made, Table)
    made.label = label
    return made


class TablesForm(Form):
    """A form whose fields are tables. `tables` by name; they are bound to the same data."""

    def __init__(self, *args: Any, tables: Mapping[str, Table], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tables = tables

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for made in self.tables.values():
            made.is_valid()
            for message in made.messages():
                self.add_error(None, message)
        return data


def lines(text: str) -> Sequence[str]:
    """Every line that says something, once."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
