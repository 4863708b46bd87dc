"""Documents: added, amended, ended."""

from __future__ import annotations

from typing import Any

from django import forms

from titian.base.forms import Form
from titian.policies.models import Policy
from titian.registry.forms.fields import WanField, choices, day_after, fen, wan

_FIELDS = (
    *("number", "title", "issuer", "level", "region", "since", "until", "url"),
    *("checked_on", "confirmed", "budget", "note"),
)


class PolicyForm(Form):
    title = forms.CharField(label="名称", max_length=200)
    number = forms.CharField(label="文号", max_length=120, required=False, help_text="如 示政发〔2026〕3号；待补的留空")
    issuer = forms.CharField(label="发文机关", max_length=120, required=False)
    level = forms.ChoiceField(label="级别", choices=choices(Policy.LEVELS), initial="county")
    region = forms.CharField(label="适用地区", max_length=60, required=False)
    since = forms.DateField(label="施行日期", required=False, help_text="确认施行前须填写")
    until = forms.DateField(label="有效期至", required=False, help_text="最后有效的一天；没有的留空")
    url = forms.URLField(label="原文网址", required=False, assume_scheme="https")
    checked_on = forms.DateField(label="最近核对日期", required=False)
    confirmed = forms.BooleanField(label="已与原文逐条核对", required=False, help_text="没有核对的政策只显示待核，不自动计算金额")
    budget = WanField(label="年度预算", required=False, help_text="万元；测算和提醒用")
    note = forms.CharField(label="说明", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    @staticmethod
    def opened_on(policy: Policy) -> dict[str, Any]:
        found = {name: getattr(policy, name) for name in _FIELDS}
        return found | {"until": policy.last_day, "budget": wan(policy.budget)}

    def values(self) -> dict[str, Any]:
        said = {name: self.cleaned_data[name] for name in _FIELDS}
        return said | {"until": day_after(said["until"]), "budget": fen(said["budget"])}


class EndPolicyForm(Form):
    until = forms.DateField(label="失效日期", help_text="当日起不再适用")
    replaced_by = forms.ModelChoiceField(label="替代它的文件", queryset=Policy.objects.none(), required=False)
    reason = forms.CharField(label="依据", max_length=200)

    def __init__(self, *args: Any, policy: Policy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("replaced_by", Policy.objects.issued().exclude(pk=policy.pk))
