"""Forms of a row's course: the next state with what it asks for, progress as it stands on a day, evidence."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from titian.accounts.models import User
from titian.base.forms import FilesField, Form
from titian.ledgers.computing import computing
from titian.ledgers.definition import State
from titian.ledgers.filling import kept_keys
from titian.ledgers.forms.fields import form_field
from titian.ledgers.forms.rows import EVIDENCE, EVIDENCE_HELP, ON, STATE, RowFields, row_form
from titian.ledgers.models import LedgerRow
from titian.registry.actions.rows import Upload

NOTE = "_note"


class EvidenceForm(Form):
    evidence = FilesField(label="佐证材料", help_text=EVIDENCE_HELP)

    @property
    def uploads(self) -> list[Upload]:
        return [(file.name or "", file.read()) for file in self.cleaned_data.get(EVIDENCE) or []]


class StepForm(RowFields):
    """Made by `step_form`. Fields the chosen state asks for must be filled in; what another one asks for may stay empty."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        wanted = self.definition.state(data.get(STATE, ""))
        for key in wanted.needs if wanted else ():
            if key in self.fields and not data.get(key) and key not in self.errors:
                self.add_error(key, f"到「{wanted.label}」要填{self.definition.label_of(key)}" if wanted else "")
        return data

    def values(self) -> dict[str, Any]:
        """What was typed; an empty field says nothing."""
        return {key: value for key, value in super().values().items() if value not in {None, ""} and value != []}

    def said(self) -> dict[str, Any]:
        return {"on": self.cleaned_data[ON], "note": self.cleaned_data[NOTE]}


def next_states(row: LedgerRow) -> list[State]:
    """In their order, those that can follow the one the row is in."""
    own, states = computing(row.ledger.code), row.ledger.about.states
    following = [state for state in states if state.code != row.state and (not state.after or row.state in state.after)]
    return [state for state in following if own.leads_to(row, state.code)]


def step_form(row: LedgerRow, user: User, day: date) -> type[StepForm]:
    about, offered = row.ledger.about, next_states(row)
    words = [(state.code, f"{state.label}（办结）" if state.closes else state.label) for state in offered]
    first = offered[0].code if len(offered) == 1 else None
    fields: dict[str, Any] = {
        STATE: forms.ChoiceField(label="到哪个状态", choices=words, widget=forms.RadioSelect, initial=first),
        ON: forms.DateField(label="日期", initial=day),
    }
    for one in about.fields:
        asking = [state.label for state in offered if one.key in state.needs]
        if asking and row.held(one.key) is None:
            fields[one.key] = made = form_field(one, about, user, row)
            made.required, made.help_text = False, f"到「{'」「'.join(asking)}」要填。{made.help_text}"
    fields[NOTE] = forms.CharField(label="说明", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    for name in (STATE, NOTE):
        fields[name].whole = True
    fields[EVIDENCE] = FilesField(label="佐证材料", required=False, help_text=EVIDENCE_HELP)
    return type("StepRow", (StepForm,), {**fields, "definition": about, "user": user})


def report_form(row: LedgerRow, user: User, day: date) -> type[Any]:
    """The progress and the texts beside it, as they stand on a day."""
    made = row_form(row.ledger.about, user, row=row, keys=kept_keys(row), beside=False)
    return type("ReportRow", (made,), {ON: forms.DateField(label="截至日期", initial=day)})
