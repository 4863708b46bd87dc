"""Forms of projects, entries and returns."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from titian.base.forms import Form, GuardedForm, PeriodField
from titian.base.money import to_fen
from titian.registry.forms.fields import (
    OrganisationField,
    RegisterForm,
    WanField,
    YuanField,
    choices,
    day_after,
    evidence_field,
    fen,
    last_day,
    wan,
    yuan,
)
from titian.registry.forms.rows import figure_fields
from titian.registry.models import Organisation
from titian.rnd.calibres import CATEGORIES, OFFSET, category_label, subs_of
from titian.rnd.models import CostLine, Project, Return
from titian.rnd.models.returns import SOURCES


def from_yuan(amount: Decimal | None) -> int | None:
    return None if amount is None else to_fen(amount)


class _ProjectFields(RegisterForm):
    code = forms.CharField(label="项目编号", max_length=40, help_text="企业内不重复，如 RD01")
    name = forms.CharField(label="项目名称", max_length=200, help_text="不少于 5 个汉字，不用空格和标点")
    since = forms.DateField(label="起始日期", required=False)
    until = forms.DateField(label="完成日期", required=False, help_text="最后一天")
    source = forms.ChoiceField(label="项目来源", choices=choices(Project.SOURCES, "（未填）"), required=False)
    form = forms.ChoiceField(label="开展形式", choices=choices(Project.FORMS, "（未填）"), required=False)
    stage = forms.ChoiceField(label="所处阶段", choices=choices(Project.STAGES, "（未填）"), required=False)
    activity = forms.ChoiceField(label="活动类型", choices=choices(Project.ACTIVITIES, "（不清楚）"), required=False)
    goal = forms.CharField(label="技术经济目标", max_length=200, required=False)
    outcome = forms.CharField(label="成果形式", max_length=100, required=False)
    people = forms.IntegerField(label="研发人员数（人）", required=False, min_value=0, max_value=99_999)
    person_months = forms.IntegerField(label="实际工作时间（人月）", required=False, min_value=0, max_value=999_999)
    budget = WanField(label="预算（万元）", required=False)
    formed_year = forms.IntegerField(label="形成无形资产年度", required=False, min_value=1980, max_value=2100)
    note = forms.CharField(label="备注", max_length=200, required=False)

    read = {"until": last_day, "budget": wan}
    store = {"until": day_after, "budget": fen}
    fields_of_row = (
        *("code", "name", "since", "until", "source", "form", "stage", "activity", "goal", "outcome"),
        *("people", "person_months", "budget", "formed_year", "note"),
    )


class AddProject(_ProjectFields):
    organisation = OrganisationField(label="企业")
    field_order = ("organisation", *_ProjectFields.fields_of_row)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own_alone(self)


class AmendProject(_ProjectFields, GuardedForm):
    pass


def own_alone(form: RegisterForm) -> None:
    """An enterprise files for itself and is not asked for whom."""
    if form.user.is_enterprise:
        del form.fields["organisation"]


def whose(form: RegisterForm) -> Organisation:
    found = form.user.organisation if form.user.is_enterprise else form.cleaned_data["organisation"]
    assert isinstance(found, Organisation)
    return found


def _accounts() -> list[tuple[str, list[tuple[str, str]]]]:
    """Sub-lines by category, for one choice in groups."""
    return [(category_label(name), [(f"{name}.{one.code}", one.label) for one in subs_of(name)]) for name in (*CATEGORIES, OFFSET)]


class CostForm(Form):
    """One entry of the ledger."""

    account = forms.ChoiceField(label="明细科目", choices=_accounts)
    amount = YuanField(label="金额（元）", help_text="红字冲销写负数；冲减项写正数")
    year = forms.IntegerField(label="年度", min_value=1980, max_value=2100)
    day = forms.DateField(label="凭证日期", required=False)
    voucher = forms.CharField(label="凭证号", max_length=40, required=False)
    entry = forms.CharField(label="分录号", max_length=20, required=False, help_text="同一凭证同一科目有几条时填")
    capitalised = forms.BooleanField(label="资本化", required=False)
    fiscal = forms.BooleanField(label="财政性资金（作不征税收入处理）", required=False)
    note = forms.CharField(label="摘要", max_length=200, required=False)

    @classmethod
    def opened_on(cls, line: CostLine) -> dict[str, Any]:
        kept = {name: getattr(line, name) for name in ("year", "day", "voucher", "entry", "capitalised", "fiscal", "note")}
        return {**kept, "account": f"{line.category}.{line.sub}", "amount": yuan(line.amount)}

    def values(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        category, _, sub = str(said.pop("account")).partition(".")
        return {**said, "category": category, "sub": sub, "amount": to_fen(said["amount"])}


class _ReturnFields(RegisterForm):
    document = forms.CharField(label="依据", max_length=200, required=False, help_text="如盖章报表、审计报告文号")
    handed_by = forms.CharField(label="对方经办人", max_length=60, required=False, help_text="代企业录入时填写：谁交来的")
    handed_on = forms.DateField(label="交来日期", required=False)
    note = forms.CharField(label="说明", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    evidence = evidence_field()

    read = dict.fromkeys(Return.MONEY, wan)
    store = dict.fromkeys(Return.MONEY, fen)
    fields_of_row: tuple[str, ...] = (*Return.MONEY, *Return.PEOPLE, "document", "handed_by", "handed_on", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.user.is_enterprise:
            for name in ("handed_by", "handed_on"):
                del self.fields[name]

    def values(self) -> dict[str, Any]:
        kept = [name for name in self.fields_of_row if name in self.fields]
        return {name: self.store.get(name, _same)(self.cleaned_data[name]) for name in kept}


def _same(value: Any) -> Any:
    return value


# Declared by hand: one field for each figure of the model, before what is said about the row as a whole.
_ReturnFields.base_fields = _ReturnFields.declared_fields = {**figure_fields(Return), **_ReturnFields.declared_fields}


class BeginReturn(_ReturnFields):
    organisation = OrganisationField(label="企业")
    period = PeriodField(label="期间", help_text="年度或季度，如 2025、2026年一季度")
    source = forms.ChoiceField(label="来源", choices=choices(SOURCES))
    field_order = ("organisation", "period", "source", "document", "handed_by", "handed_on", *Return.MONEY, *Return.PEOPLE, "note")

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"period": str(day.year - 1), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        own_alone(self)
        if self.user.is_enterprise:
            del self.fields["source"]

    def values(self) -> dict[str, Any]:
        said = super().values()
        if "source" in self.fields:
            said["source"] = self.cleaned_data["source"]
        return {**said, "period": self.cleaned_data["period"].text}


class AmendReturn(_ReturnFields, GuardedForm):
    pass
