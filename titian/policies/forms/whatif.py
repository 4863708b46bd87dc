"""Moving a firm's values to see what would come of it; sent by GET and stored nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from titian.base.forms import Form
from titian.policies.engine.units import Unit
from titian.policies.whatif import LAST_YEAR, PARTS
from titian.registry.forms.fields import WanField, fen, wan

COUNTS = {"class1": "Ⅰ类知识产权（件）", "class2": "Ⅱ类知识产权（件）", "transformations": "近三年科技成果转化（项）"}
MOST = 9_999_999


class WhatIfForm(Form):
    """A field left empty is not known. The labels name the year."""

    def __init__(self, *args: Any, day: date, start: Mapping[str, int | None], **kwargs: Any) -> None:
        super().__init__(*args, initial=_typed(start), **kwargs)
        for one in LAST_YEAR:
            label = f"{day.year - 1}年{one.label}"
            if one.unit is Unit.MONEY:
                self.fields[one.name] = WanField(label=f"{label}（万元）", required=False)
            else:
                self.fields[one.name] = _count(f"{label}（人）")
        for name, label in COUNTS.items():
            self.fields[name] = _count(label)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for part, whole in PARTS:
            small, large = data.get(part), data.get(whole)
            if small is not None and large is not None and small > large:
                self.add_error(part, f"大于「{self.fields[whole].label}」，请核对")
        return data

    def values(self) -> dict[str, int | None]:
        """Fen and numbers, as facts hold them."""
        money = {one.name for one in LAST_YEAR if one.unit is Unit.MONEY}
        return {name: fen(value) if name in money else value for name, value in self.cleaned_data.items()}


def _count(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=MOST)


def _typed(start: Mapping[str, int | None]) -> dict[str, Any]:
    money = {one.name for one in LAST_YEAR if one.unit is Unit.MONEY}
    return {name: wan(value) if name in money else value for name, value in start.items()}
