"""Forms of regions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from titian.base.clock import today
from titian.base.forms import Form
from titian.places.models import LEVELS, Region

_SUPERIORS = {"city": {"province"}, "county": {"city", "province"}, "town": {"county"}, "village": {"town"}}


class RegionForm(Form):
    """A new region."""

    level = forms.ChoiceField(label="层级", choices=list(LEVELS.items()), initial="town")
    name = forms.CharField(label="名称", max_length=50, help_text="全称，如 梯田镇、东街社区")
    code = forms.CharField(
        label="区划代码", max_length=12, required=False, help_text="县以上 6 位，乡镇 9 位，村社区 12 位；可以以后补"
    )
    parent = forms.ModelChoiceField(
        label="上级", queryset=Region.objects.none(), required=False, empty_label="（无）", help_text="乡镇选县区，村社区选乡镇"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        superiors = Region.objects.filter(until=None).exclude(level="village").order_by("level", "order", "code")
        self.offer("parent", superiors)

    def clean_code(self) -> str | None:
        return self.cleaned_data["code"].strip() or None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        parent, level = data.get("parent"), data.get("level", "")
        wanted = _SUPERIORS.get(level, set())
        if parent and parent.level not in wanted:
            self.add_error("parent", f"{LEVELS[level]}的上级不能是{parent.level_label}「{parent}」")
        if not parent and level in {"town", "village"}:
            self.add_error("parent", f"请选{LEVELS[level]}的上级")
        return data


class _Dated(Form):
    """A change that came into force on a day, with the document that says so."""

    day = forms.DateField(label="生效日期", help_text="批复或公告上的日期，当日起生效")
    reason = forms.CharField(label="依据", max_length=200, help_text="如：批复文号；写入操作日志")

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > today():
            raise forms.ValidationError("还没有到这一天，请到当日再办")
        return day


class RenameForm(_Dated):
    name = forms.CharField(label="新名称", max_length=50)
    field_order = ["name", "day", "reason"]


class MergeForm(_Dated):
    """Into which region of the same level and superior."""

    into = forms.ModelChoiceField(label="并入", queryset=Region.objects.none())
    field_order = ["into", "day", "reason"]

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Region.objects.filter(level=region.level, until=None).exclude(pk=region.pk)
        others = others.filter(parent__level="town") if region.level == "village" else others.filter(parent=region.parent)
        self.offer("into", others.order_by("order", "code"))


class AbolishForm(_Dated):
    pass


class BaseForm(Form):
    """A base of a year."""

    kind = forms.CharField(label="基数", max_length=30, help_text="如 常住人口（人）、规上工业企业数（家）")
    year = forms.IntegerField(label="年份", min_value=1949, max_value=2100)
    value = forms.IntegerField(label="数值", min_value=0, max_value=10**15)
    source = forms.CharField(label="来源", max_length=200, help_text="如 2025年统计公报")
