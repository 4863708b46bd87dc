"""Asking for a benefit, deciding, paying."""

from __future__ import annotations

from typing import Any

from django import forms

from titian.accounts.models import User
from titian.base.forms import Form
from titian.registry.actions.rows import Handed
from titian.registry.forms.fields import WanField, fen


class AskForm(Form):
    amount = WanField(label="申请金额", help_text="万元；已按标准算出的请核对")
    on = forms.DateField(label="申请日期")
    handed_by = forms.CharField(label="对方经办人", max_length=60, help_text="代录：谁交来的")
    handed_on = forms.DateField(label="交来日期")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if user.is_enterprise:
            for name in ("on", "handed_by", "handed_on"):
                del self.fields[name]

    @property
    def amount_fen(self) -> int | None:
        return fen(self.cleaned_data["amount"])

    @property
    def handed(self) -> Handed | None:
        said = self.cleaned_data
        return Handed(said["handed_by"], said["handed_on"]) if "handed_by" in said else None


class ApproveForm(Form):
    amount = WanField(label="审定金额", help_text="万元")
    on = forms.DateField(label="审定日期")
    reason = forms.CharField(label="理由", max_length=200, required=False, help_text="与申请金额不同时必填")


class PayForm(Form):
    amount = WanField(label="拨付金额", help_text="万元")
    on = forms.DateField(label="拨付日期")
    document = forms.CharField(label="拨付文号", max_length=120, required=False)
