"""The table in which a town or firm fills in its rows: one form a row, saved as far as it goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from titian.accounts.models import User
from titian.base.forms import whole_number
from titian.ledgers.collecting.asking import asked_of, relaxed
from titian.ledgers.definition import Definition, Field, Kind
from titian.ledgers.forms.fields import as_typed, form_field
from titian.ledgers.forms.tables import DELETE, RowForm, Table, TablesForm, table
from titian.ledgers.models import CollectionRequest, LedgerRow

# Blank rows behind the last one, as lines and as cards.
PER_PAGE, BLANK, BLANK_CARDS, IN_A_LINE = 30, 5, 2, 7
PK, STAMP = "pk", "stamp"


class FilledRow(RowForm):
    """Made by `FillForm` with the fields of its definition."""

    definition: Definition

    @property
    def values(self) -> dict[str, Any]:
        """As `actions.save_rows` takes them."""
        return {one.key: self._value(one) for one in self.definition.fields}

    def _value(self, one: Field) -> Any:
        value = self.cleaned_data.get(one.key)
        return value * one.worth if one.kind is Kind.MONEY and value is not None else value

    @property
    def is_blank(self) -> bool:
        return all(value in (None, "", []) for value in self.values.values())

    @property
    def pk(self) -> int | None:
        return whole_number(str(self.cleaned_data.get(PK) or ""))


class FillForm(TablesForm):
    """One page of a request's rows with a few blank ones behind the last."""

    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, request: CollectionRequest, user: User, rows: Sequence[LedgerRow], last: bool, **kwargs: Any
    ) -> None:
        self.request, self.shown = request, rows
        self.definition = asked_of(request.collection.ledger.about, request.collection.asked)
        self.marks = {str(row.pk): (request.source_of(row), request.note_on(row)) for row in rows}
        blank = BLANK_CARDS if self.is_wide else BLANK
        made = table(self._row(user), label="", extra=blank if last or not rows else 0, ordered=False, most=PER_PAGE + 40)
        data = args[0] if args else None
        filled = made(data, initial=[self._initial(row) for row in rows], prefix="rows")
        kwargs.setdefault("initial", {STAMP: request.stamp})
        super().__init__(*args, tables={"rows": filled}, **kwargs)

    def _row(self, user: User) -> type[FilledRow]:
        """Nothing has to be said while it is a draft; what will have to be is marked in the head."""
        loose, must = relaxed(self.definition), {one.key for one in self.definition.fields if one.required}
        fields: dict[str, Any] = {PK: forms.CharField(required=False, widget=forms.HiddenInput)}
        for one in loose.fields:
            field = form_field(one, loose, user)
            field.help_text = ""
            vars(field)["asked"] = one.key in must  # read by the template: marked as needed
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 1
            fields[one.key] = field
        return type("FilledRow", (FilledRow,), {**fields, "definition": self.definition})

    def _initial(self, row: LedgerRow) -> dict[str, Any]:
        return {PK: str(row.pk), **{one.key: as_typed(one, row) for one in self.definition.fields}}

    @property
    def is_wide(self) -> bool:
        """More fields than a line of the screen has room for: then a row is a card."""
        return len(self.definition.fields) > IN_A_LINE

    @property
    def rows(self) -> Table:
        return self.tables["rows"]

    def lined(self) -> list[tuple[Any, str, str]]:
        """Each row's form with where it comes from and what is wrong with it."""
        return [(form, *self.marks.get(str(form[PK].value() or ""), ("", ""))) for form in self.rows.forms]

    def heads(self) -> list[tuple[str, bool]]:
        return [(one.head, one.required) for one in self.definition.fields]

    def typed(self, *, whole_only: bool = False) -> list[tuple[FilledRow, int | None, Mapping[str, Any]]]:
        """The rows that say something: form, key, values. `whole_only`: what could not be read and what is to go is passed over."""
        found: list[tuple[FilledRow, int | None, Mapping[str, Any]]] = []
        for form in self.rows.forms:
            assert isinstance(form, FilledRow)
            if whole_only and (form.errors or form.cleaned_data.get(DELETE)):
                continue
            if form.is_said and not (form.is_blank and (form.pk is None or not whole_only)):
                found.append((form, form.pk, form.values))
        return found

    def gone(self) -> list[int]:
        """Rows ticked to go, and those kept before in which nothing stands any more."""
        forms = [form for form in self.rows.forms if isinstance(form, FilledRow)]
        return [form.pk for form in forms if form.pk is not None and (form.cleaned_data.get(DELETE) or form.is_blank)]
