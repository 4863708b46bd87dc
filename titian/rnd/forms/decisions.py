"""Short forms of what is decided: a year to begin with, exemptions, appeals, amounts, payments."""

from __future__ import annotations

from typing import Any

from django import forms

from titian.base.forms import Form
from titian.registry.forms.fields import OrganisationField, RegisterForm, YuanField, choices
from titian.rnd.models import Exemption, PolicyVersion


class YearForm(Form):
    """Which year, under which version."""

    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    policy = forms.ModelChoiceField(label="政策版本", queryset=PolicyVersion.objects.none())

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("policy", PolicyVersion.objects.of(kind))


class ExemptForm(Form):
    ground = forms.ChoiceField(label="情形", choices=choices(Exemption.GROUNDS))
    reason = forms.CharField(
        label="理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2}), help_text="写明依据，如停产证明、总部说明"
    )


class AppealForm(Form):
    text = forms.CharField(label="申诉理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class AnswerForm(Form):
    upheld = forms.ChoiceField(
        label="处理结果", choices=(("yes", "申诉成立，不再列为不达标"), ("no", "申诉不成立")), widget=forms.RadioSelect
    )
    answer = forms.CharField(label="处理意见", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class ApproveForm(Form):
    amount = YuanField(label="审定金额（元）")
    reason = forms.CharField(
        label="理由", max_length=500, required=False, help_text="与测算金额不同时必填", widget=forms.Textarea(attrs={"rows": 2})
    )


class BatchForm(Form):
    document = forms.CharField(label="拨付文号", max_length=120, required=False)


class PaymentForm(Form):
    paid = YuanField(label="实拨金额（元）")
    on = forms.DateField(label="拨付日期")
    voucher = forms.CharField(label="支付凭证号", max_length=60, required=False)
    reason = forms.CharField(label="说明", max_length=300, required=False, help_text="与审定金额不同时必填")


class KeyForm(RegisterForm):
    organisation = OrganisationField(label="企业")
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    note = forms.CharField(label="说明", max_length=200, required=False)
