"""The form of a ledger's row, made from its definition for one person.

    form = row_form(definition, user, known={"day": Known(today(), "")})(request.POST or None, request.FILES or None)
    if form.is_valid() and form.attempt(lambda: actions.add_row(ledger, form.values(), by=user, evidence=form.uploads, **form.said())):
        ...

Fields bear the keys of the definition; what is the form's own begins with an underscore or is a word no field may have (state, evidence,
version). `values()` gives what `actions.add_row` takes, ValuesError.by_field goes beside its field.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms

from titian.accounts.models import User
from titian.accounts.roles import STAFF
from titian.base.forms import FilesField, Form, GuardedForm
from titian.ledgers.definition import Definition, Field, Kind, ValuesError
from titian.ledgers.forms.fields import as_typed, form_field
from titian.ledgers.models import LedgerRow
from titian.registry.actions.rows import Upload

ON, REASON, HANDED_BY, HANDED_ON = "_on", "_reason", "_entered_for", "_entered_on"
STATE, EVIDENCE = "state", "evidence"
EVIDENCE_HELP = "照片、扫描件、签到表等，可多选"
_OWN = {"organisation": "own_organisation_id", "region": "own_town_id", "person": "own_person_id"}


@dataclass(frozen=True)
class Known:
    """A value that is known already and where from: 来自走访. `source` empty: nothing is said of it."""

    value: Any
    source: str = ""


class RowFields(Form):
    """Made by `row_form`, which sets what the class says of itself."""

    definition: ClassVar[Definition]
    user: ClassVar[User]

    @property
    def keys(self) -> list[str]:
        """The definition's fields this form holds."""
        return [one.key for one in self.definition.fields if one.key in self.fields]

    @property
    def handed(self) -> list[Any]:
        """Who handed it in: asked apart from the row itself."""
        return [self[name] for name in (HANDED_BY, HANDED_ON) if name in self.fields]

    @property
    def handed_said(self) -> bool:
        return any(field.value() or field.errors for field in self.handed)

    @property
    def main(self) -> list[Any]:
        return [field for field in self.visible_fields() if field.name not in {HANDED_BY, HANDED_ON}]

    def values(self) -> dict[str, Any]:
        """By key as an action takes them: yuan, days, codes, objects."""
        return {key: self._value(key) for key in self.keys}

    def _value(self, key: str) -> Any:
        one, value = self.definition.field(key), self.cleaned_data[key]
        return value * one.worth if one and one.kind is Kind.MONEY and value is not None else value

    @property
    def uploads(self) -> list[Upload]:
        return [(file.name or "", file.read()) for file in self.cleaned_data.get(EVIDENCE) or []]

    def attempt(self, act: Callable[[], object]) -> bool:
        """What is wrong with one value stands beside its field."""
        try:
            return super().attempt(lambda: self._tried(act))
        except _WrongValuesError as problem:
            for key, message in problem.by_field.items():
                self.add_error(key if key in self.fields else None, self._said(key, message))
            return False

    @staticmethod
    def _tried(act: Callable[[], object]) -> None:
        try:
            act()
        except ValuesError as problem:
            raise _WrongValuesError(problem.by_field) from problem

    def _said(self, key: str, message: str) -> str:
        return message if key in self.fields else f"「{self.definition.label_of(key)}」{message}"


class _WrongValuesError(Exception):
    """Past `Form.attempt`, which knows messages only."""

    def __init__(self, by_field: Mapping[str, str]) -> None:
        super().__init__()
        self.by_field = by_field


class AddRow(RowFields):
    def said(self) -> dict[str, Any]:
        """What `add_row` takes beside the values: where the row stands, who handed it in."""
        found = self.cleaned_data
        return {
            "state": found.get(STATE) or "",
            "on": found.get(ON),
            "entered_for": found.get(HANDED_BY) or "",
            "entered_on": found.get(HANDED_ON),
        }


class AmendRow(RowFields, GuardedForm):
    def opened_on(self, row: LedgerRow) -> dict[str, Any]:
        """The row as this form shows it, for the guard."""
        return opened_on(row, self.keys)

    def values(self) -> dict[str, Any]:
        """A choice that is no more stays where nobody touched it."""
        return {key: value for key, value in super().values().items() if not self._left_alone(key)}

    def _left_alone(self, key: str) -> bool:
        one = self.definition.field(key)
        return one is not None and one.kind in {Kind.CHOICE, Kind.CHOICES} and key not in self.changed_data

    @property
    def reason(self) -> str:
        return self.cleaned_data.get(REASON) or ""


def row_form(
    definition: Definition,
    user: User,
    *,
    row: LedgerRow | None = None,
    keys: Collection[str] | None = None,
    known: Mapping[str, Known] | None = None,
    beside: bool = True,
) -> type[Any]:
    """A form class for one person: `AddRow`, or `AmendRow` where `row` is given (pass `opened=opened_on(row, …)` when it is made).

    keys    the fields of the form, in the definition's order; None: all this person fills in
    known   values to begin with, marked with where they come from
    beside  also what goes with a row: its state and the day of it, evidence, who handed it in
    """
    fields = {one.key: form_field(one, definition, user, row) for one in filled_by(user, definition, keys)}
    _begin(fields, known or {})
    _own(fields, user)
    if beside:
        fields |= dict(_beside(definition, user, row))
    base = AddRow if row is None else AmendRow
    return type(base.__name__, (base,), {**fields, "definition": definition, "user": user})


def filled_by(user: User, definition: Definition, keys: Collection[str] | None = None) -> Iterator[Field]:
    """The fields a person fills in: what is the bureau's own stays inside."""
    for one in definition.fields:
        if (keys is None or one.key in keys) and (user.is_inside or not one.inside):
            yield one


def opened_on(row: LedgerRow, keys: Collection[str]) -> dict[str, Any]:
    about = row.ledger.about
    return {key: as_typed(one, row) for key in keys if (one := about.field(key)) is not None}


def _begin(fields: Mapping[str, forms.Field], known: Mapping[str, Known]) -> None:
    for key, said in known.items():
        if key in fields and said.value is not None:
            fields[key].initial = said.value
            if said.source:
                fields[key].help_text = f"来自{said.source}"


def _own(fields: Mapping[str, forms.Field], user: User) -> None:
    """What an outside person's rows always name: their own organisation, town or person. Nothing else can be sent."""
    if user.is_inside:
        return
    owned = {"organisation": user.organisation, "region": user.town, "person": user.person}
    for key, column in _OWN.items():
        if getattr(user, column) and key in fields:
            fields[key].initial, fields[key].disabled, fields[key].help_text = owned[key], True, ""


def _beside(definition: Definition, user: User, row: LedgerRow | None) -> Iterator[tuple[str, forms.Field]]:
    inside = user.role in STAFF or user.commands
    if row is None and inside and len(definition.states) > 1:
        labels = [(state.code, state.label) for state in definition.states]
        yield STATE, forms.ChoiceField(label="状态", choices=labels, initial=definition.first_state)
        day = definition.label_of("day") if definition.field("day") else "今天"
        yield ON, forms.DateField(label="到这个状态的日期", required=False, help_text=f"不填按{day}")
    yield EVIDENCE, FilesField(label="佐证材料", required=False, help_text=EVIDENCE_HELP)
    if row is None and inside and definition.fillers:
        yield HANDED_BY, forms.CharField(label="经办人", max_length=60, required=False, help_text="谁交来的材料")
        yield HANDED_ON, forms.DateField(label="交来日期", required=False)
    if row is not None and inside:
        yield REASON, forms.CharField(label="修改依据", max_length=200, required=False, help_text="写入操作记录")


class QuickRow(AddRow):
    """Made by `quick_form`. Long texts beyond the first are folded away: there on demand, and not in the way of the button."""

    @property
    def first(self) -> list[Any]:
        return [field for field in self.visible_fields() if field.name not in self._folded]

    @property
    def more(self) -> list[Any]:
        return [field for field in self.visible_fields() if field.name in self._folded]

    @property
    def more_said(self) -> bool:
        return any(field.value() or field.errors for field in self.more)

    @property
    def more_labels(self) -> str:
        return "、".join(str(field.label) for field in self.more)

    @property
    def _folded(self) -> list[str]:
        long = [one.key for one in self.definition.fields if one.key in self.fields and one.kind is Kind.PROSE]
        return [key for key in long[1:] if not self.fields[key].required]


def quick_form(definition: Definition, user: User, *, known: Mapping[str, Known] | None = None) -> type[Any]:
    """The short form for a phone: what is marked so and what must be there, pictures, nothing else."""
    keys = {one.key for one in definition.fields if one.required} | {one.key for one in definition.quick}
    made = row_form(definition, user, keys=keys, known=known, beside=False)
    pictures = FilesField(label="照片", required=False)
    pictures.widget.attrs.update(accept="image/*", capture="environment")
    return type("QuickRow", (QuickRow, made), {EVIDENCE: pictures})
