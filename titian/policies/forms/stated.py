"""Stating a fact: what it is, what holds, from which day, by which paper."""

from __future__ import annotations

from typing import Any

from django import forms

from titian.base.forms import GuardedForm
from titian.policies.models import StatedFact
from titian.policies.models.stated import NO_YEAR
from titian.policies.record.stated import NotSayable, parse, stated_keys
from titian.registry.forms.fields import RegisterForm, evidence_field

NOBODY_KNOWS = "不详"


class StateForm(RegisterForm):
    key = forms.ChoiceField(
        label="事实", choices=lambda: [(one.key, f"{one.label}（{one.help}）") for one in stated_keys().values()]
    )
    text = forms.CharField(
        label="内容", max_length=200, help_text=f"按所选事实的写法填写；从这一天起不再清楚的填「{NOBODY_KNOWS}」"
    )
    year = forms.IntegerField(label="年度", required=False, min_value=1980, max_value=2100, help_text="只有按年度的事实才填")
    since = forms.DateField(label="自何日起", help_text="从这一天起按此评估，以前的评估不变")
    source = forms.CharField(label="依据", max_length=200, help_text="如 专项审计报告、专家组意见、企业说明")
    evidence = evidence_field()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        key, text = data.get("key"), data.get("text")
        if key and text:
            try:
                data["value"] = None if text.strip() == NOBODY_KNOWS else parse(key, text)
            except NotSayable as problem:
                self.add_error("text", str(problem))
        return data

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "key": said["key"],
            "value": said.get("value"),
            "year": said["year"] or NO_YEAR,
            "since": said["since"],
            "source": said["source"],
        }

    @classmethod
    def opened_on(cls, row: Any) -> dict[str, Any]:
        fact: StatedFact = row
        return {
            "key": fact.key,
            "text": fact.value_label or NOBODY_KNOWS,
            "year": fact.year or None,
            "since": fact.since,
            "source": fact.source,
        }


class AmendStatedForm(StateForm, GuardedForm):
    pass
