"""Forms of a row's course: the next state, evidence, why something is taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from titian.base.forms import FilesField, Form
from titian.ledgers.definition import State
from titian.ledgers.models import LedgerRow
from titian.registry.actions.rows import Upload


class EvidenceForm(Form):
    evidence = FilesField(label="佐证材料", help_text="照片、扫描件、签到表等，可多选")

    @property
    def uploads(self) -> list[Upload]:
        return [(file.name or "", file.read()) for file in self.cleaned_data.get("evidence") or []]


class StepForm(EvidenceForm):
    """The states that can follow the one the row is in."""

    state = forms.ChoiceField(label="到哪个状态", widget=forms.RadioSelect)
    on = forms.DateField(label="日期")
    note = forms.CharField(label="说明", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    field_order = ("state", "on", "note", "evidence")

    def __init__(self, *args: Any, row: LedgerRow, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = next_states(row)
        field = self.fields["state"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(state.code, f"{state.label}（办结）" if state.closes else state.label) for state in offered]
        field.initial = offered[0].code if len(offered) == 1 else None
        self.fields["on"].initial = day
        self.fields["evidence"].required = False


def next_states(row: LedgerRow) -> list[State]:
    """In their order; the state the row is in may be entered again for a new note."""
    states = row.ledger.about.states
    found = [state for state in states if state.code != row.state and (not state.after or row.state in state.after)]
    return [*found, *(state for state in states if state.code == row.state and not state.after)]
