"""Forms about an organisation itself."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from titian.accounts.models import User
from titian.base import masking
from titian.base.forms import Form, GuardedForm
from titian.registry.codes import industry_from
from titian.registry.forms.fields import (
    CLEARED,
    KEEP,
    HandedForm,
    OrganisationField,
    RegisterForm,
    WanField,
    choices,
    fen,
    officers,
    towns,
    wan,
)
from titian.registry.models import Organisation, ScaleYear
from titian.registry.models.organisations import CLOSED, MOVED


class _Facts(RegisterForm):
    """What is known of an organisation. Only the name must be there: the rest may wait (待补) and is counted."""

    name = forms.CharField(label="企业名称", max_length=200)
    uscc = forms.CharField(label="统一社会信用代码", max_length=40, required=False, help_text="18 位；没有的先留空，列入待补")
    uscc_reason = forms.CharField(
        label="代码放行理由", max_length=200, required=False, help_text="校验码不符而营业执照确实如此时填写"
    )
    kind = forms.ChoiceField(label="类别", choices=choices(Organisation.KINDS))
    region: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label="所属乡镇", queryset=None, required=False, empty_label="（未定）"
    )
    industry = forms.CharField(label="行业代码", max_length=20, required=False, help_text="GB/T 4754，如 C3512 或 3512")
    legal_form = forms.CharField(label="企业类型", max_length=100, required=False)
    founded_on = forms.DateField(label="成立日期", required=False)
    capital = WanField(label="注册资金（万元）", required=False)
    capital_currency = forms.ChoiceField(label="币种", choices=choices(Organisation.CURRENCIES))
    legal_person = forms.CharField(label="法定代表人", max_length=60, required=False)
    address = forms.CharField(label="地址", max_length=300, required=False)
    contact = forms.CharField(label="联系人", max_length=60, required=False)
    scope = forms.CharField(label="经营范围", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    carrier = OrganisationField(label="入驻载体", required=False)
    note = forms.CharField(label="备注", required=False, widget=forms.Textarea(attrs={"rows": 2}))

    read = {"capital": wan}
    store = {"capital": fen}
    fields_of_row: tuple[str, ...] = (
        *("name", "uscc", "uscc_reason", "kind", "region", "industry", "legal_form", "founded_on", "capital"),
        *("capital_currency", "legal_person", "address", "contact", "scope", "carrier", "note"),
    )

    def clean_uscc(self) -> str:
        return re.sub(r"[\s-]", "", self.cleaned_data["uscc"]).upper()

    def clean_industry(self) -> str:
        return industry_from(self.cleaned_data["industry"])


class AddOrganisation(_Facts, HandedForm):
    phone = forms.CharField(label="联系电话", max_length=60, required=False)
    short_names = forms.CharField(label="简称", required=False, help_text="几个简称之间用顿号或空格隔开；粘贴名单时按简称也能认出")
    fields_of_row = (*_Facts.fields_of_row, "phone")
    field_order = ("name", "uscc", "uscc_reason", "short_names")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "capital_currency": "CNY",
            "region": user.town if user.own_town_id else None,
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, user=user, **kwargs)
        _offer_towns(self, user)

    def values(self) -> dict[str, Any]:
        return {**super().values(), "short_names": split_names(self.cleaned_data["short_names"])}


class AmendOrganisation(_Facts, GuardedForm):
    """Everything but the name (it is renamed) and the phone (it is not shown here)."""

    reason = forms.CharField(label="修改依据", max_length=200, required=False, help_text="如换发营业执照；写入操作记录")
    fields_of_row = tuple(name for name in _Facts.fields_of_row if name != "name")
    name = None  # type: ignore[assignment]  # how Django takes an inherited field away

    def __init__(self, *args: Any, user: User, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        _offer_towns(self, user, organisation)


class AmendContacts(HandedForm, GuardedForm):
    """What a clerk or the enterprise itself brings up to date. The number that is there is not sent to the page."""

    contact = forms.CharField(label="联系人", max_length=60, required=False)
    phone = forms.CharField(label="联系电话", max_length=60, required=False, help_text=KEEP)
    address = forms.CharField(label="地址", max_length=300, required=False)
    fields_of_row = ("contact", "address")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].widget.attrs["placeholder"] = masking.phone(organisation.phone) or "尚未登记"

    def values(self) -> dict[str, Any]:
        return {**super().values(), **retyped(self, "phone")}


class RenameForm(Form):
    """A new name from a day on, or a name that was misspelt."""

    HOW = {"renamed": "企业更名（原名记为曾用名）", "mended": "更正录入的错字（不留曾用名）"}
    name = forms.CharField(label="新名称", max_length=200)
    how = forms.ChoiceField(label="改名方式", choices=choices(HOW), widget=forms.RadioSelect, initial="renamed")
    renamed_on = forms.DateField(
        label="新名称启用日期", required=False, help_text="以登记机关核准变更的日期为准；此前的文稿仍用原名"
    )
    reason = forms.CharField(label="依据", max_length=200, required=False, help_text="如 准予变更登记通知书文号")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("how") == "renamed" and not data.get("renamed_on") and "renamed_on" not in self.errors:
            self.add_error("renamed_on", "企业更名请填写新名称启用日期")
        if data.get("how") == "mended":
            data["renamed_on"] = None
        return data


class ShortNamesForm(Form):
    names = forms.CharField(
        label="简称",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="一行一个，或用顿号隔开；从框里删去的就不再认",
    )

    def clean_names(self) -> list[str]:
        return split_names(self.cleaned_data["names"])


class CloseForm(Form):
    state = forms.ChoiceField(label="情况", choices=[(code, Organisation.STATES[code]) for code in (CLOSED, MOVED)])
    since = forms.DateField(label="日期")
    reason = forms.CharField(label="依据", max_length=200, help_text="如登记机关公告、现场核实")


class ScaleForm(Form):
    year = forms.IntegerField(label="年份", min_value=1980, max_value=2100)
    is_above = forms.TypedChoiceField(
        label="是否规上",
        choices=[("1", "规上"), ("0", "规下"), ("", "不详（撤回已登记的）")],
        coerce=lambda word: word == "1",
        empty_value=None,
        required=False,
    )
    sector = forms.ChoiceField(label="规上类别", choices=choices(ScaleYear.SECTORS), required=False)
    source = forms.CharField(label="来源", max_length=100, required=False, help_text="如统计局 2025 年年报名单")


class AssignForm(Form):
    officer: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label="责任人", queryset=None, required=False, empty_label="（无）"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("officer", officers())


class RevealForm(Form):
    purpose = forms.CharField(label="用途", max_length=200, help_text="如：通知补正材料。谁、何时、为什么看过，会写入操作记录")


class MergeForm(RegisterForm):
    into = OrganisationField(label="并入哪一家")
    reason = forms.CharField(label="理由", max_length=200, required=False, help_text="两家的信用代码不同时必须写明")


def split_names(text: str) -> list[str]:
    return [name for name in re.split(r"[、，,;；\s]+", text) if name]


def retyped(form: forms.Form, *names: str) -> dict[str, str]:
    """Of fields that open empty: what was typed; 无 empties."""
    typed = {name: str(form.cleaned_data[name]).strip() for name in names}
    return {name: "" if value == CLEARED else value for name, value in typed.items() if value}


def _offer_towns(form: RegisterForm, user: User, organisation: Organisation | None = None) -> None:
    field = form.fields["region"]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = towns(user, organisation.region if organisation else None)
    field.required = bool(user.own_town_id)
