"""The forms of 本局设置 and of handing over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms

from titian.accounts.models import User
from titian.accounts.roles import STAFF
from titian.base.forms import Form, GuardedForm, renamed
from titian.base.installation import KINDS, Installation
from titian.base.mechanisms import DUTIES, MECHANISMS, PORTALS, Duty
from titian.home.handover import Part

_MECHANISM, _PORTAL = "mechanism-", "portal-"


class SettingsForm(GuardedForm):
    """What the office chooses: its names, the duty of each mechanism, the doors that are open."""

    bureau = forms.CharField(label="单位名称", max_length=100, help_text="印在文稿上的全称，如 示范县科学技术局")
    county = forms.CharField(label="县区", max_length=50, help_text="本局服务的县区市，如 示范县；应与区划里的名称一致")
    kind = forms.ChoiceField(
        label="称谓",
        required=False,
        choices=[
            ("", "按县区名的末字"),
            *((kind, f"全{kind.removeprefix('自治')}、本{kind.removeprefix('自治')}（{kind}）") for kind in KINDS),
        ],
    )
    region = forms.RegexField(
        r"^[0-9]{6}$", label="区划代码", required=False, error_messages={"invalid": "「区划代码」应为 6 位数字，如 990123"}
    )
    code_name = forms.CharField(label="机关代字", max_length=20, required=False, help_text="用于文号，如 示科")
    departments = forms.CharField(
        label="股、室、科",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="一行一个，按文稿里的次序；新写的同时加到科室里，删去的只是不再印出，原有人员和记录不变；"
        "更名写成「旧名→新名」，人员、台账、目标、提纲跟着改",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.renames: dict[str, str] = {}
        for code, mechanism in MECHANISMS.items():
            choices = [(duty.value, label) for duty, label in DUTIES.items()]
            self.fields[_MECHANISM + code] = forms.ChoiceField(label=mechanism.label, choices=choices)
        for code, label in PORTALS.items():
            self.fields[_PORTAL + code] = forms.BooleanField(label=label, required=False)

    def clean_departments(self) -> str:
        lines = [line for row in self.cleaned_data["departments"].splitlines() if (line := " ".join(row.split()))]
        self.renames = dict(renamed(line) for line in lines if renamed(line)[0])
        names = [renamed(line)[1] or line for line in lines]
        if doubled := sorted({name for name in names if names.count(name) > 1}):
            raise forms.ValidationError(f"写了两次：{'、'.join(doubled)}")
        if long := [name for name in names if len(name) > 50]:
            raise forms.ValidationError(f"名称太长，最多 50 字：{long[0][:20]}……")
        return "\n".join(names)

    def clean_county(self) -> str:
        return re.sub(r"\s+", "", self.cleaned_data["county"])

    @property
    def names(self) -> list[forms.BoundField]:
        return [self[name] for name in self.base_fields if name != "version"]

    @property
    def parts(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """The mechanisms under the heads of their parts."""
        heads = dict.fromkeys(mechanism.part for mechanism in MECHANISMS.values())
        for head in heads:
            yield head, [self[_MECHANISM + code] for code, mechanism in MECHANISMS.items() if mechanism.part == head]

    @property
    def portals(self) -> list[forms.BoundField]:
        return [self[_PORTAL + code] for code in PORTALS]

    def chosen(self) -> dict[str, Any]:
        """The settings as `home.actions.change_settings` takes them."""
        data = self.cleaned_data
        duties = {code: Duty(data[_MECHANISM + code]) for code in MECHANISMS}
        return {
            **{name: data[name] for name in ("bureau", "county", "kind", "region", "code_name")},
            "departments": tuple(data["departments"].splitlines()),
            "renamed": self.renames,
            "mechanisms": {code: duty for code, duty in duties.items() if duty is not Duty.LEAD},
            "portals": frozenset(code for code in PORTALS if data[_PORTAL + code]),
        }


def values(office: Installation) -> Mapping[str, object]:
    """The settings as the fields of the form show them."""
    return {
        **{name: getattr(office, name) for name in ("bureau", "county", "kind", "region", "code_name")},
        "departments": "\n".join(office.departments),
        **{_MECHANISM + code: office.duty(code).value for code in MECHANISMS},
        **{_PORTAL + code: code in office.portals for code in PORTALS},
    }


class HandoverForm(Form):
    """Who takes over what, and why. Parts with nothing in them are not offered."""

    to = forms.ModelChoiceField(label="接手人", queryset=User.objects.none())
    parts = forms.MultipleChoiceField(
        label="移交哪些",
        widget=forms.CheckboxSelectMultiple,
        help_text="不同的事项可以分几次交给不同的接手人；没有勾选的仍在原责任人名下",
        error_messages={"required": "请至少勾选一类要移交的事项"},
    )
    reason = forms.CharField(label="原因", max_length=200, help_text="如 轮岗、调离、产假")

    def __init__(self, *args: Any, person: User, parts: Iterable[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(role__in=STAFF, is_active=True).exclude(pk=person.pk)
        self.offer("to", people.order_by("department__order", "name"))
        offered = {part.code: part.told for part in parts if part.moves and part.rows}
        self.choose("parts", [*offered.items()])
        self.initial.setdefault("parts", [*offered])
