"""Forms of what hangs on an organisation: titles, annual figures, rights, people."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from titian.base.forms import Form, GuardedForm
from titian.base.permissions import entered_here
from titian.registry.forms.fields import (
    KEEP,
    OrganisationField,
    RegisterForm,
    WanField,
    choices,
    day_after,
    evidence_field,
    fen,
    last_day,
    wan,
)
from titian.registry.forms.organisations import retyped
from titian.registry.models import AnnualFigure, IntellectualProperty, Person, Source, kinds_here
from titian.registry.titles import KINDS, TitleKind


class _TitleFields(RegisterForm):
    kind = forms.ChoiceField(label="资质荣誉", choices=())
    level = forms.CharField(label="级别", max_length=20, required=False, help_text="如 国家级、省级")
    applied_on = forms.DateField(label="申报日期", required=False)
    since = forms.DateField(label="发证日期", required=False, help_text="还没有发证的留空，填申报日期")
    until = forms.DateField(label="有效期至", required=False)
    certificate = forms.CharField(label="证书编号", max_length=60, required=False)
    batch = forms.CharField(label="批次或公告文号", max_length=100, required=False)
    is_first = forms.NullBooleanField(
        label="首次认定", required=False, widget=forms.Select(choices=[("", "不详"), ("True", "首次认定"), ("False", "重新认定")])
    )
    refused_on = forms.DateField(label="未通过日期", required=False)
    note = forms.CharField(label="备注", max_length=200, required=False)
    evidence = evidence_field()

    read = {"until": last_day}
    store = {"until": day_after}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("kind", [(kind.code, kind.label) for kind in self.kinds()])

    def kinds(self) -> list[TitleKind]:
        return kinds_here()

    fields_of_row = (*("kind", "level", "applied_on", "since", "until", "certificate", "batch", "is_first", "refused_on", "note"),)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", "有效期至不能早于发证日期")
        if not data.get("since") and not data.get("applied_on") and not {"since", "applied_on"} & set(self.errors):
            self.add_error("since", "请填写发证日期；还没有发证的，请填写申报日期")
        return data


class AddTitle(_TitleFields):
    """An end left empty follows from the title's own rule, where there is one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ruled = [f"{kind.short}：{kind.reference}" for kind in self.kinds() if kind.reference]
        self.fields["until"].help_text = "最后有效的一天。留空时按规定算出：\n" + "\n".join(ruled)

    def kinds(self) -> list[TitleKind]:
        """Those entered by hand here."""
        return [kind for kind in kinds_here() if entered_here(kind.mechanism)]

    def values(self) -> dict[str, Any]:
        made = super().values()
        if made["until"] is None and made["since"] is not None:
            made["until"] = KINDS[made["kind"]].ends(made["since"])
        return made


class AmendTitle(_TitleFields, GuardedForm):
    pass


class RevokeForm(Form):
    on = forms.DateField(label="撤销日期")
    reason = forms.CharField(label="依据", max_length=200, help_text="如撤销公告文号")


def figure_fields(model: Any) -> dict[str, forms.Field]:
    """One field a figure of a model that says its MONEY and PEOPLE, in its order: 营业收入（万元）, 职工总数（人）."""
    made: dict[str, forms.Field] = {}
    for name in (*model.MONEY, *model.PEOPLE):
        field = model._meta.get_field(name)
        if name in model.MONEY:
            made[name] = WanField(label=f"{field.verbose_name}（万元）", required=False, help_text=field.help_text)
        else:
            made[name] = forms.IntegerField(label=f"{field.verbose_name}（人）", required=False, min_value=0, max_value=9_999_999)
    return made


class _AnnualFields(RegisterForm):
    document = forms.CharField(label="依据", max_length=200, required=False, help_text="如审计报告文号、申报表名称")
    handed_by = forms.CharField(label="对方经办人", max_length=60, required=False, help_text="代企业录入时填写：谁交来的")
    handed_on = forms.DateField(label="交来日期", required=False)
    evidence = evidence_field()

    read = dict.fromkeys(AnnualFigure.MONEY, wan)
    store = dict.fromkeys(AnnualFigure.MONEY, fen)
    fields_of_row: tuple[str, ...] = (*AnnualFigure.MONEY, *AnnualFigure.PEOPLE, "document", "handed_by", "handed_on")


# Declared by hand: one field for each figure of the model, before what is said about the row as a whole.
_AnnualFields.base_fields = _AnnualFields.declared_fields = {**figure_fields(AnnualFigure), **_AnnualFields.declared_fields}


class AddAnnualFigure(_AnnualFields):
    year = forms.IntegerField(label="年度", min_value=1980, max_value=2100)
    source = forms.ChoiceField(label="来源", choices=choices(Source.LABELS))
    fields_of_row = ("year", "source", *_AnnualFields.fields_of_row)
    field_order = ("year", "source", "document", "handed_by", "handed_on", *AnnualFigure.MONEY, *AnnualFigure.PEOPLE)

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"year": day.year - 1, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        if self.user.is_enterprise:
            for name in ("source", "handed_by", "handed_on"):
                del self.fields[name]

    def values(self) -> dict[str, Any]:
        """An enterprise speaks for itself."""
        if self.user.is_enterprise:
            self.cleaned_data.update(source=Source.RETURN, handed_by="", handed_on=None)
        return super().values()


class AmendAnnualFigure(_AnnualFields, GuardedForm):
    reason = forms.CharField(label="修改依据", max_length=200, required=False)


class _PropertyFields(RegisterForm):
    kind = forms.ChoiceField(label="类型", choices=choices(IntellectualProperty.KINDS))
    name = forms.CharField(label="名称", max_length=200)
    number = forms.CharField(label="授权号", max_length=60, help_text="专利号、登记号")
    obtained = forms.ChoiceField(label="获得方式", choices=choices(IntellectualProperty.OBTAINED, "（未填）"), required=False)
    applied_on = forms.DateField(label="申请日期", required=False)
    granted_on = forms.DateField(label="授权日期", required=False)
    expires_on = forms.DateField(label="届满日期", required=False, help_text="最后有效的一天")

    read = {"expires_on": last_day}
    store = {"expires_on": day_after}
    fields_of_row = ("kind", "name", "number", "obtained", "applied_on", "granted_on", "expires_on")


class AddProperty(_PropertyFields):
    pass


class AmendProperty(_PropertyFields, GuardedForm):
    pass


class _PersonFields(RegisterForm):
    name = forms.CharField(label="姓名", max_length=60)
    kind = forms.ChoiceField(label="类别", choices=choices(Person.KINDS))
    organisation = OrganisationField(label="所在单位", required=False)
    employer = forms.CharField(label="单位名称", max_length=200, required=False, help_text="单位不在名录时填写")
    position = forms.CharField(label="职务", max_length=60, required=False)
    title = forms.CharField(label="职称", max_length=60, required=False)
    field = forms.CharField(label="专业领域", max_length=200, required=False)
    phone = forms.CharField(label="手机", max_length=40, required=False)
    id_number = forms.CharField(label="身份证号", max_length=18, required=False)
    email = forms.CharField(label="邮箱", max_length=100, required=False)
    is_active = forms.BooleanField(label="在聘", required=False, initial=True)
    note = forms.CharField(label="备注", required=False, widget=forms.Textarea(attrs={"rows": 2}))

    fields_of_row = ("name", "kind", "organisation", "employer", "position", "title", "field", "is_active", "note")

    def clean_id_number(self) -> str:
        number: str = self.cleaned_data["id_number"].strip().upper()
        return number

    def values(self) -> dict[str, Any]:
        return {**super().values(), **retyped(self, *Person.MASKED)}


class AddPerson(_PersonFields):
    pass


class AmendPerson(_PersonFields, GuardedForm):
    """What is masked is not sent to the page; typing it anew replaces it."""

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, mask in Person.MASKED.items():
            self.fields[name].help_text = KEEP
            self.fields[name].widget.attrs["placeholder"] = mask(getattr(person, name)) or "尚未登记"
