"""Step 3: the states a row goes through, and when it is red."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django import forms

from titian.ledgers.definition import ColourRule, State
from titian.ledgers.definition.colours import BY_DAYS, BY_POINTS, WHEN, Colour, When
from titian.ledgers.definition.parse import dump_parts, part
from titian.ledgers.forms.tables import RowForm, TablesForm, table
from titian.ledgers.models import LedgerDraft

COLOURS = {Colour.RED: "红", Colour.YELLOW: "黄", Colour.GREEN: "绿", Colour.GREY: "灰"}
_COLOUR_CHOICES = [(colour.value, label) for colour, label in COLOURS.items()]


class StateRow(RowForm):
    code = forms.CharField(required=False, widget=forms.HiddenInput)
    label = forms.CharField(label="状态", max_length=20)
    colour = forms.ChoiceField(label="颜色", choices=_COLOUR_CHOICES, initial=Colour.GREY.value)
    closes = forms.BooleanField(label="到此办结", required=False)
    notable = forms.BooleanField(label="记大事", required=False)


class ColourRow(RowForm):
    when = forms.ChoiceField(label="什么情况", choices=[("", "（不用）"), *((when.value, label) for when, label in WHEN.items())])
    days = forms.IntegerField(
        label="天数", required=False, min_value=0, max_value=999, widget=forms.NumberInput(attrs={"class": "tiny"})
    )
    points = forms.IntegerField(
        label="百分点", required=False, min_value=0, max_value=100, widget=forms.NumberInput(attrs={"class": "tiny"})
    )
    colour = forms.ChoiceField(label="颜色", choices=_COLOUR_CHOICES, initial=Colour.RED.value)
    word = forms.CharField(label="显示的字", max_length=20)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        when = data.get("when")
        if when in BY_DAYS and data.get("days") is None:
            self.add_error("days", "请写几天")
        if when in BY_POINTS and data.get("points") is None:
            self.add_error("points", "请写落后几个百分点")
        return data


class CourseForm(TablesForm):
    def __init__(self, *args: Any, draft: LedgerDraft, **kwargs: Any) -> None:
        self.draft = draft
        self.known = {state["code"]: part("states", state) for state in draft.data.get("states") or ()}
        rules = [part("colours", rule) for rule in draft.data.get("colours") or ()]
        data = args[0] if args else None
        states = table(StateRow, label="状态", extra=2 if self.known else 4)(
            data, initial=list(_states(self.known)), prefix="states"
        )
        colours = table(ColourRow, label="颜色", extra=2)(data, initial=list(_rules(rules)), prefix="colours")
        super().__init__(*args, tables={"states": states, "colours": colours}, **kwargs)

    def data_of(self) -> dict[str, Any]:
        states, used = [], {*self.known}
        for form in self.tables["states"].said():
            state = self._state(form.cleaned_data, used)
            used.add(state.code)
            states.append(state)
        codes = {state.code for state in states}
        states = [replace(state, after=tuple(code for code in state.after if code in codes)) for state in states]
        colours = [_rule(form.cleaned_data) for form in self.tables["colours"].said()]
        return {"states": dump_parts(states), "colours": dump_parts(colours)}

    def _state(self, said: Mapping[str, Any], used: set[str]) -> State:
        before = self.known.get(said["code"]) or State(_free(used), "")
        return replace(
            before, label=said["label"].strip(), colour=Colour(said["colour"]), closes=said["closes"], notable=said["notable"]
        )


def _free(used: set[str]) -> str:
    number = max((int(code[1:]) for code in used if code[:1] == "s" and code[1:].isdecimal()), default=0)
    return f"s{number + 1}"


def _states(known: Mapping[str, State]) -> Iterator[dict[str, Any]]:
    for state in known.values():
        yield {
            "code": state.code,
            "label": state.label,
            "colour": state.colour.value,
            "closes": state.closes,
            "notable": state.notable,
        }


def _rules(rules: list[ColourRule]) -> Iterator[dict[str, Any]]:
    for rule in rules:
        days = rule.days if rule.when in BY_DAYS else None
        points = rule.points if rule.when in BY_POINTS else None
        yield {"when": rule.when.value, "days": days, "points": points, "colour": rule.colour.value, "word": rule.word}


def _rule(said: Mapping[str, Any]) -> ColourRule:
    when = When(said["when"])
    days = said["days"] or 0 if when in BY_DAYS else 0
    points = said["points"] or 0 if when in BY_POINTS else 0
    return ColourRule(when, Colour(said["colour"]), said["word"].strip(), days, points)
