"""Forms of the course to a title: pool, batch, declaration, certificate, checklist."""

from __future__ import annotations

from typing import Any

from django import forms

from titian.accounts.models import User
from titian.base.forms import Form
from titian.policies.checklist import items
from titian.policies.models import Declaration, DeclarationBatch, PoolEntry
from titian.policies.rungs import programme_labels
from titian.registry.forms.fields import OrganisationField, RegisterForm, day_after, evidence_field, officers


def _programmes(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=lambda: [*programme_labels().items()])


def _officer(label: str) -> forms.ModelChoiceField[User]:
    return forms.ModelChoiceField(label=label, queryset=User.objects.none(), required=False, empty_label="企业的责任人")


class _WithOfficer(RegisterForm):
    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.offer("officer", officers())


class EnterPoolForm(_WithOfficer):
    organisation = OrganisationField(label="企业")
    programme = _programmes("培育目标")
    on = forms.DateField(label="入库日期")
    officer = _officer("培育责任人")
    reason = forms.CharField(label="入库依据", max_length=200, required=False, help_text="如 摸底名单、乡镇推荐")


class MoveStageForm(Form):
    stage = forms.ChoiceField(label="培育阶段", choices=[*PoolEntry.STAGES.items()])
    on = forms.DateField(label="日期")
    note = forms.CharField(label="说明", max_length=200, required=False, help_text="如 还差 2 名科技人员")


class LeavePoolForm(Form):
    why = forms.ChoiceField(label="出库原因", choices=[*PoolEntry.LEFT.items()])
    on = forms.DateField(label="出库日期")
    note = forms.CharField(label="说明", max_length=200, required=False)


class BatchForm(Form):
    programme = _programmes("项目")
    name = forms.CharField(label="批次", max_length=60, help_text="如 2026年第一批")
    opens_on = forms.DateField(label="开始申报", required=False)
    county_deadline = forms.DateField(label="本级截止", required=False, help_text="本局收材料的最后一天")
    upper_deadline = forms.DateField(label="上级截止", required=False, help_text="报到上级的最后一天")
    document = forms.CharField(label="通知文号", max_length=100, required=False)
    note = forms.CharField(label="备注", max_length=200, required=False)

    @staticmethod
    def opened_on(batch: DeclarationBatch) -> dict[str, Any]:
        return {name: getattr(batch, name) for name in BatchForm.base_fields}


class PlanForm(_WithOfficer):
    organisation = OrganisationField(label="企业")
    on = forms.DateField(label="拟申报日期")
    officer = _officer("申报责任人")


class StepForm(Form):
    step = forms.ChoiceField(label="进展")
    on = forms.DateField(label="日期")
    reason = forms.CharField(label="原因", max_length=200, required=False, help_text="未通过或撤回的必须填写")

    def __init__(self, *args: Any, declaration: Declaration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("step", [(step, Declaration.STEPS[step]) for step in declaration.next_steps])


class CertifyForm(Form):
    since = forms.DateField(label="发证日期")
    certificate = forms.CharField(label="证书编号", max_length=60, required=False)
    last_day = forms.DateField(label="有效期至", required=False, help_text="最后有效的一天；留空时按规定期限算出")
    is_first = forms.NullBooleanField(
        label="首次认定", required=False, widget=forms.Select(choices=[("", "不详"), ("True", "首次认定"), ("False", "重新认定")])
    )

    def values(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        until = day_after(said.pop("last_day"))
        return {**said, "until": until}


class TickForm(RegisterForm):
    item = forms.ChoiceField(label="事项", choices=lambda: [(one.code, f"{one.group}：{one.label}") for one in items().values()])
    on = forms.DateField(label="建成日期")
    proof = forms.CharField(label="佐证", max_length=200, required=False, help_text="如 文件名称、文号")
    evidence = evidence_field()
