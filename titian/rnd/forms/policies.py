"""A version of thresholds and rates: one field a parameter of the packaged policy it follows."""

from __future__ import annotations

from typing import Any

from django import forms

from titian.base.forms import Form
from titian.registry.forms.fields import day_after
from titian.rnd.models import PolicyVersion
from titian.rnd.policy import Policy

PREFIX = "value."


class PolicyForm(Form):
    label = forms.CharField(label="名称", max_length=120)
    document = forms.CharField(label="文号", max_length=120, required=False, help_text="本局施行的文件，如 示科发〔2025〕12号")
    since = forms.DateField(label="施行日期")
    until = forms.DateField(label="失效日期", required=False, help_text="最后有效的一天；没有的留空")
    note = forms.CharField(label="说明", max_length=300, required=False)
    checked = forms.MultipleChoiceField(
        label="已对照原文核对的参数",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="没有核对的参数不自动生效，只作提示",
    )

    def __init__(self, *args: Any, policy: Policy, version: PolicyVersion | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = {**_opened(policy, version), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.policy = policy
        numbers = {
            f"{PREFIX}{key}": forms.CharField(label=about.label, max_length=40, help_text=about.reference)
            for key, about in policy.parameters.items()
        }
        checked = self.fields.pop("checked")
        self.fields |= {**numbers, "checked": checked}
        self.choose("checked", [(key, f"{about.label}：{about.printed}") for key, about in policy.parameters.items()])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        stated = self.policy.stated(self._numbers(data), checked=())
        for key, about in stated.parameters.items():
            if (problem := about.problem()) and f"{PREFIX}{key}" not in self.errors:
                self.add_error(f"{PREFIX}{key}", problem)
        return data

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            **{name: said[name] for name in ("label", "document", "since", "note", "checked")},
            "until": day_after(said["until"]),
            "values": self._numbers(said),
        }

    @staticmethod
    def _numbers(data: dict[str, Any]) -> dict[str, str]:
        return {name.removeprefix(PREFIX): value for name, value in data.items() if name.startswith(PREFIX)}


def _opened(policy: Policy, version: PolicyVersion | None) -> dict[str, Any]:
    shown = version.policy if version else policy
    numbers = {f"{PREFIX}{key}": about.value for key, about in shown.parameters.items()}
    if version is None:
        return {**numbers, "label": policy.label, "document": policy.document}
    kept = {name: getattr(version, name) for name in ("label", "document", "since", "note", "checked")}
    return {**numbers, **kept, "until": version.last_day}
