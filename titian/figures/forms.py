"""Forms of the books."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django import forms

from titian.base.disclosure import DISCLOSURES
from titian.base.forms import Form, PeriodField, ReasonForm
from titian.base.office import convert
from titian.base.quantities import Quantity, QuantityError, parse
from titian.figures.actions import NewFigure
from titian.figures.key import STATUSES
from titian.figures.models import find_indicators, indicators
from titian.figures.models.indicators import LOCAL_AREA, areas
from titian.places.models import Region


class QuantityField(forms.CharField):
    """An amount as the office writes it; the value is a Quantity in its base unit."""

    def __init__(self, *, unit: str = "", **kwargs: Any) -> None:
        self.unit = unit
        kwargs.setdefault("help_text", "如 120、1,099万元、7.47亿元、470余家、3.42%")
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            found = parse(text)
        except QuantityError as problem:
            raise forms.ValidationError(str(problem)) from problem
        if self.unit and found.unit and {found.unit, self.unit} & {"元", "%", "平方米"} and found.unit != self.unit:
            raise forms.ValidationError(f"单位应为「{self.unit}」，不能是「{found.unit}」")
        return Quantity(found.value, self.unit or found.unit, found.operator)


class IndicatorField(forms.CharField):
    """An indicator by name or code, offered as one types; the value is an Indicator."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "指标名称或代码，可输入名称的一部分")
        super().__init__(**kwargs)
        self.widget.attrs["list"] = "indicators"
        self.widget.attrs["autocomplete"] = "off"

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        found = find_indicators(text)
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(f"目录里没有「{text}」，请到「指标目录」核对名称或增设")
        names = "、".join(entry.name for entry in found[:5])
        raise forms.ValidationError(f"「{text}」对应多个指标：{names}，请写全名")


class EntryForm(Form):
    """A figure typed by hand."""

    region = forms.ModelChoiceField(label="区域", queryset=Region.objects.exclude(level="village"), to_field_name="name")
    indicator = IndicatorField(label="指标")
    period = PeriodField(label="期间")
    status = forms.ChoiceField(label="状态", choices=list(STATUSES.items()), initial="achieved")
    value = QuantityField(label="数值")
    as_of = forms.DateField(label="截至", required=False)
    calibre = forms.CharField(label="口径", max_length=60, required=False)
    level = forms.CharField(label="级别", max_length=30, required=False)
    scope = forms.CharField(label="范围", max_length=100, required=False, help_text="同一指标有几个不同范围的数时填写，如某项行动")
    note = forms.CharField(label="依据", widget=forms.Textarea(attrs={"rows": 3}), help_text="谁提供的、哪份材料")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        indicator, value = data.get("indicator"), data.get("value")
        if (
            indicator
            and value
            and value.unit
            and {value.unit, indicator.unit} & {"元", "%", "平方米"}
            and value.unit != indicator.unit
        ):
            self.add_error("value", f"「{indicator.name}」的单位是「{indicator.unit}」，不能填「{value.unit}」")
        return data

    def as_new(self) -> NewFigure:
        data = self.cleaned_data
        return NewFigure(
            indicator=data["indicator"].code,
            period=data["period"].text,
            value=data["value"].value,
            status=data["status"],
            operator=data["value"].operator,
            as_of=data["as_of"],
            calibre=data["calibre"],
            level=data["level"],
            scope=data["scope"],
            note=data["note"],
        )

    @property
    def offered(self) -> list[str]:
        """Names for the datalist."""
        return [entry.name for entry in indicators().values()]


class SpecifyForm(ReasonForm):
    """Under which calibre, level and scope a figure stands."""

    scope = forms.CharField(label="范围", max_length=100, required=False, help_text="如某项行动、某个部门、某批次")
    calibre = forms.CharField(label="口径", max_length=60, required=False, help_text="如 会计、加计扣除、统计")
    level = forms.CharField(label="级别", max_length=30, required=False, help_text="如 国家级、省级、市级、本级")
    field_order = ("scope", "calibre", "level", "reason")


class CorrectionForm(ReasonForm):
    """A new value and why."""

    value = QuantityField(label="更正为")
    field_order = ("value", "reason")

    def __init__(self, *args: Any, unit: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["value"]
        assert isinstance(field, QuantityField)
        field.unit = unit


class ResolveForm(ReasonForm):
    """Which of the contradicting statements counts."""

    keep = forms.IntegerField(label="采用", widget=forms.HiddenInput)


class TargetsFileForm(Form):
    file = forms.FileField(label="目标表", help_text=".xlsx、.xls 或 .csv；表头应有 指标、目标值、期间")
    region = forms.ModelChoiceField(label="区域", queryset=Region.objects.filter(level="county"), to_field_name="name")


class SheetForm(Form):
    """A blank form somebody sent us to fill."""

    file = forms.FileField(label="空白表样", help_text=".xlsx、.docx；旧版 .xls、.doc 会先转换")
    region = forms.ModelChoiceField(label="区域", queryset=Region.objects.all(), to_field_name="name")
    period = PeriodField(label="期间", required=False)

    def uploaded(self) -> tuple[str, bytes]:
        """Name and bytes, an old format converted. Raises Refused when it cannot be."""
        file = self.cleaned_data["file"]
        name, data = Path(file.name or "表样").name, file.read()
        newer = {".xls": ".xlsx", ".doc": ".docx"}.get(Path(name).suffix.lower())
        if newer is None:
            return name, data
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(data)
            return f"{path.stem}{newer}", convert(path, newer[1:]).read_bytes()


class SheetSentForm(Form):
    """To whom and when a filled form was sent."""

    receiver = forms.CharField(label="报送对象", max_length=100, help_text="如 上级科技局、本级政府办")
    day = forms.DateField(label="报送日期")


class ReallocationForm(ReasonForm):
    """Move part of one town's share to another."""

    giver = forms.ModelChoiceField(label="调出", queryset=Region.objects.none())
    taker = forms.ModelChoiceField(label="调入", queryset=Region.objects.none())
    amount = QuantityField(label="数量")
    field_order = ("giver", "taker", "amount", "reason")

    def __init__(self, *args: Any, towns: Any, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("giver", "taker"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = towns
        amount = self.fields["amount"]
        assert isinstance(amount, QuantityField)
        amount.unit = unit


class IndicatorForm(Form):
    """An indicator of the office's own."""

    code = forms.CharField(label="代码", max_length=54, help_text="英文小写与点，如 night_school.sessions；前面自动加 local.")
    name = forms.CharField(label="名称", max_length=80)
    unit = forms.CharField(label="单位", max_length=20, help_text="家、项、人次、元、% 等基本单位")
    kind = forms.ChoiceField(label="类型", choices=[("flow", "流量（期间内合计）"), ("stock", "存量（期末数）"), ("ratio", "比率")])
    definition = forms.CharField(label="定义", widget=forms.Textarea(attrs={"rows": 3}), help_text="数什么、不数什么")
    area = forms.ChoiceField(label="领域", choices=lambda: areas().items(), initial=LOCAL_AREA[0], help_text="文稿里写进哪一部分")
    disclosure = forms.ChoiceField(
        label="公开属性", choices=[(label, label) for label in DISCLOSURES.values()], initial="内部", help_text="清稿只印公开的数"
    )
    sentence = forms.CharField(
        label="文稿句子",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="如 举办科技夜校{科技夜校期数}。留空则由系统按名称写一句",
    )


class ColourForm(Form):
    behind_points = forms.IntegerField(label="滞后多少个百分点亮黄", min_value=0, max_value=100)
