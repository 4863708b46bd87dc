"""A field of a definition as a field of a form: what is typed, in the office's units."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.urls import reverse_lazy

from titian.accounts.models import Department, User
from titian.base.quantities import plain
from titian.ledgers.columns.lookup import Parents, People, person_text
from titian.ledgers.definition import Definition, Field, Kind
from titian.ledgers.definition.values import LONGEST
from titian.ledgers.models import Ledger, LedgerRow, LedgerRowQuerySet
from titian.registry.forms.fields import OrganisationField, WanField, YuanField, officers, towns, wan, yuan
from titian.registry.models import Person

SUGGESTED, LARGEST = 60, 10**15
LONGEST_NAME, LONGEST_EMPLOYER = 60, 200
BLANK = "（未填）"
# While a name is typed, those that fit are offered below it; without JavaScript the whole name or a part of it does.
_FINDING = {
    "list": "firms",
    "hx-get": reverse_lazy("ledgers:firms"),
    "hx-trigger": "input changed delay:200ms",
    "hx-target": "#firms",
    # A form that saves itself has its own words for both, and children inherit them.
    "hx-include": "this",
    "hx-sync": "this:replace",
}


class SuggestedField(forms.CharField):
    """An open list: any text, with what was written before offered below it (`suggestions`, taken by the template)."""

    def __init__(self, *, suggestions: Callable[[], list[str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.suggestions = suggestions


class PersonField(forms.CharField):
    """Somebody of the register by name; 「姓名（单位）」 for namesakes, and for a new person: the value is then a Person not yet saved."""

    def __init__(self, *, user: User, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.user = user

    def prepare_value(self, value: Any) -> Any:
        return person_text(value) if isinstance(value, Person) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, Person):
            return value
        text = str(super().to_python(value)).strip()
        return self._found(text) if text else None

    def _found(self, text: str) -> Person:
        found, said = People([text], self.user).find(text)
        if found is None or (said and not said[1]):
            raise forms.ValidationError(said[0] if said else f"人员名册里没有「{text}」")
        if found.pk is None and not found.employer:
            raise forms.ValidationError(f"人员名册里没有「{text}」。请核对；确是新人的写成「{text}（单位）」，保存时一并添加进名册")
        if len(found.name) > LONGEST_NAME or len(found.employer) > LONGEST_EMPLOYER:
            raise forms.ValidationError(f"姓名最多 {LONGEST_NAME} 个字，单位最多 {LONGEST_EMPLOYER} 个字")
        return found


class RowField(forms.CharField):
    """A row of another ledger by its title, or by 名称 #编号 as the list below the field offers it; the value is a LedgerRow."""

    def __init__(self, *, ledger: str, user: User, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.ledger, self.user = ledger, user
        self._offered: list[str] | None = None

    @property
    def rows(self) -> LedgerRowQuerySet:
        related = ("ledger", "organisation", "person")
        return LedgerRow.objects.owned_by(self.user).of(self.ledger).select_related(*related)

    def suggestions(self) -> list[str]:
        """The latest open ones; by key first: sorted whole, every open row would be read."""
        if self._offered is None:  # a page asks twice
            ledger = Ledger.objects.filter(code=self.ledger).first()
            # Asked for in this way, the list's own index is read from its beginning and no further than needed.
            rows = LedgerRow.objects.owned_by(self.user).alias(ended=Coalesce("closed_on", Value(date.max)))
            latest = rows.filter(ledger=ledger, ended=date.max).order_by("-day", "-pk")
            keys = list(latest.values_list("pk", flat=True)[:SUGGESTED])
            found = self.rows.in_bulk(keys)
            self._offered = [row_text(found[key]) for key in keys]
        return self._offered

    def prepare_value(self, value: Any) -> Any:
        return row_text(value) if isinstance(value, LedgerRow) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, LedgerRow):
            return value
        text = str(super().to_python(value)).strip()
        return self._found(text) if text else None

    def _found(self, text: str) -> LedgerRow:
        """Named exactly, else by a part of the title."""
        found, said = Parents(self.ledger, [text], self.user).find(text)
        if found is not None:
            return found
        near = list(self.rows.filter(title__contains=text)[:6])
        if len(near) == 1:
            return near[0]
        if near:
            raise forms.ValidationError(f"「{text}」对应多条：{'、'.join(row_text(one) for one in near[:5])}，请写上编号")
        raise forms.ValidationError(said[0] if said else f"找不到「{text}」")


def row_text(row: LedgerRow) -> str:
    return f"{row} #{row.pk}"


@dataclass(frozen=True)
class _Asked:
    """What a form field is made from."""

    one: Field
    definition: Definition
    user: User
    row: LedgerRow | None

    @property
    def usual(self) -> dict[str, Any]:
        return {"label": self.one.head, "required": self.one.required, "help_text": _help(self.one)}

    def used(self) -> list[str]:
        """What was written in this place before, for an open list."""
        rows = LedgerRow.objects.visible_to(self.user).of(self.definition.name).exclude(**{self.one.key: ""})
        return list(rows.order_by(self.one.key).values_list(self.one.key, flat=True).distinct()[:SUGGESTED])


def form_field(one: Field, definition: Definition, user: User, row: LedgerRow | None = None) -> forms.Field:
    """`row` is what the form amends: its own values stay choosable."""
    made = _MAKERS.get(one.kind, _text)(_Asked(one, definition, user, row))
    made.whole = one.kind in {Kind.PROSE, Kind.CHOICES}  # type: ignore[attr-defined]  # read by the template: over both columns
    if hasattr(made, "suggestions"):
        made.widget.attrs["list"] = f"id_{one.key}_list"
    return made


def as_typed(one: Field, row: LedgerRow) -> Any:
    """How a row's value stands in the form."""
    if one.kind is Kind.MONEY:
        return wan(row.held(one.key)) if one.worth > 1 else yuan(row.held(one.key))
    value = row.value(one.key)
    return plain(Decimal(value)) if one.kind in {Kind.DECIMAL, Kind.PERCENT} and value is not None else value


def _help(one: Field) -> str:
    example = f"如 {one.example}" if one.example and one.kind in {Kind.TEXT, Kind.PROSE} else ""
    usual = {
        Kind.ORGANISATION: "名称、简称或统一社会信用代码，可写名称的一部分",
        Kind.PERSON: "姓名；同名的写成「姓名（单位）」",
        Kind.ROW: "写名称的一部分，或从列表里选",
    }
    return "；".join(filter(None, [one.help, example or usual.get(one.kind, "")]))


def _text(asked: _Asked) -> forms.Field:
    one, limited = asked.one, {**asked.usual, "max_length": 60 if asked.one.key == "batch" else LONGEST[Kind.TEXT]}
    if one.choices:
        return SuggestedField(suggestions=lambda: list(one.choices.values()), **limited)
    return SuggestedField(suggestions=asked.used, **limited) if one.key == "batch" else forms.CharField(**limited)


def _prose(asked: _Asked) -> forms.Field:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=LONGEST[Kind.PROSE], **asked.usual)


def _integer(asked: _Asked) -> forms.Field:
    """The definition's own edges are said by `definition.values`, in its words; these are the database's."""
    return forms.IntegerField(min_value=-LARGEST, max_value=LARGEST, **asked.usual)


def _decimal(asked: _Asked) -> forms.Field:
    made = forms.DecimalField(max_digits=20, decimal_places=6, **asked.usual)
    made.widget = forms.TextInput(attrs={"inputmode": "decimal"})
    return made


def _percent(asked: _Asked) -> forms.Field:
    return forms.IntegerField(min_value=0, max_value=100, **asked.usual) if asked.one.is_shared else _decimal(asked)


def _money(asked: _Asked) -> forms.Field:
    return WanField(**asked.usual) if asked.one.worth > 1 else YuanField(**asked.usual)


def _day(asked: _Asked) -> forms.Field:
    return forms.DateField(**asked.usual)


def _flag(asked: _Asked) -> forms.Field:
    choices = [("", BLANK), ("True", "是"), ("False", "否")]
    return forms.TypedChoiceField(choices=choices, coerce=lambda word: word == "True", empty_value=None, **asked.usual)


def _choice(asked: _Asked) -> forms.Field:
    if not asked.one.choices:
        return SuggestedField(suggestions=asked.used, max_length=40, **asked.usual)
    return forms.ChoiceField(choices=[("", BLANK), *_offered(asked)], **asked.usual)


def _choices(asked: _Asked) -> forms.Field:
    return forms.MultipleChoiceField(choices=_offered(asked), widget=forms.CheckboxSelectMultiple, **asked.usual)


def _offered(asked: _Asked) -> list[tuple[str, str]]:
    """The definition's choices; with them what the row holds of choices that are no more."""
    one = asked.one
    held = asked.row.held(one.key) if asked.row is not None else None
    codes = held if isinstance(held, list) else [held] if held else []
    return [*one.choices.items(), *((code, f"{code}（已不用）") for code in codes if code not in one.choices)]


def _organisation(asked: _Asked) -> forms.Field:
    made = OrganisationField(**asked.usual)
    made.user = asked.user
    made.widget.attrs.update(_FINDING, autocomplete="off")
    return made


def _region(asked: _Asked) -> forms.Field:
    current = asked.row.region if asked.row is not None else None
    return forms.ModelChoiceField(queryset=towns(asked.user, current), empty_label=BLANK, **asked.usual)


def _person(asked: _Asked) -> forms.Field:
    return PersonField(user=asked.user, **asked.usual)


def _user(asked: _Asked) -> forms.Field:
    found = officers()
    if asked.row is not None and asked.row.responsible_id:
        found = found | User.objects.filter(pk=asked.row.responsible_id)
    return forms.ModelChoiceField(queryset=found, empty_label=BLANK, **asked.usual)


def _department(asked: _Asked) -> forms.Field:
    return forms.ModelChoiceField(queryset=Department.objects.all(), empty_label=BLANK, **asked.usual)


def _row(asked: _Asked) -> forms.Field:
    return RowField(ledger=asked.one.ledger, user=asked.user, **asked.usual)


_MAKERS: Mapping[Kind, Callable[[_Asked], forms.Field]] = {
    Kind.PROSE: _prose,
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.MONEY: _money,
    Kind.PERCENT: _percent,
    Kind.DAY: _day,
    Kind.FLAG: _flag,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.ORGANISATION: _organisation,
    Kind.REGION: _region,
    Kind.PERSON: _person,
    Kind.USER: _user,
    Kind.DEPARTMENT: _department,
    Kind.ROW: _row,
}
